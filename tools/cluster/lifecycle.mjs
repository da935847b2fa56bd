import { spawn } from "node:child_process";
import { existsSync, mkdirSync, openSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import { lockFile } from "../setup/cache.mjs";
import { SetupError } from "../setup/failure.mjs";
import { underLock } from "../setup/lock.mjs";
import { sayWhile } from "../setup/progress.mjs";
import { removeControlGroup } from "./cgroups.mjs";
import { layoutOf, stateFolder } from "./layout.mjs";

const HOST = fileURLToPath(new URL("host.mjs", import.meta.url));
const HOST_PATH = "/tools/cluster/host.mjs";

/** What the running cluster says of itself; undefined when none is ready. */
export function readState(folder = stateFolder()) {
    const layout = layoutOf(folder);
    return hostOf(layout) === undefined ? undefined : readJson(layout.state);
}

/** Starts the cluster, unless it runs; `findTools` is asked for its programs. Error: a {@link SetupError} with the last words. */
export function up(findTools, folder = stateFolder()) {
    return underLock(lockFile("cluster-run", folder), "the cluster", async () => {
        if (readState(folder)) return;
        const tools = await findTools();
        await clean(layoutOf(folder));
        await sayWhile("starting the cluster", () => start(layoutOf(folder), tools));
    });
}

export function down(folder = stateFolder()) {
    return underLock(lockFile("cluster-run", folder), "the cluster", () => clean(layoutOf(folder)));
}

/** Notes that a process takes the cluster down when it is done with it. */
export function own(pid, folder = stateFolder()) {
    writeFileSync(layoutOf(folder).owner, String(pid));
}

export function isOwnedBy(pid, folder = stateFolder()) {
    return ownerOf(layoutOf(folder)) === pid;
}

/** Whether somebody was to take the cluster down who is gone. */
export function isForsaken(folder = stateFolder()) {
    const owner = ownerOf(layoutOf(folder));
    return owner !== undefined && !existsSync(`/proc/${owner}`);
}

function ownerOf(layout) {
    try {
        return Number(readFileSync(layout.owner, "utf8"));
    } catch {
        return undefined;
    }
}

async function start(layout, tools) {
    mkdirSync(layout.folder, { recursive: true, mode: 0o700 });
    const file = join(layout.folder, "host.log");
    const log = openSync(file, "w");
    const args = [HOST, layout.folder, JSON.stringify(tools)];
    const child = spawn(process.execPath, args, { cwd: "/", detached: true, stdio: ["ignore", log, log] });
    writeFileSync(layout.pid, String(child.pid));
    child.unref();
    while (readJson(layout.state) === undefined) {
        await sleep(100);
        if (child.exitCode === null && child.signalCode === null) continue;
        throw new SetupError(`the cluster does not start:\n${readFileSync(file, "utf8")}`);
    }
}

/** Ends what runs, and removes what it left; also after a process that was killed. */
async function clean(layout) {
    const host = hostOf(layout);
    if (host !== undefined) {
        process.kill(host, "SIGTERM");
        for (let tries = 0; hostOf(layout) !== undefined; tries += 1) {
            if (tries === 300) process.kill(host, "SIGKILL");
            await sleep(100);
        }
    }
    await removeControlGroup(layout.cgroup);
    rmSync(layout.folder, { recursive: true, force: true, maxRetries: 20, retryDelay: 250 });
}

/** The id of the tool's own process while it runs, from whatever checkout; another one that has got its id is not it. */
function hostOf(layout) {
    try {
        const pid = Number(readFileSync(layout.pid, "utf8"));
        const command = readFileSync(`/proc/${pid}/cmdline`, "utf8").split("\0");
        const isHost = command.some((word) => word.endsWith(HOST_PATH)) && command.includes(layout.folder);
        return isHost ? pid : undefined;
    } catch {
        return undefined;
    }
}

function readJson(file) {
    try {
        return JSON.parse(readFileSync(file, "utf8"));
    } catch {
        return undefined;
    }
}
