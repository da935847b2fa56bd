/** One thing that is wrong with what the caller gave, in the caller's terms. */
export interface Mistake {
    /** The argument's path, e.g. `traffic.active`. */
    readonly where: string;
    /** What must hold, the value got, and the remedy. */
    readonly text: string;
}

/** Shows a value as it was given, short enough for one line. */
export function shown(value: unknown): string {
    const text = spelled(value);
    return text.length > 80 ? `${text.slice(0, 77)}...` : text;
}

function spelled(value: unknown): string {
    if (typeof value === "number") return String(value);
    try {
        return JSON.stringify(value) ?? String(value);
    } catch {
        return typeof value; // JSON knows no bigint and no circles
    }
}

/** A mistake in one argument: rule, value got and, where it is not plain, what to do. */
export function mistake(where: string, rule: string, got: unknown, remedy?: string): Mistake {
    return { where, text: `${rule}, got ${shown(got)}${remedy ? `; ${remedy}` : ""}` };
}

/** A mistake that also names the config key behind the argument, if it has one. */
export function withKey(one: Mistake, keys: Readonly<Record<string, string>>): Mistake {
    const key = keys[one.where];
    return key ? { ...one, text: `${one.text} (config key "${key}")` } : one;
}

/** All mistakes as one text, a line each, with the config keys behind the arguments. */
export function listed(mistakes: readonly Mistake[], keys: Readonly<Record<string, string>> = {}): string {
    return mistakes
        .map((one) => withKey(one, keys))
        .map(({ where, text }) => `${where}: ${text}`)
        .join("\n");
}
