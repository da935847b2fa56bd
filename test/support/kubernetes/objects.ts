/** An object as the API server takes it. */
export interface Manifest {
    readonly apiVersion: string;
    readonly kind: string;
    readonly metadata: { readonly name: string; readonly namespace?: string; readonly [other: string]: unknown };
    readonly [other: string]: unknown;
}

export const GATEWAY_API = "gateway.networking.k8s.io/v1";

/** What a {@link deployment} runs. */
export interface Workload {
    readonly image: string;
    readonly release: string;
    readonly color: string;
    readonly tier: string;
    /** Default: 1. */
    readonly replicas?: number;
}

/** A Deployment of the contract app. */
export function deployment(
    namespace: string,
    name: string,
    { image, release, color, tier, replicas = 1 }: Workload,
): Manifest {
    const labels = { app: name };
    const env = { RELEASE: release, COLOR: color, TIER: tier, PORT: "8080", HOST: "0.0.0.0" };
    const container = {
        name: "app",
        image,
        env: Object.entries(env).map(([key, value]) => ({ name: key, value })),
        // Without a request it would get what other pods leave of the processors, and be unfit on a busy machine.
        resources: { requests: { cpu: "10m" } },
        readinessProbe: { httpGet: { path: "/healthz", port: 8080 }, periodSeconds: 1, timeoutSeconds: 3 },
    };
    const pod = { containers: [container], terminationGracePeriodSeconds: 1 };
    return {
        apiVersion: "apps/v1",
        kind: "Deployment",
        metadata: { name, namespace },
        spec: { replicas, selector: { matchLabels: labels }, template: { metadata: { labels }, spec: pod } },
    };
}

/** A Service of a {@link deployment}. */
export function service(namespace: string, name: string, app: string): Manifest {
    const spec = { selector: { app }, ports: [{ port: 80, targetPort: 8080 }] };
    return { apiVersion: "v1", kind: "Service", metadata: { name, namespace }, spec };
}

/** A Gateway with one listener for HTTP. */
export function gateway(namespace: string, name: string, gatewayClassName: string, port: number): Manifest {
    const listeners = [{ name: "web", protocol: "HTTP", port }];
    return {
        apiVersion: GATEWAY_API,
        kind: "Gateway",
        metadata: { name, namespace },
        spec: { gatewayClassName, listeners },
    };
}

/** Routes of a Gateway. */
export function httpRoute(namespace: string, name: string, parent: string, rules: readonly object[]): Manifest {
    return {
        apiVersion: GATEWAY_API,
        kind: "HTTPRoute",
        metadata: { name, namespace },
        spec: { parentRefs: [{ name: parent }], rules },
    };
}
