import { existsSync, readdirSync, rmSync } from "node:fs";
import { join } from "node:path";
import { readJson, writeJson } from "./files";
import type { ProcessIdentity } from "./process";

/** One running copy of a tier's artifact. */
export interface Instance extends ProcessIdentity {
    /** `<release>-<n>`, n from 1. */
    readonly name: string;
    /** Where it listens on 127.0.0.1. */
    readonly port: number;
}

/** An instance that is about to be started: its process, if there is one, is not known yet. */
export type PlannedInstance = Pick<Instance, "name" | "port">;

/** The set that instances belong to. */
export interface RecordHead {
    /** `<tier>-<color>-<8 hex digits>`. */
    readonly id: string;
    readonly tier: string;
    readonly color: string;
    readonly release: string;
}

/** What is written down of a set: enough to find its processes again, and no environment, which may hold secrets. */
export interface InstanceRecord extends RecordHead {
    readonly instances: readonly Instance[];
    readonly planned: readonly PlannedInstance[];
}

/** The record of a set, undefined when there is none. */
export function readRecord(folder: string, id: string): InstanceRecord | undefined {
    const file = fileOf(folder, id);
    try {
        return readJson<InstanceRecord>(file);
    } catch (error) {
        throw new Error(
            `${file}: must be a readable record of instances: ${(error as Error).message}; ` +
                "end the processes it meant by hand and delete the file",
        );
    }
}

/** All records of an app. */
export function readRecords(folder: string): InstanceRecord[] {
    if (!existsSync(folderOf(folder))) return [];
    return readdirSync(folderOf(folder))
        .filter((name) => name.endsWith(".json"))
        .flatMap((name) => readRecord(folder, name.slice(0, -".json".length)) ?? []);
}

/** Writes down what is about to be started. */
export function recordPlanned(folder: string, head: RecordHead, planned: readonly PlannedInstance[]): void {
    const known = readRecord(folder, head.id);
    save(folder, {
        ...head,
        instances: known?.instances ?? [],
        planned: [...(known?.planned ?? []), ...planned],
    });
}

/** Writes down instances that run; they are planned no longer. */
export function recordRunning(folder: string, head: RecordHead, running: readonly Instance[]): void {
    const known = readRecord(folder, head.id);
    const older = (known?.instances ?? []).filter((one) => !running.some((instance) => isSame(one, instance)));
    const planned = (known?.planned ?? []).filter(({ port }) => !running.some((instance) => instance.port === port));
    save(folder, { ...head, instances: [...older, ...running], planned });
}

/** Takes processes and plans off a record, and removes it when nothing is left. */
export function dropFromRecord(
    folder: string,
    id: string,
    dropped: readonly ProcessIdentity[],
    notPlanned: readonly PlannedInstance[] = [],
): void {
    const known = readRecord(folder, id);
    if (known === undefined) return;
    save(folder, {
        ...known,
        instances: known.instances.filter((instance) => !dropped.some((one) => isSame(one, instance))),
        planned: known.planned.filter(({ port }) => !notPlanned.some((plan) => plan.port === port)),
    });
}

/** Removes a record; no error when there is none. */
export function removeRecord(folder: string, id: string): void {
    rmSync(fileOf(folder, id), { force: true });
}

/** Whether two identities mean the same process. */
export function isSame(one: ProcessIdentity, other: ProcessIdentity): boolean {
    return one.pid === other.pid && one.startTime === other.startTime;
}

function save(folder: string, record: InstanceRecord): void {
    if (record.instances.length + record.planned.length > 0) writeJson(fileOf(folder, record.id), record);
    else removeRecord(folder, record.id);
}

function folderOf(folder: string): string {
    return join(folder, "instances");
}

function fileOf(folder: string, id: string): string {
    return join(folderOf(folder), `${id}.json`);
}
