import { join } from "node:path";
import { quote } from "shell-quote";
import { type Finished, type PulumiStack, ROOT } from "../stack/pulumiStack";
import type { Narrator } from "./narrator";
import { type Lines, ownLines, silence } from "./ownLines";
import { PulumiLines } from "./pulumiLines";

const BIN = join(ROOT, "dist/cli/bin.js");

/** A step that did not do what it should. */
export class StepFailure extends Error {
    constructor(
        message: string,
        /** All that the command said. */
        readonly output = "",
    ) {
        super(message);
    }
}

/** A command that ended. */
export interface Ran extends Finished {
    /** When it was started, in milliseconds since 1970. */
    readonly startedAt: number;
    readonly seconds: number;
}

/** Types commands, as somebody in the project's folder would, and shows them. */
export class Operator {
    private lines = silence;

    constructor(
        private readonly stack: PulumiStack,
        private readonly narrator: Narrator,
        private readonly signal: AbortSignal,
    ) {}

    /** What Pulumi prints while it runs. */
    hear(line: string): void {
        const short = this.lines.short(line);
        if (short) this.narrator.detail(short);
    }

    /** Runs a command that has to succeed. Error: StepFailure. */
    async type(command: string): Promise<Ran> {
        this.narrator.command(command);
        return this.must(unattended(command));
    }

    /** Runs the package's own command, as `npx blue-green` does where the package is installed. Error: StepFailure. */
    async blueGreen(words: string): Promise<Ran> {
        this.narrator.command(`npx blue-green ${words}`);
        return this.must(commandLine(words), ownLines);
    }

    /** The same for a command that should be refused; answers with what exit code it ended. */
    async attemptBlueGreen(words: string): Promise<Ran> {
        this.narrator.command(`npx blue-green ${words}`);
        return this.run(commandLine(words), ownLines);
    }

    /** Runs the command that a stack output holds, as `eval "$(pulumi stack output NAME)"` does. Error: StepFailure. */
    async evaluate(output: string): Promise<Ran> {
        return this.must(await this.commandIn(output));
    }

    async outputs(): Promise<Record<string, string>> {
        return this.stack.outputs();
    }

    private async commandIn(output: string): Promise<string> {
        this.narrator.command(`eval "$(pulumi stack output ${output})"`);
        const command = (await this.stack.outputs())[output];
        this.signal.throwIfAborted();
        if (!command) throw new StepFailure(`the stack has no output ${output}`);
        this.narrator.detail(command);
        return command;
    }

    private async must(command: string, lines?: Lines): Promise<Ran> {
        const ran = await this.run(command, lines);
        if (ran.code === 0) return ran;
        throw new StepFailure(`the command ended with exit code ${ran.code}`, `${ran.stdout}\n${ran.stderr}`.trim());
    }

    private async run(command: string, lines: Lines = new PulumiLines()): Promise<Ran> {
        this.signal.throwIfAborted();
        this.lines = lines;
        const startedAt = Date.now();
        const stop = () => this.stack.interrupt();
        this.signal.addEventListener("abort", stop);
        const finished = await this.stack.shell(command).finally(() => {
            this.signal.removeEventListener("abort", stop);
            this.lines = silence;
        });
        this.signal.throwIfAborted();
        const changes = lines.summary();
        if (changes) this.narrator.detail(changes);
        return { ...finished, startedAt, seconds: (Date.now() - startedAt) / 1000 };
    }
}

function commandLine(words: string): string {
    return `node ${quote([BIN])} ${words} --yes`;
}

/** Nobody is there to answer, and the narration takes the preview's place. */
function unattended(command: string): string {
    return command.replaceAll(/\bpulumi up\b/g, "pulumi up --yes --skip-preview");
}
