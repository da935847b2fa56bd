import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import { processesNaming } from "../processes";

/** A process of the contract app in a pod, as this machine sees it. */
export interface PodInstance {
    /** Process id on this machine. */
    readonly pid: number;
    /** By which the app's answers name it: in its container it has the process id 1, as all have. */
    readonly id: number;
    readonly pod: string;
    readonly command: string;
}

/** The instances with a mark in the pods of this machine. */
export function podInstances(mark: string): PodInstance[] {
    return processesNaming(mark).flatMap(({ pid, command }) => {
        // Those that start it name it too.
        if (!/^\S*node contractServer/.test(command)) return [];
        try {
            const environment = readFileSync(`/proc/${pid}/environ`, "utf8").split("\0");
            const pod = environment.find((one) => one.startsWith("HOSTNAME="))?.slice("HOSTNAME=".length) ?? "";
            return [{ pid, id: instanceId(pod, startOf(pid)), pod, command }];
        } catch {
            return []; // It ended while it was looked at.
        }
    });
}

/** As contractServer.mjs says it. */
function instanceId(pod: string, start: string): number {
    return createHash("sha256").update(`${pod} ${start}`).digest().readUInt32BE();
}

/** In ticks since the machine's own start. */
function startOf(pid: number): string {
    const stat = readFileSync(`/proc/${pid}/stat`, "utf8");
    return stat.slice(stat.lastIndexOf(")") + 2).split(" ")[19] ?? "";
}
