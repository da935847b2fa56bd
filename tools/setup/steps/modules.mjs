import { readFileSync } from "node:fs";
import { join } from "node:path";
import { lockFile } from "../cache.mjs";
import { isInstalled } from "../installed.mjs";
import { underLock } from "../lock.mjs";
import { say, sayWhile } from "../progress.mjs";
import { run } from "../run.mjs";

/** node_modules holds what package-lock.json asks for. */
export async function ensureModules({ root, env }) {
    if (areInstalled(root)) return say("node modules are those of package-lock.json");
    await underLock(lockFile("modules", root), "node modules", async () => {
        if (areInstalled(root)) return;
        await sayWhile("installing node modules with npm ci", () =>
            run("npm", ["ci", "--include=dev", "--no-audit", "--no-fund"], { cwd: root, env }),
        );
    });
}

function areInstalled(root) {
    const read = (file) => JSON.parse(readFileSync(join(root, file), "utf8"));
    const wanted = read("package-lock.json");
    try {
        return isInstalled(wanted, read("node_modules/.package-lock.json"));
    } catch {
        return false;
    }
}
