import type { TierWeights } from "../release";
import { ask } from "./http";

/** What a router tells of itself at its status URL, all of it read live. */
export interface RouterStatus {
    readonly app: string;
    readonly active: string;
    /** Number of the last switch; -1 before the first release got traffic. */
    readonly epoch: number;
    readonly colors: Readonly<
        Record<
            string,
            {
                readonly release: string;
                /** Percent of new visitors, a tier. */
                readonly weights: Readonly<Record<string, number>>;
                /** Visitors seen within the session idle time, by their cookie. */
                readonly visitors: number;
                /** Addresses that came without our cookie within that time. */
                readonly addresses: number;
                /** Instances that take requests, a tier. */
                readonly up: Readonly<Record<string, number>>;
            }
        >
    >;
}

/** What the router says of itself, or undefined when it does not answer. */
export async function readStatus(statusUrl: string): Promise<RouterStatus | undefined> {
    try {
        const { status, body } = await ask(statusUrl, { timeoutMs: 2000 });
        return status === 200 ? (JSON.parse(body) as RouterStatus) : undefined;
    } catch {
        return undefined;
    }
}

/** The weights that the router applies now; undefined before the first release got traffic. */
export function liveWeights(status: RouterStatus | undefined): TierWeights | undefined {
    if (!status || status.epoch < 0) return undefined;
    const { blue, green } = status.colors;
    const tiers = Object.keys((blue ?? green)?.weights ?? {});
    return Object.fromEntries(
        tiers.map((tier) => [tier, { blue: blue?.weights[tier] ?? 0, green: green?.weights[tier] ?? 0 }]),
    );
}
