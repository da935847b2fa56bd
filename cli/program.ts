import { Command, CommanderError, type OutputConfiguration } from "commander";
import type { CliCommand, CliOption, CliOptions } from "./command";
import { COMMANDS } from "./commands";
import type { Context, GlobalOptions } from "./context";
import { Exit, Failure } from "./failure";
import { GLOBAL_OPTIONS } from "./globals";

const { version } = require("@seesaw/blue-green/package.json") as { version: string };

const EXIT_CODES = `
Exit codes: 0 done, 1 failed, 2 wrong arguments or no confirmation, 3 refused, or
a step was too bad and was taken back, 4 no such stack or app, 130 interrupted.`;

/** Makes the context once the options are known. */
export type MakeContext = (options: GlobalOptions) => Omit<Context, "afterwards">;

/** The program as commander knows it; completion and the docs are made from it too. */
export function programOf(act: (command: CliCommand, options: CliOptions, argument: string) => Promise<void>): Command {
    const program = new Command("blue-green")
        .description(
            "Takes a release through its life, safely: deploy, preview, canary, switch, rollback, drain, retire.",
        )
        .version(version, "-V, --version", "print the version of the package")
        .configureHelp({ showGlobalOptions: true })
        .addHelpText("after", EXIT_CODES)
        .exitOverride();
    for (const option of GLOBAL_OPTIONS) add(program, option);
    for (const command of COMMANDS) program.addCommand(commandOf(command, act));
    return program;
}

function commandOf(command: CliCommand, act: Parameters<typeof programOf>[0]): Command {
    const { name, argument, summary, details, options = [] } = command;
    const made = new Command(name).description(details ? `${summary}\n\n${details}` : summary).summary(summary);
    if (argument) made.argument(argument.flags, argument.description);
    for (const option of options) add(made, option);
    return made
        .configureHelp({ showGlobalOptions: true })
        .exitOverride()
        .action((...given: unknown[]) => {
            const value = argument ? String(given[0] ?? "") : "";
            return act(command, made.optsWithGlobals() as CliOptions, value);
        });
}

function add(command: Command, { flags, description, fallback, many }: CliOption): void {
    if (many) command.option(flags, description, (value: string, all: string[] = []) => [...all, value]);
    else command.option(flags, description, fallback);
}

/** Commander's own complaints look like ours. */
function outputError(text: string, write: (text: string) => void): void {
    write(text.replace(/^error: /, "blue-green: "));
}

/** Where the program's own words go. */
export interface Streams {
    readonly out: (text: string) => void;
    readonly error: (text: string) => void;
}

/** Runs what was typed and answers with the exit code. */
export async function main(words: readonly string[], make: MakeContext, { out, error }: Streams): Promise<number> {
    let json = false;
    const afterwards: Promise<unknown>[] = [];
    const program = programOf(async (command, options, argument) => {
        json = options.json === true;
        await command.run({ ...make(options), afterwards }, options, argument);
    });
    const output: OutputConfiguration = { writeOut: out, writeErr: error, outputError };
    for (const one of [program, ...program.commands]) one.configureOutput(output);
    try {
        if (words.length === 0) {
            program.outputHelp();
            return Exit.Usage;
        }
        await program.parseAsync([...words], { from: "user" });
        return Exit.Done;
    } catch (thrown) {
        if (thrown instanceof CommanderError) return thrown.exitCode === 0 ? Exit.Done : Exit.Usage;
        const failure =
            thrown instanceof Failure ? thrown : new Failure(Exit.Failed, String((thrown as Error).message));
        // A watch that was ended has said all.
        if (failure.message === "") return failure.exit;
        if (json) out(`${JSON.stringify(failure.json, undefined, 2)}\n`);
        error(`blue-green: ${failure.message}\n`);
        return failure.exit;
    } finally {
        await Promise.all(afterwards);
    }
}
