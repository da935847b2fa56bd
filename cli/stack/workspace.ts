import type * as Automation from "@pulumi/pulumi/automation";
import type { EngineEvent, Stack as PulumiStack, Workspace as PulumiWorkspace } from "@pulumi/pulumi/automation";
import { type Failure, interrupted } from "../failure";
import { contentOf, putBack, withCopy } from "./configFile";
import { type Done, EventLog } from "./events";
import { parseUpdates, type Update } from "./history";
import { hold, refuseHeld } from "./hold";
import { findProject, type Project, packageIn } from "./project";
import { runPulumi } from "./pulumi";
import { parseState, type StackState } from "./state";

/** Config values by key; a key without namespace is the project's. */
export type Values = Readonly<Record<string, string>>;

/** An update or preview to run. */
export interface Run {
    /** What the history will say. */
    readonly message: string;
    /** Values for this run alone; the stack's config stays as it is. */
    readonly values?: Values;
    /** Gets what resources tell while it runs. */
    readonly show: (line: string) => void;
}

/** How a run ended. */
export interface Ended extends Done {
    readonly failure?: Failure;
    /** Whether some resource was changed. */
    readonly touched: boolean;
}

/** Puts config back as it was; answers false when somebody else has changed it meanwhile. */
export type Undo = () => boolean;

/** A stack, as a command uses it. */
export interface Workspace {
    /** What the last update left behind. Error: no project, no such stack, none selected, backend not reachable. */
    state(): Promise<StackState>;
    /** The same with secrets in plain. Error: also no passphrase, or a wrong one. */
    revealed(): Promise<StackState>;
    /** All config values, also defaults, by full key. */
    config(): Promise<Values>;
    /** The last updates, newest first. */
    history(most: number): Promise<readonly Update[]>;
    /** Version of the `pulumi` command. Error: not found. */
    version(): Promise<string>;
    /** Makes sure that config of the stack can be decrypted. Error: no passphrase, or a wrong one. */
    unlock(): Promise<void>;
    /** Where the project has this package. Error: not installed there. */
    packageFolder(): string;
    /** A secret config value. Error: no passphrase, or a wrong one. */
    secret(key: string): Promise<string>;
    /** Error: another command changes the stack now. */
    refuseHeld(): void;
    /** Keeps other commands from changing the stack until the answer is called. Error: another one is at work. */
    hold(by: string): () => void;
    /** Writes config values. */
    set(values: Values): Promise<Undo>;
    /** Loads beforehand what updates need, so that it does not take time later. */
    prepare(): void;
    /** Runs an update without asking. */
    up(run: Run): Promise<Ended>;
    /** Tells what an update would do. */
    preview(run: Run): Promise<Ended>;
    /** The same stack for what must be done although somebody asked to stop. */
    undisturbed(): Workspace;
}

/** Which stack, and when to stop. */
export interface WorkspaceOptions {
    readonly cwd: string;
    /** Default: the one that `PULUMI_STACK` names, else the one that is selected. */
    readonly stack: string | undefined;
    readonly signal: AbortSignal;
    /** Fires when a running update has to be told to stop; Ctrl-C at a terminal reaches it by itself. */
    readonly stop: AbortSignal;
}

/** The stack of a folder, through Pulumi's command and Automation API. */
export class LocalStack implements Workspace {
    private found: Project | undefined;
    private known: string | undefined;
    private api: Promise<PulumiWorkspace> | undefined;

    constructor(private readonly options: WorkspaceOptions) {}

    state(): Promise<StackState> {
        return this.exported();
    }

    revealed(): Promise<StackState> {
        return this.exported("--show-secrets");
    }

    private async exported(...flags: string[]): Promise<StackState> {
        const { name } = this.project;
        const text = await this.pulumi(["stack", "export", ...flags, ...this.chosen()]);
        const state = parseState(text, this.options.stack ?? process.env.PULUMI_STACK, name);
        this.known = state.stack || undefined;
        return state;
    }

    async config(): Promise<Values> {
        const text = await this.pulumi(["config", "--json", ...this.chosen()]);
        const all = Object.entries(JSON.parse(text) as Record<string, { value?: string }>);
        return Object.fromEntries(all.map(([key, { value = "" }]) => [key, value]));
    }

    async history(most: number): Promise<readonly Update[]> {
        const text = await this.pulumi([
            ...["stack", "history", "--json", "--page-size", String(most), "--page", "1"],
            ...this.chosen(),
        ]);
        return parseUpdates(text);
    }

