import { createHash } from "node:crypto";
import { homedir } from "node:os";
import { join } from "node:path";
import { cacheFolder } from "../setup/cache.mjs";

/** Folder of the cluster that this tool runs: one a user, or others by BLUE_GREEN_CLUSTER. */
export function stateFolder(env = process.env) {
    if (env.BLUE_GREEN_CLUSTER) return env.BLUE_GREEN_CLUSTER;
    return join(env.XDG_STATE_HOME || join(env.HOME || homedir(), ".local/state"), "blue-green", "cluster");
}

/** Where everything of the cluster lies. */
export function layoutOf(folder) {
    const at = (...parts) => join(folder, ...parts);
    const id = createHash("sha256").update(folder).digest("hex").slice(0, 8);
    return {
        folder,
        /** Of all its pods and builds. */
        cgroup: `blue-green-${id}`,
        /** What the tool tells its users; there once all is ready. */
        state: at("state.json"),
        /** Process id of the tool's own process, from its first moment on. */
        pid: at("host.pid"),
        /** Process id of who takes the cluster down; not there when that is left to its user. */
        owner: at("owner.pid"),
        plan: at("plan.json"),
        kubeconfig: at("kubeconfig"),
        control: at("control.sock"),
        docker: at("docker.sock"),
        config: at("config"),
        secrets: at("secrets"),
        logs: at("logs"),
        containerd: at("containerd"),
        kubelet: at("kubelet"),
        /** Outlives the cluster: an image that was built and pushed once is soon there again. */
        images: join(cacheFolder(), `cluster-images-${id}`),
    };
}
