import { usage } from "../failure";

const UNITS: Readonly<Record<string, number>> = { s: 1000, m: 60_000, h: 3_600_000 };

/** Smallest and largest duration that an option takes, in milliseconds. */
export interface Range {
    readonly least: number;
    readonly most: number;
}

/** A duration such as `30s`, `2m`, `1.5h` in milliseconds. Error: another text, or out of range. */
export function duration(option: string, text: string, { least, most }: Range): number {
    const [, number = "", unit = ""] = /^(\d+(?:\.\d+)?)([smh])$/.exec(text) ?? [];
    const ms = Math.round(Number(number) * (UNITS[unit] ?? Number.NaN));
    if (number !== "" && ms >= least && ms <= most) return ms;
    throw usage(
        `${option}: must be a duration with its unit, s, m or h, from ${shortest(least)} to ${shortest(most)}, got "${text}"`,
    );
}

/** A duration as it is typed: in the largest unit that gives a whole number. */
export function shortest(ms: number): string {
    const [unit = "s", size = 1000] =
        Object.entries(UNITS)
            .reverse()
            .find(([, one]) => ms >= one && ms % one === 0) ?? [];
    return `${ms / size}${unit}`;
}
