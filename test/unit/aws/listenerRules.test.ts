import type { Action } from "@aws-sdk/client-elastic-load-balancing-v2";
import fc from "fast-check";
import { limitMistakes } from "../../../components/aws/rules/limits";
import { type ListenerRule, listenerRules, type RulePlan } from "../../../components/aws/rules/listenerRules";
import { pathMistakes } from "../../../components/aws/rules/paths";
import { COLORS, onEveryTier, type Request, ruleFor, weightsOf } from "../../../components/release";
import { RuleTable } from "../../support/aws/alb/ruleTable";
import { albRequest } from "../../support/aws/albRequest";
import { apiCondition } from "../../support/aws/apiRequests";
import { shopArgs, shopWith } from "../../support/releaseApp";
import { type Scene, sceneOf, visit } from "../../support/releaseArbitraries";

/** The rules of a scene on a listener. */
function planOf({ args, app, releases, traffic, pins }: Scene, changes: Partial<RulePlan> = {}): RulePlan {
    return {
        app,
        declared: Object.keys(args.tiers),
        hosts: [],
        firstPriority: 1000,
        releases,
        pins,
        weights: onEveryTier(app, weightsOf(traffic)),
        sticky: true,
        ...changes,
    };
}

/** As the API has them, with the role as the action's target. */
function tableOf(rules: readonly ListenerRule[]): RuleTable {
    const table = new RuleTable([{ Type: "fixed-response", FixedResponseConfig: { StatusCode: "404" } }]);
    for (const rule of rules) {
        table.put({
            RuleArn: rule.role,
            Priority: String(rule.priority),
            Conditions: rule.conditions.map(apiCondition),
            Actions: [{ Type: "forward", TargetGroupArn: rule.role }],
        });
    }
    return table;
}

const arnOf = ({ TargetGroupArn = "none" }: Action) => TargetGroupArn;

/** Whether some header or query value is a live release but for its case, which a load balancer does not see. */
function differsInCase({ pins }: Scene, { query, headers }: Request): boolean {
    const live = COLORS.flatMap((color) => pins[color] ?? []);
    return [...Object.values(query), ...Object.values(headers)].some((value) =>
        live.some((id) => id !== value && id.toLowerCase() === value.toLowerCase()),
    );
}

const fits = (one: Scene) => {
    const [blue, green] = [one.releases.blue, one.releases.green];
    if (blue?.toLowerCase() === green?.toLowerCase()) return false;
    return pathMistakes(one.app).length === 0 && limitMistakes(listenerRules(planOf(one))).length === 0;
};
const legal = visit.filter(([one, request]) => fits(one) && !differsInCase(one, request));

test("S03 S12 S15 the load balancer decides every request as the route table does", () => {
    fc.assert(
        fc.property(legal, ([one, request]) => {
            const rules = listenerRules(planOf(one));
            const wanted = ruleFor(one.rules, request);
            const color = wanted?.forward[0]?.color;
            const role = arnOf(tableOf(rules).actionFor(albRequest(request)));
            const expected =
                wanted?.match.by === "default"
                    ? `${wanted.tier}-default`
                    : expect.stringMatching(`^${wanted?.tier}-${color}-${wanted?.match.by}(-alias)?$`);
            expect(role).toEqual(expected);
        }),
        { numRuns: 400 },
    );
});

/** The rules of the shop with some arguments set. */
function shopRules(values: Readonly<Record<string, unknown>> = {}, changes: Partial<RulePlan> = {}): ListenerRule[] {
    return listenerRules(planOf(sceneOf(shopWith(values)), changes));
}

const byRole = (rules: readonly ListenerRule[]) => Object.fromEntries(rules.map((rule) => [rule.role, rule]));

