import { request } from "node:http";
import type { ApiServer } from "./api/apiServer";
import { apiServerOf } from "./api/kubeconfig";

/** Where the cluster of this run is, and what is in it; tools/test/clusterUp.mjs makes it known. */
export interface ClusterFacts {
    readonly kubeconfig: string;
    /** As in an image's name; the Docker engine pushes there, and pods pull from it. */
    readonly registry: string;
    /** Image with Node, for Dockerfiles. */
    readonly baseImage: string;
    /** Variables by which the Docker engine is reached. */
    readonly docker: Readonly<Record<string, string>>;
    readonly gatewayClass: string;
    /** As in the argument `controller`. */
    readonly gatewayController: string;
    /** Where the controller's listeners are reached, and on which ports they can be. */
    readonly gatewayAddress: string;
    readonly gatewayPorts: readonly number[];
    /** Metrics of the controller, as Prometheus reads them; undefined when unknown. */
    readonly metrics?: string;
    /** What Traefik says of itself as JSON; undefined when unknown. */
    readonly routerApi?: string;
    /** Socket for orders to the cluster's programs; undefined for a cluster of somebody else. */
    readonly control?: string;
}

/** A program of the cluster that tests disturb. */
export type Program = "kubelet" | "traefik" | "kube-apiserver";
export type Order = "kill" | "start" | "restart";

/** Why there is no cluster to test on; undefined when there is one. */
export function clusterMissing(): string | undefined {
    if (process.env.CLUSTER_FACTS) return undefined;
    return process.env.CLUSTER_MISSING ?? "there is none; run: npm run test:cluster";
}

/** Tests that need the cluster: where there is none they are skipped, and say why. */
export function onCluster(what: string, tests: () => void): void {
    const missing = clusterMissing();
    if (missing === undefined) describe(what, tests);
    else describe.skip(`${what} (skipped: ${missing})`, tests);
}

/** The Kubernetes that all tests of a run share; what a test has in it is in namespaces of its own. */
export class Cluster {
    readonly api: ApiServer;

    private constructor(readonly facts: ClusterFacts) {
        this.api = apiServerOf(facts.kubeconfig);
    }

    static get(): Cluster {
        const missing = clusterMissing();
        if (missing) throw new Error(`no cluster: ${missing}`);
        return new Cluster(JSON.parse(process.env.CLUSTER_FACTS ?? "") as ClusterFacts);
    }

    /** Orders something for a program of the cluster, and waits until it is done. Killed, it has no chance to tell anybody. */
    order(program: Program, order: Order): Promise<void> {
        const { control } = this.facts;
        if (!control) throw new Error("the programs of a cluster of KUBECONFIG are left alone");
        return new Promise((resolve, reject) => {
            const path = `/${program}/${order}`;
            const asked = request({ socketPath: control, method: "POST", path }, (response) => {
                let said = "";
                response.setEncoding("utf8").on("data", (part) => {
                    said += part;
                });
                response.on("end", () => (response.statusCode === 200 ? resolve() : reject(new Error(said))));
            });
            asked.on("error", reject);
            asked.end();
        });
    }

    /** Ends pods at once, without any grace. */
    async killPods(namespace: string, names: readonly string[]): Promise<void> {
        const body = { gracePeriodSeconds: 0 };
        for (const name of names)
            await this.api.ask("DELETE", `/api/v1/namespaces/${namespace}/pods/${name}`, { body });
    }
}
