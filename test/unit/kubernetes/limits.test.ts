import { LIMITS } from "../../../components/kubernetes/routes/httpRoute";
import { httpRoutes } from "../../../components/kubernetes/routes/httpRoutes";
import { limitMistakes, pathMistakes } from "../../../components/kubernetes/routes/limits";
import { normalise, onEveryTier, type TierArgs } from "../../../components/release";

const tiersOf = (paths: Record<string, string[]>) =>
    Object.fromEntries(
        Object.entries(paths).map(([name, own]): [string, TierArgs] => [
            name,
            { paths: [...own, `/health-${name}`], health: { path: `/health-${name}` } },
        ]),
    );

/** What is said of an app with these paths, and both colors on. */
function saidOf(paths: Record<string, string[]>, aliases = false, setsCookie = false): string[] {
    const { app, releases, mistakes } = normalise("shop", {
        tiers: tiersOf(paths),
        blue: { release: "v1" },
        green: { release: "v2" },
        traffic: { active: "blue" },
        session: { aliases },
    });
    expect(mistakes).toEqual([]);
    const weights = onEveryTier(app, { blue: 100, green: 0 });
    const routes = httpRoutes({ app, releases, weights, queryMatch: true, setsCookie, secure: true });
    return limitMistakes(routes, aliases).map(({ where, text }) => `${where}: ${text}`);
}

const named = (count: number) =>
    Object.fromEntries(Array.from({ length: count }, (_, at) => [`t${at}`, [`/t${at}/*`]]));

test("a usual app fits, with aliases and with the cookie set by the router", () => {
    const shop = { frontend: ["/*"], backend: ["/api/*"] };
    expect([saidOf(shop), saidOf(shop, false, true)]).toEqual([[], []]);
    expect(saidOf({ frontend: ["/*"] }, true, true)).toEqual([]);
});

test("more rules, matches or paths than an HTTPRoute has room for are told, with what to do", () => {
    expect(LIMITS).toEqual({ rulesARoute: 16, matchesARule: 64, matchesARoute: 128, hostnames: 16 });
    expect(saidOf({ frontend: ["/*"], ...named(8) })).toContain(
        "tiers: 18 rules are more than the 16 of an HTTPRoute, got 18; use fewer tiers or paths",
    );
    const many = Array.from({ length: 4 }, (_, at) => `/a${at}`);
    expect(saidOf({ frontend: ["/*", ...many], backend: ["/api/*", "/b", "/c"] })).toEqual([
        "tiers: 140 matches are more than the 128 of an HTTPRoute, got 140; use fewer tiers or paths",
    ]);
    expect(saidOf({ frontend: ["/*", "/a", "/b"] }, true)).toEqual([
        "tiers: 136 matches are more than the 128 of an HTTPRoute, got 136; use fewer tiers or paths, or no aliases",
        "tiers: 68 matches are more than the 64 of a rule, got 68; use fewer tiers or paths, or no aliases",
    ]);
    const paths = Array.from({ length: 65 }, (_, at) => `/p${at}`);
    expect(saidOf({ frontend: ["/*", ...paths] })).toContain(
        "tiers.frontend.paths: 67 paths are more than the 64 of a rule, got 67; use fewer tiers or paths",
    );
});

test.each(["/a//b", "/a/./b", "/a/../b", "/a/..", "/a%2Fb", "/a%2fb", "/a%zb", `/${"a".repeat(1024)}`])(
    "a Gateway does not take the path %s",
    (path) => {
        const [said, ...others] = pathMistakes({ tiers: [{ name: "api", paths: [path] }] as never });
        expect(said?.where).toBe("tiers.api.paths");
        expect(others).toEqual([]);
    },
);

test("it takes others", () => {
    const paths = ["/*", "/api/*", "/a.b/..c", "/a%20b", "/~x!$&()+,;=:@", "/api/"];
    expect(pathMistakes({ tiers: [{ name: "api", paths }] as never })).toEqual([]);
});
