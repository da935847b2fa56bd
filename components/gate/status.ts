import type { AlbSource } from "../aws/api/source";
import type { GatewaySource } from "../kubernetes/api/source";
import type { TierWeights } from "../release";
import { ask } from "./http";

/** What is live on a color. */
export interface ColorStatus {
    readonly release: string;
    /** Percent of new visitors, a tier. */
    readonly weights: Readonly<Record<string, number>>;
    /** Instances that take requests, a tier. */
    readonly up: Readonly<Record<string, number>>;
}

/** What is live, whatever the router. */
export interface LiveStatus {
    readonly app: string;
    readonly active: string;
    /** Number of the last switch; -1 before the first release got traffic. */
    readonly epoch: number;
    readonly colors: Readonly<Record<string, ColorStatus>>;
}

/** What HAProxy tells of itself at its status URL, all of it read live. */
export interface RouterStatus extends LiveStatus {
    readonly colors: Readonly<
        Record<
            string,
            ColorStatus & {
                /** Visitors seen within the session idle time, by their cookie. */
                readonly visitors: number;
                /** Addresses that came without our cookie within that time. */
                readonly addresses: number;
            }
        >
    >;
}

/** Where a router tells of itself. */
export interface StatusSource {
    /** An address that answers {@link RouterStatus} as JSON. */
    readonly statusUrl?: string;
    /** The load balancer's own API. */
    readonly alb?: AlbSource;
    /** The API server of the cluster that a Gateway routes into. */
    readonly gateway?: GatewaySource;
}

/** What the router says of itself, or undefined when it does not answer. */
export async function liveStatus({ statusUrl, alb, gateway }: StatusSource): Promise<LiveStatus | undefined> {
    // Loaded by need: the clients of the APIs are large.
    if (alb) return (require("../aws/api/status") as typeof import("../aws/api/status")).readAlbStatus(alb);
    if (gateway) {
        const { readGatewayStatus } = require("../kubernetes/api/status") as typeof import("../kubernetes/api/status");
        return readGatewayStatus(gateway);
    }
    return statusUrl ? readStatus(statusUrl) : undefined;
}

/** The same from a status address. */
export async function readStatus(statusUrl: string): Promise<RouterStatus | undefined> {
    try {
        const { status, body } = await ask(statusUrl, { timeoutMs: 2000 });
        return status === 200 ? (JSON.parse(body) as RouterStatus) : undefined;
    } catch {
        return undefined;
    }
}

/** The weights that the router applies now; undefined before the first release got traffic. */
export function liveWeights(status: LiveStatus | undefined): TierWeights | undefined {
    if (!status || status.epoch < 0) return undefined;
    const { blue, green } = status.colors;
    const tiers = Object.keys((blue ?? green)?.weights ?? {});
    return Object.fromEntries(
        tiers.map((tier) => [tier, { blue: blue?.weights[tier] ?? 0, green: green?.weights[tier] ?? 0 }]),
    );
}
