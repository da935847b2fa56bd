import { isDeepStrictEqual } from "node:util";
import { hasUnknown, isUnknown } from "../../plugin/unknown";
import type { Values } from "../../plugin/values";
import { at, isMap } from "./manifest";
import { sameQuantity } from "./quantity";

/** One property that is to change. */
export interface Change {
    /** As in messages: `spec.ports[0].port`. */
    readonly path: string;
    readonly kind: "add" | "delete" | "update";
    /** It cannot change in place. */
    readonly replaces: boolean;
}

type Path = readonly (string | number)[];

const QUANTITY = /\.(limits|requests)\.[^.]+$|\.(averageValue|sizeLimit)$/;
const MISSING = Symbol("missing");

/**
 * What differs between an object as it is and as it is wanted, with the inputs that it was made from: the API server drops empty values,
 * which is no change.
 */
export function changesOf(live: Values, news: Values, oldInputs: Values, forceNew: readonly string[]): Change[] {
    const found: Change[] = [];
    const note = (path: Path, kind: Change["kind"], value: unknown) =>
        found.push({ path: written(path), kind, replaces: replaces(path, value, forceNew) });

    const compare = (path: Path, old: unknown, now: unknown, given: unknown): void => {
        if (now === MISSING) {
            if (old !== MISSING) note(path, "delete", undefined);
        } else if (old === MISSING) {
            if (!(isEmpty(now) && isDeepStrictEqual(now, given))) note(path, "add", now);
        } else if (isMap(old) && isMap(now)) {
            for (const name of new Set([...Object.keys(old), ...Object.keys(now)]))
                compare([...path, name], own(old, name), own(now, name), at(given, name));
        } else if (Array.isArray(old) && Array.isArray(now)) {
            const items = Array.isArray(given) ? given : [];
            for (let index = 0; index < Math.max(old.length, now.length); index++)
                compare([...path, index], item(old, index), item(now, index), items[index]);
        } else if (!isDeepStrictEqual(old, now) && !isSameQuantity(path, old, now)) note(path, "update", now);
    };

    compare([], live, news, oldInputs);
    return found;
}

function own(values: Values, name: string): unknown {
    // A null is as good as no value, as in a merge patch.
    return values[name] === undefined || values[name] === null ? MISSING : values[name];
}

function item(items: readonly unknown[], index: number): unknown {
    return index < items.length ? items[index] : MISSING;
}

function isEmpty(value: unknown): boolean {
    if (isUnknown(value) || hasUnknown(value)) return false;
    if (typeof value === "object" && value !== null) return Object.keys(value).length === 0;
    return value === "" || value === 0 || value === false || value === null;
}

function isSameQuantity(path: Path, old: unknown, now: unknown): boolean {
    return QUANTITY.test(written(path)) && !isUnknown(now) && sameQuantity(old, now);
}

/** Whether the path, or a part of a value that comes or goes as a whole, is one of those that force a new object. */
function replaces(path: Path, value: unknown, forceNew: readonly string[]): boolean {
    const changed = path.filter((step) => typeof step === "string");
    // Only a missing `metadata` takes the name away with it.
    if (value === undefined && changed.join(".") === "metadata") return true;
    return forceNew.some((forced) => {
        const steps = forced.split(".");
        const common = Math.min(steps.length, changed.length);
        if (!isDeepStrictEqual(steps.slice(0, common), changed.slice(0, common))) return false;
        return steps.length <= changed.length || at(value, ...steps.slice(common)) !== undefined;
    });
}

function written(path: Path): string {
    return path.reduce<string>((text, step) => {
        if (typeof step === "number") return `${text}[${step}]`;
        if (/[."[\]]/.test(step)) return `${text}["${step.replaceAll('"', '\\"')}"]`;
        return text === "" ? step : `${text}.${step}`;
    }, "");
}
