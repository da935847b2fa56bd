import { chmodSync, existsSync, readdirSync } from "node:fs";
import { dirname, join } from "node:path";
import { whyNotHere } from "../../cluster/probe.mjs";
import { cacheFolder, fillFolder, lockFile } from "../cache.mjs";
import {
    buildKubernetes,
    buildTraefik,
    CLUSTER_MODULES,
    copyGatewayApi,
    KUBERNETES_PROGRAMS,
} from "../cluster/fromGo.mjs";
import { KUBERNETES_VERSION, TRAEFIK_VERSION } from "../cluster/versions.mjs";
import { SetupError } from "../failure.mjs";
import { buildWithGo } from "../goBuild.mjs";
import { underLock } from "../lock.mjs";
import { findExecutable, splitPath } from "../paths.mjs";
import { say } from "../progress.mjs";
import { run } from "../run.mjs";
import { parseVersion } from "../versions.mjs";
import { ensureTools } from "./tools.mjs";

const PACKAGES = ["etcd", "containerd", "runc", "cni", "registry", "dockerd", "busybox", "iptables", "ip"];
const OTHER_WAY = "set KUBECONFIG to a cluster that has the Gateway API and a controller for it";

/** Why no cluster can be run here; undefined when one can. */
export function whyNoCluster({ platform, root }) {
    if (platform === "linux" && root) return undefined;
    const got = platform === "linux" ? "another user" : platform;
    return `cluster: one of the tool's own needs root on Linux, got ${got}; ${OTHER_WAY}`;
}

/**
 * A Kubernetes with a gateway for tests: the caller's own, by KUBECONFIG, else all that tools/cluster needs to run one. Where neither can
 * be had and it is wanted only if possible, its tests are skipped and say why.
 */
export async function ensureCluster(context, when) {
    try {
        if (context.env.KUBECONFIG) checkGiven(context.env);
        else await clusterTools(context);
        return {};
    } catch (error) {
        if (!(error instanceof SetupError) || when === "always") throw error;
        say(`the tests that need a Kubernetes are skipped: ${error.message}`);
        return { variables: { CLUSTER_MISSING: error.message.split("\n")[0] } };
    }
}

/** A kubeconfig alone does not mean that tests are wanted on that cluster, nor could they bring images there. */
function checkGiven({ KUBECONFIG, CLUSTER_REGISTRY }) {
    if (!CLUSTER_REGISTRY) {
        throw new SetupError(
            `CLUSTER_REGISTRY: must name a registry to push to, from which the cluster of KUBECONFIG, ${KUBECONFIG}, pulls; ` +
                "unset KUBECONFIG for one of the tests' own",
        );
    }
    say(`cluster: that of KUBECONFIG, ${KUBECONFIG}`);
}

/** The programs that a cluster is made of, by name: on PATH, else installed or built once a machine. Error: a {@link SetupError}. */
export async function clusterTools(context) {
    const reason = whyNoCluster(context.system);
    if (reason !== undefined) throw new SetupError(reason);
    const found = await ensureTools(PACKAGES, context);
    const refused = await whyNotHere();
    if (refused !== undefined) {
        throw new SetupError(`cluster: this machine does not let root run one: ${refused}; ${OTHER_WAY}`);
    }
    const tools = Object.fromEntries(found.map(({ name, file }) => [name, file]));
    const kubernetes = await onPath(KUBERNETES_PROGRAMS, KUBERNETES_VERSION, context.env);
    const traefik = await onPath(["traefik"], TRAEFIK_VERSION, context.env);
    return {
        ...tools,
        cni: dirname(tools.cni),
        ...(kubernetes ?? (await builtKubernetes(context))),
        ...(traefik ?? (await builtTraefik(context))),
        gatewayApi: await gatewayApi(context),
    };
}

/** Those programs when all are on PATH in the same minor version; undefined otherwise. */
async function onPath(names, wanted, env) {
    const programs = {};
    for (const name of names) {
        const file = findExecutable([name], splitPath(env.PATH));
        if (file === undefined) return undefined;
        const said = await run(file, [name === "traefik" ? "version" : "--version"], { env, timeoutMs: 30_000 }).catch(
            () => "",
        );
        const [major, minor] = parseVersion(said) ?? [];
        if (!wanted.startsWith(`${major}.${minor}.`)) {
            say(`${name} at ${file} is not of version ${wanted}: not used`);
            return undefined;
        }
        programs[name] = file;
    }
    say(`${names.join(", ")} found on PATH`);
    return programs;
}

async function builtKubernetes(context) {
    const folder = folderOf("kubernetes", KUBERNETES_VERSION);
    await built(context, folder, `Kubernetes ${KUBERNETES_VERSION}`, "bin/kubernetes", buildKubernetes);
    return Object.fromEntries(KUBERNETES_PROGRAMS.map((name) => [name, join(folder, "bin", name)]));
}

async function builtTraefik(context) {
    const folder = folderOf("traefik", TRAEFIK_VERSION);
    await built(context, folder, `Traefik ${TRAEFIK_VERSION}`, "bin/traefik", buildTraefik);
    return { traefik: join(folder, "bin/traefik") };
}

async function gatewayApi(context) {
    const folder = folderOf("gateway-api", `of-traefik-${TRAEFIK_VERSION}`);
    const copy = async (ctx, go, target) => {
        await copyGatewayApi(ctx, go, target);
        // As the module cache has them they could not be removed.
        for (const path of [target, ...readdirSync(target).map((name) => join(target, name))]) chmodSync(path, 0o755);
    };
    await built(context, folder, "the definitions of the Gateway API", "", copy);
    return folder;
}

function folderOf(name, version) {
    return join(cacheFolder(), `${name}-${version}-${process.platform}-${process.arch}`);
}

/** Makes the folder when `file` is not in it; a folder is whole or not there. */
async function built(context, folder, what, file, make) {
    if (existsSync(join(folder, file))) return say(`${what} found: ${folder}`);
    await underLock(lockFile("cluster"), what, async () => {
        if (existsSync(join(folder, file))) return;
        await buildWithGo(context, {
            what,
            modules: CLUSTER_MODULES,
            time: "5 minutes",
            make: (go, onStep) => fillFolder(folder, (target) => make(context, go, target, onStep)),
            missing: (reason) => `${what}: not found on PATH; ${reason}; ${OTHER_WAY}`,
        });
    });
}
