/** The programs that turn a Gateway's routes into a router, as far as we know them. */
export const Controller = {
    Traefik: "traefik",
    EnvoyGateway: "envoy-gateway",
    Istio: "istio",
    NginxGatewayFabric: "nginx-gateway-fabric",
    AwsLoadBalancerController: "aws-load-balancer-controller",
    HaproxyIngress: "haproxy-ingress",
    Other: "other",
} as const;
export type Controller = (typeof Controller)[keyof typeof Controller];

/** What a controller does of the parts of the Gateway API that are left to it. */
export interface Capabilities {
    /** Name by which its GatewayClasses name it; undefined where we do not know. */
    readonly controllerName: string | undefined;
    /** Whether a rule may look at a query parameter. Without it there are no pins by query, and no preview links. */
    readonly queryMatch: boolean;
    /** Whether a backend of a rule may add a header to the answer: the router can set the release cookie itself. */
    readonly backendResponseFilter: boolean;
    /** Query of Prometheus for the census; undefined where no metric tells Services apart, or we do not know it. */
    readonly censusQuery?: string;
    /** Whether a backend of weight 0 stays in the router's configuration. */
    readonly keepsWeightZero: boolean;
}

/** What some counters have counted of late. `increase` does not see the first of a series, such as one for a status that is new. */
function requestsOf(counters: string): string {
    return `sum(increase(${counters}[$secondss])) + (sum(${counters} unless ${counters} offset $secondss) or vector(0))`;
}

/**
 * All of them match a header by regular expression, without which there is no pin by cookie, and all rank rules as the standard says.
 * What a controller has from some version on only counts as missing: a cookie that nobody sets is worse than one set twice.
 */
export const CAPABILITIES: { readonly [C in Controller]: Capabilities } = {
    traefik: {
        controllerName: "traefik.io/gateway-controller",
        queryMatch: true,
        backendResponseFilter: false,
        keepsWeightZero: false,
        censusQuery: requestsOf('traefik_service_requests_total{service=~"$namespace-($service)-(http-)?[0-9]+@.+"}'),
    },
    "envoy-gateway": {
        controllerName: "gateway.envoyproxy.io/gatewayclass-controller",
        queryMatch: true,
        backendResponseFilter: true,
        keepsWeightZero: false,
    },
    istio: {
        controllerName: "istio.io/gateway-controller",
        queryMatch: true,
        backendResponseFilter: true,
        keepsWeightZero: false,
        censusQuery: requestsOf(
            'istio_requests_total{destination_service_name=~"$service",destination_service_namespace="$namespace"}',
        ),
    },
    "nginx-gateway-fabric": {
        controllerName: "gateway.nginx.org/nginx-gateway-controller",
        queryMatch: true,
        backendResponseFilter: false,
        keepsWeightZero: false,
    },
    "aws-load-balancer-controller": {
        controllerName: "gateway.k8s.aws/alb",
        queryMatch: true,
        backendResponseFilter: false,
        keepsWeightZero: true,
    },
    "haproxy-ingress": {
        controllerName: "haproxy-ingress.github.io/controller",
        queryMatch: false,
        backendResponseFilter: false,
        keepsWeightZero: true,
    },
    other: { controllerName: undefined, queryMatch: true, backendResponseFilter: false, keepsWeightZero: false },
};
