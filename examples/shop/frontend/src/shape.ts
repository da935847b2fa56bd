/** Readers that trust nothing: an answer of another contract is an error that names the field, never `undefined` on the page. */

export function record(value: unknown, where: string): Record<string, unknown> {
    if (typeof value !== "object" || value === null || Array.isArray(value))
        throw unexpected(where, "an object", value);
    return value as Record<string, unknown>;
}

export function list(value: unknown, where: string): unknown[] {
    if (!Array.isArray(value)) throw unexpected(where, "a list", value);
    return value;
}

export function text(value: unknown, where: string): string {
    if (typeof value !== "string") throw unexpected(where, "a text", value);
    return value;
}

export function number(value: unknown, where: string): number {
    if (typeof value !== "number") throw unexpected(where, "a number", value);
    return value;
}

function unexpected(where: string, wanted: string, value: unknown): Error {
    const got = Array.isArray(value) ? "a list" : value === null ? "null" : typeof value;
    return new Error(`unexpected answer: ${where} should be ${wanted}, got ${got}`);
}
