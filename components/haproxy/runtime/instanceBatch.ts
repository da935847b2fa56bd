import {
    dropFromRecord,
    type Instance,
    type PlannedInstance,
    readRecords,
    recordPlanned,
    recordRunning,
} from "./instanceRecords";
import { becomeHealthy, HOST, type InstanceSetSpec, type StartedInstance, startInstance } from "./instanceStart";
import { freePorts, isPortFree, listenerOf } from "./ports";

/** Told what goes on, a line each. */
export type Progress = (text: string) => void;

/** An instance to start, with the port it had before if it ran before. */
export interface Wish {
    readonly name: string;
    readonly n: number;
    readonly port?: number;
}

const REMINDER_MS = 10_000;

/**
 * Starts instances of a set and waits until all of them are healthy.
 *
 * Error: when one does not become healthy; then all of them are ended and taken off the record.
 */
export async function startInstances(
    spec: InstanceSetSpec,
    id: string,
    wishes: readonly Wish[],
    progress: Progress,
): Promise<Instance[]> {
    const { folder, tier, color, release } = spec;
    const head = { id, tier, color, release };
    const placed = await withPorts(spec, wishes, progress);
    const begun: StartedInstance[] = [];
    const failed = new AbortController();
    progress(`${labelOf(spec)}: starting ${counted(placed.length)} of ${release}`);
    const planned = placed.map(({ name, port }) => ({ name, port }));
    recordPlanned(folder, head, planned);
    try {
        // One after the other, each recorded before the next, so that a kill of this process loses none.
        for (const { name, n, port } of placed) {
            const one = await startInstance(spec, { name, n, port });
            begun.push(one);
            recordRunning(folder, head, [one.instance]);
        }
        await allHealthy(spec, begun, failed.signal, progress);
        return begun.map(({ instance }) => instance);
    } catch (error) {
        failed.abort();
        const ends = await Promise.allSettled(begun.map(({ process }) => process.stop(spec.stopSeconds)));
        const ended = begun.filter((_, index) => ends[index]?.status === "fulfilled");
        dropFromRecord(
            folder,
            id,
            ended.map(({ instance }) => instance),
            planned,
        );
        throw error;
    }
}

async function allHealthy(
    spec: InstanceSetSpec,
    begun: readonly StartedInstance[],
    signal: AbortSignal,
    progress: Progress,
): Promise<void> {
    const start = performance.now();
    const waiting = new Map(begun.map(({ instance }) => [instance.name, "no answer"]));
    const state = () => {
        const seconds = Math.round((performance.now() - start) / 1000);
        const healthy = spec.instances - waiting.size;
        return `${labelOf(spec)}: ${healthy} of ${counted(spec.instances)} healthy (${seconds} s)`;
    };
    const reminder = setInterval(() => {
        const answers = [...waiting].map(([name, answer]) => `${name}: ${answer}`);
        progress(`${state()}; waiting for ${answers.join(", ")}`);
    }, REMINDER_MS);
    try {
        await Promise.all(
            begun.map(async (one) => {
                const { name } = one.instance;
                await becomeHealthy(spec, one, signal, (answer) => waiting.set(name, answer));
                waiting.delete(name);
                progress(state());
            }),
        );
    } finally {
        clearInterval(reminder);
    }
}

/** Gives each a port: the one it had if nobody took it, else a free one that no record of the app names. */
async function withPorts(spec: InstanceSetSpec, wishes: readonly Wish[], progress: Progress) {
    const usable = await Promise.all(
        wishes.map(async ({ name, port }) => {
            if (port === undefined || (await isPortFree(HOST, port))) return port;
            const by = listenerOf(port) ?? "another process";
            progress(`${labelOf(spec)}: ${name} gets a new port, ${by} took ${port}`);
            return undefined;
        }),
    );
    const named: PlannedInstance[] = readRecords(spec.folder).flatMap(({ instances, planned }) => [
        ...instances,
        ...planned,
    ]);
    const taken = [...named.map(({ port }) => port), ...usable.filter((port) => port !== undefined)];
    const fresh = await freePorts(HOST, usable.filter((port) => port === undefined).length, { taken });
    return wishes.map(({ name, n }, index) => ({ name, n, port: usable[index] ?? (fresh.shift() as number) }));
}

function labelOf({ tier, color }: InstanceSetSpec): string {
    return `${tier} ${color}`;
}

function counted(instances: number): string {
    return `${instances} instance${instances === 1 ? "" : "s"}`;
}
