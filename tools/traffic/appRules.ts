import type { Reply } from "./reply";

/** What a page says about itself. */
export interface PageFacts {
    /** What pins a visitor to the page's release. Default: the release id. */
    readonly pin?: string;
    /** Version of the API that the page speaks, where the app has such a thing. */
    readonly contract?: number;
    /** Paths of the assets that the page loads, as it asks for them; visitors fetch the first with each page. */
    readonly assets: readonly string[];
    /** Paths of assets that the page loads later, if at all. */
    readonly lazyAssets?: readonly string[];
}

/** A page that is open in a tab. */
export interface Page extends PageFacts {
    readonly release: string;
}

/** What the traffic has to know about one app. */
export interface AppRules {
    /** Reads a page. Throws an error that says what is wrong with it. */
    readPage(page: Reply): PageFacts;
    /** Headers that a page adds to its API calls, besides `X-Release`. */
    apiHeaders?(page: Page): Record<string, string>;
    /** What is wrong with an API answer, undefined when nothing is. Clients without a page give none. */
    checkApi?(answer: Reply, page: Page | undefined): string | undefined;
    /** What is wrong with an asset, undefined when nothing is. */
    checkAsset?(asset: Reply, page: Page): string | undefined;
}

/** Scripts and style sheets that a page names. */
export function namedAssets(html: string): string[] {
    const names = html.matchAll(/(?:src|href)="(\/[^"]+\.(?:m?js|css)(?:\?[^"]*)?)"/g);
    return [...names].map(([, path]) => path?.replaceAll("&amp;", "&") ?? "");
}

/** An asset must not be a page: that is the catch-all answering for a missing file. */
export function pageAsAsset({ headers }: Reply): string | undefined {
    return headers["content-type"]?.startsWith("text/html") ? "a page instead of the asset" : undefined;
}

/** Any app: the assets are what the page names. */
export const anyApp: AppRules = {
    readPage: ({ body }) => ({ assets: namedAssets(body) }),
    checkAsset: pageAsAsset,
};
