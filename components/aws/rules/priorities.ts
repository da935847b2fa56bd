import { type App, COLORS, type Color, isCatchAll, type Match } from "../../release";

/** Priorities that an app takes on its listener, from the first one on. */
export const PRIORITIES_AN_APP = 100;
/** Priorities of one tier within them. The gaps leave room, so that no later rule renumbers another. */
const PRIORITIES_A_TIER = 10;
/** Tiers that find room beside the catch-all. */
export const MOST_TIERS = PRIORITIES_AN_APP / PRIORITIES_A_TIER;
/** Largest priority of a listener rule (Elastic Load Balancing API, CreateRule). */
export const LARGEST_PRIORITY = 50_000;

/** Which of a tier's rules it is: the kind of its match, and the color of a pin. */
export interface Place {
    readonly by: Match["by"];
    readonly color?: Color;
    /** Position among the names that the pin may have; the first is the ordinary one, the second its alias. */
    readonly name?: number;
}

/**
 * Tiers in the order of their blocks. No two of them answer one path, so any order serves, as long as a tier keeps its block: the
 * order in which they were declared, the catch-all last.
 */
export function blockOf(app: Pick<App, "tiers">, declared: readonly string[], tier: string): number {
    const catchAll = app.tiers.find(isCatchAll)?.name;
    if (tier === catchAll) return MOST_TIERS - 1;
    return declared.filter((name) => name !== catchAll).indexOf(tier);
}

/** The priority of a rule. It depends on the rule's place only, never on what is live, so that a switch renumbers nothing. */
export function priorityOf(first: number, block: number, { by, color, name = 0 }: Place): number {
    const start = first + block * PRIORITIES_A_TIER;
    if (by === "default") return start + PRIORITIES_A_TIER - 1;
    const nth = color ? COLORS.indexOf(color) : 0;
    return start + { query: nth, header: 2 + nth * 2 + name, cookie: 6 + nth }[by];
}
