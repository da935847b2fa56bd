import type { ClusterReader } from "../../components/kubernetes/api/reader";
import type { GatewaySource } from "../../components/kubernetes/api/source";
import { COLORS, type PerColor } from "../../components/release";

/** Who is left on each color that a Gateway routes to, by the app's own count or the controller's; nothing where nobody counts. */
export async function countOf(
    source: GatewaySource,
    releases: PerColor<string>,
    opened?: ClusterReader,
): Promise<PerColor<number>> {
    if (!source.census) return {};
    // Loaded by need: the client of the API is large.
    const { openCluster } =
        require("../../components/kubernetes/api/clients") as typeof import("../../components/kubernetes/api/clients");
    const { readRoutes } =
        require("../../components/kubernetes/api/routes") as typeof import("../../components/kubernetes/api/routes");
    const { readCensus } =
        require("../../components/kubernetes/api/census") as typeof import("../../components/kubernetes/api/census");
    const reader = opened ?? openCluster(source.cluster);
    const { backends } = await readRoutes(reader, source);
    const serving = backends.filter(({ color, release }) => releases[color] === release);
    return (await readCensus(reader, source, serving, COLORS)).left;
}
