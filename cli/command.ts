import type { Context, GlobalOptions } from "./context";

/** One of the commands that can be typed. */
export interface CliCommand {
    readonly name: string;
    /** Its argument as help shows it, e.g. `<release>`. */
    readonly argument?: { readonly flags: string; readonly description: string };
    readonly summary: string;
    /** What help says below the options. */
    readonly details?: string;
    readonly options?: readonly CliOption[];
    /** Runs it. Error: a {@link Failure}, whose message and exit code are shown. */
    run(context: Context, options: CliOptions, argument: string): Promise<void>;
}

/** An option of one command. */
export interface CliOption {
    readonly flags: string;
    readonly description: string;
    /** Value if it is not given. */
    readonly fallback?: string;
    /** May be given several times. */
    readonly many?: boolean;
}

/** All that was given: the options of every command, and those of this one. */
export type CliOptions = GlobalOptions & { readonly [option: string]: unknown };
