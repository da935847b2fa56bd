import { execFile } from "node:child_process";
import { existsSync, renameSync, rmSync } from "node:fs";
import { promisify } from "node:util";
import { renderConfig } from "../config/render";
import { files, type RouterSpec } from "../config/spec";
import { readJson, readText, writeAtomically, writeJson } from "./files";
import { findHaproxy } from "./haproxy";
import { tail } from "./logs";
import { listenerOf } from "./ports";
import { baseEnvironment, isAlive, type ProcessIdentity, startProcess, stopProcess } from "./process";
import { NO_STATE, stateOf } from "./serverState";
import { ask } from "./socket";
import { until } from "./wait";

const run = promisify(execFile);

/** Whether the router runs, and with which configuration. */
export interface RouterState {
    readonly process: ProcessIdentity | undefined;
    /** Digest of the configuration that the running worker has. */
    readonly digest: string | undefined;
    /** Whether the configuration on disk is what was made from the recorded spec. */
    readonly intact: boolean;
}

/** Looks at what really runs. */
export async function readRouter(folder: string): Promise<RouterState> {
    const paths = files(folder);
    const recorded = readJson<ProcessIdentity>(paths.process);
    const process = recorded && isAlive(recorded) ? recorded : undefined;
    const spec = readJson<RouterSpec>(paths.spec);
    return {
        process,
        digest: process ? await runningDigest(paths.socket) : undefined,
        intact: spec !== undefined && readText(paths.config) === renderConfig(spec).text,
    };
}

async function runningDigest(socket: string): Promise<string | undefined> {
    try {
        return /^description: (\S+)$/m.exec(await ask(socket, "show info"))?.[1];
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
    if (state.process && state.digest === digest) return state.process;
    try {
        return state.process
            ? await reload(spec, digest, state.process, progress)
            : await start(spec, digest, progress);
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

async function start(spec: RouterSpec, digest: string, progress: (text: string) => void): Promise<ProcessIdentity> {
    const paths = files(spec.folder);
    const { address, port } = spec.listen;
    const { path } = findHaproxy();
    writeAtomically(paths.serverState, NO_STATE);
    const { identity: master } = await startProcess({
        argv: [path, "-W", "-db", "-f", paths.config, "-S", `${paths.master},mode,600`],
        cwd: spec.folder,
        env: baseEnvironment(process.env),
        logFile: paths.log,
    });
    writeJson(paths.process, master);
    const ready = await until(10, async () => {
        if (!isAlive(master)) return "died";
        return (await runningDigest(paths.socket)) === digest ? "ready" : undefined;
    });
    if (ready === "ready") {
        progress(`${spec.app.name}: router listens on ${address}:${port} (pid ${master.pid})`);
        return master;
    }
    await stopProcess(master, 2);
    rmSync(paths.process, { force: true });
    throw new Error(
        `HAProxy for ${spec.app.name} did not start on ${address}:${port}; last lines of ${paths.log}:\n${tail(paths.log, 15)}`,
    );
}

async function reload(
    spec: RouterSpec,
    digest: string,
    master: ProcessIdentity,
    progress: (text: string) => void,
): Promise<ProcessIdentity> {
    const paths = files(spec.folder);
    // Health as known now, so that a drained instance stays drained in the new worker.
    writeAtomically(paths.serverState, stateOf(spec, await ask(paths.socket, "show servers state")));
    process.kill(master.pid, "SIGUSR2");
    const serves = await until(15, async () => ((await runningDigest(paths.socket)) === digest ? true : undefined));
    if (serves) {
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

/** Stops the router; open connections get a short time to finish. */
export async function stopRouter(folder: string): Promise<void> {
    const paths = files(folder);
    const recorded = readJson<ProcessIdentity>(paths.process);
    if (recorded) await stopProcess(recorded, 5);
    rmSync(paths.process, { force: true });
}

/** Why an address cannot be listened on, or undefined. */
export async function occupied(
    address: string,
    port: number,
    isFree: (host: string, port: number) => Promise<boolean>,
) {
    if (await isFree(address, port)) return undefined;
    const who = listenerOf(port);
    return `${address}:${port} is already in use${who ? ` by ${who}` : ""}`;
}
