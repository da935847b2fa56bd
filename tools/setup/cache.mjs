import { createHash } from "node:crypto";
import { existsSync, mkdirSync, mkdtempSync, readdirSync, renameSync, rmSync } from "node:fs";
import { homedir } from "node:os";
import { basename, dirname, join } from "node:path";
import { onAbort } from "./abort.mjs";

/** The folder for what is fetched or built once a machine, outside the repository. */
export function cacheFolder(env = process.env) {
    if (env.BLUE_GREEN_CACHE) return env.BLUE_GREEN_CACHE;
    return join(env.XDG_CACHE_HOME || join(env.HOME || homedir(), ".cache"), "blue-green");
}

/** The lock file for work on something; a path is shortened to a hash. */
export function lockFile(name, path = "") {
    const suffix = path === "" ? "" : `-${createHash("sha256").update(path).digest("hex").slice(0, 12)}`;
    return join(cacheFolder(), "locks", `${name}${suffix}`);
}

/**
 * Fills a new folder by `fill(folder)` and only then moves it to `target`: `target` is whole or not there.
 * Call it under a lock: it also removes what a killed attempt left.
 */
export async function fillFolder(target, fill) {
    const parent = dirname(target);
    const prefix = `.partial-${basename(target)}-`;
    mkdirSync(parent, { recursive: true });
    for (const name of readdirSync(parent).filter((it) => it.startsWith(prefix))) remove(join(parent, name));
    const folder = mkdtempSync(join(parent, prefix));
    const forget = onAbort(() => remove(folder));
    try {
        await fill(folder);
        if (existsSync(target)) remove(target);
        renameSync(folder, target);
    } finally {
        forget();
        remove(folder);
    }
}

function remove(folder) {
    rmSync(folder, { recursive: true, force: true });
}
