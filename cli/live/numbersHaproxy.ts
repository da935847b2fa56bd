import { ask } from "../../components/gate/http";
import { backendName } from "../../components/haproxy/config/spec";
import { COLORS, type Color } from "../../components/release";
import type { App } from "../stack/apps";
import type { Numbers, NumbersSource, Served } from "./numbers";

/** Counters of a backend since its worker started, and the mean of its last answers. */
interface Counted {
    readonly requests: number;
    readonly errors: number;
    readonly latencyMs: number;
}

/** Asks for the statistics. Tests give their own. */
export type AskStatistics = (url: string) => Promise<{ readonly status: number; readonly body: string }>;

/** HAProxy's statistics, which it tells at once beside its status. */
export function haproxyNumbers(
    app: App,
    askStatistics: AskStatistics = (url) => ask(url, { timeoutMs: 2000 }),
): NumbersSource | undefined {
    const { statusUrl } = app.source;
    if (statusUrl === undefined) return undefined;
    const read = async () => {
        const { status, body } = await askStatistics(new URL("/;csv", statusUrl).href);
        if (status !== 200) throw new Error(`the router's statistics answer ${status}`);
        return parseStatistics(body);
    };
    return {
        name: "HAProxy's statistics",
        lateSeconds: 0,
        async open() {
            const before = await read();
            return async () => since(before, await read(), app);
        },
    };
}

/** The statistics of all backends, by name. */
export function parseStatistics(csv: string): Map<string, Counted> {
    const [head = "", ...lines] = csv.split("\n");
    const columns = head.replace(/^# /, "").split(",");
    const column = (name: string) => columns.indexOf(name);
    const [backend, server, requests, errors, time] = ["pxname", "svname", "req_tot", "hrsp_5xx", "rtime"].map(column);
    if ([backend, server, requests, errors, time].some((index) => index === undefined || index < 0)) {
        throw new Error("the router's statistics have no columns req_tot, hrsp_5xx and rtime");
    }
    const found = new Map<string, Counted>();
    for (const cells of lines.map((line) => line.split(","))) {
        const value = (index: number | undefined) => Number(cells[index ?? -1] ?? 0);
        if (cells[server ?? -1] !== "BACKEND") continue;
        found.set(cells[backend ?? -1] ?? "", {
            requests: value(requests),
            errors: value(errors),
            latencyMs: value(time),
        });
    }
    return found;
}

function since(before: Map<string, Counted>, now: Map<string, Counted>, { releases, tiers }: App): Numbers {
    const served = (color: Color) =>
        tiers.flatMap(({ name }): [string, Served][] => {
            const backend = backendName(name, releases[color] ?? "");
            const { requests, errors, latencyMs } = now.get(backend) ?? { requests: 0, errors: 0, latencyMs: 0 };
            const first = before.get(backend);
            // A reload of the router begins to count anew.
            const from = first && first.requests <= requests && first.errors <= errors ? first : undefined;
            const answered = requests - (from?.requests ?? 0);
            return [
                [
                    name,
                    {
                        requests: answered,
                        errors: errors - (from?.errors ?? 0),
                        ...(answered > 0 ? { latencyMs } : {}),
                    },
                ],
            ];
        });
    return Object.fromEntries(
        COLORS.filter((color) => releases[color] !== undefined).map((color) => [
            color,
            Object.fromEntries(served(color)),
        ]),
    );
}
