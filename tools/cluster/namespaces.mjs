import { spawn } from "node:child_process";
import { openSync, readFileSync } from "node:fs";
import { setTimeout as sleep } from "node:timers/promises";
import { fileURLToPath } from "node:url";

const INIT = fileURLToPath(new URL("inside/init.sh", import.meta.url));

/**
 * Runs a command as the child of the first process of new namespaces, its output in a log. It must end when its stdin closes.
 * Answers the process, and the id by which this machine knows the first process inside.
 */
export async function inNamespaces(kinds, command, log, initArgs = []) {
    const flags = ["--mount", "--pid", "--fork", "--mount-proc", "--kill-child=SIGKILL", ...kinds];
    const file = openSync(log, "a");
    const child = spawn("unshare", [...flags, "bash", INIT, ...initArgs, ...command], {
        stdio: ["pipe", file, file],
        // Ctrl-C at a terminal must not reach it: it ends with the process that holds its stdin.
        detached: true,
    });
    let failure;
    child.once("error", (error) => (failure = error.message));
    for (let tries = 0; tries < 200; tries += 1) {
        await sleep(25);
        if (failure !== undefined) throw new Error(`unshare: cannot be run: ${failure}`);
        if (child.exitCode !== null) throw new Error(`no namespaces can be made: ${readFileSync(log, "utf8")}`);
        const first = firstChild(child.pid);
        if (first !== undefined) return { child, first };
    }
    throw new Error("no namespaces can be made: unshare starts nothing");
}

/** Ends everything in the namespaces, and waits for it. */
export async function endNamespaces({ child, first }) {
    if (child.exitCode !== null || child.signalCode !== null) return;
    const ended = new Promise((resolve) => child.once("exit", resolve));
    // The kernel then ends all the others inside.
    kill(first);
    await ended;
}

function kill(pid) {
    try {
        process.kill(pid, "SIGKILL");
    } catch (error) {
        if (error.code !== "ESRCH") throw error;
    }
}

function firstChild(pid) {
    try {
        const [first] = readFileSync(`/proc/${pid}/task/${pid}/children`, "utf8").trim().split(" ");
        return first ? Number(first) : undefined;
    } catch {
        return undefined;
    }
}
