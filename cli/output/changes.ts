/** Operations as people say them. */
const VERBS: Readonly<Record<string, string>> = {
    create: "create",
    update: "update",
    delete: "delete",
    replace: "replace",
    "create-replacement": "replace",
    "delete-replaced": "replace",
};

/** Which resources an update changed, or a preview would change. */
export function changesInWords(changes: Readonly<Record<string, readonly string[]>>, planned: boolean): string {
    const byVerb = new Map<string, Set<string>>();
    for (const [op, names] of Object.entries(changes)) {
        const verb = VERBS[op] ?? op;
        byVerb.set(verb, new Set([...(byVerb.get(verb) ?? []), ...names]));
    }
    if (byVerb.size === 0) return planned ? "no resource would be changed" : "no resource was changed";
    const said = [...byVerb].map(([verb, names]) => `${verb} ${[...names].join(", ")}`).join("; ");
    return `${planned ? "would" : "did"} ${said}`;
}
