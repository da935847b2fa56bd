import { mkdirSync, rmSync, statSync, utimesSync, writeFileSync } from "node:fs";
import { dirname } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { onAbort } from "./abort.mjs";
import { sayWhile } from "./progress.mjs";

const REFRESH_MS = 5_000;
const STALE_MS = 30_000;

/**
 * Does `work` while no other set-up holds the lock `file`. The holder touches the file; one that stopped doing so is gone.
 * Two holders at once (a holder that was suspended) cost time only: what the set-up makes, it moves into place whole.
 */
export async function underLock(file, what, work) {
    await acquire(file, what);
    const refresh = setInterval(() => touch(file), REFRESH_MS);
    const release = () => {
        clearInterval(refresh);
        rmSync(file, { force: true });
    };
    const forget = onAbort(release);
    try {
        return await work();
    } finally {
        forget();
        release();
    }
}

async function acquire(file, what) {
    mkdirSync(dirname(file), { recursive: true });
    if (create(file)) return;
    await sayWhile(`${what}: waiting for another set-up that is at it`, async () => {
        while (!create(file)) {
            if (age(file) > STALE_MS) rmSync(file, { force: true });
            else await sleep(500);
        }
    });
}

function create(file) {
    try {
        writeFileSync(file, `${process.pid}\n`, { flag: "wx" });
        return true;
    } catch (error) {
        if (error.code === "EEXIST") return false;
        throw error;
    }
}

function touch(file) {
    try {
        utimesSync(file, new Date(), new Date());
    } catch {
        // Taken away as stale while this process was suspended: harmless, see above.
    }
}

function age(file) {
    try {
        return Date.now() - statSync(file).mtimeMs;
    } catch {
        return 0;
    }
}
