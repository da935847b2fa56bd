import fc from "fast-check";
import { serviceName } from "../../../components/kubernetes/names";
import { type AppRoutes, httpRoutes, type RoutePlan } from "../../../components/kubernetes/routes/httpRoutes";
import { cookieRegex } from "../../../components/kubernetes/routes/matches";
import { onEveryTier, type Request, ruleFor, weightsOf } from "../../../components/release";
import { type AttachedRoute, decide, type Regex, shares } from "../../support/kubernetes/gatewayModel";
import { type Scene, scene, visit } from "../../support/releaseArbitraries";

/** What a controller may be able to do or not, and how it reads regular expressions. */
const abilities = fc.record({
    queryMatch: fc.boolean(),
    setsCookie: fc.boolean(),
    secure: fc.boolean(),
    regex: fc.constantFrom<Regex>("whole", "part"),
    /** Which route is the oldest makes no difference. */
    ages: fc.infiniteStream(fc.nat(3)),
    page: fc.boolean(),
    /** Cookies before the pin, whose names and values are nearly its own. */
    cookies: fc.constantFrom<Record<string, string>>({}, { prerelease: "v1" }, { a: "release=v1" }),
});

const planOf = ({ app, releases, traffic, pins }: Scene, more: Partial<RoutePlan> = {}): RoutePlan => ({
    app,
    releases,
    pins,
    weights: onEveryTier(app, weightsOf(traffic)),
    queryMatch: true,
    setsCookie: false,
    secure: true,
    ...more,
});

function attached({ pins, defaults }: AppRoutes, ages: Iterable<number> = []): AttachedRoute[] {
    const age = ages[Symbol.iterator]();
    const all = [["shop-pins", pins] as const, ...Object.entries(defaults)];
    return all.map(([name, rules]) => ({ name, rules, createdAt: age.next().value ?? 0 }));
}

/** A prefix of the Gateway API is one of whole segments: `/api/*` answers `/api` too, unless that is a path of its own. */
function asSegments({ app }: Scene, request: Request): Request {
    const declared = app.tiers.flatMap(({ paths }) => paths);
    const inner = !declared.includes(request.path) && declared.includes(`${request.path}/*`);
    // Deeper, since `/api/` itself may be a path of another tier.
    return inner ? { ...request, path: `${request.path}/~` } : request;
}

/** Paths as they are asked for; a pattern is none. */
const plain = ({ path }: Request) => !path.endsWith("/*");

test("S01 S12 S15 every request is decided as by the route table, whatever the controller", () => {
    fc.assert(
        fc.property(
            visit,
            abilities,
            ([one, visited], { queryMatch, setsCookie, secure, regex, ages, page, ...more }) => {
                fc.pre(plain(visited));
                const headers = page ? { ...visited.headers, accept: "text/html,*/*" } : visited.headers;
                const request = { ...visited, headers, cookies: { ...more.cookies, ...visited.cookies } };
                const routes = attached(httpRoutes(planOf(one, { queryMatch, setsCookie, secure })), ages);
                const chosen = decide(routes, request, regex);
                const seen = asSegments(one, queryMatch ? request : { ...request, query: {} });
                const wanted = ruleFor(one.rules, seen);
                const forward = wanted?.forward.filter(({ weight }) => weight > 0) ?? [];
                expect(chosen && shares(chosen)).toEqual(
                    Object.fromEntries(
                        forward.map(({ color, release, weight }) => [
                            serviceName(one.app.name, wanted?.tier ?? "", color, release),
                            weight,
                        ]),
                    ),
                );
                expect(chosen?.route === "shop-pins").toBe(wanted?.match.by !== "default");
            },
        ),
        { numRuns: 700 },
    );
});

describe("the expression for a cookie", () => {
    test.each([
        ["release=v1.2", true],
        ["a=1; release=v1.2", true],
        ["a=1;release=v1.2; b=2", true],
        ["release=v1.2;", true],
        ["release=v1x2", false],
        ["release=v1.2x", false],
        ["prerelease=v1.2", false],
        ["a=release=v1.2", false],
        ["a=1 release=v1.2", false],
        ["RELEASE=v1.2", false],
    ])("%s: %s", (header, fits) => {
        const expression = cookieRegex("release", "v1.2");
        const [part, whole] = [new RegExp(expression), new RegExp(`^(?:${expression})$`)];
        expect([part.test(header), whole.test(header)]).toEqual([fits, fits]);
    });
});

test("a color that is on stays in the default at weight 0, and one that is off is nowhere", () => {
    fc.assert(
        fc.property(scene, (one) => {
            const { pins, defaults } = httpRoutes(planOf(one));
            const live = Object.values(one.releases).length;
            for (const rules of Object.values(defaults))
                expect(rules.map((rule) => rule.backendRefs.length)).toEqual([live]);
            expect(pins).toHaveLength(live * one.app.tiers.length);
        }),
    );
});

test("P3 a switch alters defaults only", () => {
    fc.assert(
        fc.property(scene, (one) => {
            const before = httpRoutes(planOf(one));
            const after = httpRoutes(planOf(one, { weights: onEveryTier(one.app, { blue: 0, green: 100 }) }));
            expect(after.pins).toEqual(before.pins);
        }),
    );
});

describe("a router that sets the cookie", () => {
    const setBy = (one: Scene, request: Request) => {
        const chosen = decide(attached(httpRoutes(planOf(one, { setsCookie: true }))), request, "whole");
        const filters = [
            ...(chosen?.rule.filters ?? []),
            ...(chosen?.rule.backendRefs.flatMap((ref) => ref.filters ?? []) ?? []),
        ];
        return filters.flatMap(({ responseHeaderModifier }) => responseHeaderModifier.add.map(({ value }) => value));
    };

    test("sets it on the way to each release of a default, anew for who has it, and for a page asked for by its link", () => {
        fc.assert(
            fc.property(visit, fc.boolean(), ([one, visited], page) => {
                fc.pre(plain(visited));
                const request = page ? { ...visited, headers: { ...visited.headers, accept: "text/html" } } : visited;
                const wanted = ruleFor(one.rules, asSegments(one, request));
                const silent = wanted?.match.by === "header" || (wanted?.match.by === "query" && !page);
                const named = silent ? [] : (wanted?.forward.map(({ color }) => one.pins[color]) ?? []);
                const cookie = one.app.session.cookie;
                expect(setBy(one, request).map((text) => text.split(";")[0])).toEqual(
                    named.map((id) => `${cookie}=${id}`),
                );
            }),
            { numRuns: 500 },
        );
    });
});
