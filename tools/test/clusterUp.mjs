/**
 * Before the tests that need a Kubernetes: starts one, unless KUBECONFIG names one or one runs, and tells the tests about it. The one that
 * was started is taken down after them; so is one that a killed run has left.
 */
import { homedir } from "node:os";
import { fileURLToPath } from "node:url";
import { isForsaken, own, readState, up } from "../cluster/lifecycle.mjs";
import { say } from "../setup/progress.mjs";
import { clusterTools } from "../setup/steps/cluster.mjs";
import { thisSystem } from "../setup/system.mjs";

const ROOT = fileURLToPath(new URL("../..", import.meta.url));

export default async function clusterUp() {
    if (process.env.CLUSTER_MISSING) return say(`test/cluster is skipped: ${process.env.CLUSTER_MISSING}`);
    const facts = process.env.KUBECONFIG ? factsOf(process.env) : await started();
    process.env.CLUSTER_FACTS = JSON.stringify(facts);
    // What is not told of the cluster must not find it by chance.
    process.env.KUBECONFIG = facts.kubeconfig;
}

async function started() {
    const env = { ...process.env, HOME: process.env.HOME || homedir() };
    const isOurs = readState() === undefined || isForsaken();
    await up(() => clusterTools({ root: ROOT, env, system: thisSystem() }));
    if (isOurs) own(process.pid);
    return readState();
}

/** What cannot be seen from a kubeconfig, its user says. */
function factsOf(env) {
    if (!env.CLUSTER_REGISTRY) {
        throw new Error(
            "CLUSTER_REGISTRY: must name a registry to push to, from which the cluster of KUBECONFIG pulls",
        );
    }
    return {
        kubeconfig: env.KUBECONFIG,
        registry: env.CLUSTER_REGISTRY,
        baseImage: env.CLUSTER_BASE_IMAGE || "node:22-alpine",
        docker: {},
        gatewayClass: env.CLUSTER_GATEWAY_CLASS || "traefik",
        gatewayController: env.CLUSTER_GATEWAY_CONTROLLER || "traefik",
        gatewayAddress: env.CLUSTER_GATEWAY_ADDRESS || "127.0.0.1",
        gatewayPorts: (env.CLUSTER_GATEWAY_PORTS || "8000").split(",").map(Number),
    };
}
