import type { CallHttp } from "./http";
import type { LiveReader } from "./live/reader";
import type { Workspace } from "./stack/workspace";

/** Options that every command has. */
export interface GlobalOptions {
    readonly stack?: string;
    readonly app?: string;
    readonly cwd?: string;
    readonly yes?: boolean;
    readonly dryRun?: boolean;
    readonly json?: boolean;
    readonly notify?: readonly string[];
    readonly color?: boolean;
}

/** All that a command needs from outside, so that tests need no engine, router or terminal. */
export interface Context {
    readonly workspace: Workspace;
    readonly live: LiveReader;
    readonly screen: Screen;
    readonly clock: Clock;
    /** Fires on Ctrl-C. */
    readonly signal: AbortSignal;
    readonly tools: Tools;
    /** Asks servers of others: gates and receivers of notices. */
    readonly call: CallHttp;
    /** What is still under way when a command has said all, and is waited for then. */
    readonly afterwards: Promise<unknown>[];
    /** Opens a link in the browser. */
    open(url: string): void;
    /** Who types, for the history. */
    readonly operator: string;
}

/** Where a command says things, and asks. */
export interface Screen {
    /** Results, on standard output. */
    print(text: string): void;
    /** Progress and warnings, on standard error. */
    note(text: string): void;
    /** Whether somebody can answer. */
    readonly interactive: boolean;
    /** Whether standard output is a terminal that can be redrawn. */
    readonly terminal: boolean;
    /** Whether to use color. */
    readonly color: boolean;
    /** Asks for yes or no. */
    confirm(question: string): Promise<boolean>;
    /** Puts a text in the place of the last one. */
    redraw(text: string): void;
    /** Shows a line of progress in the place of the last one; nothing where nobody looks. An empty one takes it away. */
    live(line: string): void;
}

/** What is installed here. */
export interface Tools {
    /** Version of Node.js. */
    readonly node: string;
    /** Version of HAProxy. Error: none, or one that is too old. */
    haproxy(): string;
}

/** Time, which tests turn forward. */
export interface Clock {
    now(): number;
    /** Waits; ends early, without an error, when the signal fires. */
    sleep(ms: number, signal: AbortSignal): Promise<void>;
}
