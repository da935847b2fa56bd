import { createHash } from "node:crypto";
import { readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { refused } from "../failure";

/** Who changes a stack, as the others are told. */
interface Holder {
    readonly pid: number;
    readonly by: string;
    readonly at: string;
}

/**
 * Keeps other commands of ours from the same config file until it is let go: Pulumi locks the stack, but one command may put config back
 * while another's update runs by it. What a dead one held counts as free. Error: refused, with who holds it.
 */
export function hold(configFile: string, by: string, now: Date, folder = tmpdir()): () => void {
    const file = lockOf(configFile, folder);
    const own: Holder = { pid: process.pid, by, at: now.toISOString() };
    for (;;) {
        try {
            writeFileSync(file, JSON.stringify(own), { flag: "wx", mode: 0o644 });
            return () => rmSync(file, { force: true });
        } catch (error) {
            if ((error as NodeJS.ErrnoException).code !== "EEXIST") throw error;
        }
        refuseHeld(configFile, folder);
        rmSync(file, { force: true });
    }
}

/** Error: another command holds it. */
export function refuseHeld(configFile: string, folder = tmpdir()): void {
    const holder = holderOf(lockOf(configFile, folder));
    if (!holder || !isAlive(holder.pid)) return;
    throw refused(
        `the stack is in use by ${holder.by} (pid ${holder.pid}) since ${holder.at}; wait for that command, then look with \`blue-green status\``,
    );
}

function lockOf(configFile: string, folder: string): string {
    const id = createHash("sha256").update(resolve(configFile)).digest("hex").slice(0, 16);
    return join(folder, `blue-green-${id}.lock`);
}

/** Undefined when it is gone, or was torn off while it was written. */
function holderOf(file: string): Holder | undefined {
    try {
        return JSON.parse(readFileSync(file, "utf8")) as Holder;
    } catch {
        return undefined;
    }
}

function isAlive(pid: number): boolean {
    try {
        process.kill(pid, 0);
        return true;
    } catch (error) {
        return (error as NodeJS.ErrnoException).code === "EPERM";
    }
}
