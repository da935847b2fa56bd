import type { PerColor } from "../../components/release";
import type { App } from "../stack/apps";
import { cloudWatchNumbers } from "./numbersCloudWatch";
import { haproxyNumbers } from "./numbersHaproxy";
import { prometheusNumbers } from "./numbersPrometheus";

/** What a release did on a tier, as its router counted. */
export interface Served {
    readonly requests: number;
    /** Answers 5xx, and none at all. */
    readonly errors: number;
    /** Mean time until the instance answers, in milliseconds; undefined where nobody was answered. */
    readonly latencyMs?: number;
}

/** The same of each color and tier. */
export type Numbers = PerColor<Readonly<Record<string, Served>>>;

/** A router's own numbers. */
export interface NumbersSource {
    /** Who tells. */
    readonly name: string;
    /** How late a number may come, in seconds; 0 for a router that is asked itself. */
    readonly lateSeconds: number;
    /** Begins to count; the answer tells what happened since. Error: whoever tells does not answer. */
    open(now: number): Promise<(now: number) => Promise<Numbers>>;
}

/** The ways to come by numbers; undefined for an app that is not theirs. A new target adds its own. */
const SOURCES: readonly ((app: App) => NumbersSource | undefined)[] = [
    cloudWatchNumbers,
    prometheusNumbers,
    haproxyNumbers,
];

/** Where an app's numbers come from; undefined where nobody counts. */
export function numbersOf(app: App): NumbersSource | undefined {
    for (const sourceOf of SOURCES) {
        const source = sourceOf(app);
        if (source) return source;
    }
    return undefined;
}
