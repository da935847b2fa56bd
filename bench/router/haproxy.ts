import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { findHaproxy } from "../../components/haproxy/runtime/haproxy";
import { baseEnvironment, startProcess, stopProcess } from "../../components/haproxy/runtime/process";
import { ask } from "../../components/haproxy/runtime/socket";
import { until } from "../../components/haproxy/runtime/wait";

/** An HAProxy that runs for the benchmark. */
export interface RunningHaproxy {
    /** The process that serves. */
    readonly pid: number;
    stop(): Promise<void>;
}

/** Starts HAProxy as the router is started, a master with a worker, with a configuration of the benchmark's own. */
export async function startHaproxy(folder: string, name: string, lines: readonly string[]): Promise<RunningHaproxy> {
    const at = (suffix: string) => join(folder, `${name}.${suffix}`);
    const socket = at("sock");
    writeFileSync(at("cfg"), [`global`, `    stats socket ${socket} mode 600 level admin`, ...lines, ""].join("\n"));
    const { identity } = await startProcess({
        argv: [findHaproxy().path, "-W", "-db", "-f", at("cfg")],
        cwd: folder,
        env: baseEnvironment(process.env),
        logFile: at("log"),
    });
    const stop = async () => void (await stopProcess(identity, 2));
    const pid = await until(10, () => workerOf(socket));
    if (pid !== undefined) return { pid, stop };
    await stop();
    throw new Error(`HAProxy did not start; see ${at("log")}`);
}

/** The process behind a runtime socket; undefined while there is none. */
export async function workerOf(socket: string): Promise<number | undefined> {
    const said = await ask(socket, "show info").catch(() => "");
    const pid = /^Pid: (\d+)$/m.exec(said)?.[1];
    return pid === undefined ? undefined : Number(pid);
}
