import type { CliOption, CliOptions } from "../command";
import { usage } from "../failure";
import { duration } from "./duration";
import type { Limits } from "./judge";

/** How to go up. */
export interface StepPlan {
    /** Percent of new visitors, a step; the last one is 100. */
    readonly percents: readonly number[];
    /** Pause after each step but the last, in milliseconds. */
    readonly everyMs: number;
    /** Time between two probes in a pause, in milliseconds. */
    readonly probeEveryMs: number;
    readonly limits: Limits;
    /** HTTP gates. */
    readonly checkUrls: readonly string[];
    /** Whether the router's own numbers decide too. */
    readonly numbers: boolean;
}

const SECOND = 1000;
const HOUR = 3600 * SECOND;
const DEFAULTS = { every: "2m", probeEvery: "5s", maxErrorRate: "1", maxLatency: "2", minRequests: "100" };

/** The options of `switch` that make it go up in steps. */
export const STEP_OPTIONS: readonly CliOption[] = [
    {
        flags: "--steps <percents>",
        description: "go up by shares of new visitors, e.g. 5,25,50,100; the last is 100, the switch itself",
    },
    { flags: "--every <duration>", description: `pause after each step, 1s to 24h (default: ${DEFAULTS.every})` },
    {
        flags: "--probe-every <duration>",
        description: `time between two probes in a pause, 0.2s to 1h (default: ${DEFAULTS.probeEvery}, or the pause)`,
    },
    {
        flags: "--max-error-rate <points>",
        description: `how many percentage points more 5xx than the old release are a breach (default: ${DEFAULTS.maxErrorRate})`,
    },
    {
        flags: "--max-latency <ratio>",
        description: `how many times the old release's mean answer time is a breach (default: ${DEFAULTS.maxLatency})`,
    },
    {
        flags: "--min-requests <count>",
        description: `requests of a step below which its numbers decide nothing (default: ${DEFAULTS.minRequests})`,
    },
    {
        flags: "--check-url <url>",
        description: "an HTTP gate, asked at each probe: anything but 2xx is a breach; may be repeated",
        many: true,
    },
    { flags: "--no-probe", description: "do not look at the router's numbers; HTTP gates are asked all the same" },
];

/** The plan that was typed; undefined without `--steps`. Error: one line about the first option that is wrong. */
export function stepPlan(options: CliOptions): StepPlan | undefined {
    const { steps, every, probeEvery, maxErrorRate, maxLatency, minRequests, checkUrl, probe } = options as Typed;
    if (steps === undefined) {
        const [[name] = []] = Object.entries({ every, probeEvery, maxErrorRate, maxLatency, minRequests, checkUrl })
            .filter(([, value]) => value !== undefined)
            .concat(probe === false ? [["no-probe", ""]] : []);
        if (name === undefined) return undefined;
        throw usage(`--${name.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)}: needs --steps`);
    }
    const percents = percentsOf(steps);
    const everyMs = duration("--every", every ?? DEFAULTS.every, { least: SECOND, most: 24 * HOUR });
    const between = duration("--probe-every", probeEvery ?? DEFAULTS.probeEvery, { least: SECOND / 5, most: HOUR });
    if (between > everyMs && probeEvery !== undefined) {
        throw usage(
            `--probe-every: must be at most the pause of --every, ${every ?? DEFAULTS.every}, got "${probeEvery}"`,
        );
    }
    return {
        percents,
        everyMs,
        probeEveryMs: Math.min(between, everyMs),
        limits: {
            errorRate: number("--max-error-rate", maxErrorRate ?? DEFAULTS.maxErrorRate, 0, 100, "percentage points"),
            latency: number("--max-latency", maxLatency ?? DEFAULTS.maxLatency, 1, 1000, "times"),
            minRequests: whole("--min-requests", minRequests ?? DEFAULTS.minRequests, 1, 1_000_000_000),
        },
        checkUrls: (checkUrl ?? []).map(checked),
        numbers: probe !== false,
    };
}

interface Typed {
    readonly steps?: string;
    readonly every?: string;
    readonly probeEvery?: string;
    readonly maxErrorRate?: string;
    readonly maxLatency?: string;
    readonly minRequests?: string;
    readonly checkUrl?: readonly string[];
    readonly probe?: boolean;
}

/** Percents that go up and end at 100. Error: one line. */
export function percentsOf(text: string): number[] {
    const percents = text.split(",").map((part) => {
        if (!/^\s*\d{1,3}\s*%?\s*$/.test(part) || Number.parseInt(part, 10) > 100 || Number.parseInt(part, 10) < 1) {
            throw usage(`--steps: each must be a whole percent from 1 to 100, such as 5,25,50,100, got "${text}"`);
        }
        return Number.parseInt(part, 10);
    });
    const down = percents.findIndex((percent, index) => index > 0 && percent <= (percents[index - 1] ?? 0));
    if (down > 0) {
        throw usage(`--steps: must go up; ${percents[down]} comes after ${percents[down - 1]}, got "${text}"`);
    }
    if (percents.at(-1) !== 100) {
        throw usage(
            `--steps: must end with 100, the switch itself, got "${text}"; for a share that stays use \`blue-green canary\``,
        );
    }
    return percents;
}

function number(option: string, text: string, least: number, most: number, unit: string): number {
    const value = /^\d+(\.\d+)?$/.test(text) ? Number(text) : Number.NaN;
    if (value >= least && value <= most) return value;
    throw usage(`${option}: must be a number from ${least} to ${most} (${unit}), got "${text}"`);
}

function whole(option: string, text: string, least: number, most: number): number {
    const value = /^\d+$/.test(text) ? Number(text) : Number.NaN;
    if (value >= least && value <= most) return value;
    throw usage(`${option}: must be a whole number from ${least} to ${most}, got "${text}"`);
}

function checked(text: string): string {
    if (/^https?:$/.test(URL.canParse(text) ? new URL(text).protocol : "")) return text;
    // What cannot be read cannot be shown without what may be secret in it.
    throw usage("--check-url: must be an http or https URL");
}
