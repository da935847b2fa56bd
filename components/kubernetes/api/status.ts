import type { ColorStatus, LiveStatus } from "../../gate/status";
import { COLORS } from "../../release";
import { openCluster } from "./clients";
import { readyEndpoints } from "./endpoints";
import type { ClusterReader } from "./reader";
import { applied, pinnedReleases, readRoutes } from "./routes";
import type { GatewaySource } from "./source";

/** Everything that the cluster tells of an app. */
export async function readGatewayStatus(
    source: GatewaySource,
    reader: ClusterReader = openCluster(source.cluster),
): Promise<LiveStatus> {
    const routes = await readRoutes(reader, source);
    const found = applied(routes, source);
    const releases = found?.live.releases ?? pinnedReleases(routes, source) ?? {};
    const pinned = routes.backends.filter(({ color, release }) => releases[color] === release);
    const ready = await readyEndpoints(
        reader,
        source.namespace,
        pinned.map(({ name }) => name),
    );
    const colors: Record<string, ColorStatus> = {};
    for (const color of COLORS) {
        const up = (tier: string) => pinned.find((one) => one.color === color && one.tier === tier);
        colors[color] = {
            release: releases[color] ?? "",
            weights: Object.fromEntries(
                source.tiers.map((tier) => [tier, found?.live.weights?.[tier]?.[color] ?? 0] as const),
            ),
            up: Object.fromEntries(source.tiers.map((tier) => [tier, ready.get(up(tier)?.name ?? "") ?? 0] as const)),
        };
    }
    return { app: source.app, active: found?.live.active ?? "", epoch: found?.live.epoch ?? -1, colors };
}
