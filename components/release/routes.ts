import type { App, Releases, TierWeights } from "./app";
import { COLORS, type Color, type PerColor } from "./color";

/** What a rule looks at, besides the path. */
export type Match =
    | { readonly by: "query" | "header" | "cookie"; readonly names: readonly string[]; readonly value: string }
    | { readonly by: "default" };

/** Where a rule sends a request: one release for a pin, all releases that are on, weighted, for the default. */
export interface Forward {
    readonly color: Color;
    readonly release: string;
    /** Percent. A color that is on stays listed at 0, so that routers go on checking its health. */
    readonly weight: number;
}

/** One rule of the router. The most specific path that fits decides the tier, then the first of the tier's rules whose match fits. */
export interface Rule {
    readonly tier: string;
    readonly paths: readonly string[];
    readonly match: Match;
    readonly forward: readonly Forward[];
}

/**
 * The heart: all rules of an app. For every tier, in order of precedence: query, header and cookie pins of every live release, then
 * the weighted default.
 *
 * @param signed pins of the colors whose plain release id is no pin
 */
export function routeTable(app: App, releases: Releases, weights: TierWeights, signed: PerColor<string> = {}): Rule[] {
    const live = COLORS.flatMap((color) => {
        const release = releases[color];
        return release === undefined ? [] : [{ color, release }];
    });
    const pins = [
        { by: "query", names: app.session.queries },
        { by: "header", names: app.session.headers },
        { by: "cookie", names: [app.session.cookie] },
    ] as const;
    return app.tiers.flatMap((tier) => [
        ...pins.flatMap((pin) =>
            live.map(({ color, release }) => ({
                tier: tier.name,
                paths: tier.paths,
                match: { ...pin, value: signed[color] ?? release },
                forward: [{ color, release, weight: 100 }],
            })),
        ),
        {
            tier: tier.name,
            paths: tier.paths,
            match: { by: "default" as const },
            forward: live.map(({ color, release }) => ({
                color,
                release,
                weight: weights[tier.name]?.[color] ?? 0,
            })),
        },
    ]);
}

/** What a router sees of a request. Header names are in lower case. */
export interface Request {
    readonly path: string;
    readonly query: Readonly<Record<string, string>>;
    readonly headers: Readonly<Record<string, string>>;
    readonly cookies: Readonly<Record<string, string>>;
}

/** Whether one of a tier's paths fits: an exact path, or a prefix that ends in `/*`. */
export function pathFits(paths: readonly string[], path: string): boolean {
    return paths.some((pattern) => (pattern.endsWith("/*") ? path.startsWith(pattern.slice(0, -1)) : path === pattern));
}

/** Of all that answer paths, the one that answers this path: its own path that fits is the most specific. */
export function ownerOf<T extends { readonly paths: readonly string[] }>(
    all: readonly T[],
    path: string,
): T | undefined {
    return all
        .flatMap((owner) => owner.paths.map((pattern) => ({ pattern, owner })))
        .filter(({ pattern }) => pathFits([pattern], path))
        .sort((a, b) => specificity(b.pattern) - specificity(a.pattern))[0]?.owner;
}

/** The rule that decides a request, as a router would pick it. */
export function ruleFor(rules: readonly Rule[], request: Request): Rule | undefined {
    const asked = {
        query: request.query,
        header: request.headers,
        cookie: request.cookies,
    };
    const tier = ownerOf(rules, request.path)?.tier;
    return rules.find((rule) => {
        if (rule.tier !== tier) return false;
        const { match } = rule;
        if (match.by === "default") return true;
        return match.names.some(
            (name) => asked[match.by][match.by === "header" ? name.toLowerCase() : name] === match.value,
        );
    });
}

/** How specific a path is: longer beats shorter, and an exact path beats a prefix of its length. */
export function specificity(path: string): number {
    return path.endsWith("/*") ? 2 * (path.length - 2) : 2 * path.length + 1;
}
