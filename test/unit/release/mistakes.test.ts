import { shopArgs, shopWith, wrongWith } from "../../support/releaseApp";
import { MISTAKES } from "../../support/releaseMistakes";

describe("S26 S27 S28 S29 one mistake is one message", () => {
    test("the shop as it is has none", () => {
        expect(wrongWith(shopArgs())).toEqual([]);
    });

    test.each(MISTAKES)("%s: %j", (path, value, message) => {
        expect(wrongWith(shopWith({ [path]: value }))).toEqual([message]);
    });

    test("S26 a canary needs a release on the other color", () => {
        expect(wrongWith(shopWith({ green: undefined, "traffic.canaryPercent": 5 }))).toEqual([
            "traffic.canaryPercent: must be 0 while green has no release, got 5; set a release for green first",
        ]);
    });

    test.each(["blue", "green", "visitor", "Web", "1st", "a_b", "a.b", "x".repeat(21), ""])(
        "a tier named %j",
        (name) => {
            const tier = { paths: ["/x/*"], health: { path: "/x/healthz" } };
            expect(wrongWith(shopWith({ tiers: { ...shopArgs().tiers, [name]: tier } }))).toEqual([
                `tiers["${name}"]: a tier's name is 1 to 20 of a-z, 0-9 and -, starts with a letter, and is not blue, green or visitor, got "${name}"; rename it`,
            ]);
        },
    );
});

describe("several mistakes", () => {
    test("are all told", () => {
        const wrong = MISTAKES.filter(([path]) => /^(session|drain|gate)\./.test(path));
        const last = new Map(wrong.map(([path, value, message]) => [path, { value, message }]));
        const values = Object.fromEntries([...last].map(([path, { value }]) => [path, value]));
        expect(last.size).toBeGreaterThan(10);
        expect(wrongWith(shopWith(values)).sort()).toEqual([...last.values()].map(({ message }) => message).sort());
    });

    test.each<[string, Record<string, unknown>, RegExp[]]>([
        ["no tier at all", { tiers: undefined }, [/^tiers: exactly one/]],
        [
            "a tier without anything",
            { "tiers.backend": undefined },
            [
                /^tiers.backend.paths: must be a list of at least one path, got undefined/,
                /^tiers.backend.health.path: /,
            ],
        ],
        [
            "no path",
            { "tiers.backend.paths": [] },
            [/^tiers.backend.paths: must be a list of at least one path, got \[\]$/, /^tiers.backend.health.path: /],
        ],
        [
            "two catch-alls",
            { "tiers.backend.paths": ["/*", "/api/*"] },
            [/^tiers: .*, got \["frontend","backend"\]$/, /^tiers.backend.paths: \/\* belongs to frontend already/],
        ],
        [
            "a path twice",
            { "tiers.frontend.paths": ["/*", "/api/*"] },
            [/^tiers.backend.paths: \/api\/\* belongs to frontend already/, /^tiers.backend.health.path: /],
        ],
        [
            "one health path for two tiers",
            { "tiers.backend.paths": ["/api/*", "/ping"], "tiers.backend.health.path": "/healthz" },
            [/^tiers.backend.health.path: .*; tiers.frontend answers it$/],
        ],
        ["S27 both colors off", { blue: undefined, green: undefined }, [/^traffic.active: must name a color/]],
        [
            "both ids wrong and alike",
            { "blue.release": "a b", "green.release": "a b" },
            [/^blue/, /^green/, /different/],
        ],
    ])("%s", (_name, values, messages) => {
        const wrong = wrongWith(shopWith(values));
        expect(wrong).toHaveLength(messages.length);
        for (const [index, message] of messages.entries()) expect(wrong[index]).toMatch(message);
    });
});
