/** A resource as the stack's state has it. */
export interface Resource {
    readonly urn: string;
    readonly type: string;
    readonly name: string;
    readonly parent: string | undefined;
    readonly inputs: Readonly<Record<string, unknown>>;
    readonly outputs: Readonly<Record<string, unknown>>;
}

/** What the last update left behind. */
export interface StackState {
    readonly stack: string;
    readonly project: string;
    readonly resources: readonly Resource[];
    /** Operations that an interrupted update began and did not end. */
    readonly pending: number;
    /** When it was written, in milliseconds since 1970. */
    readonly writtenAt: number | undefined;
}

interface RawResource {
    readonly urn: string;
    readonly type: string;
    readonly parent?: string;
    readonly delete?: boolean;
    readonly inputs?: Record<string, unknown>;
    readonly outputs?: Record<string, unknown>;
}

interface RawExport {
    readonly deployment?: {
        readonly manifest?: { readonly time?: string };
        readonly resources?: readonly RawResource[];
        readonly pending_operations?: readonly unknown[];
    };
}

/** Reads what `pulumi stack export` prints. A stack without resources tells no names: they are those given. */
export function parseState(text: string, stack: string | undefined, project: string): StackState {
    const { deployment = {} } = JSON.parse(text, inPlain) as RawExport;
    const raw = deployment.resources ?? [];
    const [, ofStack, ofProject] = /^urn:pulumi:(.+?)::(.+?)::/.exec(raw[0]?.urn ?? "") ?? [];
    const written = Date.parse(deployment.manifest?.time ?? "");
    return {
        stack: ofStack ?? stack ?? "",
        project: ofProject ?? project,
        // What is marked so is on its way out: its successor is in the list too.
        resources: raw.filter((one) => !one.delete).map(resourceOf),
        pending: deployment.pending_operations?.length ?? 0,
        writtenAt: written > 0 ? written : undefined,
    };
}

/** By this key Pulumi marks special values, secrets for one. */
const MARK = "4dabf18193072939515e22adb298388d";
const SECRET = "1b47061264138c4ac30d75fd1eb44270";

/** A secret that was exported in plain; one that was not stays as it is. */
function inPlain(_key: string, value: unknown): unknown {
    const { [MARK]: mark, plaintext } = (value ?? {}) as Record<string, unknown>;
    return mark === SECRET && typeof plaintext === "string" ? JSON.parse(plaintext, inPlain) : value;
}

function resourceOf({ urn, type, parent, inputs = {}, outputs = {} }: RawResource): Resource {
    return { urn, type, name: urn.split("::").at(-1) ?? "", parent, inputs, outputs };
}
