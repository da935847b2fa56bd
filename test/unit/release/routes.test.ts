import fc from "fast-check";
import {
    COLORS,
    normalise,
    ownerOf,
    pathFits,
    type Request,
    type Rule,
    ruleFor,
    specificity,
} from "../../../components/release";
import { shopArgs, shopWith } from "../../support/releaseApp";
import { releaseIds, type Scene, scene, sceneOf, visit } from "../../support/releaseArbitraries";

/** The tier that answers a path, told in another way than the code's: the exact path, else the longest prefix that is declared. */
function tierOf({ args }: Scene, path: string): string | undefined {
    const owners = new Map(Object.entries(args.tiers).flatMap(([name, { paths }]) => paths.map((one) => [one, name])));
    if (owners.has(path) && !path.endsWith("/*")) return owners.get(path);
    for (let end = path.length; end > 0; end--) {
        const owner = path[end - 1] === "/" ? owners.get(`${path.slice(0, end)}*`) : undefined;
        if (owner) return owner;
    }
    return undefined;
}

/** How a request is pinned and to which releases; more than one only if two names of one kind disagree. */
function pinOf({ app, releases, pins }: Scene, request: Request): { by: Rule["match"]["by"]; to: string[] } {
    const live = COLORS.flatMap((color) => (releases[color] === undefined ? [] : [color]));
    const kinds = [
        { by: "query" as const, values: app.session.queries.map((name) => request.query[name]) },
        { by: "header" as const, values: app.session.headers.map((name) => request.headers[name.toLowerCase()]) },
        { by: "cookie" as const, values: [request.cookies[app.session.cookie]] },
    ];
    for (const { by, values } of kinds) {
        const to = live.filter((color) => values.includes(pins[color])).map((color) => releases[color] ?? "");
        if (to.length > 0) return { by, to };
    }
    return { by: "default", to: [] };
}

const request = (parts: Partial<Request>): Request => ({ path: "/", query: {}, headers: {}, cookies: {}, ...parts });
const kind = (rule: Rule) => JSON.stringify([rule.tier, rule.match]);

describe("every request", () => {
    test("the apps that these tests make are legal", () => {
        fc.assert(fc.property(scene, ({ args }) => expect(normalise("shop", args).mistakes).toEqual([])));
    });

    test("S01 matches exactly one rule, and it is one of the tier that answers the path", () => {
        fc.assert(
            fc.property(visit, ([one, request]) => {
                const rule = ruleFor(one.rules, request);
                expect(rule?.tier).toBe(tierOf(one, request.path));
                expect(one.rules.filter((other) => kind(other) === kind(rule as Rule))).toEqual([rule]);
            }),
            { numRuns: 300 },
        );
    });

    test("S12 S15 is pinned by query, then header, then cookie, to a live release and to no other", () => {
        fc.assert(
            fc.property(visit, ([one, request]) => {
                const rule = ruleFor(one.rules, request);
                const { by, to } = pinOf(one, request);
                expect(rule?.match.by).toBe(by);
                if (by === "default") return;
                expect(rule?.forward).toHaveLength(1);
                const [forward] = rule?.forward ?? [];
                expect(to).toContain(forward?.release);
                expect(one.releases[forward?.color ?? "blue"]).toBe(forward?.release);
                expect(forward?.weight).toBe(100);
            }),
            { numRuns: 300 },
        );
    });

    test("S10 S12 of a pinned visitor reaches the same release on every tier", () => {
        fc.assert(
            fc.property(visit, ([one, pinned]) => {
                const reached = one.app.tiers.map(({ health }) => {
                    const rule = ruleFor(one.rules, { ...pinned, path: health.path });
                    return { by: rule?.match.by, to: rule?.forward.map(({ color, release }) => ({ color, release })) };
                });
                for (const each of reached) expect(each).toEqual(reached[0]);
            }),
        );
    });

    test("S24 with a pin to what is not live is as one without", () => {
        fc.assert(
            fc.property(visit, ([one, asked]) => {
                const live = new Set(COLORS.map((color) => one.pins[color]));
                const only = (values: Readonly<Record<string, string>>) =>
                    Object.fromEntries(Object.entries(values).filter(([, value]) => live.has(value)));
                const clean = { ...asked, query: only(asked.query), headers: only(asked.headers) };
                expect(ruleFor(one.rules, asked)).toEqual(
                    ruleFor(one.rules, { ...clean, cookies: only(asked.cookies) }),
                );
            }),
        );
    });
});

