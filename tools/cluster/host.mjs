/**
 * The cluster's process on this machine: as long as it runs the cluster does, and when it ends, however, all ends with it.
 *
 *     node host.mjs STATE_FOLDER TOOLS
 */
import { renameSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import { run } from "../setup/run.mjs";
import { makeControlGroup, removeControlGroup } from "./cgroups.mjs";
import { writeConfigs } from "./configs.mjs";
import { askControl } from "./control.mjs";
import { pushBaseImages } from "./images/base.mjs";
import { dockerEngine } from "./images/docker.mjs";
import { layoutOf } from "./layout.mjs";
import { endNamespaces, inNamespaces } from "./namespaces.mjs";
import { makePlan } from "./plan.mjs";
import { relay } from "./relay.mjs";

const SUPERVISOR = fileURLToPath(new URL("inside/supervisor.mjs", import.meta.url));
const START_MS = 240_000;

const layout = layoutOf(process.argv[2]);
const tools = JSON.parse(process.argv[3]);
const spaces = [];
let plan;
let ending;

for (const signal of ["SIGTERM", "SIGINT", "SIGHUP"]) process.on(signal, () => end(0));

async function start() {
    const started = Date.now();
    plan = await makePlan();
    writeFileSync(layout.plan, JSON.stringify({ plan, tools }), { mode: 0o600 });
    writeConfigs(layout, plan, tools);
    makeControlGroup(layout.cgroup);
    const inside = await startInside();
    for (const port of [plan.registryPort, ...plan.gatewayPorts]) await relay(port, plan.inside);
    const registry = `127.0.0.1:${plan.registryPort}`;
    const images = startImages(inside, registry);
    await Promise.all([images, reached(inside, ({ phase }) => phase === "ready")]);
    const { env, base } = await images;
    writeState({
        pid: process.pid,
        kubeconfig: layout.kubeconfig,
        api: `https://${plan.inside}:${plan.apiPort}`,
        control: layout.control,
        registry,
        baseImage: base,
        docker: env,
        gatewayClass: plan.gatewayClass,
        gatewayController: "traefik",
        gatewayAddress: "127.0.0.1",
        gatewayPorts: plan.gatewayPorts,
        routerApi: `http://${plan.inside}:9000/api/rawdata`,
        metrics: `http://${plan.inside}:9000/metrics`,
        seconds: Math.round((Date.now() - started) / 100) / 10,
    });
}

async function startInside() {
    const command = [process.execPath, SUPERVISOR, layout.folder];
    const space = await inNamespaces(["--net"], command, join(layout.logs, "supervisor.log"), ["--keep-sysctls"]);
    spaces.push(space);
    const { link, outside, inside, network } = plan;
    const ip = (...args) => run("ip", args);
    await ip("link", "add", link, "type", "veth", "peer", "name", "eth0", "netns", String(space.first));
    await ip("addr", "add", `${outside}/30`, "dev", link);
    await ip("link", "set", link, "up");
    // Pods and services can be asked from here too.
    await ip("route", "add", network, "via", inside, "dev", link);
    space.child.once("exit", () => end(1, "the cluster's first process ended"));
    return space;
}

async function startImages(inside, registry) {
    const { env, own } = await dockerEngine(layout, tools);
    if (own) spaces.push(own);
    await reached(inside, ({ served }) => served.includes("registry"));
    const base = await pushBaseImages(registry, tools, env);
    return { env, base };
}

/** Waits until what the supervisor says of itself is as wanted. */
async function reached({ child }, isWanted) {
    for (;;) {
        const status = await askControl(layout.control, "GET", "/").catch(() => undefined);
        if (status && isWanted(status)) return;
        if (status?.phase === "failed") throw new Error(status.error);
        if (child.exitCode !== null) throw new Error("the cluster's first process ended");
        await sleep(100);
    }
}

function writeState(state) {
    clearTimeout(late);
    writeFileSync(`${layout.state}.new`, `${JSON.stringify(state, undefined, 2)}\n`, { mode: 0o600 });
    renameSync(`${layout.state}.new`, layout.state);
}

async function end(code, reason) {
    if (ending) return;
    ending = true;
    if (reason) console.error(reason);
    for (const space of spaces) await endNamespaces(space);
    await removeControlGroup(layout.cgroup);
    process.exit(code);
}

const late = setTimeout(() => end(1, "the cluster is not ready in time"), START_MS);

start().catch((error) => end(1, error.stack));
