/**
 * Runs the cluster's programs inside its namespaces, and takes orders on a socket. It ends, and all with it, when its stdin closes.
 *
 *     node supervisor.mjs STATE_FOLDER
 */
import { execFileSync } from "node:child_process";
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { components } from "../components.mjs";
import { kubeconfig } from "../configs.mjs";
import { layoutOf } from "../layout.mjs";
import { Component } from "./component.mjs";
import { serveControl } from "./control.mjs";
import { installObjects, nodeIsReady } from "./objects.mjs";

const layout = layoutOf(process.argv[2]);
const { plan, tools } = JSON.parse(readFileSync(layout.plan, "utf8"));
const all = new Map(components(layout, plan, tools).map((one) => [one.name, new Component(one, layout.logs)]));
const status = { phase: "starting", error: undefined };

process.stdin.once("close", () => process.exit(0)).resume();

async function start() {
    serveControl(layout.control, all, status);
    await network();
    const start = (...names) => Promise.all(names.map((name) => all.get(name).start()));
    const time = Date.now();
    const phase = (name) => {
        status.phase = name;
        console.log(`${((Date.now() - time) / 1000).toFixed(1)} s: ${name}`);
    };
    phase("etcd, registry");
    await start("etcd", "registry");
    phase("API server");
    await start("kube-apiserver", "containerd");
    const certificate = readFileSync(join(process.argv[2], "secrets/apiserver.crt"), "utf8");
    writeFileSync(layout.kubeconfig, JSON.stringify(kubeconfig(plan, certificate)), { mode: 0o600 });
    phase("other components");
    await start("kube-controller-manager", "kube-scheduler", "kubelet", "kube-proxy");
    const api = { url: `https://${plan.inside}:${plan.apiPort}`, token: plan.token, certificate };
    phase("Gateway API");
    await installObjects(api, plan, tools.gatewayApi);
    phase("Traefik");
    await start("traefik");
    phase("node");
    while (!(await nodeIsReady(api, plan.node))) await sleep(200);
    phase("ready");
}

/** The other end of the link is put into this namespace by the process outside. */
async function network() {
    const ip = (...args) => execFileSync("ip", args, { stdio: ["ignore", "pipe", "pipe"] });
    ip("link", "set", "lo", "up");
    for (;;) {
        try {
            ip("link", "show", "eth0");
            break;
        } catch {
            await sleep(50);
        }
    }
    ip("addr", "add", `${plan.inside}/30`, "dev", "eth0");
    ip("link", "set", "eth0", "up");
    ip("route", "add", "default", "via", plan.outside);
    writeFileSync("/proc/sys/net/ipv4/ip_forward", "1");
    // The kubelet's port asks for no name: only the API server may come.
    const drop = ["--source", plan.outside, "--protocol", "tcp", "--dport", "10250", "--jump", "DROP"];
    execFileSync("iptables", ["-A", "INPUT", ...drop]);
}

start().catch((error) => {
    status.phase = "failed";
    status.error = error.message;
    console.error(error.stack);
});
