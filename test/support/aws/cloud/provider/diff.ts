import { isDeepStrictEqual } from "node:util";
import { hasUnknown } from "../../../plugin/unknown";
import type { Kind, Values } from "../kind";
import { DEFAULTS, madeBefore } from "./check";

/** What a change of inputs means. */
export interface Difference {
    readonly changed: readonly string[];
    readonly replaces: readonly string[];
    readonly deleteBeforeReplace: boolean;
}

/** Compares checked inputs. */
export function diff(kind: Kind, olds: Values, news: Values): Difference {
    const names = new Set([...Object.keys(olds), ...Object.keys(news)]);
    names.delete(DEFAULTS);
    const changed = [...names].filter((name) => !same(kind, name, olds[name], news[name])).sort();
    const replaces = changed.filter((name) => (kind.replaceOn as readonly string[]).includes(name));
    return { changed, replaces, deleteBeforeReplace: replaces.length > 0 && keepsItsName(kind, olds, news) };
}

/** Two resources cannot have one name at a time: one whose name the program gives is deleted first, as by the real provider. */
function keepsItsName({ naming }: Kind, olds: Values, news: Values): boolean {
    if (!naming || madeBefore(news, naming.property) || news[naming.property] === undefined) return false;
    return olds[naming.property] === news[naming.property];
}

function same(kind: Kind, name: string, old: unknown, now: unknown): boolean {
    if (hasUnknown(now)) return false;
    if (isDeepStrictEqual(old, now)) return true;
    if (!(kind.json as readonly string[] | undefined)?.includes(name)) return false;
    try {
        return isDeepStrictEqual(JSON.parse(String(old)), JSON.parse(String(now)));
    } catch {
        return false;
    }
}
