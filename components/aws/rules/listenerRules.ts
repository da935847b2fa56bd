import {
    type App,
    COLORS,
    type Color,
    isCatchAll,
    type PerColor,
    type Releases,
    type Rule,
    routeTable,
    type TierWeights,
} from "../../release";
import { type Condition, PARKED, pinCondition, placeConditions } from "./conditions";
import { blockOf, type Place, priorityOf } from "./priorities";

/** One rule of the listener. */
export interface ListenerRule {
    /** Part of its resource's name: tier, and for a pin color and kind. */
    readonly role: string;
    readonly tier: string;
    readonly priority: number;
    readonly conditions: readonly Condition[];
    /** Target groups by color. The default lists both always, so that the standby's goes on being checked. */
    readonly forward: readonly { readonly color: Color; readonly weight: number }[];
    /** Whether the load balancer's own cookie ties a client to a target group. */
    readonly sticky: boolean;
    /** How long that cookie holds without a request, in seconds. */
    readonly stickySeconds: number;
    /** Whether it is a tier's default, the only kind of rule that a switch changes. */
    readonly isDefault: boolean;
}

/** What the rules are made from. */
export interface RulePlan {
    readonly app: App;
    /** Tier names in the order in which they were declared. */
    readonly declared: readonly string[];
    readonly hosts: readonly string[];
    readonly firstPriority: number;
    readonly releases: Releases;
    /** Signed pins; a color without one is pinned by its release id. */
    readonly pins?: PerColor<string>;
    readonly weights: TierWeights;
    /** Whether clients that keep the load balancer's cookie are tied by it where they have no pin. */
    readonly sticky: boolean;
}

/** The route table as listener rules. A color that is off keeps its rules, parked: they match nothing. */
export function listenerRules(plan: RulePlan): ListenerRule[] {
    const { app, releases, weights, pins } = plan;
    return routeTable(app, everyColor(releases), weights, pins).flatMap((rule) => rendered(plan, rule));
}

/** Both colors, so that the table has a place for every rule; what is off is parked below. */
function everyColor(releases: Releases): Releases {
    return Object.fromEntries(COLORS.map((color) => [color, releases[color] ?? ""]));
}

function rendered(plan: RulePlan, rule: Rule): ListenerRule[] {
    const { match, tier, paths, forward } = rule;
    const place = placeConditions(plan.hosts, paths);
    const block = blockOf(plan.app, plan.declared, tier);
    const at = (where: Place) => priorityOf(plan.firstPriority, block, where);
    if (match.by === "default") {
        return [
            {
                role: `${tier}-default`,
                tier,
                priority: at({ by: "default" }),
                conditions: place,
                forward: forward.map(({ color, weight }) => ({ color, weight })),
                sticky: isSticky(plan, tier),
                stickySeconds: plan.app.session.idleSeconds,
                isDefault: true,
            },
        ];
    }
    const color = forward[0]?.color ?? "blue";
    const off = plan.releases[color] === undefined;
    const names = match.by === "header" ? match.names : match.names.slice(0, 1);
    return names.map((one, name) => ({
        role: `${tier}-${color}-${match.by}${name === 0 ? "" : "-alias"}`,
        tier,
        priority: at({ by: match.by, color, name }),
        conditions: off ? PARKED : [...place, pinCondition(match, one)],
        forward: [{ color, weight: 100 }],
        sticky: false,
        stickySeconds: plan.app.session.idleSeconds,
        isDefault: false,
    }));
}

/**
 * Only one rule may be sticky, since the load balancer's cookie has one name a host. It is the first backend's, for API clients that send
 * no pin, and only while both colors are on: a cookie for an empty target group would be answered 503.
 */
function isSticky({ app, declared, releases, sticky }: RulePlan, tier: string): boolean {
    if (!sticky || COLORS.some((color) => releases[color] === undefined)) return false;
    const catchAll = app.tiers.find(isCatchAll)?.name;
    return declared.find((name) => name !== catchAll) === tier;
}
