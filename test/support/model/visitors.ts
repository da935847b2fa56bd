import type { Request } from "../../../components/release";

/** How a request is tied to a release. */
export type Pin = "query" | "header" | "cookie";
export const PINS: readonly Pin[] = ["query", "header", "cookie"];

/** What an answer of 503, or none at all, is called among the releases that may answer. */
export const ERROR = "error";

/** What a router makes of requests in one world: the releases that may answer, and {@link ERROR}. */
export interface Answers {
    pinned(tier: string, pin: Pin, release: string): ReadonlySet<string>;
    unpinned(tier: string): ReadonlySet<string>;
}

/** Who is there while an update runs. */
export interface Visitors {
    /** Releases that were live before it and go on being so: their visitors stay where they are. */
    readonly kept: readonly string[];
    /** Releases that were live before it and are not wanted any more: their visitors land on one that is. */
    readonly retired: readonly string[];
}

/** A path of each tier. */
export function pathOf(tier: string): string {
    return tier === API ? "/api/cart" : "/cart";
}

/** What a router that sees requests makes of those with one pin or none. */
export function answersBy(ask: (tier: string, request: Request) => ReadonlySet<string>): Answers {
    const bare = (tier: string): Request => ({ path: pathOf(tier), query: {}, headers: {}, cookies: {} });
    return {
        pinned: (tier, pin, release) => {
            const sent = (by: Pin, name: string) => (pin === by ? { [name]: release } : {});
            return ask(tier, {
                ...bare(tier),
                query: sent("query", "release"),
                headers: sent("header", "x-release"),
                cookies: sent("cookie", "release"),
            });
        },
        unpinned: (tier) => ask(tier, bare(tier)),
    };
}

/** Tiers by their part: the page's, and those that it calls. */
const PAGE = "frontend";
const API = "backend";

/** What visitors would suffer in a world, in words; empty when nothing. */
export function harm(answers: Answers, { kept, retired }: Visitors): string[] {
    const found: string[] = [];
    const expect = (what: string, got: ReadonlySet<string>, fine: (one: string) => boolean) => {
        for (const one of got) if (!fine(one)) found.push(`${what} gets ${one}`);
        if (got.size === 0) found.push(`${what} gets nothing`);
    };
    for (const release of kept) {
        for (const tier of [PAGE, API]) {
            for (const pin of PINS) {
                expect(`${tier} by ${pin} ${release}`, answers.pinned(tier, pin, release), (one) => one === release);
            }
        }
    }
    for (const tier of [PAGE, API]) expect(`${tier} without a pin`, answers.unpinned(tier), (one) => one !== ERROR);
    const pages = new Map([...answers.unpinned(PAGE)].map((release) => [release, "a new page"]));
    for (const release of retired) {
        for (const tier of [PAGE, API]) {
            expect(`${tier} by cookie ${release}`, answers.pinned(tier, "cookie", release), (one) => one !== ERROR);
        }
        if (answers.pinned(PAGE, "cookie", release).has(release)) pages.set(release, "an old page, loaded again");
    }
    for (const [release, page] of pages) {
        if (release === ERROR) continue;
        for (const pin of ["cookie", "header"] as const) {
            expect(
                `${page} of ${release}, its API by ${pin}`,
                answers.pinned(API, pin, release),
                (one) => one === release,
            );
        }
    }
    return found;
}
