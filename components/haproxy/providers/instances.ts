import { type Provider, progress, sameJson } from "../../dynamic/provider";
import {
    createSet,
    deadOnes,
    deleteSet,
    type Instance,
    type InstanceSetSpec,
    readSet,
    scaleSet,
} from "../runtime/instances";

/** The instances of one tier and color. */
export type InstancesInputs = InstanceSetSpec;

/** The same with what runs. */
export interface InstancesOutputs extends InstancesInputs {
    readonly running: readonly Instance[];
}

/** A change of one of these is a new set of instances: started beside the old one, which stops when no route leads there. */
const REPLACING = ["folder", "tier", "color", "release", "pin", "command", "cwd", "env", "healthPath"] as const;

/** Local processes: started and healthy, or the update fails with the last lines of their log. */
export const instancesProvider: Provider<InstancesInputs, InstancesOutputs> = {
    async check(_olds, news) {
        return { inputs: news };
    },
    async diff(id, olds, news) {
        const replaces = REPLACING.filter((key) => !sameJson(olds[key], news[key]));
        const resized = olds.instances !== news.instances || olds.running.length !== news.instances;
        const dead = deadOnes({ id, instances: olds.running }).length > 0;
        const tuned = olds.startSeconds !== news.startSeconds || olds.stopSeconds !== news.stopSeconds;
        const forgotten = readSet(olds.folder, id) === undefined;
        return { changes: replaces.length > 0 || resized || dead || tuned || forgotten, replaces: [...replaces] };
    },
    async create(inputs) {
        const set = await createSet(inputs, progress);
        return { id: set.id, outs: { ...inputs, running: set.instances } };
    },
    async read(id, props) {
        const dead = deadOnes({ id, instances: props.running });
        const running = props.running.filter((one) => !dead.includes(one));
        return running.length > 0 ? { id, props: { ...props, running } } : { id: "", props: undefined };
    },
    async update(id, olds, news) {
        const set = await scaleSet(news, { id, instances: olds.running }, progress);
        return { outs: { ...news, running: set.instances } };
    },
    async delete(id, props) {
        await deleteSet(props.folder, { id, instances: props.running }, props.stopSeconds);
    },
};
