import * as pulumi from "@pulumi/pulumi";

/** A resource as the program registered it. */
export interface Registered {
    readonly type: string;
    readonly name: string;
    /** Inputs as sent, without the text of a dynamic provider. */
    readonly inputs: Record<string, unknown>;
    /** Logical name of the parent; empty for the root. */
    readonly parent: string;
    /** Logical names that it waits for, sorted: by `dependsOn` or through an input. */
    readonly waitsFor: readonly string[];
    /** Inputs whose changes are ignored. */
    readonly ignores: readonly string[];
    /** Text of a dynamic provider, as it goes into the state. */
    readonly provider: string;
}

/** Frames of a stack that a failed expectation shows. */
const FRAMES = 10;

/** Pulumi notes a stack for every promise, and jest maps each frame to its source: most of a test's time if there are any. */
function withoutStacks(): void {
    Error.stackTraceLimit = 0;
}

function withStacks(): void {
    Error.stackTraceLimit = FRAMES;
}

/** What the mocked engine answers for a resource, beside its inputs. */
export type Answers = (type: string, name: string) => Record<string, unknown>;

/** What the mocked engine answers to a look-up. */
export type LookUps = (token: string, inputs: Record<string, unknown>) => Record<string, unknown>;

/** What of the mocked engine is used beyond its public face. */
interface Monitor {
    registerResource: (request: Request) => unknown;
    getRegisteredResources(): Map<string, { state: { toJavaScript?(): Record<string, unknown> } }>;
}

/** The part of a request to register a resource that is recorded. */
interface Request {
    getType(): string;
    getName(): string;
    getParent(): string;
    getDependenciesList(): string[];
    getIgnorechangesList(): string[];
}

/** Records what a program declares, without an engine. Mocks prove inputs, not that anything works. */
export class Recorder {
    private readonly requests: Request[] = [];

    private constructor(
        private readonly monitor: Monitor,
        private readonly inputs: ReadonlyMap<string, Record<string, unknown>>,
    ) {
        const { requests } = this;
        const register = monitor.registerResource;
        monitor.registerResource = function (this: unknown, request: Request, ...rest: []) {
            requests.push(request);
            return register.call(this, request, ...rest);
        };
    }

    /** A fresh one, for project `blue-green` and stack `test`. */
    static async start(answers: Answers, preview = false, lookUps: LookUps = () => ({})): Promise<Recorder> {
        withoutStacks();
        const inputsOf = new Map<string, Record<string, unknown>>();
        const newResource = async ({ type, name, inputs }: pulumi.runtime.MockResourceArgs) => {
            inputsOf.set(name, inputs);
            const named = inputs.namePrefix === undefined ? {} : { name: `${inputs.namePrefix}1` };
            return { id: `${name}-id`, state: { ...inputs, ...named, ...answers(type, name) } };
        };
        const call = ({ token, inputs }: pulumi.runtime.MockCallArgs) => lookUps(token, inputs);
        await pulumi.runtime.setMocks({ newResource, call }, "blue-green", "test", preview);
        return new Recorder(pulumi.runtime.getMonitor() as unknown as Monitor, inputsOf);
    }

    /** Everything registered, in the order of registration, once all is settled. */
    async settled(): Promise<Registered[]> {
        await pulumi.runtime.disconnect();
        withStacks();
        return this.requests.map((request) => {
            const name = request.getName();
            const { __provider, ...inputs } = this.inputs.get(name) ?? {};
            return {
                type: request.getType(),
                name,
                inputs,
                parent: nameOf(request.getParent()),
                waitsFor: request.getDependenciesList().map(nameOf).sort(),
                ignores: request.getIgnorechangesList(),
                provider: String(unwrapped(__provider) ?? ""),
            };
        });
    }

    /** The one of some name, once all is settled. */
    async one(name: string): Promise<Registered> {
        const found = (await this.settled()).find((registered) => registered.name === name);
        if (!found) throw new Error(`nothing of the name ${name} was registered`);
        return found;
    }

    /** The outputs that a component registered, once all is settled. */
    async outputsOf(name: string): Promise<Record<string, unknown>> {
        await pulumi.runtime.disconnect();
        withStacks();
        const all = [...this.monitor.getRegisteredResources()];
        const [, found] = all.find(([urn]) => nameOf(urn) === name) ?? [];
        return found?.state.toJavaScript?.() ?? {};
    }
}

/** Key by which Pulumi marks special values on the wire, and its mark of a secret. */
const SIGNATURE = "4dabf18193072939515e22adb298388d";
const SECRET = "1b47061264138c4ac30d75fd1eb44270";

/** Whether a recorded input went out as a secret. */
export function isSecret(value: unknown): boolean {
    return (value as Record<string, unknown> | undefined)?.[SIGNATURE] === SECRET;
}

/** A recorded input's value, secret or not. */
export function unwrapped(value: unknown): unknown {
    return isSecret(value) ? (value as { value: unknown }).value : value;
}

/** The value of an output. */
export function resolved(output: pulumi.Output<unknown>): Promise<unknown> {
    return new Promise((resolve) => output.apply(resolve));
}

/** What a constructor throws. */
export function thrownBy(construct: () => unknown): unknown {
    try {
        construct();
    } catch (error) {
        return error;
    } finally {
        withStacks();
    }
    return undefined;
}

function nameOf(urn: string): string {
    return urn.split("::").at(-1) ?? "";
}
