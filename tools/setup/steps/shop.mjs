import { lockFile } from "../cache.mjs";
import { underLock } from "../lock.mjs";
import { sayWhile } from "../progress.mjs";
import { run } from "../run.mjs";

/** The sample shop's two releases are built; its own build skips what has not changed. */
export async function ensureShop({ root, env }) {
    await underLock(lockFile("shop", root), "the sample shop", () =>
        sayWhile("building the sample shop", () =>
            run(process.execPath, ["examples/shop/build.mjs"], { cwd: root, env }),
        ),
    );
}
