import { hasUnknown, type Provider, progress, sameJson } from "../../dynamic/provider";
import { COLORS } from "../../release";
import { renderConfig } from "../config/render";
import type { RouterSpec } from "../config/spec";
import { orphans, reapOrphans } from "../runtime/instances";
import { applyRouter, oldWorkersGone, readRouter, stopRouter } from "../runtime/router";
import { noteStandby, readLive } from "../runtime/traffic";

/** The router's configuration, the instances it leads to with their process ids, and how long these may take to stop. */
export interface RouterInputs {
    readonly spec: RouterSpec;
    readonly stopSeconds: number;
    /** Signed pins, apart from the rest, since they are secret and it is not. */
    readonly pins?: RouterSpec["pins"];
}

/** The same with the process that serves. */
export interface RouterOutputs extends RouterInputs {
    readonly pid: number;
    readonly digest: string;
}

/** Longest wait for connections of an old worker before instances without a route are stopped: its keep-alive time and a little. */
const OLD_WORKER_SECONDS = 30;

/** HAProxy itself: process, servers and pins. Whom new visitors get is not its business; see the traffic resource. */
export const routerProvider: Provider<RouterInputs, RouterOutputs> = {
    async check(_olds, news) {
        return { inputs: news };
    },
    async diff(_id, olds, news) {
        if (hasUnknown(news)) return { changes: true };
        const moved = olds.spec.folder !== news.spec.folder;
        if (moved || !sameJson(whole(olds), whole(news))) return { changes: true, replaces: moved ? ["spec"] : [] };
        const { process, digest, intact } = await readRouter(news.spec.folder);
        const wanted = renderConfig(whole(news)).digest;
        const strays = orphans(news.spec.folder, kept(news.spec)).length > 0;
        return { changes: !process || digest !== wanted || !intact || strays };
    },
    async create(inputs) {
        const outs = await apply(inputs);
        return { id: inputs.spec.app.name, outs };
    },
    async read(id, props) {
        const { process, digest = "", intact } = await readRouter(props.spec.folder);
        return process
            ? { id, props: { ...props, pid: process.pid, digest: intact ? digest : "changed by hand" } }
            : { id: "", props: undefined };
    },
    async update(_id, _olds, news) {
        return { outs: await apply(news) };
    },
    async delete(_id, props) {
        await stopRouter(props.spec.folder);
    },
};

function whole({ spec, pins }: RouterInputs): RouterSpec {
    return pins ? { ...spec, pins } : spec;
}

async function apply(inputs: RouterInputs): Promise<RouterOutputs> {
    const spec = whole(inputs);
    const before = readLive(spec.folder);
    const { pid } = await applyRouter(spec, progress);
    noteStandby(spec.folder, before);
    const strays = orphans(spec.folder, kept(spec));
    if (strays.length > 0) {
        if (!(await oldWorkersGone(spec.folder, OLD_WORKER_SECONDS))) {
            progress(
                `${spec.app.name}: connections from before the reload are still open; stopping their instances gracefully`,
            );
        }
        await reapOrphans(spec.folder, kept(spec), inputs.stopSeconds, progress);
    }
    return { ...inputs, pid, digest: renderConfig(spec).digest };
}

/** Every instance that a route leads to. */
function kept(spec: RouterSpec): { port: number; pid: number }[] {
    return COLORS.flatMap((color) => Object.values(spec.servers[color] ?? {}).flat()).map(({ port, pid }) => ({
        port,
        pid,
    }));
}
