import { type Counted, type Mistake, mistake, type TierWeights } from "../release";
import { type Applied, drifted, type RouterWords, type SizedWanted, sizedRefusals } from "../release/liveRefusals";
import type { Count } from "./api/census";
import type { HttpRoute } from "./api/objects";
import type { Door } from "./api/requirements";
import { type AppRoutes, ownRoutes } from "./api/routes";
import type { GatewaySource } from "./api/source";
import { ANNOTATIONS } from "./names";

/** What an update is about to do, in plain values. */
export interface GatewayPlanInputs extends SizedWanted {
    readonly gateway: GatewaySource;
    readonly door: Door;
    readonly hosts: readonly string[];
    /** Config keys behind the arguments, so that a refusal names what the operator typed. */
    readonly keys: Readonly<Record<string, string>>;
}

/** What the API tells. */
export interface Found {
    readonly routes: AppRoutes;
    readonly applied: Applied | undefined;
    /** Who is left; nothing where nobody needs to know. */
    readonly count: Count;
}

/** How the router is spoken of. */
const WORDS: RouterWords = {
    gives: "the Gateway gives new visitors of",
    changed: "asked for: somebody changed the route by hand",
    remedy: "set active and canary to what is live and update, or set the route back, then switch",
};

/** Why an update must not be made: another stack's or app's place taken, weights changed by hand, a release that is still needed removed. */
export function gatewayRefusals(found: Found, news: GatewayPlanInputs, last: TierWeights | undefined): Mistake[] {
    const claimed = claims(found.routes, news);
    if (claimed.length > 0) return claimed;
    return [
        ...drifted(found.applied, news, last, WORDS),
        ...sizedRefusals(found.applied?.live, news, found.count.left, Date.now(), counted(news, found.count)),
    ];
}

/** Objects of these names are another stack's, or another app answers one of the hosts on the same Gateway. */
function claims(routes: AppRoutes, { gateway, door, hosts }: GatewayPlanInputs): Mistake[] {
    const strange = ownRoutes(routes, gateway).find((route) => {
        const owner = route.metadata.annotations?.[ANNOTATIONS.stack];
        return owner !== undefined && owner !== gateway.stack;
    });
    if (strange) {
        const owner = strange.metadata.annotations?.[ANNOTATIONS.stack];
        const rule = `HTTPRoute ${strange.metadata.name} in it belongs to the stack ${owner}`;
        const remedy = "give this app another name or namespace, or destroy that stack";
        return [mistake("namespace.name", rule, gateway.namespace, remedy)];
    }
    const wanted = new Set(hosts.map((host) => host.toLowerCase()));
    for (const route of routes.all) {
        const app = route.metadata.annotations?.[ANNOTATIONS.app];
        if (app === undefined || app === gateway.app || !leadsFrom(route, door)) continue;
        const others = route.spec?.hostnames ?? [];
        const taken =
            others.length === 0 && hosts.length === 0 ? "every host" : others.find((host) => wanted.has(host));
        if (taken === undefined) continue;
        const rule = `each host belongs to one app of a Gateway, but app ${app} answers ${taken}`;
        return [mistake("hosts", rule, hosts, "give each app hosts of its own")];
    }
    return [];
}

function leadsFrom({ metadata, spec }: HttpRoute, { namespace, name }: Door): boolean {
    return (spec?.parentRefs ?? []).some(
        (parent) => parent.name === name && (parent.namespace ?? metadata.namespace) === namespace,
    );
}

function counted({ gateway }: GatewayPlanInputs, { trouble }: Count): Counted {
    const unknown = gateway.census
        ? `see why nobody can tell (${trouble})`
        : "give a source in census or a time in drain.deadlineMinutes";
    if (gateway.census?.by !== "prometheus") return { one: "visitor", many: "visitors", unknown };
    const within = `in the last ${Math.ceil(gateway.idleSeconds / 60)} minutes`;
    return { one: `request ${within}`, many: `requests ${within}`, unknown };
}
