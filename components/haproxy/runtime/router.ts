import { execFile } from "node:child_process";
import { existsSync, renameSync, rmSync } from "node:fs";
import { promisify } from "node:util";
import { renderConfig } from "../config/render";
import { files, IDLE_CONNECTION_SECONDS, type RouterSpec } from "../config/spec";
import { readJson, readText, writeAtomically, writeJson } from "./files";
import { findHaproxy } from "./haproxy";
import { tail } from "./logs";
import { baseEnvironment, isAlive, type ProcessIdentity, startProcess, stopProcess } from "./process";
import { leadersWith } from "./processTable";
import { NO_STATE, stateOf } from "./serverState";
import { ask } from "./socket";
import { tablesCanMove, tablesMoved } from "./tables";
import { until } from "./wait";

const run = promisify(execFile);

const RETIRE_SECONDS = 10;

/** Whether the router runs, and with which configuration. */
export interface RouterState {
    readonly process: ProcessIdentity | undefined;
    /** Digest of the configuration that the running worker has; undefined when it does not answer. */
    readonly digest: string | undefined;
    /** Whether the configuration on disk is what was made from the recorded spec. */
    readonly intact: boolean;
}

/** Looks at what really runs. */
export async function readRouter(folder: string): Promise<RouterState> {
    const paths = files(folder);
    const process = findRouter(folder);
    const spec = readJson<RouterSpec>(paths.spec);
    return {
        process,
        digest: process ? (await runningWorker(paths.socket))?.digest : undefined,
        intact: spec !== undefined && readText(paths.config) === renderConfig(spec).text,
    };
}

/** The recorded process; or, if the record is lost or was never written, the one that was started for this folder. */
function findRouter(folder: string): ProcessIdentity | undefined {
    const recorded = readJson<ProcessIdentity>(files(folder).process);
    return recorded && isAlive(recorded) ? recorded : leadersWith(mark(folder))[0];
}

/** What tells the router of a folder from all other processes. */
function mark(folder: string): Record<string, string> {
    return { BLUE_GREEN_ROUTER: folder };
}

/** The worker that serves, and the digest of its configuration; undefined when it does not answer. */
async function runningWorker(socket: string): Promise<{ pid: string; digest: string } | undefined> {
    try {
        const info = await ask(socket, "show info");
        const [, pid = ""] = /^Pid: (\d+)$/m.exec(info) ?? [];
        const [, digest = ""] = /^description: (\S+)$/m.exec(info) ?? [];
        return { pid, digest };
    } catch {
        return undefined;
    }
}

/**
 * Brings the router to a configuration: checked by HAProxy itself first, then started, or reloaded without closing a connection.
 * On any failure what ran before goes on as it was. Resolves when a worker with the new configuration serves.
 */
export async function applyRouter(spec: RouterSpec, progress: (text: string) => void): Promise<ProcessIdentity> {
    const paths = files(spec.folder);
    const { text, digest } = renderConfig(spec);
    if (!existsSync(paths.map)) writeAtomically(paths.map, "");
    const state = await readRouter(spec.folder);
    await checkConfig(spec, text);

    const before = { config: readText(paths.config), spec: readText(paths.spec) };
    renameSync(paths.candidate, paths.config);
    writeJson(paths.spec, spec);
    if (state.process && state.digest === digest && state.intact) {
        writeJson(paths.process, state.process);
        return state.process;
    }
    try {
        return state.process && state.digest !== undefined
            ? await reload(spec, digest, state.process, progress)
            : await start(spec, digest, state.process, progress);
    } catch (error) {
        putBack(paths.config, before.config);
        putBack(paths.spec, before.spec);
        throw error;
    }
}

function putBack(file: string, text: string | undefined): void {
    if (text === undefined) rmSync(file, { force: true });
    else writeAtomically(file, text);
}

async function checkConfig(spec: RouterSpec, text: string): Promise<void> {
    const { candidate } = files(spec.folder);
    writeAtomically(candidate, text);
    try {
        await run(findHaproxy().path, ["-c", "-f", candidate], { env: baseEnvironment(process.env) });
    } catch (error) {
        const said = String((error as { stderr?: string }).stderr ?? error);
        const alerts = said.split("\n").filter((line) => line.includes("[ALERT]"));
        throw new Error(
            `HAProxy rejects the configuration for ${spec.app.name}; the router goes on as it was. ` +
                `HAProxy says: ${(alerts.length ? alerts : [said]).join("\n")}\nThe rejected file: ${candidate}`,
        );
    }
}

