import { randomBytes } from "node:crypto";
import { type Progress, startInstances } from "./instanceBatch";
import { unrecorded } from "./instanceOrphans";
import { dropFromRecord, type Instance, isSame, readRecord, recordRunning, removeRecord } from "./instanceRecords";
import type { InstanceSetSpec } from "./instanceStart";
import { isAlive, stopProcess } from "./process";

export type { Progress } from "./instanceBatch";
export { type Kept, type Orphan, orphans, reapOrphans } from "./instanceOrphans";
export type { Instance } from "./instanceRecords";
export type { InstanceSetSpec } from "./instanceStart";

/** The running instances of one tier and color. */
export interface InstanceSet {
    /** `<tier>-<color>-<8 hex digits>`. */
    readonly id: string;
    readonly instances: readonly Instance[];
}

/**
 * Starts a new set and waits until all of it is healthy.
 *
 * Error: when one instance does not become healthy; then all that was started is stopped again.
 */
export async function createSet(spec: InstanceSetSpec, progress: Progress): Promise<InstanceSet> {
    const id = `${spec.tier}-${spec.color}-${randomBytes(4).toString("hex")}`;
    return { id, instances: await startInstances(spec, id, named(spec), progress) };
}

/**
 * Brings a running set to the wanted size: starts what is missing and, on its old port if that is still free, what died.
 *
 * Stops nothing. The result holds the wanted instances only: once the router has let go of the others,
 * {@link reapOrphans} stops them.
 * Error: when one instance does not become healthy; then all that was started here is stopped again.
 */
export async function scaleSet(spec: InstanceSetSpec, set: InstanceSet, progress: Progress): Promise<InstanceSet> {
    const { folder, tier, color, release } = spec;
    const { id } = set;
    const dead = deadOnes(set);
    const alive = set.instances.filter((instance) => !dead.includes(instance));
    // The record may be lost, with the folder or its disk: what runs must stay known to the reaper.
    if (alive.length > 0) recordRunning(folder, { id, tier, color, release }, alive);
    const wishes = named(spec)
        .filter(({ name }) => !alive.some((instance) => instance.name === name))
        .map((wish) => ({ ...wish, port: dead.find(({ name }) => name === wish.name)?.port }));
    const started = wishes.length > 0 ? await startInstances(spec, id, wishes, progress) : [];
    dropFromRecord(folder, id, dead);
    const known = [...alive, ...started];
    return { id, instances: named(spec).flatMap(({ name }) => known.find((instance) => instance.name === name) ?? []) };
}

/** The instances of a set whose process has ended. */
export function deadOnes(set: InstanceSet): Instance[] {
    return set.instances.filter((instance) => !isAlive(instance));
}

/** A set as recorded, with those that are to be reaped; undefined when there is no record. */
export function readSet(folder: string, id: string): InstanceSet | undefined {
    const record = readRecord(folder, id);
    return record && { id, instances: record.instances };
}

/** Stops all of a set, also what only its record names, and removes the record. */
export async function deleteSet(folder: string, set: InstanceSet, stopSeconds: number): Promise<void> {
    const record = readRecord(folder, set.id);
    const recorded = record ? [...record.instances, ...unrecorded(record)] : [];
    const others = recorded.filter((instance) => !set.instances.some((one) => isSame(one, instance)));
    await Promise.all([...set.instances, ...others].map((instance) => stopProcess(instance, stopSeconds)));
    removeRecord(folder, set.id);
}

function named({ release, instances }: InstanceSetSpec): { name: string; n: number }[] {
    return Array.from({ length: instances }, (_, index) => ({ name: `${release}-${index + 1}`, n: index + 1 }));
}
