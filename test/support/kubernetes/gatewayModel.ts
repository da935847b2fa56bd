import type {
    BackendRef,
    HttpRouteMatch,
    HttpRouteRule,
    ValueMatch,
} from "../../../components/kubernetes/routes/httpRoute";
import type { Request } from "../../../components/release";

/** An HTTPRoute that is attached to the Gateway, with what decides ties. */
export interface AttachedRoute {
    readonly name: string;
    readonly createdAt: number;
    readonly rules: readonly HttpRouteRule[];
}

/** How a controller reads regular expressions: the standard leaves it open whether they must match the whole value. */
export type Regex = "whole" | "part";

/** A rule, and the match by which it was chosen. */
export interface Chosen {
    readonly route: string;
    readonly rule: HttpRouteRule;
    readonly match: HttpRouteMatch;
}

/**
 * The rule that the Gateway API says decides a request: exact path, then longest prefix, then most headers, then most query parameters,
 * whatever route or rule they are in; on ties the oldest route, then the first by name, then the first rule.
 */
export function decide(routes: readonly AttachedRoute[], request: Request, regex: Regex): Chosen | undefined {
    const fitting = routes.flatMap((route) =>
        route.rules.flatMap((rule, index) =>
            rule.matches
                .filter((match) => fits(match, request, regex))
                .map((match) => ({ route, rule, match, rank: [...rankOf(match), -route.createdAt], index })),
        ),
    );
    const [best] = fitting.sort(
        (a, b) =>
            compare(b.rank, a.rank) ||
            (a.route.name < b.route.name ? -1 : a.route.name > b.route.name ? 1 : a.index - b.index),
    );
    return best && { route: best.route.name, rule: best.rule, match: best.match };
}

/** Backends by their share of the requests; those of weight 0 get none. */
export function shares({ rule: { backendRefs } }: Chosen): Record<string, number> {
    const sum = backendRefs.reduce((total, { weight }) => total + weight, 0);
    const share = ({ name, weight }: BackendRef) => [name, (100 * weight) / sum];
    return Object.fromEntries(backendRefs.filter(({ weight }) => weight > 0).map(share));
}

function rankOf({ path, headers = [], queryParams = [] }: HttpRouteMatch): number[] {
    return [path.type === "Exact" ? 1 : 0, path.value.length, headers.length, queryParams.length];
}

function compare(a: readonly number[], b: readonly number[]): number {
    const index = a.findIndex((one, at) => one !== b[at]);
    return index < 0 ? 0 : (a[index] ?? 0) - (b[index] ?? 0);
}

function fits({ path, headers = [], queryParams = [] }: HttpRouteMatch, request: Request, regex: Regex): boolean {
    const cookies = Object.entries(request.cookies).map(([name, value]) => `${name}=${value}`);
    const sent: Record<string, string> = { ...request.headers };
    if (cookies.length > 0) sent.cookie = cookies.join("; ");
    return (
        pathFits(path, request.path) &&
        headers.every((one) => valueFits(one, sent[one.name.toLowerCase()], regex)) &&
        queryParams.every((one) => valueFits(one, request.query[one.name], regex))
    );
}

/** A prefix is one of whole segments. */
function pathFits({ type, value }: HttpRouteMatch["path"], path: string): boolean {
    if (type === "Exact") return path === value;
    return value === "/" || path === value || path.startsWith(`${value}/`);
}

function valueFits({ type, value }: ValueMatch, got: string | undefined, regex: Regex): boolean {
    if (got === undefined) return false;
    if (type === "Exact") return got === value;
    return new RegExp(regex === "whole" ? `^(?:${value})$` : value).test(got);
}
