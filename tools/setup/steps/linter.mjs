import { existsSync } from "node:fs";
import { join } from "node:path";
import { cacheFolder, fillFolder, lockFile } from "../cache.mjs";
import { SetupError } from "../failure.mjs";
import { buildWithGo, goBuild } from "../goBuild.mjs";
import { underLock } from "../lock.mjs";
import { findExecutable, splitPath } from "../paths.mjs";
import { say } from "../progress.mjs";

const VERSION = "1.20.0";
const PROGRAM = {
    name: "kube-score",
    module: "tools/kube-score",
    source: "github.com/zegl/kube-score/cmd/kube-score",
    variables: { "main.version": VERSION },
};

/**
 * kube-score, a public linter of Kubernetes manifests: on PATH, else built once a machine. Only one test uses it: where it cannot be had
 * that one is skipped and says why.
 */
export async function ensureLinter(context) {
    try {
        const file = findExecutable(["kube-score"], splitPath(context.env.PATH)) ?? (await built(context));
        say(`kube-score found: ${file}`);
        return { variables: { KUBE_SCORE: file } };
    } catch (error) {
        if (!(error instanceof SetupError)) throw error;
        say(`the test that lints manifests is skipped: ${error.message}`);
        return { variables: { KUBE_SCORE_MISSING: error.message.split("\n")[0] } };
    }
}

async function built(context) {
    const folder = join(cacheFolder(), `kube-score-${VERSION}-${process.platform}-${process.arch}`);
    const file = join(folder, "kube-score");
    await underLock(lockFile("kube-score"), "kube-score", async () => {
        if (existsSync(file)) return;
        await buildWithGo(context, {
            what: `kube-score ${VERSION}`,
            modules: [PROGRAM.module],
            time: "a minute",
            make: (go, onStep) =>
                fillFolder(folder, (target) =>
                    goBuild(context, go, { ...PROGRAM, output: join(target, "kube-score") }, onStep),
                ),
            missing: (reason) => `kube-score: not found on PATH; ${reason}`,
        });
    });
    return file;
}
