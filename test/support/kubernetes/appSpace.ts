import { until } from "../../../components/haproxy/runtime/wait";
import type { Color } from "../../../components/release";
import { isNotFound } from "./api/apiError";
import type { ApiServer } from "./api/apiServer";
import { listed, readRouting, SAYS, type Seen, type SeenRouting } from "./liveRoutes";
import { GATEWAY_API } from "./objects";

/** A pod that serves, or could. */
export interface AppPod {
    readonly name: string;
    readonly address: string;
    readonly port: number;
}

interface SeenPod extends Seen {
    readonly spec: {
        readonly containers: readonly { readonly ports?: readonly { readonly containerPort: number }[] }[];
    };
    readonly status: { readonly phase: string; readonly podIP?: string };
}

interface SeenDeployment extends Seen {
    readonly spec: { readonly replicas: number; readonly template: unknown };
}

const GATEWAY = [GATEWAY_API, "Gateway"] as const;
const ROUTE = [GATEWAY_API, "HTTPRoute"] as const;
/** Kinds of which a destroyed app has nothing left. */
const KINDS = [
    ["v1", "Service"],
    ["v1", "Pod"],
    ["apps/v1", "Deployment"],
    ["policy/v1", "PodDisruptionBudget"],
    ["autoscaling/v2", "HorizontalPodAutoscaler"],
    ["networking.k8s.io/v1", "NetworkPolicy"],
    GATEWAY,
    ROUTE,
] as const;

/** The namespace of an app, as somebody sees it who asks the API server. */
export class AppSpace {
    constructor(
        private readonly api: ApiServer,
        readonly namespace: string,
    ) {}

    routing(): Promise<SeenRouting> {
        return readRouting(this.api, this.namespace);
    }

    /** What routes say, without what the API server and the controller note on them. */
    async routesAsText(): Promise<string | undefined> {
        const { routes } = await this.routing();
        if (routes.length === 0) return undefined;
        return JSON.stringify(routes.map(({ metadata: { name, annotations }, spec }) => ({ name, annotations, spec })));
    }

    /** What each Deployment wants. */
    async deployments(): Promise<object[]> {
        const all = await this.list<SeenDeployment>(["apps/v1", "Deployment"]);
        return all.map(({ metadata: { name, generation }, spec: { replicas, template } }) => {
            return { name, generation, replicas, template };
        });
    }

    async serviceNames(): Promise<string[]> {
        return (await this.list(["v1", "Service"])).map(({ metadata }) => metadata.name);
    }

    /** The pods of a color's tier that run and are to stay. */
    async pods(color: Color, tier: string): Promise<AppPod[]> {
        const own = (await this.allPods()).filter(
            ({ metadata: { labels, deletionTimestamp }, status }) =>
                labels?.[SAYS.color] === color &&
                labels[SAYS.tier] === tier &&
                deletionTimestamp === undefined &&
                status.phase === "Running",
        );
        return own.map(({ metadata: { name }, spec, status }) => {
            return { name, address: status.podIP ?? "", port: spec.containers[0]?.ports?.[0]?.containerPort ?? 0 };
        });
    }

    async podNames(): Promise<string[]> {
        return (await this.allPods()).map(({ metadata }) => metadata.name);
    }

    /** Whether there are the pods that the Deployments want, and no other is on its way out, or about to be. */
    async isSettled(): Promise<boolean> {
        const wanted = await this.list<SeenDeployment>(["apps/v1", "Deployment"]);
        const pods = await this.allPods();
        const stays = pods.every(({ metadata }) => metadata.deletionTimestamp === undefined);
        return stays && pods.length === wanted.reduce((total, { spec }) => total + spec.replicas, 0);
    }

    /** Whether there is a Gateway. */
    async isServed(): Promise<boolean> {
        return (await this.list(GATEWAY)).length > 0;
    }

    /** Everything of an app that is there, with the namespace. */
    async objects(): Promise<string[]> {
        const all = await Promise.all(KINDS.map((kind) => this.list(kind)));
        const names = all.flat().map(({ kind, metadata }) => `${kind} ${metadata.name}`);
        return (await this.isThere()) ? [`Namespace ${this.namespace}`, ...names] : names;
    }

    /** Sets annotations behind Pulumi's back. */
    async annotate(
        [apiVersion, kind, name]: readonly [string, string, string],
        annotations: Readonly<Record<string, string>>,
    ): Promise<void> {
        const path = await this.api.path(apiVersion, kind, this.namespace, name);
        const contentType = "application/merge-patch+json";
        await this.api.ask("PATCH", path, { body: { metadata: { annotations } }, contentType });
    }

    /** Deletes the namespace with all in it, and waits for that. */
    async remove(): Promise<void> {
        if (!(await this.isThere())) return;
        await this.api.ask("DELETE", this.path);
        const gone = async () => ((await this.isThere()) ? undefined : true);
        if (!(await until(60, gone))) throw new Error(`the namespace ${this.namespace} does not go away`);
    }

    private allPods(): Promise<SeenPod[]> {
        return this.list<SeenPod>(["v1", "Pod"]);
    }

    private list<T extends Seen>(kind: readonly [string, string]): Promise<T[]> {
        return listed<T>(this.api, this.namespace, kind);
    }

    private isThere(): Promise<boolean> {
        return this.api.ask("GET", this.path).then(
            () => true,
            (error: unknown) => {
                if (!isNotFound(error)) throw error;
                return false;
            },
        );
    }

    private get path(): string {
        return `/api/v1/namespaces/${this.namespace}`;
    }
}
