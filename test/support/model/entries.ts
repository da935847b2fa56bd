import type { Registered } from "../harness";
import { closureOf } from "./explorer";

/** Things by name. Sorted, so that equal worlds are equal as JSON. */
export type Named<T> = Readonly<Record<string, T>>;

export function named<T>(entries: readonly (readonly [string, T])[]): Named<T> {
    return Object.fromEntries([...entries].sort(([a], [b]) => (a < b ? -1 : 1)));
}

/** The same with another value for a name; without the name when there is none. */
export function withEntry<T>(all: Named<T>, name: string, value: T | undefined): Named<T> {
    const { [name]: _, ...others } = all;
    return named(Object.entries(value === undefined ? others : { ...others, [name]: value }));
}

export function same(a: unknown, b: unknown): boolean {
    return JSON.stringify(a) === JSON.stringify(b);
}

/** For every resource the names of all that come before it. */
export function orderOf(all: readonly Registered[]): Map<string, string[]> {
    const waits = new Map<string, string[]>();
    for (const { name, waitsFor } of all) waits.set(name, [...(waits.get(name) ?? []), ...waitsFor]);
    return closureOf(waits);
}
