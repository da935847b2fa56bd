import { existsSync } from "node:fs";
import { homedir } from "node:os";
import { join } from "node:path";
import { ApiServer } from "../api/apiServer";
import type { Settings } from "./settings";

/** A cluster, with the namespace of objects that name none. */
export interface Connected {
    readonly api: ApiServer;
    readonly namespace: string;
}

/** Finds the cluster as kubectl does, unless the provider names it. */
export async function connect({ kubeconfig, context, cluster, namespace }: Settings): Promise<Connected> {
    const { KubeConfig } = await import("@kubernetes/client-node");
    const config = new KubeConfig();
    if (kubeconfig === undefined) config.loadFromDefault();
    else {
        const path = kubeconfig.startsWith("~/") ? join(homedir(), kubeconfig.slice(2)) : kubeconfig;
        if (existsSync(path)) config.loadFromFile(path);
        else config.loadFromString(kubeconfig);
    }
    if (context !== undefined) config.setCurrentContext(context);
    const active = config.getContextObject(config.getCurrentContext());
    const server = config.getCluster(cluster ?? active?.cluster ?? "")?.server;
    if (server === undefined)
        throw new Error(`no configuration has been provided for context "${config.getCurrentContext()}"`);
    const access = { server, authorise: (options: object) => config.applyToHTTPSOptions(options) };
    return { api: new ApiServer(access), namespace: namespace ?? active?.namespace ?? "default" };
}
