import type { Manifest } from "../../test/support/kubernetes/objects";
import { PODS, STOP_PAUSE_SECONDS } from "./way";

const PORT = 8080;
/** Path of each tier, and where its health is asked for. */
export const TIERS = {
    frontend: { path: "/", health: "/healthz" },
    backend: { path: "/api/", health: "/api/healthz" },
} as const;
export type Tier = keyof typeof TIERS;
export const TIER_NAMES = Object.keys(TIERS) as Tier[];

export interface Workload {
    readonly name: string;
    readonly tier: Tier;
    readonly release: string;
    readonly image: string;
}

/** What a Deployment and a Rollout say of their pods: those of our own workloads, as far as it matters for speed and loss. */
export function pods({ name, tier, release, image }: Workload) {
    const labels = { pod: name };
    const env = { RELEASE: release, COLOR: name, TIER: tier, PORT: String(PORT), HOST: "0.0.0.0" };
    const container = {
        name: "app",
        image,
        env: Object.entries(env).map(([key, value]) => ({ name: key, value })),
        ports: [{ containerPort: PORT }],
        resources: { requests: { cpu: "10m", memory: "96Mi" }, limits: { memory: "96Mi" } },
        readinessProbe: { httpGet: { path: TIERS[tier].health, port: PORT }, periodSeconds: 1 },
        lifecycle: { preStop: { sleep: { seconds: STOP_PAUSE_SECONDS } } },
    };
    const spec = { containers: [container], terminationGracePeriodSeconds: STOP_PAUSE_SECONDS + 5 };
    return { replicas: PODS, selector: { matchLabels: labels }, template: { metadata: { labels }, spec } };
}

export function deploymentOf(namespace: string, workload: Workload): Manifest {
    const metadata = { name: workload.name, namespace };
    return { apiVersion: "apps/v1", kind: "Deployment", metadata, spec: pods(workload) };
}

/** A Service for the pods of one workload. */
export function serviceOf(namespace: string, name: string, pod: string): Manifest {
    const spec = { selector: { pod }, ports: [{ port: 80, targetPort: PORT }] };
    return { apiVersion: "v1", kind: "Service", metadata: { name, namespace }, spec };
}

/** Rules of one HTTPRoute that leads each tier's path to the Service with the tier's name. */
export function rulesOf(): object[] {
    return TIER_NAMES.map((tier) => ({
        matches: [{ path: { type: "PathPrefix", value: TIERS[tier].path } }],
        backendRefs: [{ name: tier, port: 80 }],
    }));
}
