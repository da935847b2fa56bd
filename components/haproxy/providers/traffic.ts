import { hasUnknown, type Provider, progress, sameJson } from "../../dynamic/provider";
import type { App, TierWeights, Traffic } from "../../release";
import { applyTraffic, mapEntries, mapFits, runningTraffic } from "../runtime/traffic";

/** Whom new visitors get. */
export interface TrafficInputs {
    readonly folder: string;
    readonly app: Pick<App, "name" | "tiers">;
    readonly traffic: Traffic;
    readonly weights: TierWeights;
}

/** The weights in the running HAProxy: a switch changes this resource and nothing that runs. */
export const trafficProvider: Provider<TrafficInputs, TrafficInputs> = {
    async check(_olds, news) {
        return { inputs: news };
    },
    async diff(_id, olds, news) {
        if (hasUnknown(news) || !sameJson(pick(olds), pick(news))) return { changes: true };
        return { changes: !(await applied(news)) };
    },
    async create(inputs) {
        await apply(inputs);
        return { id: inputs.app.name, outs: inputs };
    },
    async read(id, props) {
        const running = await runningTraffic(props.folder, props.app);
        if (!running) return { id: "", props: undefined };
        const { weights, active, epoch } = running;
        return { id, props: { ...props, weights, traffic: { ...props.traffic, active, epoch } } };
    },
    async update(_id, _olds, news) {
        await apply(news);
        return { outs: news };
    },
    async delete() {},
};

/** What decides the routes; the order and the pause only matter on the way. */
function pick({ folder, traffic, weights }: TrafficInputs) {
    return { folder, active: traffic.active, epoch: traffic.epoch, weights };
}

async function applied({ folder, traffic, weights }: TrafficInputs): Promise<boolean> {
    try {
        return await mapFits(folder, mapEntries(weights, traffic.active, traffic.epoch));
    } catch {
        return false;
    }
}

async function apply({ folder, app, traffic, weights }: TrafficInputs): Promise<void> {
    await applyTraffic(folder, app, traffic, weights, progress);
    if (!(await applied({ folder, app, traffic, weights }))) {
        throw new Error(
            `${app.name}: the running HAProxy did not take the weights; run the update again, it repairs the router first`,
        );
    }
}
