import type { EngineEvent } from "@pulumi/pulumi/automation";
import { type Failure, failed, refused } from "../failure";
import { failureOf } from "./errors";

/** Resources whose complaint is a refusal: the plan, the gate, and the arguments of an app. */
const REFUSING = /dynamic\/blue-green:(?:\w*Plan|SwitchGate)::|::(?:[^:]*\$)?blue-green:index:\w+::[^:]+$/;
const PROBLEM = /^\S+ resource '[^']+' has a problem: /;
/** Lines that say nothing to an operator. */
const NOISE = /^using pulumi-resource-|^\s*$/;

/** What an update or a preview did. */
export interface Done {
    /** Resources that were, or would be, changed, by what is done to them. */
    readonly changes: Readonly<Record<string, readonly string[]>>;
}

/** Listens to Pulumi's engine: what to show meanwhile, what was changed, and why it failed. */
export class EventLog {
    private readonly changed: Record<string, string[]> = {};
    private readonly problems: { readonly urn: string; readonly text: string }[] = [];

    constructor(
        private readonly show: (line: string) => void,
        private readonly planned = false,
    ) {}

    hear(event: EngineEvent): void {
        const { diagnosticEvent: said, resourcePreEvent: before, resOutputsEvent: after } = event;
        if (said) this.hearMessage(said.severity, said.urn ?? "", said.message);
        const step = this.planned ? before : after;
        if (step && step.metadata.op !== "same" && step.metadata.op !== "read")
            this.note(step.metadata.op, step.metadata.urn);
    }

    get done(): Done {
        return { changes: this.changed };
    }

    /** Whether anything but records of the program itself was changed. */
    get touched(): boolean {
        return Object.keys(this.changed).length > 0;
    }

    /** Why it failed. `said` is what the command printed, for failures that are no resource's. */
    failure(said: string): Failure {
        const own = this.problems.filter(({ urn }) => urn !== "");
        if (own.length === 0) {
            const general = this.problems.map(({ text }) => text).filter((text) => text !== "update failed");
            return general.length > 0 ? failed(general.join("\n")) : failureOf(said);
        }
        const text = own.map((one) => one.text).join("\n");
        return own.every(({ urn }) => REFUSING.test(urn)) ? refused(text) : failed(text);
    }

    private hearMessage(severity: string, urn: string, message: string): void {
        const text = message.trimEnd();
        if (severity === "error") this.problems.push({ urn, text: text.replace(PROBLEM, "") });
        if (severity !== "info" && severity !== "info#err" && severity !== "warning") return;
        for (const line of text.split("\n")) if (!NOISE.test(line)) this.show(line.trimEnd());
    }

    private note(op: string, urn: string): void {
        const type = urn.split("::").at(-2)?.split("$").at(-1) ?? "";
        // Components group other resources, and providers are how they are made.
        if (/^pulumi:(?:pulumi|providers):|^blue-green:index:/.test(type)) return;
        const names = this.changed[op] ?? [];
        this.changed[op] = names;
        const name = urn.split("::").at(-1) ?? "";
        if (!names.includes(name)) names.push(name);
    }
}
