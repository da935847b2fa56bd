import { type App, isCatchAll, Order, type TierWeights, type Traffic, type Weights } from "./app";
import { Color } from "./color";

/** The weights that a traffic setting asks for. */
export function weightsOf(traffic: Pick<Traffic, "active" | "canaryPercent">): Weights {
    const green = traffic.active === Color.Green ? 100 - traffic.canaryPercent : traffic.canaryPercent;
    return { blue: 100 - green, green };
}

/** The same weights on every tier. */
export function onEveryTier(app: Pick<App, "tiers">, weights: Weights): TierWeights {
    return Object.fromEntries(app.tiers.map(({ name }) => [name, weights]));
}

/** Colors that get a larger share of new visitors on some tier than before; before nothing was live, all with a share. */
export function gaining(before: TierWeights | undefined, after: TierWeights): Color[] {
    return [Color.Blue, Color.Green].filter((color) =>
        Object.entries(after).some(([tier, weights]) => weights[color] > (before?.[tier]?.[color] ?? 0)),
    );
}

/**
 * The router writes of a switch, in order. A first set-up, or an unchanged setting, is one write; else the tiers that go first
 * are written before the rest, so that clients without a pin meet them in the order asked for.
 */
export function switchStages(
    app: Pick<App, "tiers">,
    before: TierWeights | undefined,
    after: TierWeights,
    order: Order,
): TierWeights[] {
    if (!before) return [after];
    const goesFirst = (name: string) =>
        app.tiers.some((tier) => tier.name === name && isCatchAll(tier) === (order === Order.FrontendFirst));
    const half = Object.fromEntries(
        Object.entries(after).map(([tier, weights]) => [tier, goesFirst(tier) ? weights : (before[tier] ?? weights)]),
    );
    return sameWeights(half, after) || sameWeights(half, before) ? [after] : [half, after];
}

/** Whether two sets of weights are alike, tier by tier. */
export function sameWeights(a: TierWeights | undefined, b: TierWeights | undefined): boolean {
    const flat = (weights: TierWeights | undefined) =>
        Object.entries(weights ?? {})
            .map(([tier, { blue, green }]) => `${tier} ${blue} ${green}`)
            .sort()
            .join();
    return flat(a) === flat(b);
}