test("a rule's place is its identity: every rule keeps role and priority, whatever is on or live", () => {
    const places = (rules: readonly ListenerRule[]) => rules.map(({ role, priority }) => [priority, role]);
    const usual = places(shopRules());
    expect(usual).toEqual([
        [1000, "backend-blue-query"],
        [1001, "backend-green-query"],
        [1002, "backend-blue-header"],
        [1004, "backend-green-header"],
        [1006, "backend-blue-cookie"],
        [1007, "backend-green-cookie"],
        [1009, "backend-default"],
        [1090, "frontend-blue-query"],
        [1091, "frontend-green-query"],
        [1092, "frontend-blue-header"],
        [1094, "frontend-green-header"],
        [1096, "frontend-blue-cookie"],
        [1097, "frontend-green-cookie"],
        [1099, "frontend-default"],
    ]);
    for (const values of [
        { "traffic.active": "green" },
        { "traffic.canaryPercent": 30 },
        { green: undefined },
        { blue: undefined, "traffic.active": "green" },
        { "green.release": "v3" },
    ]) {
        expect(places(shopRules(values))).toEqual(usual);
    }
});

test("P3 a switch changes the defaults only, and of them the weights only", () => {
    const [before, after] = [shopRules(), shopRules({ "traffic.active": "green" })].map(byRole);
    for (const [role, rule] of Object.entries(before ?? {})) {
        const other = after?.[role];
        if (!rule.isDefault) expect(other).toEqual(rule);
        else expect({ ...other, forward: [] }).toEqual({ ...rule, forward: [] });
    }
    expect(before?.["frontend-default"]?.forward).toEqual([
        { color: "blue", weight: 100 },
        { color: "green", weight: 0 },
    ]);
    expect(after?.["frontend-default"]?.forward).toEqual([
        { color: "blue", weight: 0 },
        { color: "green", weight: 100 },
    ]);
});

test("S24 the pins of a color that is off match nothing, and its target groups stay in use", () => {
    const rules = shopRules({ green: undefined });
    const green = rules.filter(({ role }) => role.includes("-green-"));
    expect(green).toHaveLength(6);
    for (const { conditions } of green) expect(conditions).toEqual([{ hostHeader: { values: ["parked.invalid"] } }]);
    for (const { isDefault, forward } of rules) {
        if (isDefault) expect(forward.map(({ color }) => color)).toEqual(["blue", "green"]);
    }
});

test("exactly one rule is sticky, the first backend's default, and only while both colors are on", () => {
    const sticky = (rules: readonly ListenerRule[]) => rules.filter((rule) => rule.sticky).map(({ role }) => role);
    expect(sticky(shopRules())).toEqual(["backend-default"]);
    expect(sticky(shopRules({ green: undefined }))).toEqual([]);
    expect(sticky(shopRules({}, { sticky: false }))).toEqual([]);
    const media = { paths: ["/media/*"], health: { path: "/media/healthz" } };
    const { frontend, backend } = shopArgs().tiers;
    expect(sticky(shopRules({ tiers: { frontend, backend, media } }))).toEqual(["backend-default"]);
    expect(sticky(shopRules({ tiers: { frontend } }))).toEqual([]);
    const duration = byRole(shopRules({ "session.idleSeconds": 600 }))["backend-default"];
    expect(duration?.stickySeconds).toBe(600);
});

test("with aliases one query rule takes both names, and the second header is a rule of its own", () => {
    const rules = byRole(shopRules({ "session.aliases": true }));
    expect(rules["backend-green-query"]?.conditions[1]).toEqual({
        queryStrings: [
            { key: "release", value: "v2" },
            { key: "dpl", value: "v2" },
        ],
    });
    expect(rules["backend-green-header-alias"]).toMatchObject({
        priority: 1005,
        conditions: [{}, { httpHeader: { httpHeaderName: "x-deployment-id", values: ["v2"] } }],
    });
});

