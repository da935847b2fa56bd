/**
 * Everything that the demo, the tests and the benchmark need, on a machine that may have none of it; then the command, with what was found.
 *
 *     node tools/setup/index.mjs [--for demo|test|bench|unit|emulator|cluster] [--print-env] [-- <command> [arguments...]]
 *
 * --for        what the set-up is for; default: demo
 * --print-env  writes the environment as shell exports: eval "$(node tools/setup/index.mjs --print-env)"
 */
import { realpathSync } from "node:fs";
import { homedir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { handleAbort } from "./abort.mjs";
import { changedVariables, mergeParts, parseCommandLine, shellExports } from "./commandLine.mjs";
import { SetupError } from "./failure.mjs";
import { runForeground } from "./foreground.mjs";
import { say } from "./progress.mjs";
import { ensureCluster } from "./steps/cluster.mjs";
import { ensureDist } from "./steps/dist.mjs";
import { ensureEmulator } from "./steps/emulator.mjs";
import { ensureLinter } from "./steps/linter.mjs";
import { ensureModules } from "./steps/modules.mjs";
import { ensureNode } from "./steps/node.mjs";
import { ensurePulumi } from "./steps/pulumi.mjs";
import { ensureShop } from "./steps/shop.mjs";
import { ensureTools } from "./steps/tools.mjs";
import { thisSystem } from "./system.mjs";

const ROOT = fileURLToPath(new URL("../..", import.meta.url));

/** What each purpose needs beside node modules and dist/. */
const PURPOSES = {
    unit: { tools: [], stack: false },
    emulator: { tools: [], stack: false, emulator: true },
    demo: { tools: ["haproxy"], stack: true },
    test: { tools: ["haproxy", "chromium"], stack: true, emulator: true, cluster: "if possible" },
    cluster: { tools: ["chromium"], stack: true, cluster: "always" },
    bench: { tools: ["haproxy", "wrk"], stack: true },
};

/** Does the whole set-up; answers the environment to run commands in. Error: a SetupError that names the remedy. */
export async function ensureAll({ for: purpose = "demo" } = {}) {
    const { tools, stack, emulator, cluster } = PURPOSES[purpose];
    // npm and go need a home; a minimal environment may name none.
    const env = { ...process.env, HOME: process.env.HOME || homedir() };
    const context = { root: ROOT, env, system: thisSystem() };
    const parts = [{ first: [join(ROOT, "node_modules/.bin")] }, ensureNode(context)];
    // Cheap and most likely to be missing, so first.
    parts.push(...(await ensureTools(tools, context)));
    await ensureModules(context);
    await ensureDist(context);
    if (emulator) parts.push(await ensureEmulator(context));
    if (stack) {
        await ensureShop(context);
        parts.push(await ensurePulumi(context));
    }
    if (cluster) parts.push(await ensureCluster(context, cluster), await ensureLinter(context));
    return { env: mergeParts(env, parts) };
}

async function main() {
    const options = parseCommandLine(process.argv.slice(2), Object.keys(PURPOSES));
    const ignoreAbort = handleAbort();
    const started = Date.now();
    const { env } = await ensureAll({ for: options.purpose });
    ignoreAbort();
    say(`ready (${((Date.now() - started) / 1000).toFixed(1)} s)`);
    if (options.printEnv) process.stdout.write(shellExports(changedVariables(process.env, env)));
    const [command, ...args] = options.command;
    return command === undefined ? 0 : runForeground(command, args, { env });
}

if (process.argv[1] && realpathSync(process.argv[1]) === fileURLToPath(import.meta.url)) {
    process.exitCode = await main().catch((error) => {
        for (const line of (error instanceof SetupError ? error.message : error.stack).split("\n")) say(line);
        return 1;
    });
}
