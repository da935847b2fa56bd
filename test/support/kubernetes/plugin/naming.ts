import { createHash, randomBytes } from "node:crypto";
import { isUnknown } from "../../plugin/unknown";
import { annotation, type Manifest, put } from "./manifest";

const HEX_DIGITS = 8;

/** What the engine says of names that a program does not give. */
export interface Autonaming {
    readonly isDisabled: boolean;
    readonly proposed: string;
}

interface Unnamed {
    /** Pulumi's own name. */
    readonly name: string;
    readonly old?: Manifest;
    readonly seed?: string;
    readonly autonaming?: Autonaming;
}

/** An object with a name: its own, the one that was made up before, or a new one. */
export function named(manifest: Manifest, { name, old, seed, autonaming }: Unnamed): Manifest {
    if (manifest.metadata?.name) return manifest;
    if (manifest.metadata?.generateName)
        throw new Error("the `.metadata.generateName` field is not supported in Server-Side Apply mode");
    if (old?.metadata) return isAutonamed(old) ? withName(manifest, old.metadata.name ?? "") : manifest;
    if (autonaming?.isDisabled)
        throw new Error("autonaming is disabled, resource requires the .metadata.name field to be set");
    return withName(manifest, autonaming?.proposed || unique(`${name}-`, seed));
}

/** Whether the provider made up an object's name. */
export function isAutonamed(manifest: Manifest): boolean {
    return annotation(manifest, "autonamed") === "true";
}

/** A name with random digits; with a seed the same in a preview and in its update. */
export function unique(prefix: string, seed?: string): string {
    const random = seed ? createHash("sha256").update(seed).digest("hex") : randomBytes(8).toString("hex");
    return `${prefix}${random.slice(0, HEX_DIGITS)}`;
}

function withName(manifest: Manifest, name: string): Manifest {
    const marked = put(manifest, ["metadata", "name"], name);
    // Nothing can be put into what is not known yet.
    if (isUnknown(marked.metadata.annotations)) return marked;
    return put(marked, ["metadata", "annotations", "pulumi.com/autonamed"], "true");
}
