import { ask } from "../../gate/http";

/** Asks a Prometheus server. Tests give their own. */
export type AskPrometheus = (url: string) => Promise<{ readonly status: number; readonly body: string }>;

/** How long Prometheus may take. */
const TIMEOUT_MS = 10_000;

/** Asks over HTTP. */
export const askOverHttp: AskPrometheus = (url) => ask(url, { timeoutMs: TIMEOUT_MS });

/** The sum of what a query tells; undefined where it tells nothing. Error: the server does not answer, or takes the query for wrong. */
export async function queried(url: string, query: string, askPrometheus: AskPrometheus): Promise<number | undefined> {
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
    return numbers.length === 0 ? undefined : numbers.reduce((sum, one) => sum + one, 0);
}

/** A query with its placeholders `$service`, `$namespace` and `$seconds` filled in. */
export function filledIn(query: string, values: Readonly<Record<"service" | "namespace" | "seconds", string>>): string {
    return query.replace(/\$(service|namespace|seconds)/g, (_all, name: keyof typeof values) => values[name]);
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
