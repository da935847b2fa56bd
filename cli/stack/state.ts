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
    const { deployment = {} } = JSON.parse(text) as RawExport;
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

function resourceOf({ urn, type, parent, inputs = {}, outputs = {} }: RawResource): Resource {
    return { urn, type, name: urn.split("::").at(-1) ?? "", parent, inputs, outputs };
}
