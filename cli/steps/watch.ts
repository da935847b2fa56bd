import type { Color } from "../../components/release";
import type { Context } from "../context";
import type { Numbers, NumbersSource } from "../live/numbers";
import { breachOf, compare, numbersInWords, type TierNumbers } from "./judge";
import type { StepPlan } from "./plan";

/** How a pause between two steps ended. */
export interface Watched {
    readonly result: "passed" | "breach" | "interrupted";
    /** What was too bad. */
    readonly reason?: string;
    readonly probes: number;
    /** The last numbers of each tier. */
    readonly numbers: readonly TierNumbers[];
}

/** What a pause is about. */
export interface Watching {
    readonly plan: StepPlan;
    /** Undefined: only HTTP gates are asked. */
    readonly source: NumbersSource | undefined;
    /** The color that goes up. */
    readonly to: Color;
}

/** Least time that a gate has to answer, in milliseconds. */
const LEAST_GATE_MS = 1000;
/** So many probes in a row without numbers are a breach: nobody can tell how the release does. */
const BLIND_PROBES = 3;

/** Probes again and again until the pause is over, something is too bad, or somebody wants to stop. */
export async function watch(context: Context, { plan, source, to }: Watching): Promise<Watched> {
    const { clock, signal, screen } = context;
    const end = clock.now() + plan.everyMs;
    const counter = source && new Counter(source, clock.now());
    let numbers: TierNumbers[] = [];
    const look = async (): Promise<string | undefined> => {
        if (!counter) return undefined;
        const told = await counter.read(clock.now());
        if (told === undefined) return counter.trouble(clock.now() >= end);
        numbers = compare(told, to, plan.limits);
        screen.live(`  ${numbersInWords(numbers)}`);
        return breachOf(numbers, plan.limits);
    };
    await counter?.open();
    let probes = 0;
    while (clock.now() < end) {
        await clock.sleep(Math.min(plan.probeEveryMs, end - clock.now()), signal);
        if (signal.aborted) return { result: "interrupted", probes, numbers };
        probes++;
        const gates = plan.checkUrls.map((url) => gate(context, url, Math.max(plan.probeEveryMs, LEAST_GATE_MS)));
        const reason = await firstOf([look(), ...gates], signal);
        if (signal.aborted) return { result: "interrupted", probes, numbers };
        if (reason !== undefined) return { result: "breach", reason, probes, numbers };
    }
    return { result: "passed", probes, numbers };
}

/** What an HTTP gate has against going on. */
async function gate({ call, signal }: Context, url: string, timeoutMs: number): Promise<string | undefined> {
    const status = await call(url, { method: "GET", timeoutMs, signal }).catch((error: Error) => error);
    if (typeof status === "number" && status >= 200 && status < 300) return undefined;
    const said = typeof status === "number" ? `answers ${status}` : `does not answer (${status.message})`;
    return `gate ${shown(url)} ${said}; allowed: 2xx`;
}

/** A URL without what may be secret in it. */
export function shown(url: string): string {
    const { origin, pathname } = new URL(url);
    return `${origin}${pathname}`;
}

/** The first thing found, without waiting for the others; undefined when nobody finds any, or the signal fires. */
function firstOf(looks: readonly Promise<string | undefined>[], signal: AbortSignal): Promise<string | undefined> {
    return new Promise((resolve, reject) => {
        const stop = () => resolve(undefined);
        signal.addEventListener("abort", stop, { once: true });
        for (const look of looks) look.then((found) => found !== undefined && resolve(found), reject);
        Promise.all(looks)
            .then(stop, reject)
            .finally(() => signal.removeEventListener("abort", stop));
    });
}

/** Numbers since the step began, from somebody who may not answer now and then. */
class Counter {
    private window: ((now: number) => Promise<Numbers>) | undefined;
    private blind = 0;
    private seen = false;
    private why = "";

    constructor(
        private readonly source: NumbersSource,
        private readonly from: number,
    ) {}

    async open(): Promise<void> {
        try {
            this.window = await this.source.open(this.from);
        } catch (error) {
            this.why = (error as Error).message;
        }
    }

    async read(now: number): Promise<Numbers | undefined> {
        try {
            this.window ??= await this.source.open(this.from);
            const numbers = await this.window(now);
            this.blind = 0;
            this.seen = true;
            return numbers;
        } catch (error) {
            this.blind++;
            this.why = (error as Error).message;
            return undefined;
        }
    }

    /** What is wrong with not knowing: for too long, or for a whole step. */
    trouble(isLast: boolean): string | undefined {
        if (this.blind < BLIND_PROBES && (this.seen || !isLast)) return undefined;
        return `nobody can tell how the new release does: ${this.source.name} cannot be read (${this.why})`;
    }
}
