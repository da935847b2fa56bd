/** A nested value as `path -> value`. Items of a list that have a name are found by it, other lists are one value. */
export function flat(value: unknown, path = ""): Record<string, unknown> {
    if (typeof value !== "object" || value === null) return { [path]: value };
    const below = ([key, one]: [string, unknown]) => Object.entries(flat(one, path ? `${path}.${key}` : key));
    if (!Array.isArray(value)) return Object.fromEntries(Object.entries(value).flatMap(below));
    const names = value.map((one) => (one as { name?: string } | null)?.name);
    if (names.some((name) => name === undefined)) return { [path]: value };
    return Object.fromEntries(value.flatMap((one, index) => below([names[index] ?? "", one])));
}

/** The paths at which two flat values differ, with the new value; undefined for one that is gone. */
export function changes(before: Record<string, unknown>, after: Record<string, unknown>): Record<string, unknown> {
    const paths = new Set([...Object.keys(before), ...Object.keys(after)]);
    const differs = (path: string) => JSON.stringify(before[path]) !== JSON.stringify(after[path]);
    return Object.fromEntries([...paths].filter(differs).map((path) => [path, after[path]]));
}
