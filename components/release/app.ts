import type { Color, PerColor } from "./color";

/** A tier with every default filled in. */
export interface Tier {
    readonly name: string;
    readonly paths: readonly string[];
    readonly health: {
        readonly path: string;
        readonly intervalSeconds: number;
        readonly timeoutSeconds: number;
        readonly fall: number;
        readonly rise: number;
    };
    readonly instances: number;
    readonly warmupPaths: readonly string[];
}

/** Which tier's default moves first in a switch. */
export const Order = { BackendFirst: "backend-first", FrontendFirst: "frontend-first" } as const;
export type Order = (typeof Order)[keyof typeof Order];

/** What ties clients that send no cookie. */
export const Cookieless = { SourceAddress: "source-address", None: "none" } as const;
export type Cookieless = (typeof Cookieless)[keyof typeof Cookieless];

/** Who gets what, checked and with defaults. */
export interface Traffic {
    readonly active: Color;
    readonly canaryPercent: number;
    readonly order: Order;
    readonly pauseSeconds: number;
    readonly epoch: number;
}

/** How a visitor is tied to a release, checked and with defaults. */
export interface Session {
    readonly idleSeconds: number;
    readonly cookie: string;
    readonly headers: readonly string[];
    readonly queries: readonly string[];
    readonly sameSite: string;
    readonly domain: string | undefined;
    readonly cookieless: Cookieless;
}

/** A whole app: what the route table is made from. */
export interface App {
    readonly name: string;
    /** Most specific paths first, the catch-all last. */
    readonly tiers: readonly Tier[];
    readonly session: Session;
}

/** The release id a color runs; a color without one is off. */
export type Releases = PerColor<string>;

/** Percent of new visitors a color gets; the sum over the colors that are on is 100. */
export type Weights = { readonly [C in Color]: number };

/** The default weights of every tier. They differ between tiers only in the middle of an ordered switch. */
export type TierWeights = Readonly<Record<string, Weights>>;

/** The catch-all tier's path. */
export const CATCH_ALL = "/*";

/** Whether a tier answers the catch-all path: the page, "frontend" in the order of a switch. */
export function isCatchAll(tier: Pick<Tier, "paths">): boolean {
    return tier.paths.includes(CATCH_ALL);
}
