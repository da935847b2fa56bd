import { until } from "../../../components/haproxy/runtime/wait";
import { isNotFound } from "./api/apiError";
import type { Cluster } from "./cluster";
import type { Manifest } from "./objects";

let count = 0;

interface Replicas {
    readonly spec: { readonly replicas: number };
    readonly status: { readonly availableReplicas?: number };
}

/** A namespace of a test's own. */
export class Scratch {
    private constructor(
        private readonly cluster: Cluster,
        readonly namespace: string,
    ) {}

    static async create(cluster: Cluster): Promise<Scratch> {
        const scratch = new Scratch(cluster, `test-${process.pid}-${++count}`);
        await scratch.apply({ apiVersion: "v1", kind: "Namespace", metadata: { name: scratch.namespace } });
        return scratch;
    }

    /** Makes or changes objects, by server-side apply. */
    async apply(...objects: readonly Manifest[]): Promise<void> {
        for (const object of objects) {
            const { apiVersion, kind, metadata } = object;
            const path = await this.cluster.api.path(apiVersion, kind, metadata.namespace, metadata.name);
            const query = { fieldManager: "test", force: "true" };
            await this.cluster.api.ask("PATCH", path, {
                query,
                body: object,
                contentType: "application/apply-patch+yaml",
            });
        }
    }

    async remove(apiVersion: string, kind: string, name: string): Promise<void> {
        await this.cluster.api.ask("DELETE", await this.cluster.api.path(apiVersion, kind, this.namespace, name));
    }

    async get<T>(apiVersion: string, kind: string, name?: string): Promise<T> {
        return this.cluster.api.ask<T>("GET", await this.cluster.api.path(apiVersion, kind, this.namespace, name));
    }

    async deployed(name: string): Promise<void> {
        const ready = async () => {
            const { spec, status } = await this.get<Replicas>("apps/v1", "Deployment", name);
            return status.availableReplicas === spec.replicas ? true : undefined;
        };
        if (!(await until(60, ready))) throw new Error(`the Deployment ${name} has not all its pods ready`);
    }

    /** Deletes the namespace with all in it, and waits for that. */
    async dispose(): Promise<void> {
        const path = `/api/v1/namespaces/${this.namespace}`;
        await this.cluster.api.ask("DELETE", path);
        const gone = () =>
            this.cluster.api.ask("GET", path).then(
                () => undefined,
                (error: unknown) => (isNotFound(error) ? true : undefined),
            );
        if (!(await until(60, gone))) throw new Error(`the namespace ${this.namespace} does not go away`);
    }
}
