import {
    type App,
    type Color,
    cookieAttributes,
    type Match,
    type PerColor,
    type Releases,
    type Rule,
    routeTable,
    type TierWeights,
} from "../../release";
import { serviceName } from "../names";
import type { BackendRef, HttpRouteMatch, HttpRouteRule, ResponseFilter } from "./httpRoute";
import { type Look, onPageLoad, pathMatch, pinLooks } from "./matches";

/** What the routes are made from. */
export interface RoutePlan {
    readonly app: App;
    readonly releases: Releases;
    /** Signed pins; a color without one is pinned by its release id. */
    readonly pins?: PerColor<string>;
    readonly weights: TierWeights;
    /** Whether the controller can look at query parameters. */
    readonly queryMatch: boolean;
    /** Whether the router sets the release cookie; the app otherwise. */
    readonly setsCookie: boolean;
    /** Whether visitors come by TLS, so that the cookie is for TLS only. */
    readonly secure: boolean;
}

/** The rules of all routes of an app. Pins come before the releases get visitors, defaults after, so they are objects of their own. */
export interface AppRoutes {
    readonly pins: readonly HttpRouteRule[];
    /** By tier. */
    readonly defaults: Readonly<Record<string, readonly HttpRouteRule[]>>;
}

/** Port of every Service. */
export const SERVICE_PORT = 80;

/** The route table as rules of HTTPRoutes. A color that is off has none. */
export function httpRoutes(plan: RoutePlan): AppRoutes {
    const table = routeTable(plan.app, plan.releases, plan.weights, plan.pins);
    const of = (tier: string) => table.filter((rule) => rule.tier === tier);
    return {
        pins: plan.app.tiers.flatMap(({ name }) => pinRules(plan, of(name))),
        defaults: Object.fromEntries(plan.app.tiers.map(({ name }) => [name, defaultRules(plan, of(name))])),
    };
}

/** Pins of a tier, a release each. Where two names of a pin tell two releases, the first rule wins as in the route table. */
function pinRules(plan: RoutePlan, rules: readonly Rule[]): HttpRouteRule[] {
    const pins = rules.filter(({ match }) => match.by !== "default" && (match.by !== "query" || plan.queryMatch));
    const releases = [...new Set(pins.map(({ forward }) => forward[0]?.release))];
    return releases.flatMap((release) => {
        const own = pins.filter(({ forward }) => forward[0]?.release === release);
        const looks = (by: Match["by"]) =>
            own.filter(({ match }) => match.by === by).flatMap(({ match }) => pinLooks(match, plan.app.session));
        if (!plan.setsCookie)
            return ruleOf(
                plan,
                own,
                own.flatMap(({ match }) => pinLooks(match, plan.app.session)),
            );
        // Who has the cookie gets it anew, and so does a page that is asked for by its link. Anything else that a page asks for by its
        // own release must not move the visitor's other pages.
        const again = [...looks("cookie"), ...looks("query").map(onPageLoad)];
        return [
            ...ruleOf(plan, own, again, { filters: [setCookie(plan, own[0]?.forward[0]?.color, release ?? "")] }),
            ...ruleOf(plan, own, [...looks("header"), ...looks("query")]),
        ];
    });
}

function ruleOf(
    plan: RoutePlan,
    rules: readonly Rule[],
    looks: readonly Look[],
    more: Pick<HttpRouteRule, "filters"> = {},
): HttpRouteRule[] {
    const [rule] = rules;
    if (!rule || looks.length === 0) return [];
    return [{ matches: matchesOf(rule.paths, looks), ...more, backendRefs: backends(plan, rule, false) }];
}

function defaultRules(plan: RoutePlan, rules: readonly Rule[]): HttpRouteRule[] {
    return rules
        .filter(({ match }) => match.by === "default")
        .map((rule) => ({ matches: matchesOf(rule.paths, [{}]), backendRefs: backends(plan, rule, plan.setsCookie) }));
}

function matchesOf(paths: readonly string[], looks: readonly Look[]): HttpRouteMatch[] {
    return paths.flatMap((path) => looks.map((look) => ({ path: pathMatch(path), ...look })));
}

function backends(plan: RoutePlan, { tier, forward }: Rule, cookie: boolean): BackendRef[] {
    return forward.map(({ color, release, weight }) => ({
        name: serviceName(plan.app.name, tier, color, release),
        port: SERVICE_PORT,
        weight,
        ...(cookie ? { filters: [setCookie(plan, color, release)] } : {}),
    }));
}

/** Added, never set: the app has cookies of its own. */
function setCookie(plan: RoutePlan, color: Color | undefined, release: string): ResponseFilter {
    return {
        type: "ResponseHeaderModifier",
        responseHeaderModifier: { add: [{ name: "Set-Cookie", value: releaseCookie(plan, color, release) }] },
    };
}

/** The cookie that ties a visitor to a release, ready to be sent. */
export function releaseCookie(
    { app, secure, pins }: Pick<RoutePlan, "app" | "secure" | "pins">,
    color: Color | undefined,
    release: string,
): string {
    return `${app.session.cookie}=${(color && pins?.[color]) ?? release}; ${cookieAttributes(app.session, secure)}`;
}
