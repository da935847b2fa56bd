import type { Values } from "../../plugin/values";

/** How the engine marks a value as a secret. */
const SIGNATURE = "4dabf18193072939515e22adb298388d";
const SECRET = "1b47061264138c4ac30d75fd1eb44270";

type Secret = { readonly value: unknown };

function isSecret(value: unknown): value is Secret {
    return isMap(value) && value[SIGNATURE] === SECRET;
}

function secret(value: unknown): Values {
    return { [SIGNATURE]: SECRET, value };
}

function isMap(value: unknown): value is Values {
    return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** A value without any marks. */
export function bare<T = unknown>(value: T): T {
    if (isSecret(value)) return bare(value.value) as T;
    if (Array.isArray(value)) return value.map((item) => bare(item)) as T;
    if (!isMap(value)) return value;
    return Object.fromEntries(Object.entries(value).map(([name, item]) => [name, bare(item)])) as T;
}

function holdsSecret(value: unknown): boolean {
    if (typeof value !== "object" || value === null) return false;
    return isSecret(value) || Object.values(value).some(holdsSecret);
}

/** Bare values with marks where the inputs that they come from have them. What a Secret holds is always secret. */
export function markSecrets(outputs: Values, inputs: Values): Values {
    const marked: Record<string, unknown> = { ...outputs };
    if (outputs.kind === "Secret") {
        for (const name of ["data", "stringData"]) if (name in outputs) marked[name] = secret(outputs[name]);
        return marked;
    }
    for (const [name, input] of Object.entries(inputs)) {
        const output = outputs[name];
        if (output === undefined) continue;
        if (isMap(output) && isMap(input) && !isSecret(input)) marked[name] = markSecrets(output, input);
        else if (holdsSecret(input)) marked[name] = secret(output);
    }
    return marked;
}
