import type { Match, Session } from "../../release";
import type { HttpRouteMatch, ValueMatch } from "./httpRoute";

/** What a request looks like besides its path. */
export type Look = Omit<HttpRouteMatch, "path">;

const COOKIE = "Cookie";
/** A header that is there, whatever its value. */
const present = (name: string): ValueMatch => ({ type: "RegularExpression", name, value: ".*" });
const exactly = (name: string, value: string): ValueMatch => ({ type: "Exact", name, value });
/** A browser that loads a page. */
const PAGE: ValueMatch = { type: "RegularExpression", name: "Accept", value: "^.*text/html.*$" };

/**
 * What a pin looks like. A Gateway ranks matches by the number of their headers, then of their query parameters, whatever rule they are
 * in; so a query pin also names the headers that a header or cookie pin of the other release may match by, and a header pin the cookie.
 */
export function pinLooks(match: Match, { headers }: Pick<Session, "headers">): Look[] {
    switch (match.by) {
        case "query": {
            // No match of another pin has more headers than one, or than two with the cookie.
            const rivals = [[], ...headers.map((name) => [present(name)])];
            return match.names.flatMap((name) =>
                rivals.flatMap((rival) =>
                    [rival, [...rival, present(COOKIE)]].map((beaten) => ({
                        ...(beaten.length > 0 ? { headers: beaten } : {}),
                        queryParams: [exactly(name, match.value)],
                    })),
                ),
            );
        }
        case "header":
            return match.names.flatMap((name) => [
                { headers: [exactly(name, match.value)] },
                { headers: [exactly(name, match.value), present(COOKIE)] },
            ]);
        case "cookie":
            return match.names.map((name) => ({
                headers: [{ type: "RegularExpression", name: COOKIE, value: cookieRegex(name, match.value) }],
            }));
        case "default":
            return [{}];
    }
}

/** The same for page loads only. */
export function onPageLoad({ headers = [], ...rest }: Look): Look {
    return { headers: [...headers, PAGE], ...rest };
}

/** One cookie with exactly this value, anywhere in the header. Some controllers match a part of the header, others the whole. */
export function cookieRegex(name: string, value: string): string {
    return `^(.*;\\s*)?${escaped(name)}=${escaped(value)}(;.*)?$`;
}

/** A path of a tier as the Gateway API has it: prefixes are whole segments, so `/api/*` answers `/api` as well. */
export function pathMatch(path: string): HttpRouteMatch["path"] {
    if (!path.endsWith("/*")) return { type: "Exact", value: path };
    return { type: "PathPrefix", value: path.slice(0, -2) || "/" };
}

function escaped(text: string): string {
    return text.replace(/[.*+?^${}()|[\]\\]/g, "\\$&");
}
