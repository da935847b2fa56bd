import type { TierWeights, Weights } from "./app";
import { COLORS, type Color, type PerColor } from "./color";
import { countedText, pastDeadline } from "./left";
import { type Mistake, mistake } from "./mistake";
import { type Counted, type LiveState, refusals, type Wanted } from "./transition";

/** What a router's own objects tell: what it applies, and the weights that the last update wrote beside, a tier. */
export interface Applied {
    readonly live: LiveState;
    /** Other weights than the live ones: those were set by hand. */
    readonly declared: TierWeights;
}

/** What a config asks for, where colors have sizes of their own. */
export interface SizedWanted extends Wanted {
    readonly weights: TierWeights;
    /** Instances a color and tier. */
    readonly sizes: PerColor<Readonly<Record<string, number>>>;
}

/** A router in the words of a refusal. */
export interface RouterWords {
    /** Who gives new visitors what, up to the tier. */
    readonly gives: string;
    /** That nobody asked for it, and what somebody must have done. */
    readonly changed: string;
    readonly remedy: string;
}

/** Colors whose release goes, or loses all instances of a tier, so that their census counts. */
export function leaving(applied: Applied | undefined, { releases, sizes }: SizedWanted): Color[] {
    return COLORS.filter((color) => {
        const live = applied?.live.releases[color];
        return live !== undefined && (live !== releases[color] || emptied(sizes[color]).length > 0);
    });
}

/** Weights that neither this config nor the last update asked for were set by hand; putting them back silently would hurt. */
export function drifted(
    applied: Applied | undefined,
    { weights }: Pick<SizedWanted, "weights">,
    last: TierWeights | undefined,
    words: RouterWords,
): Mistake[] {
    for (const [tier, live] of Object.entries(applied?.live.weights ?? {})) {
        const known = [weights[tier], last?.[tier], applied?.declared[tier]];
        if (known.some((one) => one && same(one, live))) continue;
        const rule =
            `${words.gives} ${tier} ${spoken(live)}, which neither this config (${spoken(weights[tier])}) ` +
            `nor the last update (${spoken(applied?.declared[tier])}) ${words.changed}`;
        return [mistake("traffic", rule, spoken(live), words.remedy)];
    }
    return [];
}

const same = (a: Weights, b: Weights) => a.blue === b.blue && a.green === b.green;

function spoken(weights: Weights | undefined): string {
    return weights ? `blue ${weights.blue} green ${weights.green}` : "nothing";
}

/** What {@link refusals} finds, and colors that are to lose all instances of a tier although somebody is left. */
export function sizedRefusals(
    live: LiveState | undefined,
    wanted: SizedWanted,
    census: PerColor<number>,
    now: number,
    counted: Counted,
): Mistake[] {
    return [
        ...refusals(live, wanted, (color) => census[color], now, counted),
        ...COLORS.flatMap((color) => {
            const count = census[color];
            const kept = live?.releases[color] !== undefined && live.releases[color] === wanted.releases[color];
            if (!kept || wanted.drain.force || count === 0 || pastDeadline(live, color, wanted, now)) return [];
            return emptied(wanted.sizes[color]).map((tier) =>
                mistake(
                    `${color}.instances.${tier}`,
                    `${live.releases[color]} on ${color} still has ${countedText(count, counted)}`,
                    0,
                    "keep its instances until the census is 0, or set force for one update",
                ),
            );
        }),
    ];
}

/** Tiers without any instance. */
function emptied(sizes: Readonly<Record<string, number>> | undefined): string[] {
    return Object.entries(sizes ?? {}).flatMap(([tier, size]) => (size === 0 ? [tier] : []));
}
