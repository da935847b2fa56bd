import { readdirSync, readFileSync } from "node:fs";

/** A running process. */
export interface Seen {
    readonly pid: number;
    readonly parent: number;
    readonly session: number;
    readonly command: string;
}

/** All processes of this machine, without zombies. */
export function processes(): Seen[] {
    return readdirSync("/proc")
        .filter((name) => /^\d+$/.test(name))
        .flatMap((name) => {
            try {
                const stat = readFileSync(`/proc/${name}/stat`, "utf8");
                // The name in parentheses may hold spaces.
                const [state, parent, , session] = stat.slice(stat.lastIndexOf(")") + 2).split(" ");
                const command = readFileSync(`/proc/${name}/cmdline`, "utf8").replaceAll("\0", " ").trim();
                if (state === "Z") return [];
                return [{ pid: Number(name), parent: Number(parent), session: Number(session), command }];
            } catch {
                return []; // It ended while it was looked at.
            }
        });
}

/** Processes whose command line names something, a test's own folder for one. */
export function processesNaming(text: string): Seen[] {
    return processes().filter(({ command }) => command.includes(text));
}

/**
 * A process and its descendants in its own session. What was started to outlive it, as instances and router are, has a session of
 * its own.
 */
export function familyOf(pid: number): Seen[] {
    const all = processes();
    const root = all.find((one) => one.pid === pid);
    if (!root) return [];
    const family = [root];
    for (const member of family) {
        family.push(...all.filter(({ parent, session }) => parent === member.pid && session === root.session));
    }
    return family;
}

/** Kills processes at once; those that have ended already are no error. */
export function killAll(pids: readonly number[]): void {
    for (const pid of pids) {
        try {
            process.kill(pid, "SIGKILL");
        } catch {
            // It has ended.
        }
    }
}
