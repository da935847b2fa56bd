import { join } from "node:path";
import { waitUntilHealthy } from "./instanceHealth";
import type { Instance } from "./instanceRecords";
import { logSize, tail } from "./logs";
import { isPortFree, listenerOf } from "./ports";
import { baseEnvironment, type ProcessEnd, type StartedProcess, startProcess } from "./process";

/** Where instances listen: only the router on the same machine reaches them. */
export const HOST = "127.0.0.1";

const TAIL_LINES = 15;

/** Instances of one tier and color, all of one release. */
export interface InstanceSetSpec {
    /** The app's state folder, absolute. */
    readonly folder: string;
    readonly tier: string;
    readonly color: string;
    readonly release: string;
    /** What pins a visitor to the release, where that is not its id. */
    readonly pin?: string;
    readonly command: readonly string[];
    readonly cwd: string;
    /** May hold secrets: it is given to the processes and written nowhere. */
    readonly env: Readonly<Record<string, string>>;
    readonly instances: number;
    readonly healthPath: string;
    /** Time to become healthy. Unit: seconds. */
    readonly startSeconds: number;
    /** Time to end by itself. Unit: seconds. */
    readonly stopSeconds: number;
}

/** An instance whose process runs, healthy or not yet. */
export interface StartedInstance {
    readonly instance: Instance;
    readonly process: StartedProcess;
    readonly log: { readonly file: string; readonly from: number };
}

/** What every instance learns of itself. */
export function ownEnvironment(
    { tier, color, release, pin }: Pick<InstanceSetSpec, "tier" | "color" | "release" | "pin">,
    port: number,
): Record<string, string> {
    return {
        RELEASE: release,
        COLOR: color,
        TIER: tier,
        PORT: String(port),
        HOST,
        ...(pin === undefined ? {} : { RELEASE_PIN: pin }),
    };
}

/**
 * Starts the process of one instance.
 *
 * Error: when the command cannot be started.
 */
export async function startInstance(
    spec: InstanceSetSpec,
    { name, n, port }: { name: string; n: number; port: number },
): Promise<StartedInstance> {
    const { tier, color } = spec;
    const file = join(spec.folder, "logs", `${tier}-${color}-${n}.log`);
    const log = { file, from: logSize(file) };
    const env = { ...baseEnvironment(process.env), ...spec.env, ...ownEnvironment(spec, port) };
    try {
        const started = await startProcess({ argv: spec.command, cwd: spec.cwd, env, logFile: file });
        return { instance: { name, port, ...started.identity }, process: started, log };
    } catch (error) {
        throw new Error(`${tier} ${color}, instance ${name}: ${(error as Error).message}`);
    }
}

/**
 * Waits until an instance is healthy.
 *
 * Error: when it ends early, answers as another release or is not healthy in time; with the end of its log.
 */
export async function becomeHealthy(
    spec: InstanceSetSpec,
    { instance, process, log }: StartedInstance,
    signal: AbortSignal,
    seen: (answer: string) => void,
): Promise<void> {
    const over = new AbortController();
    const healthy = waitUntilHealthy({
        port: instance.port,
        path: spec.healthPath,
        release: spec.release,
        limitSeconds: spec.startSeconds,
        signal: AbortSignal.any([signal, over.signal]),
        seen,
    });
    try {
        const end = await Promise.race([healthy, process.exited]);
        if (end) throw new Error(await earlyEnd(end, instance.port, spec.healthPath));
    } catch (error) {
        if (signal.aborted) throw error;
        const lines = tail(log.file, TAIL_LINES, log.from);
        const said = lines ? `its last lines:\n${lines.replace(/^/gm, "    ")}` : "which it wrote nothing to";
        const which = `${spec.tier} ${spec.color}, instance ${instance.name}`;
        throw new Error(`${which}: ${(error as Error).message}\nlog ${log.file}, ${said}`);
    } finally {
        over.abort();
    }
}

async function earlyEnd({ code, signal }: ProcessEnd, port: number, path: string): Promise<string> {
    const how = signal ? `was ended by ${signal}` : `exited with code ${code}`;
    const free = await isPortFree(HOST, port);
    const other = free ? "" : `; its port ${port} is in use by ${listenerOf(port) ?? "another process"}`;
    return `the process ${how} before GET http://${HOST}:${port}${path} answered 200${other}`;
}
