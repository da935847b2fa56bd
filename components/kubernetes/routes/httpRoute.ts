/** The parts of an HTTPRoute (gateway.networking.k8s.io/v1) that we use; the fields are those of the API. */
export interface HttpRouteRule {
    readonly matches: readonly HttpRouteMatch[];
    readonly filters?: readonly ResponseFilter[];
    readonly backendRefs: readonly BackendRef[];
}

/** One way to fit a rule: all of it must hold. */
export interface HttpRouteMatch {
    readonly path: { readonly type: "Exact" | "PathPrefix"; readonly value: string };
    readonly headers?: readonly ValueMatch[];
    readonly queryParams?: readonly ValueMatch[];
}

/** What a header or a query parameter must be. */
export interface ValueMatch {
    readonly type: "Exact" | "RegularExpression";
    readonly name: string;
    readonly value: string;
}

/** A Service that a rule leads to. */
export interface BackendRef {
    readonly name: string;
    readonly port: number;
    readonly weight: number;
    readonly filters?: readonly ResponseFilter[];
}

/** Adds headers to the answer, beside those of the app. */
export interface ResponseFilter {
    readonly type: "ResponseHeaderModifier";
    readonly responseHeaderModifier: { readonly add: readonly { readonly name: string; readonly value: string }[] };
}

/** Limits of one HTTPRoute (its CRD, Gateway API v1.0 to v1.4). */
export const LIMITS = { rulesARoute: 16, matchesARule: 64, matchesARoute: 128, hostnames: 16 };
