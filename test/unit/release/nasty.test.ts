import fc from "fast-check";
import {
    COLORS,
    listed,
    mistake,
    normalise,
    onEveryTier,
    routeTable,
    shown,
    weightsOf,
    withKey,
} from "../../../components/release";
import { shopArgs, shopWith, wrongWith } from "../../support/releaseApp";

/** Texts that mean something to a configuration, a shell, a header or a terminal. */
const NASTY = [
    "a\r\nX-Evil: 1",
    "a\nuse_backend evil",
    "a\0b",
    "a b",
    "a\tb",
    'a"b',
    "a'b",
    "a`id`",
    "a\\b",
    "a#b",
    "a{b}",
    "a|b",
    "a<b>",
    "a[b]",
    "a^b",
    "a?b",
    "a%[src]\u001b[31m",
    "größe",
    "\u202ea",
    " ",
    "",
    "x".repeat(500),
];
const WORDS = [
    "blue.release",
    "green.release",
    "traffic.active",
    "traffic.order",
    "session.cookie",
    "session.header",
    "session.query",
    "session.sameSite",
    "session.domain",
    "session.cookieless",
    "tiers.backend.health.path",
];
const NUMBERS = [
    "tiers.backend.instances",
    "tiers.backend.health.intervalSeconds",
    "tiers.backend.health.timeoutSeconds",
    "tiers.backend.health.fall",
    "tiers.backend.health.rise",
    "traffic.canaryPercent",
    "traffic.pauseSeconds",
    "traffic.epoch",
    "session.idleSeconds",
    "drain.deadlineMinutes",
    "drain.quietMinutes",
    "gate.freshClients",
    "gate.deadlineSeconds",
];
const NO_NUMBERS = [
    Number.NaN,
    Infinity,
    -Infinity,
    -1,
    1e300,
    "",
    "1",
    "x",
    true,
    [],
    [1],
    {},
    10n,
    Symbol("x"),
    () => 1,
];
const FLAGS = ["session.aliases", "drain.force"];

/** Refused, each message naming the argument, in lines that hold no break or control of the caller's. */
function expectRefusal(path: string, value: unknown): void {
    const { mistakes } = normalise("shop", shopWith({ [path]: value }));
    expect(mistakes.map(({ where }) => where)).toContain(path);
    expect(listed(mistakes).split("\n")).toHaveLength(mistakes.length);
    // biome-ignore lint/suspicious/noControlCharactersInRegex: that is what must not be there
    expect(listed(mistakes)).not.toMatch(/[\x00-\x09\x0b-\x1f]/);
    for (const { text } of mistakes) expect(text.length).toBeLessThan(300);
}

