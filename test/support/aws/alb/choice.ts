import type { Forward } from "./actions";

/**
 * The target group of one request. Facts A2: the cookie counts only while the rule is sticky, and then over weight and
 * health; of a group that the rule does not have, it counts as none. Facts A1: no fail-over between groups.
 */
export function chooseGroup(forward: Forward, fromCookie: string | undefined, random: number): string {
    const { shares, stickySeconds } = forward;
    if (stickySeconds !== undefined && shares.some(({ group }) => group === fromCookie)) return fromCookie ?? "";
    let rest = random * shares.reduce((total, { weight }) => total + weight, 0);
    for (const { group, weight } of shares) {
        rest -= weight;
        if (rest < 0) return group;
    }
    throw new Error("the weights are all 0, which the limits refuse");
}