describe("with signed pins", () => {
    test("S03 whoever lacks the signature never reaches a release that gets no new visitors", () => {
        fc.assert(
            fc.property(visit, ([one, request]) => {
                const asked = [request.query, request.headers, request.cookies].flatMap((all) => Object.values(all));
                const rule = ruleFor(one.rules, request);
                for (const { color, release, weight } of rule?.forward ?? []) {
                    const pin = one.pins[color] ?? "";
                    if (weight === 0 || pin === release || asked.includes(pin)) continue;
                    expect(rule?.match.by).toBe("default");
                }
            }),
            { numRuns: 300 },
        );
    });

    test("S03 neither id, nor a signature of another release, nor part of one is a pin", () => {
        const signature = "0123456789abcdef".repeat(2);
        const shop = sceneOf(shopArgs(), { green: `v2.${signature}` });
        const reached = (value: string) =>
            [{ query: { release: value } }, { headers: { "x-release": value } }, { cookies: { release: value } }].map(
                (pin) => ruleFor(shop.rules, request(pin))?.forward.filter(({ weight }) => weight > 0),
            );
        const blue = { color: "blue", release: "v1", weight: 100 };
        const green = { color: "green", release: "v2", weight: 100 };
        for (const forged of ["v2", "v2.", `v1.${signature}`, `v2.${signature.toUpperCase()}`, `v2.${signature}0`]) {
            expect([forged, reached(forged)]).toEqual([forged, [[blue], [blue], [blue]]]);
        }
        expect(reached(`v2.${signature}`)).toEqual([[green], [green], [green]]);
        expect(reached("v1")).toEqual([[blue], [blue], [blue]]);
    });
});

describe("pins", () => {
    const shop = sceneOf(shopArgs());
    const reached = (parts: Partial<Request>, one = shop) =>
        ruleFor(one.rules, request(parts))?.forward.map(({ release }) => release);

    test.each<[string, Partial<Request>, string]>([
        ["query beats header", { query: { release: "v2" }, headers: { "x-release": "v1" } }, "v2"],
        ["header beats cookie", { headers: { "x-release": "v2" }, cookies: { release: "v1" } }, "v2"],
        ["cookie beats the default", { cookies: { release: "v2" } }, "v2"],
        ["a dead query leaves the header", { query: { release: "v0" }, headers: { "x-release": "v2" } }, "v2"],
        ["a dead header leaves the cookie", { headers: { "x-release": "v0" }, cookies: { release: "v2" } }, "v2"],
    ])("S03 S15 %s", (_name, parts, release) => {
        for (const path of ["/", "/api/x"]) expect(reached({ ...parts, path })).toEqual([release]);
    });

    test.each<[string, Partial<Request>]>([
        ["another letter case", { cookies: { release: "V2" } }],
        ["a longer id", { cookies: { release: "v22" } }],
        ["no value", { query: { release: "" } }],
        ["another name", { query: { Release: "v2" } }],
        ["a color", { cookies: { release: "green" } }],
        ["Next.js' names, unless they are on", { query: { dpl: "v2" }, headers: { "x-deployment-id": "v2" } }],
    ])("%s pins nothing", (_name, parts) => {
        expect(reached(parts)).toEqual(["v1", "v2"]);
    });

    test("aliases are Next.js' header and query", () => {
        const next = sceneOf(shopWith({ "session.aliases": true }));
        for (const parts of [{ query: { dpl: "v2" } }, { headers: { "x-deployment-id": "v2" } }]) {
            expect(reached(parts, next)).toEqual(["v2"]);
            expect(reached({ ...parts, path: "/api/x" }, next)).toEqual(["v2"]);
        }
        expect(reached({ query: { release: "v2" } }, next)).toEqual(["v2"]);
    });

    test("own names replace the usual ones, and a header's letter case does not matter", () => {
        const own = sceneOf(shopWith({ session: { header: "X-Version", query: "version", cookie: "version" } }));
        expect(reached({ headers: { "x-version": "v2" } }, own)).toEqual(["v2"]);
        expect(reached({ query: { version: "v2" } }, own)).toEqual(["v2"]);
        expect(reached({ cookies: { version: "v2" } }, own)).toEqual(["v2"]);
        expect(
            reached({ cookies: { release: "v2" }, headers: { "x-release": "v2" }, query: { release: "v2" } }, own),
        ).toHaveLength(2);
    });

    test("S09 see-saw: after any number of releases nothing leads to, or names, an older one", () => {
        const ids = fc.integer({ min: 3, max: 12 }).chain(releaseIds);
        fc.assert(
            fc.property(ids, fc.constantFrom("/", "/api/x"), (all, path) => {
                for (let now = 1; now < all.length; now++) {
                    const [even, odd] = now % 2 === 0 ? [all[now], all[now - 1]] : [all[now - 1], all[now]];
                    const colors = { blue: { release: even }, green: { release: odd } };
                    const one = sceneOf(shopWith({ ...colors, "traffic.active": now % 2 === 0 ? "blue" : "green" }));
                    const named = one.rules.flatMap(({ forward }) => forward.map(({ release }) => release));
                    expect(new Set(named)).toEqual(new Set([even, odd]));
                    expect(
                        ruleFor(one.rules, request({ path, cookies: { release: all[now] ?? "" } }))?.forward,
                    ).toEqual([{ color: now % 2 === 0 ? "blue" : "green", release: all[now], weight: 100 }]);
                    const old = ruleFor(one.rules, request({ path, cookies: { release: all[now - 2] ?? "none" } }));
                    expect(old?.match.by).toBe("default");
                }
            }),
            { numRuns: 30 },
        );
    });
});

