import { ask } from "../../gate/http";
import { COLORS, type Color, type PerColor } from "../../release";
import { LABELS } from "../names";
import { ClusterError } from "./clusterError";
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

/** Asks a Prometheus server. Tests give their own. */
export type AskPrometheus = (url: string) => Promise<{ readonly status: number; readonly body: string }>;

/** How long Prometheus may take. */
const TIMEOUT_MS = 10_000;

/** Who is left on some colors, of those that pins lead to. What cannot be told is not zero. */
export async function readCensus(
    reader: ClusterReader,
    source: GatewaySource,
    pinned: readonly Backend[],
    colors: readonly Color[],
    askPrometheus: AskPrometheus = (url) => ask(url, { timeoutMs: TIMEOUT_MS }),
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
            const values: Readonly<Record<string, string>> = {
                service: backends.map(({ name }) => name).join("|"),
                namespace,
                seconds: String(idleSeconds),
            };
            const asked = query.replace(/\$(service|namespace|seconds)/g, (_all, name: string) => values[name] ?? "");
            return [color, backends.length === 0 ? 0 : await value(url, asked, askPrometheus)] as const;
        }),
    );
    // A color that gets no requests may have no series; where no color has any, the query or the server is wrong.
    const blind = told.every(([color, count]) => count === undefined || !pinned.some((one) => one.color === color));
    if (blind && pinned.length > 0) return { left: {}, trouble: `Prometheus at ${url} knows nothing of ${query}` };
    return { left: Object.fromEntries(told.map(([color, count]) => [color, count ?? 0])) };
}

/** The sum of what a query tells; undefined where it tells nothing. */
async function value(url: string, query: string, askPrometheus: AskPrometheus): Promise<number | undefined> {
    const { status, body } = await askPrometheus(
        `${url.replace(/\/$/, "")}/api/v1/query?${new URLSearchParams({ query })}`,
    );
    const said = parsed(body);
    if (status !== 200 || said?.status !== "success") {
        throw new Error(`Prometheus at ${url} answers ${status}${said?.error ? `: ${said.error}` : ""}`);
    }
    const { resultType, result } = said.data ?? {};
    const texts = resultType === "scalar" ? [(result as Sample)[1]] : (result as Series[]).map((one) => one.value[1]);
    const numbers = texts.map(Number).filter((one) => !Number.isNaN(one));
    return numbers.length === 0 ? undefined : Math.ceil(numbers.reduce((sum, one) => sum + one, 0));
}

type Sample = readonly [time: number, value: string];
interface Series {
    readonly value: Sample;
}
interface PrometheusAnswer {
    readonly status?: string;
    readonly error?: string;
    readonly data?: { readonly resultType?: string; readonly result?: unknown };
}

function parsed(body: string): PrometheusAnswer | undefined {
    try {
        return JSON.parse(body) as PrometheusAnswer;
    } catch {
        return undefined;
    }
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
