import { type Color, other } from "../../components/release";
import type { Numbers, Served } from "../live/numbers";

/** From where on the new release is too bad. */
export interface Limits {
    /** Percentage points of 5xx more than the old release. */
    readonly errorRate: number;
    /** Times the mean answer time of the old release. */
    readonly latency: number;
    /** Requests below which a release's numbers decide nothing. */
    readonly minRequests: number;
}

/** Answer time below which a release counts as just as fast, in milliseconds: the double of next to nothing is no harm. */
export const FAST_MS = 20;

/** How one tier does, old beside new. */
export interface TierNumbers {
    readonly tier: string;
    readonly old: Told;
    readonly new: Told;
    /** Whether the new release had requests enough to decide. */
    readonly decides: boolean;
}

/** What is told of a release on a tier. */
export interface Told {
    readonly requests: number;
    readonly errors: number;
    /** Percent of the requests. */
    readonly errorRate: number;
    readonly latencyMs: number | null;
}

/** The numbers of each tier, seen from the color that goes up. */
export function compare(numbers: Numbers, to: Color, { minRequests }: Limits): TierNumbers[] {
    const [fresh = {}, old = {}] = [numbers[to], numbers[other(to)]];
    return [...new Set([...Object.keys(fresh), ...Object.keys(old)])].map((tier) => ({
        tier,
        old: told(old[tier]),
        new: told(fresh[tier]),
        decides: (fresh[tier]?.requests ?? 0) >= minRequests,
    }));
}

/** What is too bad, in words; undefined when nothing is. */
export function breachOf(tiers: readonly TierNumbers[], limits: Limits): string | undefined {
    for (const { tier, old, new: fresh, decides } of tiers) {
        if (!decides) continue;
        if (fresh.errorRate - old.errorRate > limits.errorRate) {
            return (
                `tier ${tier}: ${points(fresh.errorRate)} % of ${fresh.requests} requests failed, ` +
                `${points(old.errorRate)} % of the old release's; allowed: ${limits.errorRate} points more`
            );
        }
        const known = old.latencyMs !== null && old.requests >= limits.minRequests;
        const most = limits.latency * Math.max(old.latencyMs ?? 0, FAST_MS);
        if (known && fresh.latencyMs !== null && fresh.latencyMs > most) {
            return (
                `tier ${tier}: an answer takes ${Math.round(fresh.latencyMs)} ms, ${Math.round(old.latencyMs ?? 0)} ms of ` +
                `the old release; allowed: ${Math.round(most)} ms`
            );
        }
    }
    return undefined;
}

/** The numbers in one line. */
export function numbersInWords(tiers: readonly TierNumbers[]): string {
    if (tiers.length === 0) return "no numbers yet";
    return tiers
        .map(({ tier, old, new: fresh, decides }) => {
            const few = decides ? "" : " (too few to decide)";
            return (
                `${tier} ${fresh.requests} requests${few}, ${points(fresh.errorRate)} % failed (old ${points(old.errorRate)} %), ` +
                `${milliseconds(fresh.latencyMs)} (old ${milliseconds(old.latencyMs)})`
            );
        })
        .join("; ");
}

function told({ requests, errors, latencyMs }: Served = { requests: 0, errors: 0 }): Told {
    return {
        requests,
        errors,
        errorRate: requests > 0 ? Math.min(100, (errors / requests) * 100) : 0,
        latencyMs: latencyMs ?? null,
    };
}

function points(percent: number): string {
    return String(Math.round(percent * 100) / 100);
}

function milliseconds(ms: number | null): string {
    return ms === null ? "- ms" : `${Math.round(ms)} ms`;
}
