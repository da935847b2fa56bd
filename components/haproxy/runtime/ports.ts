import { readdirSync, readFileSync, readlinkSync } from "node:fs";
import { createServer } from "node:net";

/** Where to look for free ports. */
export interface PortRange {
    /** Lowest port. Default: 21000. */
    readonly from?: number;
    /** Highest port. Default: 28999, below what systems give to outgoing connections. */
    readonly to?: number;
    /** Ports not to give out although nobody listens there now. Default: none. */
    readonly taken?: Iterable<number>;
}

const LISTENING = "0A";

// Given out by this process: sets that start at the same time must not get the same ports before they listen.
const promised = new Set<number>();

/**
 * Whether a server can listen there now: it tries.
 *
 * Error: when it cannot for another reason than that the port is in use.
 */
export function isPortFree(host: string, port: number): Promise<boolean> {
    return new Promise((resolve, reject) => {
        const server = createServer();
        server.once("error", (error: NodeJS.ErrnoException) => {
            if (error.code === "EADDRINUSE") resolve(false);
            else reject(new Error(`port: ${port} cannot be used on ${host}: ${error.message}`));
        });
        server.listen({ host, port, exclusive: true }, () => server.close(() => resolve(true)));
    });
}

/**
 * As many free ports as asked for, from a random place of the range on.
 *
 * Error: when the range has too few.
 */
export async function freePorts(host: string, count: number, range: PortRange = {}): Promise<number[]> {
    const { from = 21000, to = 28999 } = range;
    const taken = new Set(range.taken);
    const size = to - from + 1;
    const start = Math.floor(Math.random() * size);
    const all = Array.from({ length: size }, (_, step) => from + ((start + step) % size));
    const found: number[] = [];
    // Ports promised before come last, so that a small range is not used up by earlier, failed starts.
    for (const again of [false, true]) {
        for (const port of all) {
            if (found.length === count) return found;
            if (taken.has(port) || promised.has(port) !== again || found.includes(port)) continue;
            promised.add(port);
            if (await isPortFree(host, port)) found.push(port);
            else promised.delete(port);
        }
    }
    if (found.length === count) return found;
    throw new Error(
        `ports: only ${found.length} of ${count} are free on ${host} from ${from} to ${to}; ` +
            "stop what listens there or ask for fewer instances",
    );
}

/** Who listens on a port, e.g. `pid 123 (node)`; undefined when it cannot be found out. Linux only. */
export function listenerOf(port: number): string | undefined {
    const sockets = new Set(["/proc/net/tcp", "/proc/net/tcp6"].flatMap((table) => socketsOn(port, table)));
    if (sockets.size === 0) return undefined;
    const pids = listed("/proc").filter((name) => /^\d+$/.test(name));
    const pid = pids.find((candidate) => {
        const folder = `/proc/${candidate}/fd`;
        return listed(folder).some((fd) => sockets.has(quietly(() => readlinkSync(`${folder}/${fd}`)) ?? ""));
    });
    return pid && `pid ${pid} (${quietly(() => readFileSync(`/proc/${pid}/comm`, "utf8"))?.trim()})`;
}

function socketsOn(port: number, table: string): string[] {
    const lines = quietly(() => readFileSync(table, "utf8"))?.split("\n") ?? [];
    const suffix = `:${port.toString(16).toUpperCase().padStart(4, "0")}`;
    return lines
        .map((line) => line.trim().split(/\s+/))
        .filter(([, local, , state]) => local?.endsWith(suffix) && state === LISTENING)
        .map((fields) => `socket:[${fields[9]}]`);
}

function listed(folder: string): string[] {
    return quietly(() => readdirSync(folder)) ?? [];
}

/** Other users' processes cannot be looked into, and processes end while they are looked at. */
function quietly<T>(read: () => T): T | undefined {
    try {
        return read();
    } catch {
        return undefined;
    }
}
