import type { EndpointSlice, HttpRoute, KubeObject } from "../../../components/kubernetes/api/objects";
import type { Door } from "../../../components/kubernetes/api/requirements";
import type { GatewaySource } from "../../../components/kubernetes/api/source";
import {
    ANNOTATIONS,
    defaultRouteName,
    pinsRouteName,
    releaseLabels,
    serviceName,
} from "../../../components/kubernetes/names";
import type { GatewayPlanInputs } from "../../../components/kubernetes/refusals";
import { httpRoutes } from "../../../components/kubernetes/routes/httpRoutes";
import {
    type App,
    COLORS,
    type Color,
    normalise,
    onEveryTier,
    type Releases,
    type TierWeights,
    type Weights,
} from "../../../components/release";
import { switchFacts, weightsText } from "../../../components/release/switchFacts";
import { shopArgs } from "../releaseApp";
import { FakeCluster } from "./fakeCluster";

export const BLUE: Weights = { blue: 100, green: 0 };
export const GREEN: Weights = { blue: 0, green: 100 };
export const HALF: Weights = { blue: 50, green: 50 };
/** Since when green waits. */
export const SINCE = "2026-11-20T10:00:00.000Z";

/** The shop's two tiers. */
export const SHOP: App = normalise("shop", shopArgs()).app;
const TIERS = ["frontend", "backend"];

export const SOURCE: GatewaySource = {
    app: "shop",
    stack: "shop/dev",
    namespace: "shop-dev",
    tiers: TIERS,
    catchAll: "frontend",
    idleSeconds: 1800,
};
export const DOOR: Door = { namespace: "web", name: "public", controller: "traefik" };

/** What a cluster runs. */
export interface Running {
    readonly releases?: Releases;
    /** What the routes say. */
    readonly weights?: TierWeights;
    /** What the annotations say. */
    readonly declared?: Weights;
    readonly epoch?: number;
    readonly active?: Color;
    /** Ready pods a tier. */
    readonly ready?: number;
}

/** A cluster in which v1 on blue is live and v2 waits on green. */
export function shopCluster({
    releases = { blue: "v1", green: "v2" },
    weights = onEveryTier(SHOP, BLUE),
    declared = BLUE,
    epoch = 4,
    active = "blue",
    ready = 2,
}: Running = {}): FakeCluster {
    const { pins, defaults } = httpRoutes({
        app: SHOP,
        releases,
        weights,
        queryMatch: true,
        setsCookie: false,
        secure: false,
    });
    const since = { blue: "", green: SINCE };
    const cluster = new FakeCluster().put("httproutes", routeOf(pinsRouteName("shop"), pins, {}));
    for (const tier of TIERS) {
        const facts = {
            ...switchFacts(ANNOTATIONS, active, epoch, since),
            ...Object.fromEntries(COLORS.map((color) => [ANNOTATIONS.release(color), releases[color] ?? ""])),
        };
        const annotations = {
            [ANNOTATIONS.weights]: weightsText(declared),
            ...(tier === SOURCE.catchAll ? facts : {}),
        };
        cluster.put("httproutes", routeOf(defaultRouteName("shop", tier), defaults[tier] ?? [], annotations));
    }
    for (const color of COLORS) {
        const release = releases[color];
        if (release === undefined) continue;
        for (const tier of TIERS) {
            const metadata = named(
                serviceName("shop", tier, color, release),
                releaseLabels("shop", tier, color, release),
            );
            cluster.put("services", { metadata });
            cluster.put("endpointslices", slice(metadata.name, ready));
        }
    }
    return cluster;
}

/** A route of the shop. */
export function routeOf(name: string, rules: readonly object[], annotations: Record<string, string>): HttpRoute {
    return {
        metadata: {
            ...named(name),
            generation: 1,
            annotations: { [ANNOTATIONS.app]: "shop", [ANNOTATIONS.stack]: SOURCE.stack, ...annotations },
        },
        spec: { parentRefs: [{ namespace: DOOR.namespace, name: DOOR.name }], rules },
    };
}

/** Name and place of an object of the shop's. */
export function named(name: string, labels: Record<string, string> = {}): KubeObject["metadata"] {
    return { name, namespace: SOURCE.namespace, labels };
}

/** Endpoints of a Service, of which some are ready and one is not. */
export function slice(service: string, ready: number, name = `${service}-x`): EndpointSlice {
    const endpoint = (index: number, isReady?: boolean) => ({
        addresses: [`10.0.0.${index}`],
        ...(isReady === undefined ? {} : { conditions: { ready: isReady } }),
        targetRef: { uid: `${service}-${index}` },
    });
    return {
        metadata: named(name, { "kubernetes.io/service-name": service }),
        endpoints: [...Array.from({ length: ready }, (_, index) => endpoint(index, true)), endpoint(99, false)],
    };
}

/** An update of the shop that changes nothing. */
export function planInputs(changes: Partial<GatewayPlanInputs> = {}): GatewayPlanInputs {
    return {
        gateway: SOURCE,
        door: DOOR,
        hosts: ["shop.example.com"],
        epoch: 4,
        releases: { blue: "v1", green: "v2" },
        weights: onEveryTier(SHOP, BLUE),
        sizes: { blue: { frontend: 2, backend: 2 }, green: { frontend: 2, backend: 2 } },
        drain: { deadlineMinutes: 0, force: false },
        keys: {},
        ...changes,
    };
}
