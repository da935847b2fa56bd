import { COLORS, type Color, type PerColor, parseColor, type Weights } from "../../release";

/** Keys of the tags on listener rules, by which anybody reads from AWS itself what is live. */
export const TAGS = {
    app: "blue-green:app",
    weights: "blue-green:weights",
    active: "blue-green:active",
    epoch: "blue-green:epoch",
    since: (color: Color) => `blue-green:${color}-standby-since`,
} as const;

/** Since when, as text, a color has got no new visitors; empty for one that gets some. */
export type StandbySince = { readonly [C in Color]: string };

/** What the tags of the catch-all's default rule tell. */
export interface SwitchFacts {
    readonly active: Color;
    readonly epoch: number;
    /** In milliseconds since 1970. */
    readonly standbySince: PerColor<number>;
}

/** A default rule's weights as its tag tells them. */
export function weightsTag({ blue, green }: Weights): string {
    return `blue=${blue} green=${green}`;
}

/** The weights that a tag tells; undefined when it tells none. */
export function parseWeightsTag(text: string | undefined): Weights | undefined {
    const [, blue, green] = /^blue=(\d+) green=(\d+)$/.exec(text ?? "") ?? [];
    return blue === undefined || green === undefined ? undefined : { blue: Number(blue), green: Number(green) };
}

/** The tags of the catch-all's default rule, as the provider takes them. */
export function switchTags<T>(
    active: Color,
    epoch: number,
    since: { readonly [C in Color]: T },
): Record<string, string | T> {
    return {
        [TAGS.active]: active,
        [TAGS.epoch]: String(epoch),
        ...Object.fromEntries(COLORS.map((color) => [TAGS.since(color), since[color]])),
    };
}

/** The same read back. */
export function parseSwitchTags(tags: Readonly<Record<string, string>>): SwitchFacts | undefined {
    const active = parseColor(tags[TAGS.active] ?? "");
    const epoch = Number(tags[TAGS.epoch]);
    if (!active || !Number.isSafeInteger(epoch)) return undefined;
    const standbySince = Object.fromEntries(
        COLORS.flatMap((color) => {
            const at = Date.parse(tags[TAGS.since(color)] ?? "");
            return Number.isNaN(at) ? [] : [[color, at]];
        }),
    );
    return { active, epoch, standbySince };
}