test("an app with hosts answers those only", () => {
    const rules = shopRules({}, { hosts: ["shop.example.com"] });
    const request = { path: "/", query: { release: "v2" }, headers: {}, cookies: {} };
    expect(arnOf(tableOf(rules).actionFor(albRequest(request)))).toBe("frontend-green-query");
    expect(arnOf(tableOf(rules).actionFor(albRequest(request, "blog.example.com")))).toBe("none");
});

test("the pin cookie is matched as a whole, wherever it stands", () => {
    const table = tableOf(shopRules({ "green.release": "v.2" }));
    const role = (cookie: string) =>
        arnOf(table.actionFor({ ...albRequest({ path: "/", query: {}, headers: { cookie }, cookies: {} }) }));
    for (const cookie of ["release=v.2", "a=1; release=v.2", "release=v.2; a=1", "a=1;release=v.2;b=2"]) {
        expect([cookie, role(cookie)]).toEqual([cookie, "frontend-green-cookie"]);
    }
    for (const cookie of ["prerelease=v.2", "release=v.22", "release=vx2", "release=av.2", "a=release=v.2"]) {
        expect([cookie, role(cookie)]).toEqual([cookie, "frontend-default"]);
    }
});

describe("what does not fit into a load balancer's limits is told before anything is made", () => {
    const wrong = (values: Readonly<Record<string, unknown>>, hosts: string[] = []) =>
        limitMistakes(shopRules(values, { hosts })).map(({ where, text }) => `${where}: ${text}`);
    const paths = (count: number) => Array.from({ length: count }, (_, n) => `/api/${n}/*`);

    test.each([
        ["too many hosts", {}, ["a.io", "b.io", "c.io", "d.io"], /^hosts: a load balancer takes 3 values a condition/],
        [
            "too many paths",
            { "tiers.backend.paths": ["/api/healthz", ...paths(3)] },
            [],
            /^tiers.backend.paths: a load balancer takes 3 values a condition/,
        ],
        [
            "too many values together",
            { "tiers.backend.paths": ["/api/healthz", ...paths(2)], "session.aliases": true },
            ["a.io"],
            /^tiers.backend.paths: a load balancer takes 5 values a rule: hosts, paths and the pin together, got \[/,
        ],
        [
            "a cookie and a release that are too long together",
            { "session.cookie": "c".repeat(40), "green.release": ".".repeat(40).replace(/^./, "v") },
            [],
            /^session.cookie: a load balancer takes values of up to 128 characters/,
        ],
    ])("%s", (_what, values, hosts, text) => {
        expect(wrong(values, hosts)).toEqual([expect.stringMatching(text)]);
    });

    test("the usual app fits", () => {
        expect(wrong({ "session.aliases": true }, ["shop.example.com"])).toEqual([]);
    });
});

describe("paths that a load balancer cannot tell apart", () => {
    const wrong = (tiers: Record<string, string[]>) =>
        pathMistakes({
            tiers: Object.entries(tiers).map(([name, paths]) => ({ name, paths })) as never,
        }).map(({ where, text }) => `${where}: ${text}`);

    test("prefixes of two tiers must not overlap; the catch-all alone may", () => {
        expect(wrong({ backend: ["/api/*"], frontend: ["/*"] })).toEqual([]);
        expect(wrong({ backend: ["/api/*"], media: ["/api/media/*"], frontend: ["/*"] })).toEqual([
            'tiers.media.paths: must not overlap with /api/* of backend, got "/api/media/*"; give the tiers paths of their own',
        ]);
        expect(wrong({ backend: ["/api/*"], frontend: ["/*", "/api/docs"] })).toHaveLength(1);
        expect(wrong({ backend: ["/api/*"], media: ["/api-media/*"], frontend: ["/*"] })).toEqual([]);
    });

    test("characters that a path pattern cannot hold", () => {
        expect(wrong({ backend: ["/api/(v1)/*"], frontend: ["/*"] })).toEqual([
            expect.stringMatching(/^tiers.backend.paths: a load balancer takes letters, .*got "\/api\/\(v1\)\/\*"/),
        ]);
    });
});