    async version(): Promise<string> {
        return (await runPulumi(["version"], { folder: process.cwd(), signal: this.options.signal })).trim();
    }

    /** Only writing a secret asks for the passphrase without fail; it goes into a copy. */
    async unlock(): Promise<void> {
        await withCopy(this.project.configFile(this.name), (copy) =>
            this.pulumi(["config", "set", "--stack", this.name, "--config-file", copy, "--secret", "doctor", "x"]),
        );
    }

    packageFolder(): string {
        return packageIn(this.project.folder);
    }

    async secret(key: string): Promise<string> {
        return (await this.pulumi(["config", "get", key, ...this.chosen()])).trimEnd();
    }

    refuseHeld(): void {
        refuseHeld(this.project.configFile(this.name));
    }

    hold(by: string): () => void {
        return hold(this.project.configFile(this.name), by, new Date());
    }

    async set(values: Values): Promise<Undo> {
        const file = this.project.configFile(this.name);
        const before = contentOf(file);
        await this.setIn(values);
        const after = contentOf(file);
        return () => putBack(file, before, after);
    }

    up(run: Run): Promise<Ended> {
        const log = new EventLog(run.show);
        return this.run(run, log, (stack, options) => stack.up(options));
    }

    preview(run: Run): Promise<Ended> {
        const log = new EventLog(run.show, true);
        return this.run(run, log, (stack, options) => stack.preview(options));
    }

    undisturbed(): Workspace {
        const never = new AbortController().signal;
        const { found, known, api } = this;
        return Object.assign(new LocalStack({ ...this.options, signal: never, stop: never }), { found, known, api });
    }

    private async run(
        { message, values }: Run,
        log: EventLog,
        start: (stack: PulumiStack, options: RunOptions) => Promise<unknown>,
    ): Promise<Ended> {
        const stack = await this.open();
        const options = { message, onEvent: (event: EngineEvent) => log.hear(event), signal: this.options.stop };
        const ended = async (configFile?: string): Promise<Ended> => {
            try {
                await start(stack, { ...options, ...(configFile ? { configFile } : {}) });
                return { ...log.done, touched: log.touched };
            } catch (error) {
                const failure = this.options.signal.aborted ? interrupted() : log.failure((error as Error).message);
                return { ...log.done, touched: log.touched, failure };
            }
        };
        if (!values || Object.keys(values).length === 0) return ended();
        return withCopy(this.project.configFile(this.name), async (copy) => {
            await this.setIn(values, copy);
            return ended(copy);
        });
    }

    prepare(): void {
        this.api ??= this.load();
        this.api.catch(() => {});
    }

    private async open(): Promise<PulumiStack> {
        this.api ??= this.load();
        const workspace = await this.api;
        const { Stack } = require("@pulumi/pulumi/automation") as typeof Automation;
        return Stack.select(this.name, workspace);
    }

    /** Pulumi's API takes a while to load, so only what updates pays for it. */
    private async load(): Promise<PulumiWorkspace> {
        const { LocalWorkspace } = require("@pulumi/pulumi/automation") as typeof Automation;
        const workspace = await LocalWorkspace.create({ workDir: this.project.folder });
        // Which stack the operator has selected stays their own business.
        return Object.assign(workspace, { selectStack: async () => {} });
    }

    private async setIn(values: Values, file?: string): Promise<void> {
        const pairs = Object.entries(values).flatMap(([key, value]) => ["--plaintext", `${key}=${value}`]);
        await this.pulumi([
            "config",
            "set-all",
            "--stack",
            this.name,
            ...(file ? ["--config-file", file] : []),
            ...pairs,
        ]);
    }

    private pulumi(args: readonly string[]): Promise<string> {
        return runPulumi(args, { folder: this.project.folder, signal: this.options.signal });
    }

    private chosen(): string[] {
        const name = this.known ?? this.options.stack;
        return name ? ["--stack", name] : [];
    }

    private get name(): string {
        return this.known ?? this.options.stack ?? process.env.PULUMI_STACK ?? "";
    }

    private get project(): Project {
        this.found ??= findProject(this.options.cwd);
        return this.found;
    }
}

interface RunOptions {
    readonly message: string;
    readonly onEvent: (event: EngineEvent) => void;
    readonly signal: AbortSignal;
    readonly configFile?: string;
}
