import { mkdirSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { run } from "../../setup/run.mjs";
import { inNamespaces } from "../namespaces.mjs";

const START_MS = 60_000;

/**
 * The Docker engine that builds images: the one that answers already, else one of the tool's own, which changes nothing of this machine's
 * network. Answers the variables to reach it, and its namespaces when it is the tool's own.
 */
export async function dockerEngine(layout, tools) {
    if (await answers(process.env)) return { env: {} };
    const env = { DOCKER_HOST: `unix://${layout.docker}` };
    const folder = (name) => {
        const path = join(layout.folder, name);
        mkdirSync(path, { recursive: true });
        return path;
    };
    mkdirSync(layout.images, { recursive: true });
    const args = [
        `--host=${env.DOCKER_HOST}`,
        `--data-root=${join(layout.images, "docker")}`,
        `--exec-root=${folder("docker-run")}`,
        `--pidfile=${join(layout.folder, "docker-run/docker.pid")}`,
        `--cgroup-parent=/${layout.cgroup}/docker`,
        // Builds use the machine's own network, so none has to be made.
        "--bridge=none",
        "--iptables=false",
        "--ip-forward=false",
        "--ip-masq=false",
    ];
    // The engine does not read its stdin; what reads it ends the engine.
    const command = ["bash", "-c", '"$@" </dev/null & cat; kill -9 $!', "engine", tools.dockerd, ...args];
    const own = await inNamespaces([], command, join(layout.logs, "dockerd.log"));
    const deadline = Date.now() + START_MS;
    while (!(await answers({ ...process.env, ...env }))) {
        if (own.child.exitCode !== null) throw new Error(`dockerd: ended; see ${join(layout.logs, "dockerd.log")}`);
        if (Date.now() > deadline) throw new Error(`dockerd: does not answer; see ${join(layout.logs, "dockerd.log")}`);
        await sleep(200);
    }
    return { env, own };
}

/** Runs a docker command. */
export function docker(args, env) {
    return run("docker", args, { env: { ...process.env, ...env } });
}

async function answers(env) {
    return (await run("docker", ["version"], { env, timeoutMs: 10_000 }).catch(() => undefined)) !== undefined;
}