describe("nasty input is refused", () => {
    test.each(WORDS)("%s: texts that would mean something in a configuration", (path) => {
        for (const value of NASTY) expectRefusal(path, path.endsWith(".path") ? `/api/a${value}?` : value);
    });

    test.each(WORDS)("%s: what is no text", (path) => {
        for (const value of [0, 1, true, false, [], ["v1"], {}, { release: "v1" }, 10n]) expectRefusal(path, value);
    });

    test.each(NUMBERS)("%s: what is no number in its range", (path) => {
        for (const value of NO_NUMBERS) expectRefusal(path, value);
    });

    test.each(FLAGS)("%s: what is neither true nor false", (path) => {
        for (const value of ["true", "false", "", 0, 1, [], {}]) expectRefusal(path, value);
    });

    test("paths: what is no path, or means something in a configuration", () => {
        const own = ["/api/*"];
        for (const value of NASTY.filter((one) => one !== "" && !one.startsWith("x"))) {
            expectRefusal("tiers.backend.paths", [...own, `/${value}`]);
            expectRefusal("tiers.backend.paths", [...own, `/${value}/*`]);
            expectRefusal("tiers.backend.warmupPaths", [`/api/${value}`]);
        }
        for (const value of ["", "a", "*", "/**", "/a*", "/*/", "/*/*", "http://a/", "/a?b=c", null, 0, own]) {
            expectRefusal("tiers.backend.paths", [...own, value]);
        }
        for (const value of ["/*", {}, 7, true, "", null, undefined]) expectRefusal("tiers.backend.paths", value);
    });

    test("a tier's name that would break a line is told in quotes", () => {
        const name = "a\r\ntiers.b";
        const [first, ...rest] = wrongWith(shopWith({ tiers: { ...shopArgs().tiers, [name]: undefined } }));
        expect(first).toMatch(/^tiers\["a\\r\\ntiers\.b"\]: a tier's name is /);
        for (const one of rest) expect(one).toMatch(/^tiers\["a\\r\\ntiers\.b"\]\.(paths|health\.path): /);
    });

    test("what a URL may hold but a quote is a legal path", () => {
        const path = "/api/-._~!$&()+,;=:@%41";
        expect(wrongWith(shopWith({ "tiers.backend.paths": ["/api/*", path, `${path}/*`] }))).toEqual([]);
    });
});

describe("whatever is given", () => {
    const any = fc.oneof(fc.anything(), fc.constantFrom<unknown>(...NASTY, ...NO_NUMBERS, 0, 1, 100, "v1", "green"));
    const paths = fc.array(fc.oneof(any, fc.constantFrom("/*", "/api/*", "/api/a", "/a/*", "/healthz")), {
        maxLength: 3,
    });
    const change = fc.tuple(
        fc.oneof(
            fc.constantFrom(...WORDS, ...NUMBERS, ...FLAGS),
            fc.constantFrom(
                "tiers.backend",
                "tiers.backend.paths",
                "tiers.backend.health",
                "tiers.backend.warmupPaths",
            ),
            fc.constantFrom("blue", "green"),
        ),
        fc.oneof(any, paths),
    );
    const wholes = fc.constantFrom("tiers", "traffic", "session", "drain", "gate");

    test("of one argument or some, nothing throws, and a route table without a mistake is sound", () => {
        const changes = fc.uniqueArray(change, {
            minLength: 1,
            maxLength: 4,
            selector: ([path]) => path.split(".")[1] ?? path,
        });
        fc.assert(
            fc.property(changes, (all) => {
                const values = Object.fromEntries([...all].sort(([a], [b]) => b.length - a.length));
                const settings = normalise("shop", shopWith(values));
                if (settings.mistakes.length === 0) expectSound(settings);
            }),
            { numRuns: 800 },
        );
    });

    test("as a whole group of arguments, nothing throws", () => {
        fc.assert(
            fc.property(wholes, any, (group, value) => {
                const settings = normalise("shop", shopWith({ [group]: value }));
                if (settings.mistakes.length === 0) expectSound(settings);
            }),
        );
    });
});

/** What a router may be given, told without the code's own rules. */
function expectSound({ app, releases, traffic, drain, censusSeconds, gate }: ReturnType<typeof normalise>): void {
    const token = /^[\w-]{1,40}$/;
    const rules = routeTable(app, releases, onEveryTier(app, weightsOf(traffic)));
    expect(COLORS.filter((color) => releases[color] !== undefined)).toContain(traffic.active);
    for (const { tier, paths, match, forward } of rules) {
        expect(tier).toMatch(token);
        for (const path of paths) expect(path).toMatch(/^\/[\w.~!$&()+,;=:@%/-]*\*?$/);
        for (const { release } of forward) expect(release).toMatch(/^[A-Za-z0-9][\w.-]{0,39}$/);
        if (match.by !== "default") for (const name of match.names) expect(name).toMatch(token);
        expect(forward.reduce((sum, { weight }) => sum + weight, 0)).toBe(100);
    }
    const { idleSeconds, cookie, domain = "a" } = app.session;
    expect(`${cookie}${domain}`).toMatch(/^[\w.-]+$/);
    const numbers = [
        idleSeconds,
        traffic.epoch,
        traffic.pauseSeconds,
        drain.deadlineMinutes,
        censusSeconds,
        gate.freshClients,
    ];
    for (const { instances, health } of app.tiers) {
        numbers.push(instances, health.intervalSeconds, health.timeoutSeconds, health.fall, health.rise);
    }
    for (const one of numbers) expect(Number.isFinite(one) && one >= 0).toBe(true);
    expect(typeof drain.force).toBe("boolean");
}

describe("a mistake", () => {
    const circle: { self?: unknown } = {};
    circle.self = circle;

    test.each<[unknown, string]>([
        ["", '""'],
        ["a\nb", '"a\\nb"'],
        [undefined, "undefined"],
        [null, "null"],
        [Number.NaN, "NaN"],
        [-Infinity, "-Infinity"],
        [0.1, "0.1"],
        [10n, "bigint"],
        [circle, "object"],
        [["a", 1], '["a",1]'],
        [Symbol("s"), "Symbol(s)"],
        ["x".repeat(200), `"${"x".repeat(76)}...`],
    ])("shows what it got: case %#", (value, text) => {
        expect(shown(value)).toBe(text);
    });

    test("names the config key behind the argument, if there is one", () => {
        const one = mistake("traffic.active", "must be blue or green", "red", "correct it");
        const other = mistake("gate.freshClients", "must be more", 0);
        expect(withKey(one, { "traffic.canaryPercent": "canary" })).toEqual(one);
        expect(listed([one, other], { "traffic.active": "shop:live" })).toBe(
            'traffic.active: must be blue or green, got "red"; correct it (config key "shop:live")\n' +
                "gate.freshClients: must be more, got 0",
        );
    });
});
