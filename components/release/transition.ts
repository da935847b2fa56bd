import type { Releases, TierWeights } from "./app";
import { COLORS, type Color, type PerColor } from "./color";
import { countedText, pastDeadline } from "./left";
import { type Mistake, mistake } from "./mistake";

/** What the router serves now. */
export interface LiveState {
    /** The highest switch number that was applied. */
    readonly epoch: number;
    readonly active: Color;
    readonly releases: Releases;
    /** Undefined until the first release got traffic. */
    readonly weights: TierWeights | undefined;
    /** Since when, in milliseconds since 1970, a color has got no new visitors. */
    readonly standbySince: PerColor<number>;
    /** The pins that count now. A color whose pins are not known has none. */
    readonly pins?: PerColor<string>;
}

/** What a config asks for. */
export interface Wanted {
    readonly epoch: number;
    readonly releases: Releases;
    readonly drain: { readonly deadlineMinutes: number; readonly force: boolean };
    /** Signed pins; a color without one is pinned by its release id. */
    readonly pins?: PerColor<string>;
}

/** Visitors that a color still has; undefined when nobody can tell. */
export type Census = (color: Color) => number | undefined;

/** What a census counts; a router that knows no visitors counts something else. */
export interface Counted {
    readonly one: string;
    readonly many: string;
    /** What to do where nobody can tell the number. */
    readonly unknown: string;
}
const VISITORS: Counted = {
    one: "visitor",
    many: "visitors",
    unknown: "bring the router back with an update that keeps this release",
};

/** Why a config must not be applied to what is live: a stale switch, a live release removed or replaced, visitors still on it. */
export function refusals(
    live: LiveState | undefined,
    wanted: Wanted,
    census: Census,
    now: number,
    counted = VISITORS,
): Mistake[] {
    if (!live?.weights) return [];
    if (wanted.epoch < live.epoch) {
        return [
            mistake(
                "traffic.epoch",
                `this config is stale: switch number ${live.epoch} is live`,
                wanted.epoch,
                `take over the newer config of this stack, or set the epoch to ${live.epoch} to go on from here`,
            ),
        ];
    }
    return COLORS.flatMap((color) => {
        const [before, after] = [live.releases[color], wanted.releases[color]];
        if (before === undefined) return [];
        if (before === after) return repinned(color, before, live, wanted, census);
        if (color === live.active) return [ofLive(color, before, after)];
        const share = Math.max(...Object.values(live.weights ?? {}).map((weights) => weights[color]));
        if (after !== undefined && share > 0) return [ofCanary(color, before, after, share)];
        const needed = stillNeeded(color, before, after, live, wanted, census(color), now, counted);
        // Nobody is on it, but the next new visitor may be.
        if (needed.length === 0 && share > 0 && !wanted.drain.force) return [ofCanary(color, before, after, share)];
        return needed;
    });
}

/** Its visitors' pins would count no more, and they would meet whatever new visitors get. */
function repinned(color: Color, release: string, live: LiveState, { pins, drain }: Wanted, census: Census): Mistake[] {
    const before = live.pins?.[color];
    if (before === undefined || before === (pins?.[color] ?? release) || drain.force) return [];
    const serves = Object.values(live.weights ?? {}).some((weights) => weights[color] > 0);
    if (!serves && color !== live.active && census(color) === 0) return [];
    const earlier =
        before === release
            ? `add ${release} to pins.earlierReleases, without pins.earlierSecret`
            : `add ${release} to pins.earlierReleases, with the secret of before as pins.earlierSecret`;
    // Neither a pin nor a secret may be shown.
    const text =
        `must leave the pins of releases as they are that have visitors, but those of ${release} on ${color} would count no more; ` +
        `${earlier}, or wait until ${release} is retired, or set force for one update`;
    return [{ where: "pins.secret", text }];
}

function ofLive(color: Color, before: string, after: string | undefined): Mistake {
    return after === undefined
        ? mistake(
              `${color}.release`,
              `${color} is live with ${before} and cannot be retired`,
              "",
              "switch to the other color first, wait until its visitors are gone, then remove the release",
          )
        : mistake(
              `${color}.release`,
              `${color} is live with ${before} and its release cannot be replaced`,
              after,
              `put ${after} on the other color and switch`,
          );
}

/**
 * Nothing would ask whether a new release is fit before the color's share of new visitors meets it; and one that is removed would lose its pins
 * while new visitors still come to it.
 */
function ofCanary(color: Color, before: string, after: string | undefined, share: number): Mistake {
    return mistake(
        `${color}.release`,
        `${color} gets ${share} % of new visitors with ${before} and ${after === undefined ? "cannot be retired" : "its release cannot be replaced"}`,
        after ?? "",
        "set the canary to 0 in an update of its own first",
    );
}

function stillNeeded(
    color: Color,
    before: string,
    after: string | undefined,
    live: LiveState,
    wanted: Wanted,
    visitors: number | undefined,
    now: number,
    counted: Counted,
): Mistake[] {
    const { deadlineMinutes, force } = wanted.drain;
    if (visitors === 0 || force || pastDeadline(live, color, wanted, now)) return [];
    const since = live.standbySince[color];
    const until =
        deadlineMinutes > 0 && since !== undefined
            ? `, until ${new Date(since + deadlineMinutes * 60_000).toISOString()}`
            : "";
    const unknown = visitors === undefined ? `${counted.unknown}, ` : "";
    return [
        mistake(
            `${color}.release`,
            `${before} on ${color} still has ${countedText(visitors, counted)}`,
            after ?? "",
            `${unknown}keep it until the census is 0${until}, or set force for one update`,
        ),
    ];
}
