import { failures, hasUnknown, type Provider, sameJson } from "../../dynamic/provider";
import { COLORS, type PerColor, sameWeights, withKey } from "../../release";
import { leaving } from "../../release/liveRefusals";
import { type StandbySince, standbySince } from "../../release/switchFacts";
import { readCensus } from "../api/census";
import { openCluster } from "../api/clients";
import { ClusterError } from "../api/clusterError";
import { readyEndpoints } from "../api/endpoints";
import type { ClusterReader } from "../api/reader";
import { missing } from "../api/requirements";
import { type AppRoutes, applied, readRoutes } from "../api/routes";
import type { ClusterAccess } from "../api/source";
import { type Found, type GatewayPlanInputs, gatewayRefusals } from "../refusals";

/** The same with since when each color has got no new visitors; the routes carry it as an annotation. */
export interface GatewayPlanOutputs extends GatewayPlanInputs {
    readonly since: StandbySince;
}

/**
 * Comes before everything else and refuses what would hurt: in the preview and in the update, before anything is changed. It trusts what
 * the cluster serves by its API, not what an earlier update meant to do.
 */
export const gatewayPlanProvider = plans(openCluster);

/** The same for any cluster. */
export function plans(
    open: (access: ClusterAccess | undefined) => ClusterReader,
): Provider<GatewayPlanInputs, GatewayPlanOutputs> {
    const planned = async (inputs: GatewayPlanInputs): Promise<GatewayPlanOutputs> => {
        const reader = open(inputs.gateway.cluster);
        // Not in the preview: what is missing may be made by the same program, before this.
        const lacking = await missing(reader, inputs.door);
        if (lacking.length > 0) throw new Error(lacking.map(({ where, text }) => `${where}: ${text}`).join("\n"));
        const live = applied(await readRoutes(reader, inputs.gateway), inputs.gateway)?.live;
        return { ...inputs, since: standbySince(live, inputs.releases, inputs.weights, new Date()) };
    };
    return {
        async check(olds, news) {
            if (hasUnknown(news.gateway)) return { inputs: news };
            try {
                const { found, wanted } = await readLive(open(news.gateway.cluster), news);
                const wrong = gatewayRefusals(found, wanted, olds?.weights);
                return { inputs: news, failures: failures(wrong.map((one) => withKey(one, news.keys))) };
            } catch (error) {
                if (!(error instanceof ClusterError)) throw error;
                return { inputs: news, failures: failures([error.mistake]) };
            }
        },
        async diff(_id, olds, news) {
            if (hasUnknown(news) || !sameJson(pick(olds), pick(news))) return { changes: true };
            const routes = await readRoutes(open(news.gateway.cluster), news.gateway);
            const live = applied(routes, news.gateway)?.live;
            return { changes: live !== undefined && !sameWeights(live.weights, news.weights) };
        },
        async create(inputs) {
            return { id: inputs.gateway.app, outs: await planned(inputs) };
        },
        async read(id, props) {
            return { id, props };
        },
        async update(_id, _olds, news) {
            return { outs: await planned(news) };
        },
        async delete() {},
    };
}

/** The inputs alone: what the engine hands over as olds has more fields. */
function pick({ gateway, door, hosts, epoch, releases, pins, weights, sizes, drain, keys }: GatewayPlanInputs) {
    return { gateway, door, hosts, epoch, releases, pins, weights, sizes, drain, keys };
}

/** What is live, and of the sizes those that take instances away. */
async function readLive(
    reader: ClusterReader,
    inputs: GatewayPlanInputs,
): Promise<{ found: Found; wanted: GatewayPlanInputs }> {
    const { gateway } = inputs;
    const routes = await readRoutes(reader, gateway);
    const live = applied(routes, gateway);
    const pinned = routes.backends.filter(({ color, release }) => live?.live.releases[color] === release);
    const wanted = { ...inputs, sizes: await shrinking(reader, inputs, pinned) };
    const colors = leaving(live, wanted);
    const count = colors.length > 0 ? await readCensus(reader, gateway, pinned, colors) : { left: {} };
    return { found: { routes, applied: live, count }, wanted };
}

/** Sizes without those of 0 where nothing runs anyhow. */
async function shrinking(
    reader: ClusterReader,
    { gateway, sizes }: GatewayPlanInputs,
    pinned: AppRoutes["backends"],
): Promise<GatewayPlanInputs["sizes"]> {
    const ready = await readyEndpoints(
        reader,
        gateway.namespace,
        pinned.filter(({ tier, color }) => sizes[color]?.[tier] === 0).map(({ name }) => name),
    );
    const serves = (color: string, tier: string) =>
        pinned.some((one) => one.color === color && one.tier === tier && (ready.get(one.name) ?? 0) > 0);
    const left: PerColor<Record<string, number>> = Object.fromEntries(
        COLORS.map((color) => [
            color,
            Object.fromEntries(
                Object.entries(sizes[color] ?? {}).filter(([tier, size]) => size > 0 || serves(color, tier)),
            ),
        ]),
    );
    return left;
}
