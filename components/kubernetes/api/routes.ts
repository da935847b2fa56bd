import { COLORS, type Color, type PerColor, parseColor, type Weights } from "../../release";
import type { Applied } from "../../release/liveRefusals";
import { parseSwitchFacts, parseWeightsText } from "../../release/switchFacts";
import { ANNOTATIONS, defaultRouteName, LABELS, pinsRouteName, serviceName } from "../names";
import type { HttpRoute, KubeObject } from "./objects";
import { type ClusterReader, KINDS } from "./reader";
import type { GatewaySource } from "./source";

/** What a Service stands for. */
export interface Backend {
    readonly name: string;
    readonly tier: string;
    readonly color: Color;
    readonly release: string;
}

/** All that routes an app. */
export interface AppRoutes {
    /** Every route of the namespace, other apps' as well. */
    readonly all: readonly HttpRoute[];
    readonly backends: readonly Backend[];
}

/** The routes of an app's namespace, and what they lead to. */
export async function readRoutes(reader: ClusterReader, { app, namespace }: GatewaySource): Promise<AppRoutes> {
    const [all, services] = await Promise.all([
        reader.list(KINDS.httpRoute, { namespace }),
        reader.list(KINDS.service, { namespace, labels: `${LABELS.app}=${app}` }),
    ]);
    return { all, backends: services.flatMap(backendOf) };
}

function backendOf({ metadata }: KubeObject): Backend[] {
    const { [LABELS.tier]: tier, [LABELS.color]: color = "", [LABELS.release]: release } = metadata.labels ?? {};
    const known = parseColor(color);
    return tier && known && release ? [{ name: metadata.name, tier, color: known, release }] : [];
}

/** The routes that belong to an app by their names. */
export function ownRoutes({ all }: AppRoutes, { app, tiers }: GatewaySource): HttpRoute[] {
    const names = [pinsRouteName(app), ...tiers.map((tier) => defaultRouteName(app, tier))];
    return all.filter(({ metadata }) => names.includes(metadata.name));
}

/** The app's live state by its routes; undefined before the first update got to them. */
export function applied(routes: AppRoutes, source: GatewaySource): Applied | undefined {
    const annotations = defaultOf(routes, source, source.catchAll)?.metadata.annotations ?? {};
    const facts = parseSwitchFacts(ANNOTATIONS, annotations);
    if (!facts) return undefined;
    const written = writtenReleases(annotations);
    const backends = [...routes.backends, ...formerBackends(source, written)];
    const weights: Record<string, Weights> = {};
    const declared: Record<string, Weights> = {};
    for (const tier of source.tiers) {
        const route = defaultOf(routes, source, tier);
        if (!route) continue;
        const live = weightsOf(route, backends);
        const meant = parseWeightsText(route.metadata.annotations?.[ANNOTATIONS.weights]);
        weights[tier] = live.find(({ blue, green }) => blue !== meant?.blue || green !== meant.green) ??
            meant ?? { blue: 0, green: 0 };
        declared[tier] = meant ?? weights[tier];
    }
    const { epoch, active, standbySince } = facts;
    const pinned = pinnedReleases(routes, source);
    // The live color serves by its default also where somebody has removed its pins.
    const releases = pinned ? { [active]: written[active], ...pinned } : written;
    return { live: { epoch, active, releases, weights, standbySince, pins: pinValues(routes, source) }, declared };
}

/** The releases that the last update wrote beside the weights. */
function writtenReleases(annotations: Readonly<Record<string, string>>): PerColor<string> {
    return Object.fromEntries(
        COLORS.flatMap((color) => {
            const release = annotations[ANNOTATIONS.release(color)];
            return release ? [[color, release]] : [];
        }),
    );
}

/** The release that pins lead to, a color; undefined where there are no pins. */
export function pinnedReleases(routes: AppRoutes, { app }: GatewaySource): PerColor<string> | undefined {
    const pins = routes.all.find(({ metadata }) => metadata.name === pinsRouteName(app));
    if (!pins) return undefined;
    const names = (pins.spec?.rules ?? []).flatMap(({ backendRefs = [] }) => backendRefs.map(({ name }) => name));
    const backends = routes.backends.filter(({ name }) => names.includes(name));
    return Object.fromEntries(
        COLORS.flatMap((color) => {
            const release = backends.find((one) => one.color === color)?.release;
            return release === undefined ? [] : [[color, release]];
        }),
    );
}

/** What pins by header say, a color: the only header that must be just so. */
function pinValues(routes: AppRoutes, { app }: GatewaySource): PerColor<string> {
    const pins = routes.all.find(({ metadata }) => metadata.name === pinsRouteName(app));
    const found: { -readonly [C in Color]?: string } = {};
    for (const { matches = [], backendRefs = [] } of pins?.spec?.rules ?? []) {
        const color = routes.backends.find(({ name }) => backendRefs.some((ref) => ref.name === name))?.color;
        const value = matches.flatMap(({ headers = [] }) => headers).find(({ type }) => type === "Exact")?.value;
        if (color && value !== undefined) found[color] = value;
    }
    return found;
}

function defaultOf({ all }: AppRoutes, { app }: GatewaySource, tier: string): HttpRoute | undefined {
    return all.find(({ metadata }) => metadata.name === defaultRouteName(app, tier));
}

/** What the annotations say that there was, for weights of Services that somebody has deleted. */
function formerBackends({ app, tiers }: GatewaySource, releases: PerColor<string>): Backend[] {
    return tiers.flatMap((tier) =>
        COLORS.flatMap((color) => {
            const release = releases[color];
            return release === undefined
                ? []
                : [{ name: serviceName(app, tier, color, release), tier, color, release }];
        }),
    );
}

/** Percent of each rule's requests that a color gets. What goes elsewhere counts for no color. */
function weightsOf({ spec }: HttpRoute, backends: readonly Backend[]): Weights[] {
    return (spec?.rules ?? []).map(({ backendRefs = [] }) => {
        const total = backendRefs.reduce((sum, { weight = 1 }) => sum + weight, 0);
        const share = (color: Color) => {
            const own = backendRefs.filter(({ name }) => backends.find((one) => one.name === name)?.color === color);
            return total === 0 ? 0 : Math.round((100 * own.reduce((sum, { weight = 1 }) => sum + weight, 0)) / total);
        };
        return { blue: share("blue"), green: share("green") };
    });
}
