import { COLORS, type Color } from "../../../components/release";
import type { Live, LiveColor } from "../target";
import type { ApiServer } from "./api/apiServer";
import { GATEWAY_API } from "./objects";

/** Labels and annotations by which the objects of an app say what they are for; a contract with whoever reads them. */
export const SAYS = {
    app: "blue-green/app",
    tier: "blue-green/tier",
    color: "blue-green/color",
    release: "blue-green/release",
    active: "blue-green/active",
    epoch: "blue-green/epoch",
    weights: "blue-green/weights",
    since: (color: Color) => `blue-green/${color}-standby-since`,
} as const;

/** An object, as far as it is looked at here. */
export interface Seen {
    readonly kind: string;
    readonly metadata: {
        readonly name: string;
        readonly uid: string;
        readonly generation?: number;
        readonly deletionTimestamp?: string;
        readonly labels?: Readonly<Record<string, string>>;
        readonly annotations?: Readonly<Record<string, string>>;
    };
}

export interface SeenRoute extends Seen {
    readonly spec: { readonly rules?: readonly { readonly backendRefs?: readonly Backend[] }[] };
}

interface Backend {
    readonly name: string;
    readonly weight?: number;
}

interface SeenSlice extends Seen {
    readonly endpoints: readonly { readonly conditions?: { readonly ready?: boolean } }[] | null;
}

/** All that says what the router does. */
export interface SeenRouting {
    readonly routes: readonly SeenRoute[];
    readonly services: readonly Seen[];
    readonly slices: readonly SeenSlice[];
}

/** All objects of a kind in a namespace. */
export async function listed<T extends Seen>(
    api: ApiServer,
    namespace: string,
    [apiVersion, kind]: readonly [string, string],
): Promise<T[]> {
    const path = await api.path(apiVersion, kind, namespace);
    const { items } = await api.ask<{ items: T[] }>("GET", path);
    return items.map((item) => ({ ...item, kind }));
}

export async function readRouting(api: ApiServer, namespace: string): Promise<SeenRouting> {
    const [routes, services, slices] = await Promise.all([
        listed<SeenRoute>(api, namespace, [GATEWAY_API, "HTTPRoute"]),
        listed(api, namespace, ["v1", "Service"]),
        listed<SeenSlice>(api, namespace, ["discovery.k8s.io/v1", "EndpointSlice"]),
    ]);
    return { routes, services, slices };
}

/** What the Gateway does now, by its routes. A color is on when a pin leads there. */
export function liveOf(seen: SeenRouting): Live {
    const { annotations = {} } = routeSaying(seen, SAYS.active).metadata;
    const colors: { [C in Color]?: LiveColor } = {};
    for (const color of COLORS) {
        const own = seen.services.filter((one) => says(one, SAYS.color) === color && isPinned(seen, one));
        const release = own[0] && says(own[0], SAYS.release);
        if (release === undefined) continue;
        const byTier = <T>(read: (service: Seen) => T) =>
            Object.fromEntries(own.map((one) => [says(one, SAYS.tier) ?? "", read(one)]));
        colors[color] = {
            release,
            weights: byTier((one) => weightOf(seen, one)),
            up: byTier((one) => readyOf(seen, one)),
        };
    }
    return { active: annotations[SAYS.active] ?? "", epoch: Number(annotations[SAYS.epoch]), colors };
}

/** The route with this annotation. */
export function routeSaying({ routes }: Pick<SeenRouting, "routes">, annotation: string): SeenRoute {
    const found = routes.find(({ metadata }) => metadata.annotations?.[annotation] !== undefined);
    if (!found) throw new Error(`no HTTPRoute has the annotation ${annotation}`);
    return found;
}

function says({ metadata }: Seen, label: string): string | undefined {
    return metadata.labels?.[label];
}

const isDefault = ({ metadata }: Seen) => metadata.annotations?.[SAYS.weights] !== undefined;

function backendsOf(routes: readonly SeenRoute[], { metadata }: Seen): Backend[] {
    const backends = routes.flatMap(({ spec }) => (spec.rules ?? []).flatMap(({ backendRefs = [] }) => backendRefs));
    return backends.filter(({ name }) => name === metadata.name);
}

function isPinned({ routes }: SeenRouting, service: Seen): boolean {
    return (
        backendsOf(
            routes.filter((route) => !isDefault(route)),
            service,
        ).length > 0
    );
}

/** The share of new visitors in the default of its tier. */
function weightOf({ routes }: SeenRouting, service: Seen): number {
    return backendsOf(routes.filter(isDefault), service)[0]?.weight ?? 0;
}

/** Pods that get requests. */
function readyOf({ slices }: SeenRouting, { metadata }: Seen): number {
    const own = slices.filter((one) => says(one, "kubernetes.io/service-name") === metadata.name);
    return own.flatMap(({ endpoints }) => endpoints ?? []).filter(({ conditions }) => conditions?.ready).length;
}
