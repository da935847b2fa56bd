import { setTimeout as sleep } from "node:timers/promises";
import type { Audience } from "../audience";
import type { CanaryFigures } from "../canary";
import type { Narrator } from "../narrator";
import { count } from "../numbers";
import type { Operator } from "../operator";
import type { DemoOptions } from "../options";

/** What was measured on the way. */
export interface Findings {
    canary?: CanaryFigures;
    switchSeconds?: number;
    rollbackSeconds?: number;
    /** From the first session's end to the census at zero. */
    drainSeconds?: number;
}

/** What the first step acts on. */
export interface Stage {
    readonly options: DemoOptions;
    readonly narrator: Narrator;
    readonly operator: Operator;
    readonly signal: AbortSignal;
    /** Seconds without a request that end a session. */
    readonly idleSeconds: number;
    readonly findings: Findings;
}

/** The stack's outputs that do not change. */
export interface Urls {
    readonly url: string;
    readonly statusUrl: string;
    readonly statsUrl: string;
}

/** What the other steps act on. */
export interface Scene extends Stage {
    readonly urls: Urls;
    readonly audience: Audience;
}

export interface Heading {
    readonly title: string;
    /** What it means. */
    readonly meaning: string;
}

/** One step of the story. */
export interface Step extends Heading {
    run(scene: Scene): Promise<void>;
}

const SHORTEST_WATCH_MS = 1000;

/** Lets the visitors go on until a part of the load's time is over. */
export async function watch({ audience, options, signal }: Scene, until: number): Promise<void> {
    const left = options.duration * until - audience.counts().seconds;
    await sleep(Math.max(SHORTEST_WATCH_MS, left * 1000), undefined, { signal });
}

/** Lets the visitors go on until they have sent so many requests, for a time at most. */
export async function untilRequests({ audience, narrator, signal }: Scene, wanted: number, mostSeconds: number) {
    const end = audience.counts().seconds + mostSeconds;
    if (audience.counts().requests >= wanted) return;
    narrator.note(`The visitors go on until they have sent ${count(wanted)} requests.`);
    while (audience.counts().requests < wanted && audience.counts().seconds < end) {
        await sleep(200, undefined, { signal });
    }
}
