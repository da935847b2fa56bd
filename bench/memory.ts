import { readFileSync } from "node:fs";
import { files } from "../components/haproxy/config/spec";
import { type Figure, figure } from "./figure";
import { startPair } from "./router";
import { workerOf } from "./router/haproxy";
import { pinned } from "./router/requests";
import { load } from "./router/wrk";
import { sample } from "./statistics";

/** Pinned sessions that the router holds at its peak. */
const SESSIONS = 10_000;

/** Peak memory of the router with many pinned sessions, beside the same router before the first of them. */
export async function benchMemory(say: (text: string) => void): Promise<Figure[]> {
    const pair = await startPair();
    try {
        const worker = await workerOf(files(pair.folder).socket);
        if (worker === undefined) throw new Error("memory: the router does not answer");
        const before = peakMegabytes(worker);
        say(`memory: ${SESSIONS} pinned sessions`);
        const { requests } = await load(pair.folder, pair.ours, pinned(SESSIONS), { seconds: 8, connections: 32 });
        if (requests < 2 * SESSIONS) {
            throw new Error(
                `memory: only ${requests} requests in 8 s, too few for ${SESSIONS} sessions; run it on a quieter machine`,
            );
        }
        const after = peakMegabytes(worker);
        const name = `peak memory at ${SESSIONS} pinned sessions`;
        return [figure(name, "MB", sample([after]), "the same before the first request", sample([before]))];
    } finally {
        await pair.dispose();
    }
}

function peakMegabytes(pid: number): number {
    const kilobytes = /^VmHWM:\s+(\d+) kB$/m.exec(readFileSync(`/proc/${pid}/status`, "utf8"))?.[1];
    return Number(kilobytes) / 1024;
}
