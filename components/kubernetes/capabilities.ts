import { requestsOf } from "./common/requests";

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

/** Counters in Prometheus, with `$service` and `$namespace` for whose they are. */
export interface ServiceMetrics {
    readonly requests: string;
    /** Of them: answers 5xx. */
    readonly errors: string;
    /** Time of all answers, and how many they were. */
    readonly time: { readonly sum: string; readonly count: string; readonly unitMs: number };
}

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
    /** Its counters of a Service; undefined where there are none, or we do not know them. */
    readonly metrics?: ServiceMetrics;
    /** Whether a backend of weight 0 stays in the router's configuration. */
    readonly keepsWeightZero: boolean;
}

const ofTraefik = (metric: string, more = "") =>
    `traefik_service_${metric}{service=~"$namespace-($service)-(http-)?[0-9]+@.+"${more}}`;
const TRAEFIK: ServiceMetrics = {
    requests: ofTraefik("requests_total"),
    errors: ofTraefik("requests_total", ',code=~"5.."'),
    time: {
        sum: ofTraefik("request_duration_seconds_sum"),
        count: ofTraefik("request_duration_seconds_count"),
        unitMs: 1000,
    },
};

const ofIstio = (metric: string, more = "") =>
    `istio_${metric}{destination_service_name=~"$service",destination_service_namespace="$namespace"${more}}`;
const ISTIO: ServiceMetrics = {
    requests: ofIstio("requests_total"),
    errors: ofIstio("requests_total", ',response_code=~"5.."'),
    time: {
        sum: ofIstio("request_duration_milliseconds_sum"),
        count: ofIstio("request_duration_milliseconds_count"),
        unitMs: 1,
    },
};

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
        censusQuery: requestsOf(TRAEFIK.requests),
        metrics: TRAEFIK,
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
        censusQuery: requestsOf(ISTIO.requests),
        metrics: ISTIO,
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
