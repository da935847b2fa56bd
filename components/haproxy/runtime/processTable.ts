import { spawnSync } from "node:child_process";
import { readdirSync, readFileSync } from "node:fs";

/** One row of the machine's process table. */
export interface ProcessEntry {
    readonly pid: number;
    /** The process group it belongs to; equal to `pid` when it leads one. */
    readonly group: number;
    /** It has ended, only its parent has not asked for the result yet. */
    readonly zombie: boolean;
    /** When it started, as an opaque text that no other process with this pid has. */
    readonly startTime: string;
}

/** The row of one process, undefined when there is none. Pid 1 and below never count: as groups they mean "everybody". */
export function processEntry(pid: number): ProcessEntry | undefined {
    if (!Number.isInteger(pid) || pid <= 1) return undefined;
    return process.platform === "linux" ? entryFromProc(pid) : entriesFromPs(["-p", String(pid)])[0];
}

/** All processes of a group. */
export function groupEntries(group: number): ProcessEntry[] {
    return allEntries().filter((entry) => entry.group === group);
}

/** Living leaders of a process group whose environment holds these variables. Linux only, of the same user only. */
export function leadersWith(variables: Readonly<Record<string, string>>): ProcessEntry[] {
    if (process.platform !== "linux") return [];
    const wanted = Object.entries(variables).map(([name, value]) => `${name}=${value}`);
    return allEntries().filter(({ pid, group, zombie }) => {
        if (zombie || pid !== group) return false;
        const environment = new Set(readOrEmpty(`/proc/${pid}/environ`).split("\0"));
        return wanted.every((variable) => environment.has(variable));
    });
}

function allEntries(): ProcessEntry[] {
    if (process.platform !== "linux") return entriesFromPs(["-A"]);
    return readdirSync("/proc")
        .filter((name) => /^\d+$/.test(name))
        .flatMap((name) => entryFromProc(Number(name)) ?? []);
}

function entryFromProc(pid: number): ProcessEntry | undefined {
    const text = readOrEmpty(`/proc/${pid}/stat`);
    // The command's name stands in parentheses and may hold any character, also ")" and spaces.
    const fields = text.slice(text.lastIndexOf(")") + 2).split(" ");
    const [state, group, threads, ticks] = [fields[0], fields[2], fields[17], fields[19]];
    if (!state || !group || !ticks) return undefined;
    // The first thread may end before the others, which still hold the process's ports.
    const zombie = /[ZXx]/.test(state) && Number(threads) <= 1;
    return { pid, group: Number(group), zombie, startTime: `${ticks}@${bootId()}` };
}

/**
 * Rows by the `ps` command, for systems without /proc.
 *
 * Time zone and language are set, because the start time is compared as a text.
 */
export function entriesFromPs(selection: readonly string[]): ProcessEntry[] {
    const format = ["pid", "pgid", "stat", "lstart"].flatMap((field) => ["-o", `${field}=`]);
    const env = { PATH: process.env.PATH, LC_ALL: "C", TZ: "UTC" };
    const { stdout } = spawnSync("ps", [...selection, ...format], { env, encoding: "utf8", maxBuffer: 16 * 1024 ** 2 });
    return (stdout ?? "").split("\n").flatMap((line) => {
        const [, pid, group, state = "", startTime] = /^\s*(\d+)\s+(\d+)\s+(\S+)\s+(.*\S)\s*$/.exec(line) ?? [];
        if (!startTime) return [];
        return [{ pid: Number(pid), group: Number(group), zombie: state.startsWith("Z"), startTime }];
    });
}

let boot: string | undefined;

/** Ticks count from the boot of the machine, so the same pid and ticks can come again after the next one. */
function bootId(): string {
    boot ??= readOrEmpty("/proc/sys/kernel/random/boot_id").slice(0, 8);
    return boot;
}

function readOrEmpty(file: string): string {
    try {
        return readFileSync(file, "utf8");
    } catch {
        return "";
    }
}
