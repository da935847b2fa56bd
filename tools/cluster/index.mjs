/**
 * A real Kubernetes on this machine, for tests: etcd, API server, controllers, kubelet with containerd, a registry, and Traefik for the
 * Gateway API, in namespaces of their own.
 *
 *     node tools/cluster/index.mjs up|down|status
 *
 * up      starts it, after cleaning what the last one may have left; does nothing when it runs
 * down    ends it, and removes all it had but what is cached for the next time
 * status  says as JSON where it is; exit code 1 when none is ready
 */
import { homedir } from "node:os";
import { fileURLToPath } from "node:url";
import { SetupError } from "../setup/failure.mjs";
import { say } from "../setup/progress.mjs";
import { clusterTools } from "../setup/steps/cluster.mjs";
import { thisSystem } from "../setup/system.mjs";
import { down, readState, up } from "./lifecycle.mjs";

const ROOT = fileURLToPath(new URL("../..", import.meta.url));
const COMMANDS = { up: start, down: () => down(), status };

async function start() {
    const env = { ...process.env, HOME: process.env.HOME || homedir() };
    await up(() => clusterTools({ root: ROOT, env, system: thisSystem() }));
    return status();
}

function status() {
    const state = readState();
    console.log(JSON.stringify(state ?? { ready: false }, undefined, 2));
    process.exitCode = state ? 0 : 1;
}

async function main([command, ...rest]) {
    if (COMMANDS[command] === undefined || rest.length > 0) {
        const got = [command, ...rest].join(" ").trim();
        throw new SetupError(`cluster: allowed: ${Object.keys(COMMANDS).join(", ")}; got "${got}"`);
    }
    await COMMANDS[command]();
}

await main(process.argv.slice(2)).catch((error) => {
    for (const line of (error instanceof SetupError ? error.message : error.stack).split("\n")) say(line);
    process.exitCode = 1;
});
