import { readFileSync } from "node:fs";
import { load } from "js-yaml";
import { ApiServer } from "./apiServer";

/** What of a kubeconfig is read. */
interface Kubeconfig {
    readonly "current-context": string;
    readonly clusters: readonly { readonly name: string; readonly cluster: Readonly<Record<string, string>> }[];
    readonly users: readonly { readonly name: string; readonly user: Readonly<Record<string, string>> }[];
    readonly contexts: readonly { readonly name: string; readonly context: Readonly<Record<string, string>> }[];
}

/** The API server of a kubeconfig's current context. jest cannot load the client library, so tokens and certificates it is. */
export function apiServerOf(file: string): ApiServer {
    const config = load(readFileSync(file, "utf8")) as Kubeconfig;
    const { context = {} } = config.contexts.find(({ name }) => name === config["current-context"]) ?? {};
    const { cluster = {} } = config.clusters.find(({ name }) => name === context.cluster) ?? {};
    const { user = {} } = config.users.find(({ name }) => name === context.user) ?? {};
    const pem = (from: Readonly<Record<string, string>>, field: string) => {
        if (from[`${field}-data`]) return Buffer.from(from[`${field}-data`] ?? "", "base64");
        return from[field] ? readFileSync(from[field]) : undefined;
    };
    const certificates = {
        ca: pem(cluster, "certificate-authority"),
        cert: pem(user, "client-certificate"),
        key: pem(user, "client-key"),
    };
    const server = cluster.server;
    if (!server || !(user.token || certificates.cert))
        throw new Error(`${file}: tests need a server, and a user with a token or a certificate`);
    return new ApiServer({
        server,
        authorise: async (options) => {
            Object.assign(options, certificates);
            if (user.token) options.headers = { ...options.headers, Authorization: `Bearer ${user.token}` };
        },
    });
}
