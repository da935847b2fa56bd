import type { Lines } from "./ownLines";

const OF_STACK = /pulumi:pulumi:Stack \S+ (.*)$/;
const STATE = /^\s*(?:creating|running|updating|deleting)?\s*(?:\(\d+s\))?\s*/;
const NOISE = /^(?:$|\*\*|(?:warning|error|info):|\d+ (?:warning|message|error)|created|updated|deleted)/;
const DONE = /^ [+~-]+ +(\S+) (\S+) (created|updated|replaced|deleted)\b/;
/** Our resources; the others only group them. */
const DYNAMIC = /^pulumi-nodejs:dynamic/;

/** Makes the output of one `pulumi up` short: what the resources tell, then which of them changed. */
export class PulumiLines implements Lines {
    private readonly changed = new Map<string, string[]>();
    private over = false;

    short(line: string): string | undefined {
        // What follows repeats the messages.
        if (/^(?:Diagnostics|Outputs|Resources):/.test(line)) this.over = true;
        if (this.over) return undefined;
        const [, type = "", name = "", verb = ""] = DONE.exec(line) ?? [];
        if (DYNAMIC.test(type)) this.changed.set(verb, [...(this.changed.get(verb) ?? []), name]);
        const message = OF_STACK.exec(line)?.[1]?.replace(STATE, "").trimEnd();
        return message === undefined || NOISE.test(message) ? undefined : message;
    }

    /** The resources that changed, by what was done to them. */
    summary(): string {
        return [...this.changed].map(([verb, names]) => `${verb}: ${[...new Set(names)].join(", ")}`).join("; ");
    }
}
