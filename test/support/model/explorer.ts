/** One write of an update: to the router, or to what runs. */
export interface Step<W> {
    readonly name: string;
    /** Names of the steps of the same update that come first. */
    readonly after: readonly string[];
    readonly apply: (world: W) => W;
}

/**
 * Every world that an update passes through, from the first on: steps that do not wait for each other come in any order, and a crash may
 * leave the world as it is after each. Worlds that are the same by their JSON count once.
 */
export function worldsOf<W>(start: W, steps: readonly Step<W>[]): W[] {
    const names = new Set(steps.map(({ name }) => name));
    const seen = new Map<string, W>();
    const visited = new Set<string>();
    const visit = (world: W, done: ReadonlySet<string>) => {
        const key = [...done].sort().join(" ");
        if (visited.has(key)) return;
        visited.add(key);
        seen.set(JSON.stringify(world), world);
        for (const { name, after, apply } of steps) {
            if (done.has(name) || after.some((other) => names.has(other) && !done.has(other))) continue;
            visit(apply(world), new Set([...done, name]));
        }
    };
    visit(start, new Set());
    return [...seen.values()];
}

/** For every name all that comes before it, directly or through others, also through those that are no step. */
export function closureOf(waitsFor: ReadonlyMap<string, readonly string[]>): Map<string, string[]> {
    const all = new Map<string, Set<string>>();
    const before = (name: string): Set<string> => {
        const known = all.get(name);
        if (known) return known;
        const found = new Set<string>();
        all.set(name, found);
        for (const other of waitsFor.get(name) ?? []) for (const one of [other, ...before(other)]) found.add(one);
        return found;
    };
    for (const name of waitsFor.keys()) before(name);
    return new Map([...all].map(([name, found]) => [name, [...found]]));
}
