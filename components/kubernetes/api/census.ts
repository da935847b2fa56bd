import { COLORS, type Color, type PerColor } from "../../release";
import { LABELS } from "../names";
import { ClusterError } from "./clusterError";
import { type AskPrometheus, askOverHttp, filledIn, queried } from "./prometheus";
import { type ClusterReader, KINDS } from "./reader";
import type { Backend } from "./routes";
import type { CensusSource, GatewaySource } from "./source";

/** How many are left on each color. */
export interface Count {
    /** A color that nobody can tell of has none. */
    readonly left: PerColor<number>;
    /** Why nobody can tell. */
    readonly trouble?: string;
}

/** Who is left on some colors, of those that pins lead to. What cannot be told is not zero. */
export async function readCensus(
    reader: ClusterReader,
    source: GatewaySource,
    pinned: readonly Backend[],
    colors: readonly Color[],
    askPrometheus: AskPrometheus = askOverHttp,
): Promise<Count> {
    const { census } = source;
    if (!census) return { left: {}, trouble: "no census is configured" };
    try {
        return census.by === "prometheus"
            ? await requests(source, census, pinned, askPrometheus)
            : { left: await visitors(reader, source, census, pinned, colors) };
    } catch (error) {
        if (error instanceof ClusterError && error.forbidden) throw error;
        return { left: {}, trouble: (error as Error).message };
    }
}

/** By colors that pins lead to: a color without any has nobody. */
function perColor(pinned: readonly Backend[]): [Color, Backend[]][] {
    return COLORS.map((color) => [color, pinned.filter((one) => one.color === color)]);
}

async function requests(
    { namespace, idleSeconds }: GatewaySource,
    { url, query }: CensusSource & { by: "prometheus" },
    pinned: readonly Backend[],
    askPrometheus: AskPrometheus,
): Promise<Count> {
    const told = await Promise.all(
        perColor(pinned).map(async ([color, backends]) => {
            if (backends.length === 0) return [color, 0] as const;
            const service = backends.map(({ name }) => name).join("|");
            const asked = filledIn(query, { service, namespace, seconds: String(idleSeconds) });
            const count = await queried(url, asked, askPrometheus);
            return [color, count === undefined ? undefined : Math.ceil(count)] as const;
        }),
    );
    // A color that gets no requests may have no series; where no color has any, the query or the server is wrong.
    const blind = told.every(([color, count]) => count === undefined || !pinned.some((one) => one.color === color));
    if (blind && pinned.length > 0) return { left: {}, trouble: `Prometheus at ${url} knows nothing of ${query}` };
    return { left: Object.fromEntries(told.map(([color, count]) => [color, count ?? 0])) };
}

/** By the app's own count, summed over the pods of every tier: a visitor may be counted more than once, never missed. */
async function visitors(
    reader: ClusterReader,
    { app, namespace }: GatewaySource,
    { path, ports }: CensusSource & { by: "app" },
    pinned: readonly Backend[],
    colors: readonly Color[],
): Promise<PerColor<number>> {
    const left: { [C in Color]?: number } = Object.fromEntries(colors.map((color) => [color, 0]));
    for (const { tier, color, release } of pinned.filter((one) => colors.includes(one.color))) {
        const labels = `${LABELS.app}=${app},${LABELS.tier}=${tier},${LABELS.color}=${color},${LABELS.release}=${release}`;
        const pods = await reader.list(KINDS.pod, { namespace, labels });
        for (const { metadata, status } of pods) {
            if (status?.phase !== "Running") continue;
            const said = (await reader.ask({ namespace, name: metadata.name }, ports[tier] ?? 0, path)).trim();
            if (!/^\d+$/.test(said)) {
                throw new Error(`${path} of pod ${metadata.name} says ${JSON.stringify(said.slice(0, 40))}, no number`);
            }
            left[color] = (left[color] ?? 0) + Number(said);
        }
    }
    return left;
}
