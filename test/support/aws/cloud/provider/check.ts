import { createHash, randomBytes } from "node:crypto";
import { isUnknown } from "../../../plugin/unknown";
import type { Kind, Naming, Values } from "../kind";
import { argumentsOf, type Shape, type Type } from "./declared";

/** What is wrong with one property. */
export interface Failure {
    readonly property: string;
    readonly reason: string;
}

export interface Checked {
    readonly inputs: Values;
    readonly failures: readonly Failure[];
}

/** Inputs that the provider made up, as the real one notes them. */
export const DEFAULTS = "__defaults";
const HEX_DIGITS = 7;

/** Refuses properties that the real provider does not know or misses, and fills in names and defaults. */
export function check(kind: Kind, name: string, news: Values, olds: Values, seed: string | undefined): Checked {
    const failures = faultsOf(argumentsOf(kind.type), news, "");
    const inputs: Values = { ...kind.defaults, ...news };
    const made = Object.keys(kind.defaults ?? {}).filter((property) => news[property] === undefined);
    if (kind.naming) {
        const { property } = kind.naming;
        if (inputs[property] === undefined && inputs[`${property}Prefix`] === undefined) {
            made.push(property);
            const kept = madeBefore(olds, property) ? olds[property] : undefined;
            inputs[property] = kept ?? autoName(kind.naming, name, seed, failures);
        }
        failures.push(...nameFaults(kind.naming, inputs[property]), ...prefixFaults(kind.naming, inputs));
    }
    return { inputs: made.length > 0 ? { ...inputs, [DEFAULTS]: made.sort() } : inputs, failures };
}

/** Whether the provider made up the value of a property. */
export function madeBefore(inputs: Values, property: string): boolean {
    const made = inputs[DEFAULTS];
    return Array.isArray(made) && made.includes(property);
}

/** Pulumi's name, a dash and 7 digits; the same in a preview and in its update. */
function autoName(naming: Naming, name: string, seed: string | undefined, failures: Failure[]): string {
    if (name.length + 1 + HEX_DIGITS > naming.max) {
        const reason = `name '${name}-' plus ${HEX_DIGITS} random chars is longer than maximum length ${naming.max}`;
        failures.push({ property: naming.property, reason });
    }
    const random =
        seed === undefined ? randomBytes(8).toString("hex") : createHash("sha256").update(seed).digest("hex");
    return `${name}-${random.slice(0, HEX_DIGITS)}`;
}

function nameFaults({ property, max, pattern }: Naming, name: unknown): Failure[] {
    if (typeof name !== "string" || isUnknown(name)) return [];
    const faults = [];
    if (name.length > max) faults.push(`"${property}" cannot be longer than ${max} characters: "${name}"`);
    if (pattern && !pattern.test(name)) faults.push(`"${property}" must match ${pattern.source}: "${name}"`);
    return faults.map((reason) => ({ property, reason }));
}

function prefixFaults({ property, longestPrefix = 0 }: Naming, inputs: Values): Failure[] {
    const key = `${property}Prefix`;
    const prefix = inputs[key];
    if (typeof prefix !== "string" || isUnknown(prefix)) return [];
    const faults = [];
    if (inputs[property] !== undefined) faults.push(`"${key}": conflicts with ${property}`);
    if (prefix.length > longestPrefix) {
        faults.push(`expected length of ${key} to be in the range (1 - ${longestPrefix}), got ${prefix}`);
    }
    return faults.map((reason) => ({ property: key, reason }));
}

function faultsOf(shape: Shape, values: Values, path: string): Failure[] {
    const at = (name: string) => (path === "" ? name : `${path}.${name}`);
    const unexpected = Object.keys(values)
        .filter((name) => !shape.has(name) && name !== DEFAULTS)
        .map((name) => ({ property: at(name), reason: `unexpected argument "${at(name)}"` }));
    const missing = [...shape]
        .filter(([name, { required }]) => required && values[name] === undefined)
        .map(([name]) => ({ property: at(name), reason: `Missing required argument "${at(name)}"` }));
    const wrong = Object.entries(values).flatMap(([name, value]) => {
        const property = shape.get(name);
        return property ? typeFaults(property.type, value, at(name)) : [];
    });
    return [...unexpected, ...missing, ...wrong];
}

function typeFaults(type: Type, value: unknown, path: string): Failure[] {
    if (isUnknown(value) || value === undefined || type.kind === "any") return [];
    const expected = (what: string) => [{ property: path, reason: `expected ${what}, got ${JSON.stringify(value)}` }];
    if (type.kind === "list") {
        if (!Array.isArray(value)) return expected("a list");
        return value.flatMap((item, index) => typeFaults(type.of, item, `${path}[${index}]`));
    }
    if (type.kind === "map" || type.kind === "object") {
        if (typeof value !== "object" || value === null || Array.isArray(value)) return expected("an object");
        if (type.kind === "object") return faultsOf(type.shape(), value as Values, path);
        return Object.entries(value).flatMap(([name, item]) => typeFaults(type.of, item, `${path}.${name}`));
    }
    return typeof value === type.kind ? [] : expected(`a ${type.kind}`);
}
