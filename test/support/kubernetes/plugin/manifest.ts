import type { Values } from "../../plugin/values";

/** A Kubernetes object, as far as it is known. */
export interface Manifest extends Values {
    readonly apiVersion: string;
    readonly kind: string;
    readonly metadata: Metadata;
    readonly spec?: Values;
    readonly status?: Values;
}

export interface Metadata extends Values {
    readonly name?: string;
    readonly namespace?: string;
    readonly annotations?: Readonly<Record<string, string>>;
    readonly generation?: number;
    readonly uid?: string;
    readonly managedFields?: readonly ManagedFields[];
}

/** Who set which fields. */
export interface ManagedFields {
    readonly manager: string;
    readonly operation: "Apply" | "Update";
    readonly subresource?: string;
    readonly fieldsV1?: Values;
    readonly [other: string]: unknown;
}

export function isMap(value: unknown): value is Values {
    return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** Group, version and kind, as in messages. */
export function kindOf({ apiVersion, kind }: Manifest): string {
    return `${apiVersion}/${kind}`;
}

/** The id that the engine knows an object by. */
export function idOf({ metadata: { namespace, name = "" } }: Manifest): string {
    return namespace ? `${namespace}/${name}` : name;
}

export function annotation({ metadata }: Manifest, name: string): string | undefined {
    return metadata.annotations?.[`pulumi.com/${name}`];
}

export function skipsAwait(manifest: Manifest): boolean {
    return annotation(manifest, "skipAwait") === "true";
}

/** A nested value. */
export function at(value: unknown, ...path: readonly string[]): unknown {
    return path.reduce<unknown>((inner, name) => (isMap(inner) ? inner[name] : undefined), value);
}

/** A copy with another nested value, or without it. */
export function put<T extends Values>(value: T, path: readonly string[], inner: unknown): T {
    const [name = "", ...rest] = path;
    if (rest.length > 0) {
        const nested = value[name];
        if (inner === undefined && !isMap(nested)) return value;
        return { ...value, [name]: put(isMap(nested) ? nested : {}, rest, inner) };
    }
    if (inner !== undefined) return { ...value, [name]: inner };
    const { [name]: _, ...others } = value;
    return others as T;
}
