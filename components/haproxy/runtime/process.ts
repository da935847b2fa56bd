import { spawn } from "node:child_process";
import { once } from "node:events";
import { accessSync, closeSync, constants, mkdirSync, openSync, statSync } from "node:fs";
import { delimiter, dirname, join, resolve } from "node:path";
import { groupEntries, processEntry } from "./processTable";
import { until } from "./wait";

/** A process that stays the same one when its pid is given to another: pid and start time. */
export interface ProcessIdentity {
    readonly pid: number;
    readonly startTime: string;
}

/** What is to be started. */
export interface ProcessSpec {
    /** The command and its arguments. */
    readonly argv: readonly string[];
    /** The folder it works in. */
    readonly cwd: string;
    /** Its whole environment: nothing is inherited, see {@link baseEnvironment}. */
    readonly env: Readonly<Record<string, string>>;
    /** The file that its output and its errors are appended to. */
    readonly logFile: string;
}

/** How a process ended: by itself with a code, or by a signal. */
export interface ProcessEnd {
    readonly code: number | null;
    readonly signal: NodeJS.Signals | null;
}

/** A process started here, which lives on when this one ends. */
export interface StartedProcess {
    readonly identity: ProcessIdentity;
    /** Resolves when it ends, while this process lives. */
    readonly exited: Promise<ProcessEnd>;
    /** Like {@link stopProcess}; ends also what it left behind if it ended by itself. */
    stop(graceSeconds: number): Promise<StopResult>;
}

/** `stopped` by request, `killed` after the grace, or `gone` before. */
export type StopResult = "stopped" | "killed" | "gone";

const POLL_MS = 20;
const KILL_SECONDS = 5;
const KEPT = /^(PATH|HOME|USER|LOGNAME|LANG|LC_.+|TZ|TMPDIR)$/;
// What the system's execvp searches when there is no PATH.
const DEFAULT_PATH = "/bin:/usr/bin";

/** The identity of a living process. */
export function identify(pid: number): ProcessIdentity | undefined {
    const entry = processEntry(pid);
    return entry && !entry.zombie ? { pid, startTime: entry.startTime } : undefined;
}

/** Whether that very process still runs. */
export function isAlive({ pid, startTime }: ProcessIdentity): boolean {
    return identify(pid)?.startTime === startTime;
}

/** What an app may know of the environment that started it; credentials and tool settings are not among it. */
export function baseEnvironment(from: NodeJS.ProcessEnv): Record<string, string> {
    const kept = Object.entries(from).filter(([name, value]) => value !== undefined && KEPT.test(name));
    return Object.fromEntries(kept) as Record<string, string>;
}

/** The file that a command's first word means, as the system will look it up; undefined when there is none. */
export function findCommand(argv0: string, cwd: string, PATH: string | undefined): string | undefined {
    if (argv0 === "") return undefined;
    if (argv0.includes("/")) return [resolve(cwd, argv0)].find(isExecutable);
    return (PATH ?? DEFAULT_PATH)
        .split(delimiter)
        .map((folder) => join(resolve(cwd, folder), argv0))
        .find(isExecutable);
}

/**
 * Starts a process of its own session that outlives this one.
 *
 * Error: when the folder or the command is missing, or the system refuses.
 */
export async function startProcess({ argv, cwd, env, logFile }: ProcessSpec): Promise<StartedProcess> {
    const [command = "", ...args] = argv;
    if (!statSync(cwd, { throwIfNoEntry: false })?.isDirectory())
        throw new Error(`cwd: must be an existing folder, got ${JSON.stringify(cwd)}`);
    if (findCommand(command, cwd, env.PATH) === undefined) throw new Error(notFound(command, cwd, env.PATH));
    mkdirSync(dirname(logFile), { recursive: true, mode: 0o700 });
    const log = openSync(logFile, "a", 0o600);
    try {
        const child = spawn(command, args, { cwd, env, detached: true, stdio: ["ignore", log, log] });
        const exited = new Promise<ProcessEnd>((ended) => {
            child.once("exit", (code, signal) => ended({ code, signal }));
        });
        // At once: even if it has ended already, its row stays until the event loop turns.
        const entry = processEntry(child.pid ?? 0);
        await once(child, "spawn");
        child.unref();
        if (entry === undefined) {
            child.kill("SIGKILL");
            throw new Error(`the start time of pid ${child.pid} cannot be read from the process table`);
        }
        const identity = { pid: entry.pid, startTime: entry.startTime };
        return { identity, exited, stop: (graceSeconds) => end(identity, true, graceSeconds) };
    } catch (error) {
        throw new Error(`command: ${JSON.stringify(command)} cannot be started: ${(error as Error).message}`);
    } finally {
        closeSync(log);
    }
}

/**
 * Stops a process and, if it leads a process group, all of the group: by SIGTERM, after the grace by SIGKILL.
 *
 * Does nothing when it has ended, also when its pid belongs to another process by now.
 * Error: when it lives on even so.
 */
export async function stopProcess(identity: ProcessIdentity, graceSeconds: number): Promise<StopResult> {
    if (!isAlive(identity)) return "gone";
    return end(identity, processEntry(identity.pid)?.group === identity.pid, graceSeconds);
}

async function end(identity: ProcessIdentity, leads: boolean, graceSeconds: number): Promise<StopResult> {
    const { pid } = identity;
    const ended = () => (isAlive(identity) || (leads && groupLives(pid)) ? undefined : true);
    if (ended()) return "gone";
    signal(leads ? -pid : pid, "SIGTERM");
    if (await until(graceSeconds, ended, POLL_MS)) return "stopped";
    signal(leads ? -pid : pid, "SIGKILL");
    if (await until(KILL_SECONDS, ended, POLL_MS)) return "killed";
    throw new Error(`process ${pid}, or one of its group, does not end, not even by SIGKILL; end it by hand`);
}

/** A group can outlive its leader: a wrapper such as `npm start` ends before the app that it started. */
function groupLives(group: number): boolean {
    return signal(-group, 0) && groupEntries(group).some(({ zombie }) => !zombie);
}

/** Sends a signal; false when nobody is there. A refusal shows in that the process does not end. */
function signal(target: number, name: NodeJS.Signals | 0): boolean {
    try {
        return process.kill(target, name);
    } catch (error) {
        return (error as NodeJS.ErrnoException).code !== "ESRCH";
    }
}

function isExecutable(file: string): boolean {
    try {
        accessSync(file, constants.X_OK);
        return statSync(file).isFile();
    } catch {
        return false;
    }
}

function notFound(command: string, cwd: string, PATH: string | undefined): string {
    const rule = command.includes("/") ? `in ${cwd}` : `on the PATH ${PATH ?? DEFAULT_PATH}`;
    const remedy = "install it, build it or correct the command";
    return `command: must name an executable file ${rule}, got ${JSON.stringify(command)}; ${remedy}`;
}
