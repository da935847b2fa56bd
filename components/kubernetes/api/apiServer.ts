import { type RequestOptions as HttpOptions, request as httpRequest } from "node:http";
import { request as httpsRequest } from "node:https";
import { setTimeout as sleep } from "node:timers/promises";
import { mistake } from "../../release";
import { ClusterError, noAnswer } from "./clusterError";
import type { ClusterAccess } from "./source";

/** How long one question may take. */
const TIMEOUT_MS = 15_000;
/** How often a question is asked, since an API server that starts again or is busy answers soon. */
const ATTEMPTS = 4;
const BUSY = [429, 502, 503, 504];

/** What the API server answered. */
export interface ApiAnswer {
    readonly status: number;
    readonly body: string;
}

/** Asks an API server for a path. */
export interface ApiServer {
    readonly url: string;
    /** @param patient false for what may well fail, such as a question that is handed on to a pod */
    get(path: string, patient?: boolean): Promise<ApiAnswer>;
}

/** The API server that kubectl would ask. The client library knows kubeconfig files and all ways to log in; the questions are plain. */
export function apiServer(access: ClusterAccess = {}): ApiServer {
    // Loaded by need: it is large, and an ES module that not every caller can load.
    const { KubeConfig } = require("@kubernetes/client-node") as {
        KubeConfig: new () => import("@kubernetes/client-node", { with: { "resolution-mode": "import" }}).KubeConfig;
    };
    const config = new KubeConfig();
    load(config, access);
    const url = config.getCurrentCluster()?.server;
    if (!url) {
        const names = config.getContexts().map(({ name }) => name);
        const rule = `must be a context of the kubeconfig file${names.length > 0 ? `: ${names.join(", ")}` : ""}`;
        throw new ClusterError(mistake("cluster.context", rule, access.context ?? config.getCurrentContext()));
    }
    const once = async (path: string) => {
        const options: HttpOptions = { headers: { accept: "application/json" }, timeout: TIMEOUT_MS };
        await config.applyToHTTPSOptions(options as Parameters<typeof config.applyToHTTPSOptions>[0]);
        return exchange(new URL(`${url.replace(/\/$/, "")}${path}`), options);
    };
    return {
        url,
        async get(path, patient = true) {
            for (let attempt = 1; ; attempt++) {
                const last = !patient || attempt === ATTEMPTS;
                const answer = await once(path).catch((error: Error) => error);
                const failed = answer instanceof Error;
                if (!failed && (last || !BUSY.includes(answer.status))) return answer;
                if (failed && last) throw noAnswer(url, answer.message);
                await sleep(250 * 2 ** attempt);
            }
        },
    };
}

interface Loading {
    loadFromFile(file: string): void;
    loadFromDefault(): void;
    setCurrentContext(context: string): void;
}

function load(config: Loading, { kubeconfig, context }: ClusterAccess): void {
    try {
        if (kubeconfig) config.loadFromFile(kubeconfig);
        else config.loadFromDefault();
    } catch (error) {
        const rule = "must be a kubeconfig file that can be read";
        const got = kubeconfig ?? process.env.KUBECONFIG ?? "~/.kube/config";
        throw new ClusterError(mistake("cluster.kubeconfig", rule, got, (error as Error).message));
    }
    if (context) config.setCurrentContext(context);
}

function exchange(url: URL, options: HttpOptions): Promise<ApiAnswer> {
    const request = url.protocol === "http:" ? httpRequest : httpsRequest;
    return new Promise((resolve, reject) => {
        const sent = request(url, options, (response) => {
            const parts: Buffer[] = [];
            response.on("data", (part: Buffer) => parts.push(part));
            response.on("error", reject);
            response.on("end", () =>
                resolve({ status: response.statusCode ?? 0, body: Buffer.concat(parts).toString() }),
            );
        });
        sent.on("timeout", () => sent.destroy(new Error(`no answer within ${TIMEOUT_MS / 1000} s`)));
        sent.on("error", reject);
        sent.end();
    });
}
