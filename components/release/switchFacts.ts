import type { Releases, TierWeights, Weights } from "./app";
import { COLORS, type Color, type PerColor, parseColor } from "./color";
import type { LiveState } from "./transition";

/** Where on a router's object the facts of a switch are written. */
export interface FactKeys {
    readonly active: string;
    readonly epoch: string;
    readonly since: (color: Color) => string;
}

/** Since when, as text, a color has got no new visitors; empty for one that gets some, or is off. */
export type StandbySince = { readonly [C in Color]: string };

/** What a router's object tells of the last switch. */
export interface SwitchFacts {
    readonly active: Color;
    readonly epoch: number;
    /** In milliseconds since 1970. */
    readonly standbySince: PerColor<number>;
}

/** Weights as they are written beside those that the router applies, so that a change by hand is seen. */
export function weightsText({ blue, green }: Weights): string {
    return `blue=${blue} green=${green}`;
}

/** The weights that a text tells; undefined when it tells none. */
export function parseWeightsText(text: string | undefined): Weights | undefined {
    const [, blue, green] = /^blue=(\d+) green=(\d+)$/.exec(text ?? "") ?? [];
    return blue === undefined || green === undefined ? undefined : { blue: Number(blue), green: Number(green) };
}

/** The facts of a switch as they are written on the catch-all's default. */
export function switchFacts<T>(
    keys: FactKeys,
    active: Color,
    epoch: number,
    since: { readonly [C in Color]: T },
): Record<string, string | T> {
    return {
        [keys.active]: active,
        [keys.epoch]: String(epoch),
        ...Object.fromEntries(COLORS.map((color) => [keys.since(color), since[color]])),
    };
}

/** The same read back; undefined where they are not written. */
export function parseSwitchFacts(keys: FactKeys, texts: Readonly<Record<string, string>>): SwitchFacts | undefined {
    const active = parseColor(texts[keys.active] ?? "");
    const epoch = Number(texts[keys.epoch]);
    if (!active || !Number.isSafeInteger(epoch)) return undefined;
    const standbySince = Object.fromEntries(
        COLORS.flatMap((color) => {
            const at = Date.parse(texts[keys.since(color)] ?? "");
            return Number.isNaN(at) ? [] : [[color, at]];
        }),
    );
    return { active, epoch, standbySince };
}

/**
 * Since when, in milliseconds since 1970, each color that is on gets nobody new once the weights are applied: as it is known, or from now on.
 * A release that came since then begins anew.
 */
export function standbyTimes(
    live: Pick<LiveState, "releases" | "weights" | "standbySince"> | undefined,
    releases: Releases,
    weights: TierWeights,
    now: number,
): PerColor<number> {
    const serves = (all: TierWeights | undefined, color: Color) =>
        Object.values(all ?? {}).some((one) => one[color] > 0);
    return Object.fromEntries(
        COLORS.filter((color) => releases[color] !== undefined && !serves(weights, color)).map((color) => {
            const stays = live?.releases[color] === releases[color] && !serves(live?.weights, color);
            return [color, (stays ? live?.standbySince[color] : undefined) ?? now];
        }),
    );
}

/** The same as text. */
export function standbySince(
    live: LiveState | undefined,
    releases: Releases,
    weights: TierWeights,
    now: Date,
): StandbySince {
    const times = standbyTimes(live, releases, weights, now.getTime());
    const text = (time: number | undefined) => (time === undefined ? "" : new Date(time).toISOString());
    return { blue: text(times.blue), green: text(times.green) };
}
