import { createHash } from "node:crypto";

/** Longest name that a target group may have. */
const LONGEST = 32;
/** Hex digits of the hash that tells names apart whose readable part was cut. */
const HASH = 8;

/**
 * Name in AWS of what belongs to one tier and color: readable, and never that of another stack's or app's. Letters, digits and single
 * hyphens, none of those at an end, at most 32 characters. It depends on nothing else, since another name replaces a target group.
 */
export function physicalName(project: string, stack: string, app: string, tier: string, color: string): string {
    const room = LONGEST - HASH - 1 - color.length - 1;
    return limitedName([project, stack, app, tier, color], app, `${tier.slice(0, room)}-${color}`, LONGEST);
}

/**
 * The same for what may be longer, and there are several of.
 *
 * @param identity all that makes it another thing
 * @param readable what is cut if there is no room
 * @param ending what is always in it
 */
export function limitedName(identity: readonly string[], readable: string, ending: string, limit: number): string {
    const hash = createHash("sha256").update(JSON.stringify(identity)).digest("hex").slice(0, HASH);
    const end = hyphened(ending);
    const room = limit - HASH - 1 - end.length - 1;
    const start = hyphened(hyphened(readable).slice(0, Math.max(room, 0)));
    return [start, end, hash].filter((part) => part !== "").join("-");
}

/** Only what every service takes in a name. */
function hyphened(text: string): string {
    return text.replace(/[^A-Za-z0-9]+/g, "-").replace(/^-|-$/g, "");
}
