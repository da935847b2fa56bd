import {
    podSelector,
    releaseLabels,
    serviceName,
    serviceSelector,
    workloadName,
} from "../../../components/kubernetes/names";
import type { Color } from "../../../components/release";
import type { Manifest } from "./objects";

/** What a Deployment of an app's is, and how it differs from one that is fine. */
export interface WorkloadOf {
    readonly namespace: string;
    readonly tier: string;
    readonly color: Color;
    readonly release: string;
    readonly image: string;
    readonly replicas?: number;
    /** Fields of the container in place of the usual ones. */
    readonly container?: Readonly<Record<string, unknown>>;
}

/** A Deployment of the app `shop`, by our names and labels: the contract app, unless told otherwise. */
export function workload({ namespace, tier, color, release, image, replicas = 1, container }: WorkloadOf): Manifest {
    const env = { RELEASE: release, COLOR: color, TIER: tier, PORT: "8080", HOST: "0.0.0.0" };
    const labels = releaseLabels("shop", tier, color, release);
    const app = {
        name: "app",
        image,
        env: Object.entries(env).map(([name, value]) => ({ name, value })),
        readinessProbe: { httpGet: { path: "/healthz", port: 8080 }, periodSeconds: 1 },
        ...container,
    };
    return {
        apiVersion: "apps/v1",
        kind: "Deployment",
        metadata: { name: workloadName("shop", tier, color), namespace, labels },
        spec: {
            replicas,
            selector: { matchLabels: podSelector("shop", tier, color) },
            template: { metadata: { labels }, spec: { containers: [app], terminationGracePeriodSeconds: 1 } },
        },
    };
}

/** The Service of a {@link workload}. */
export function workloadService({ namespace, tier, color, release }: WorkloadOf): Manifest {
    return {
        apiVersion: "v1",
        kind: "Service",
        metadata: {
            name: serviceName("shop", tier, color, release),
            namespace,
            labels: releaseLabels("shop", tier, color, release),
        },
        spec: { selector: serviceSelector("shop", tier, color, release), ports: [{ port: 80, targetPort: 8080 }] },
    };
}
