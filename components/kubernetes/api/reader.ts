import type {
    Deployment,
    EndpointSlice,
    Gateway,
    GatewayClass,
    HttpRoute,
    KubeEvent,
    KubeObject,
    Pod,
} from "./objects";

/** A kind of object as the API has it in its paths. */
export interface Kind<T extends KubeObject> {
    /** Group and version; empty group for the core's. */
    readonly group: string;
    readonly version: string;
    readonly plural: string;
    /** Never there: it carries the type of the objects. */
    readonly example?: T;
}

const kind = <T extends KubeObject>(group: string, version: string, plural: string): Kind<T> => ({
    group,
    version,
    plural,
});

/** API group of the Gateway API. */
export const GATEWAY_GROUP = "gateway.networking.k8s.io";

/** The kinds that we read. */
export const KINDS = {
    httpRoute: kind<HttpRoute>(GATEWAY_GROUP, "v1", "httproutes"),
    gateway: kind<Gateway>(GATEWAY_GROUP, "v1", "gateways"),
    gatewayClass: kind<GatewayClass>(GATEWAY_GROUP, "v1", "gatewayclasses"),
    definition: kind<KubeObject>("apiextensions.k8s.io", "v1", "customresourcedefinitions"),
    deployment: kind<Deployment>("apps", "v1", "deployments"),
    service: kind<KubeObject>("", "v1", "services"),
    endpointSlice: kind<EndpointSlice>("discovery.k8s.io", "v1", "endpointslices"),
    pod: kind<Pod>("", "v1", "pods"),
    event: kind<KubeEvent>("", "v1", "events"),
} as const;

/** A pod, by its place. */
export interface PodPlace {
    readonly namespace: string;
    readonly name: string;
}

/** What we ask a cluster. Each question throws a {@link ClusterError} that tells what to do. */
export interface ClusterReader {
    /** An object, or undefined where there is none of that name or kind. */
    read<T extends KubeObject>(kind: Kind<T>, name: string, namespace?: string): Promise<T | undefined>;
    /** The objects that a selector fits; none where the cluster does not know the kind. */
    list<T extends KubeObject>(
        kind: Kind<T>,
        where: { readonly namespace?: string; readonly labels?: string; readonly fields?: string },
    ): Promise<T[]>;
    /** Kinds that are served of a group and version, by their plural; undefined where none is. */
    served(group: string, version: string): Promise<string[] | undefined>;
    /** The last lines that a container printed. */
    log(pod: PodPlace, container: string, lines: number, previous: boolean): Promise<string>;
    /** What a pod answers, asked through the API server. */
    ask(pod: PodPlace, port: number, path: string): Promise<string>;
}
