import { readdirSync, readFileSync } from "node:fs";

const EVERY_MS = 100;

/** Watches the memory of the Pulumi programs that this process has started, in megabytes at their peak. */
export function watchPrograms(): { peak: () => number; stop: () => void } {
    let peak = 0;
    const look = () => {
        const parents = new Map(processes().map(({ pid, parent }) => [pid, parent]));
        for (const { pid, parent } of processes()) {
            if (!isProgram(pid) || !descends(parent, parents)) continue;
            peak = Math.max(peak, peakMegabytes(pid));
        }
    };
    const timer = setInterval(look, EVERY_MS);
    return { peak: () => peak, stop: () => clearInterval(timer) };
}

function processes(): { pid: number; parent: number }[] {
    return readdirSync("/proc").flatMap((name) => {
        const stat = /^\d+$/.test(name) ? read(`/proc/${name}/stat`) : undefined;
        const parent = stat?.slice(stat.lastIndexOf(")") + 2).split(" ")[1];
        return parent ? [{ pid: Number(name), parent: Number(parent) }] : [];
    });
}

/** The process in which the language host runs the program. */
function isProgram(pid: number): boolean {
    return read(`/proc/${pid}/cmdline`)?.includes("@pulumi/pulumi/cmd/run") ?? false;
}

function descends(pid: number, parents: ReadonlyMap<number, number>): boolean {
    for (let at: number | undefined = pid; at; at = parents.get(at)) if (at === process.pid) return true;
    return false;
}

function peakMegabytes(pid: number): number {
    const kilobytes = /^VmHWM:\s+(\d+) kB$/m.exec(read(`/proc/${pid}/status`) ?? "")?.[1];
    return Number(kilobytes ?? 0) / 1024;
}

function read(file: string): string | undefined {
    try {
        return readFileSync(file, "utf8");
    } catch {
        return undefined;
    }
}
