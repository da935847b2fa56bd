import { type ChildProcess, spawn } from "node:child_process";
import {
    existsSync,
    mkdirSync,
    mkdtempSync,
    readdirSync,
    readFileSync,
    rmSync,
    statSync,
    writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { isPortFree } from "../../components/haproxy/runtime/ports";

/** The project's root. */
export const ROOT = resolve(__dirname, "../..");

/** What a finished command said. */
export interface Finished {
    readonly code: number;
    readonly stdout: string;
    readonly stderr: string;
}

/** How a throw-away stack is made. */
export interface StackOptions {
    /** Stack name; it must be unique among what runs at the same time. */
    readonly name: string;
    /** Folder of the Pulumi project. Default: this project. */
    readonly project?: string;
    /** Config values to start with, beside the state folder and free ports. */
    readonly config?: Readonly<Record<string, string>>;
    /** Gets every line that Pulumi prints. Default: nobody. */
    readonly onLine?: (line: string) => void;
    /** Commands run in process groups of their own: Ctrl-C at the terminal does not reach them, {@link PulumiStack.interrupt} does. Default: false. */
    readonly ownGroups?: boolean;
}

/**
 * A stack of its own with a file backend and a state folder of its own in a temporary folder, driven by the plain `pulumi`
 * command as an operator would. {@link dispose} destroys it and removes every trace.
 */
export class PulumiStack {
    readonly home: string;
    readonly environment: NodeJS.ProcessEnv;
    private readonly project: string;
    private readonly running = new Set<ChildProcess>();

    private constructor(
        readonly name: string,
        private readonly options: StackOptions,
    ) {
        this.project = options.project ?? ROOT;
        this.home = mkdtempSync(join(tmpdir(), "bg-"));
        mkdirSync(join(this.home, "backend"));
        this.environment = {
            ...process.env,
            PULUMI_BACKEND_URL: `file://${join(this.home, "backend")}`,
            PULUMI_CONFIG_PASSPHRASE: "local",
            PULUMI_SKIP_UPDATE_CHECK: "true",
            // Commands typed without --stack mean this one; the stack that the user selected stays selected.
            PULUMI_STACK: options.name,
            XDG_STATE_HOME: join(this.home, "state"),
        };
    }

    /** Makes the stack with its config; nothing is deployed yet. */
    static async create(options: StackOptions): Promise<PulumiStack> {
        const stack = new PulumiStack(options.name, options);
        try {
            await stack.must(["stack", "init", "--no-select", options.name]);
            await stack.set({ port: String(await freePort()), ...options.config });
            return stack;
        } catch (error) {
            stack.removeFiles();
            throw error;
        }
    }

    /** Makes the state readable again after `pulumi` was killed: its file backend may have left an empty `.attrs` beside it, which means nothing. */
    mend(): void {
        const stacks = join(this.home, "backend/.pulumi/stacks");
        for (const path of readdirSync(stacks, { recursive: true, encoding: "utf8" })) {
            const file = join(stacks, path);
            if (path.endsWith(".attrs") && statSync(file).size === 0) rmSync(file);
        }
    }

    /** Notes the config file; the answer puts it back if a kill has torn it, as from version control: Pulumi does not write it in one go. */
    guardConfig(): () => void {
        const before = readFileSync(this.configFile, "utf8");
        const lines = (text: string) => text.split("\n").length;
        return () => {
            if (lines(readFileSync(this.configFile, "utf8")) < lines(before)) writeFileSync(this.configFile, before);
        };
    }

    /** Runs `pulumi` with some arguments; never throws for its exit code. */
    run(args: readonly string[]): Promise<Finished> {
        return this.spawned("pulumi", [...args, "--non-interactive"]).done;
    }

    /** Like {@link run}, but throws with all that was said when the exit code is not 0. */
    async must(args: readonly string[]): Promise<Finished> {
        const finished = await this.run(args);
        if (finished.code === 0) return finished;
        throw new Error(
            `pulumi ${args.join(" ")} ended with ${finished.code}:\n${finished.stdout}\n${finished.stderr}`,
        );
    }

    /** Starts `pulumi` and hands out the process, for tests that kill it. */
    start(args: readonly string[]) {
        return this.spawned("pulumi", [...args, "--non-interactive"]);
    }

    /** The same for a shell command. */
    startShell(command: string) {
        return this.spawned("bash", ["-c", command]);
    }

    /** Runs a shell command as an operator would in the project's folder. */
    shell(command: string): Promise<Finished> {
        return this.startShell(command).done;
    }

    /** Asks the commands that run to stop, as Ctrl-C would. Needs `ownGroups`. */
    interrupt(): void {
        for (const { pid } of this.running) if (pid !== undefined) process.kill(-pid, "SIGINT");
    }

    /** Sets config values. */
    async set(config: Readonly<Record<string, string>>): Promise<void> {
        const pairs = Object.entries(config).flatMap(([key, value]) => ["--plaintext", `${key}=${value}`]);
        await this.must(["config", "set-all", "--stack", this.name, ...pairs]);
    }

    /** `pulumi up`, as an operator's `pulumi up --yes` without the preview in front. */
    up(): Promise<Finished> {
        return this.run(["up", "--yes", "--skip-preview", "--stack", this.name]);
    }

    /** `pulumi up` that has to succeed. */
    mustUp(): Promise<Finished> {
        return this.must(["up", "--yes", "--skip-preview", "--stack", this.name]);
    }

    /** The plan's own steps: what a preview would do to each resource, by logical name. */
    async plan(): Promise<{ op: string; name: string; type: string }[]> {
        const { stdout } = await this.must(["preview", "--json", "--stack", this.name]);
        const { steps } = JSON.parse(stdout) as { steps?: { op: string; urn: string }[] };
        return (steps ?? []).map(({ op, urn }) => {
            const parts = urn.split("::");
            return { op, name: parts.at(-1) ?? "", type: parts.at(-2)?.split("$").at(-1) ?? "" };
        });
    }

    /** All stack outputs. */
    async outputs(): Promise<Record<string, string>> {
        const { stdout } = await this.must(["stack", "output", "--json", "--stack", this.name]);
        return JSON.parse(stdout) as Record<string, string>;
    }

    /**
     * Destroys what is deployed and removes stack, config file and folders. When the destroy fails all of it stays, so that it can be tried
     * again by hand; the answer is then what Pulumi said.
     */
    async dispose(): Promise<string | undefined> {
        await this.run(["cancel", "--yes", "--stack", this.name]);
        const destroyed = await this.run(["destroy", "--yes", "--skip-preview", "--stack", this.name]);
        if (destroyed.code !== 0) return `${destroyed.stdout}\n${destroyed.stderr}`;
        await this.run(["stack", "rm", "--yes", "--force", this.name]);
        this.removeFiles();
        return undefined;
    }

    private get configFile(): string {
        return join(this.project, `Pulumi.${this.name}.yaml`);
    }

    private removeFiles(): void {
        rmSync(this.configFile, { force: true });
        rmSync(this.home, { recursive: true, force: true });
    }

    private spawned(command: string, args: readonly string[]) {
        const child = spawn(command, args, {
            cwd: this.project,
            env: this.environment,
            stdio: ["ignore", "pipe", "pipe"],
            detached: this.options.ownGroups,
        });
        this.running.add(child);
        child.on("exit", () => this.running.delete(child));
        const said = { stdout: "", stderr: "" };
        let rest = "";
        child.stdout.on("data", (data: Buffer) => {
            said.stdout += data;
            rest += data;
            const lines = rest.split("\n");
            rest = lines.pop() ?? "";
            for (const line of lines) this.options.onLine?.(line);
        });
        child.stderr.on("data", (data: Buffer) => {
            said.stderr += data;
        });
        const done = new Promise<Finished>((resolve, reject) => {
            child.on("error", reject);
            child.on("close", (code) => resolve({ code: code ?? -1, ...said }));
        });
        return { child, done };
    }
}

/** A free port for a front door, outside the range that instances use. */
export async function freePort(): Promise<number> {
    for (;;) {
        const port = 18_000 + Math.floor(Math.random() * 2900);
        if (await isPortFree("127.0.0.1", port)) return port;
    }
}

/** Whether a program that a test needs is there; the set-up installs it. */
export function onPath(program: string): boolean {
    return (process.env.PATH ?? "").split(":").some((folder) => existsSync(join(folder, program)));
}
