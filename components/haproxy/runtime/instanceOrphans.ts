import type { Progress } from "./instanceBatch";
import { dropFromRecord, type Instance, type InstanceRecord, readRecords } from "./instanceRecords";
import { ownEnvironment } from "./instanceStart";
import { stopProcess } from "./process";
import { leadersWith } from "./processTable";

/** A recorded instance that nothing refers to any more. */
export interface Orphan extends Instance {
    /** The set it was started for. */
    readonly setId: string;
    readonly tier: string;
    readonly color: string;
}

/** What tells an instance in use from others. */
export type Kept = Pick<Instance, "port" | "pid">;

/**
 * The recorded instances that are not to be kept, dead ones too.
 *
 * `keep` must name every instance in use, of all tiers and colors.
 */
export function orphans(folder: string, keep: readonly Kept[]): Orphan[] {
    const kept = new Set(keep.map(({ port, pid }) => `${port} ${pid}`));
    return readRecords(folder).flatMap((record) =>
        [...record.instances, ...unrecorded(record)]
            .filter(({ port, pid }) => !kept.has(`${port} ${pid}`))
            .map((instance) => ({ ...instance, setId: record.id, tier: record.tier, color: record.color })),
    );
}

/** Stops the {@link orphans} and takes them off the records; returns those that still ran. */
export async function reapOrphans(
    folder: string,
    keep: readonly Kept[],
    stopSeconds: number,
    progress: Progress,
): Promise<Orphan[]> {
    const records = readRecords(folder);
    const reaped = await Promise.all(
        orphans(folder, keep).map(async (orphan) => {
            const result = await stopProcess(orphan, stopSeconds);
            dropFromRecord(folder, orphan.setId, [orphan]);
            if (result === "gone") return [];
            const { tier, color, name, pid, port } = orphan;
            progress(`${tier} ${color}: ${result} ${name}, no longer in use (pid ${pid}, port ${port})`);
            return [orphan];
        }),
    );
    for (const { id, planned } of records) dropFromRecord(folder, id, [], planned);
    return reaped.flat();
}

/** Processes whose starter was killed between the start and the note of the pid: known by the environment they got. */
export function unrecorded({ tier, color, release, planned, instances }: InstanceRecord): Instance[] {
    return planned.flatMap(({ name, port }) =>
        leadersWith(ownEnvironment({ tier, color, release }, port))
            .filter(({ pid }) => !instances.some((instance) => instance.pid === pid))
            .map(({ pid, startTime }) => ({ name, port, pid, startTime })),
    );
}
