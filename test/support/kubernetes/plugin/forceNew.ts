import type { Manifest } from "./manifest";

/** What the provider was told of objects that it may not replace. */
export interface Mutable {
    readonly configMaps: boolean;
    readonly secrets: boolean;
}

const IDENTITY = ["metadata.name", "metadata.namespace"];

/** Paths whose change replaces an object, by kind; the names alone for all others. */
const BY_KIND: Readonly<Record<string, readonly string[]>> = {
    "apps/v1/Deployment": ["spec.selector"],
    "v1/Service": ["spec.clusterIP"],
};

/** Paths whose change replaces this object, as the real provider has them. */
export function forceNewOf(manifest: Manifest, mutable: Mutable): string[] {
    return [...IDENTITY, ...ownPaths(manifest, mutable)];
}

function ownPaths({ apiVersion, kind, immutable }: Manifest, mutable: Mutable): readonly string[] {
    if (apiVersion === "v1" && kind === "Secret") {
        return mutable.secrets && immutable !== true ? ["type"] : ["type", "stringData", "data"];
    }
    if (apiVersion === "v1" && kind === "ConfigMap") {
        return mutable.configMaps && immutable !== true ? [] : ["binaryData", "data"];
    }
    return BY_KIND[`${apiVersion}/${kind}`] ?? [];
}
