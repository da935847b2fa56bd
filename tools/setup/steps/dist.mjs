import { relative } from "node:path";
import { lockFile } from "../cache.mjs";
import { underLock } from "../lock.mjs";
import { say, sayWhile } from "../progress.mjs";
import { run } from "../run.mjs";
import { compiledPairs, firstStale } from "../stamps.mjs";

/** dist/ is what the compiler makes of the sources as they are now: Pulumi's own processes load it. */
export async function ensureDist({ root, env }) {
    if (firstStale(compiledPairs(root)) === undefined) return say("dist/ is newer than its sources");
    await underLock(lockFile("dist", root), "dist/", async () => {
        const stale = firstStale(compiledPairs(root));
        if (stale === undefined) return;
        await sayWhile(`building dist/ (changed: ${relative(root, stale.source)})`, () =>
            run("npm", ["run", "build"], { cwd: root, env }),
        );
    });
}