describe("paths", () => {
    test.each([
        ["/*", "/", true],
        ["/*", "/a/b", true],
        ["/api/*", "/api/", true],
        ["/api/*", "/api/a/b", true],
        ["/api/*", "/api", false],
        ["/api/*", "/apiary", false],
        ["/api/*", "/API/a", false],
        ["/api", "/api", true],
        ["/api", "/api/", false],
    ])("%s fits %s: %s", (pattern, path, fits) => {
        expect(pathFits([pattern], path)).toBe(fits);
    });

    test("are ordered from the catch-all over longer prefixes to the exact path", () => {
        const ordered = ["/*", "/a/*", "/a/b/*", "/a/b/", "/a/b/c"];
        expect([...ordered].reverse().sort((a, b) => specificity(a) - specificity(b))).toEqual(ordered);
    });

    test("tiers come most specific first and the catch-all last, whatever else it answers", () => {
        const tier = (...paths: string[]) => ({ paths: [...paths, `${paths[0]?.replace("*", "")}h`] });
        const tiers = { page: tier("/*", "/a/very/long/path"), api: tier("/api/*"), deep: tier("/api/v2/deep/*") };
        const healthy = Object.entries(tiers).map(([name, { paths }]) => [
            name,
            { paths, health: { path: paths.at(-1) } },
        ]);
        const { app, mistakes } = normalise("shop", shopWith({ tiers: Object.fromEntries(healthy) }));
        expect(mistakes).toEqual([]);
        expect(app.tiers.map(({ name }) => name)).toEqual(["deep", "api", "page"]);
    });

    test("the owner of a path has the most specific one, wherever it stands in the list", () => {
        const all = [{ paths: ["/*", "/api/page"] }, { paths: ["/api/*"] }, { paths: ["/api/v2/*", "/x"] }];
        const owner = (path: string) => all.indexOf(ownerOf(all, path) as (typeof all)[number]);
        expect(["/", "/api/page", "/api/1", "/api/v2/1", "/x", "/x/"].map(owner)).toEqual([0, 0, 1, 2, 2, 0]);
        expect(ownerOf([...all].reverse(), "/api/v2/1")).toBe(all[2]);
        expect(ownerOf(all.slice(1), "/")).toBeUndefined();
    });
});
