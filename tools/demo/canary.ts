import { percent } from "./numbers";

/** What the canary's new visitors got. */
export interface CanaryFigures {
    /** Part of 1 that was asked for. */
    readonly wanted: number;
    /** Part of 1 that came. */
    readonly share: number;
    readonly visitors: number;
    /** Largest difference that passes, as a part of 1. */
    readonly tolerance: number;
}

/** Enough for one point to be more than 3.3 standard deviations: a right router fails about once in 2000 runs. */
const ENOUGH_VISITORS = 11_000;
/** Load of this many seconds or more has time for all of them. */
const ENOUGH_SECONDS = 60;
const FEWEST_VISITORS = 1000;
const ONE_POINT = 0.01;
const DEVIATIONS = 3.3;

/** New visitors that a load of some seconds has time for. */
export function newcomersFor(durationSeconds: number): number {
    const some = Math.round((ENOUGH_VISITORS * durationSeconds) / ENOUGH_SECONDS);
    return Math.max(FEWEST_VISITORS, Math.min(ENOUGH_VISITORS, some));
}

/** One point, or what chance alone explains when fewer visitors came than it takes to tell a point. */
export function tolerance(wanted: number, visitors: number): number {
    const deviation = Math.sqrt((wanted * (1 - wanted)) / visitors);
    return Math.max(ONE_POINT, DEVIATIONS * deviation);
}

/** The figures from the new visitors that each release got. */
export function canaryFigures(wanted: number, release: string, came: Readonly<Record<string, number>>): CanaryFigures {
    const visitors = Object.values(came).reduce((sum, one) => sum + one, 0);
    return { wanted, share: (came[release] ?? 0) / visitors, visitors, tolerance: tolerance(wanted, visitors) };
}

/** False also when nobody came. */
export function isRight({ wanted, share, tolerance: allowed }: CanaryFigures): boolean {
    return Math.abs(share - wanted) <= allowed;
}

export function allowedShares({ wanted, tolerance: allowed }: CanaryFigures): string {
    return `${percent(wanted - allowed)} to ${percent(wanted + allowed)}`;
}
