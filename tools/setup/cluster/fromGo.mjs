import { cpSync, symlinkSync } from "node:fs";
import { join } from "node:path";
import { goBuild } from "../goBuild.mjs";
import { run } from "../run.mjs";
import { KUBERNETES_VERSION, TRAEFIK_VERSION } from "./versions.mjs";

const KUBERNETES = "k8s.io/component-base/version";
const [MAJOR, MINOR] = KUBERNETES_VERSION.split(".");

/** The programs of Kubernetes; they are one, that is what its name says. */
export const KUBERNETES_PROGRAMS = [
    "kube-apiserver",
    "kube-controller-manager",
    "kube-scheduler",
    "kubelet",
    "kube-proxy",
];

/** What is built: the folder of its Go module, its package, and what it is told of its version. */
const KUBERNETES_PROGRAM = {
    name: "kubernetes",
    module: "tools/kubernetes",
    source: ".",
    variables: {
        [`${KUBERNETES}.gitVersion`]: `v${KUBERNETES_VERSION}`,
        [`${KUBERNETES}.gitMajor`]: MAJOR,
        [`${KUBERNETES}.gitMinor`]: MINOR,
    },
};
const TRAEFIK_PROGRAM = {
    name: "traefik",
    module: "tools/traefik",
    source: "github.com/traefik/traefik/v3/cmd/traefik",
    variables: { "github.com/traefik/traefik/v3/pkg/version.Version": TRAEFIK_VERSION },
};

export const CLUSTER_MODULES = [KUBERNETES_PROGRAM.module, TRAEFIK_PROGRAM.module];

/** Builds Kubernetes into `folder`/bin, under the names of its programs; `onStep` hears how far it got. */
export async function buildKubernetes(context, go, folder, onStep) {
    await goBuild(context, go, { ...KUBERNETES_PROGRAM, output: join(folder, "bin/kubernetes") }, onStep);
    for (const name of KUBERNETES_PROGRAMS) symlinkSync("kubernetes", join(folder, "bin", name));
}

/** Builds Traefik into `folder`/bin. */
export function buildTraefik(context, go, folder, onStep) {
    return goBuild(context, go, { ...TRAEFIK_PROGRAM, output: join(folder, "bin/traefik") }, onStep);
}

/** Copies the definitions of the Gateway API that Traefik knows, from the module it is built with, to `folder`. */
export async function copyGatewayApi({ root, env }, go, folder) {
    const cwd = join(root, TRAEFIK_PROGRAM.module);
    const name = "sigs.k8s.io/gateway-api";
    // The folder is empty until the module's files are there.
    await run(go, ["mod", "download", name], { cwd, env: { ...env, GOWORK: "off" } });
    const said = await run(go, ["list", "-m", "-f", "{{.Dir}}", name], { cwd, env: { ...env, GOWORK: "off" } });
    cpSync(join(said.trim().split("\n").at(-1), "config/crd/standard"), folder, { recursive: true });
}