/** Starts a router. One that runs but cannot be reached, since its sockets are lost, serves until the new one does. */
async function start(
    spec: RouterSpec,
    digest: string,
    unreachable: ProcessIdentity | undefined,
    progress: (text: string) => void,
): Promise<ProcessIdentity> {
    const paths = files(spec.folder);
    const { address, port } = spec.listen;
    const { path } = findHaproxy();
    writeAtomically(paths.serverState, NO_STATE);
    const { identity: master } = await startProcess({
        argv: [path, "-W", "-db", "-f", paths.config, "-S", `${paths.master},mode,600`],
        cwd: spec.folder,
        env: { ...baseEnvironment(process.env), ...mark(spec.folder) },
        logFile: paths.log,
    });
    writeJson(paths.process, master);
    const ready = await until(10, async () => {
        if (!isAlive(master)) return "died";
        return (await runningWorker(paths.socket))?.digest === digest ? "ready" : undefined;
    });
    if (ready === "ready") {
        progress(`${spec.app.name}: router listens on ${address}:${port} (pid ${master.pid})`);
        if (unreachable) await retire(unreachable);
        return master;
    }
    await stopProcess(master, 2);
    rmSync(paths.process, { force: true });
    throw new Error(
        `HAProxy for ${spec.app.name} did not start on ${address}:${port}; last lines of ${paths.log}:\n${tail(paths.log, 15)}`,
    );
}

/** Lets a router finish the requests that it has, and no more. */
async function retire(router: ProcessIdentity): Promise<void> {
    process.kill(router.pid, "SIGUSR1");
    await until(RETIRE_SECONDS, () => (isAlive(router) ? undefined : true));
    await stopProcess(router, 5);
}

async function reload(
    spec: RouterSpec,
    digest: string,
    master: ProcessIdentity,
    progress: (text: string) => void,
): Promise<ProcessIdentity> {
    const paths = files(spec.folder);
    const before = await runningWorker(paths.socket);
    const filled = before !== undefined && (await tablesCanMove(paths.socket));
    // Health as known now, so that a drained instance stays drained in the new worker.
    const known = before ? stateOf(spec, await ask(paths.socket, "show servers state")) : NO_STATE;
    writeAtomically(paths.serverState, known);
    writeJson(paths.process, master);
    process.kill(master.pid, "SIGUSR2");
    const serves = await until(15, async () => {
        const now = await runningWorker(paths.socket);
        return now?.digest === digest && now.pid !== before?.pid ? true : undefined;
    });
    if (serves) {
        if (filled) await tablesMoved(paths.socket);
        progress(`${spec.app.name}: router reloaded, configuration ${digest}`);
        return master;
    }
    throw new Error(
        `HAProxy for ${spec.app.name} did not take over the new configuration within 15 s; the old worker goes on. ` +
            `Last lines of ${paths.log}:\n${tail(paths.log, 15)}`,
    );
}

/** Waits until connections of workers from before a reload are done, so that nobody is sent to an instance that stops. */
export async function oldWorkersGone(folder: string, seconds: number): Promise<boolean> {
    const { master } = files(folder);
    const gone = await until(
        seconds,
        async () => {
            // The master's socket is closed for a moment while the master starts itself anew at a reload.
            const list = await ask(master, "show proc").catch(() => undefined);
            return list === undefined || list.includes("# old workers") ? undefined : true;
        },
        200,
    );
    return gone ?? false;
}

/**
 * Waits until no idle connection of a worker from before a reload is left. Such a worker does not know the newest release, so a page of
 * it that reused one would be answered by another release.
 */
export async function idleConnectionsGone(folder: string, progress: (text: string) => void): Promise<void> {
    const { socket } = files(folder);
    const uptime = Number(/^Uptime_sec: (\d+)$/m.exec(await ask(socket, "show info"))?.[1] ?? 0);
    const left = IDLE_CONNECTION_SECONDS + 1 - uptime;
    if (left <= 0 || (await oldWorkersGone(folder, 0))) return;
    progress(`waiting for idle connections from before the reload, at most ${left} s`);
    await oldWorkersGone(folder, left);
}

/** Stops the router; open connections get a short time to finish. */
export async function stopRouter(folder: string): Promise<void> {
    const paths = files(folder);
    const running = findRouter(folder);
    if (running) await stopProcess(running, 5);
    rmSync(paths.process, { force: true });
}
