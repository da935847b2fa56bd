import type { Rule } from "@aws-sdk/client-elastic-load-balancing-v2";
import { liveRules, type TaggedRule } from "../../../components/aws/api/rules";
import type { AlbSource } from "../../../components/aws/api/source";
import { type AlbPlanInputs, albRefusals } from "../../../components/aws/refusals";
import { TAGS } from "../../../components/aws/rules/tags";
import { onEveryTier, type Weights } from "../../../components/release";
import { leaving } from "../../../components/release/liveRefusals";
import { switchFacts, weightsText } from "../../../components/release/switchFacts";

const SOURCE: AlbSource = {
    app: "shop",
    listenerArn: "arn:aws:elasticloadbalancing:eu-central-1:123456789012:listener/app/shop/1/2",
    loadBalancer: "app/shop/1",
    priorities: {
        backend: { fallback: 1009, pins: { blue: 1000, green: 1001 } },
        frontend: { fallback: 1099, pins: { blue: 1090, green: 1091 } },
    },
    catchAll: "frontend",
    targetGroups: {
        blue: { frontend: "fb", backend: "bb" },
        green: { frontend: "fg", backend: "bg" },
    },
    idleSeconds: 1800,
};
const TIERS = { tiers: [{ name: "frontend" }, { name: "backend" }] } as never;
const BLUE = { blue: 100, green: 0 };
const GREEN = { blue: 0, green: 100 };

function defaultRule(tier: "frontend" | "backend", live: Weights, declared = live, facts = {}): TaggedRule {
    const groups = SOURCE.targetGroups;
    return {
        rule: {
            Priority: String(SOURCE.priorities[tier]?.fallback),
            Actions: [
                {
                    Type: "forward",
                    ForwardConfig: {
                        TargetGroups: [
                            { TargetGroupArn: groups.blue[tier], Weight: live.blue },
                            { TargetGroupArn: groups.green[tier], Weight: live.green },
                        ],
                    },
                },
            ],
        },
        tags: { [TAGS.app]: "shop", [TAGS.weights]: weightsText(declared), ...facts },
    };
}

function pin(priority: number, release: string, signed?: string): TaggedRule {
    const conditions: Rule["Conditions"] = release
        ? [
              { Field: "path-pattern", PathPatternConfig: { Values: ["/*"] } },
              { Field: "query-string", QueryStringConfig: { Values: [{ Key: "release", Value: signed ?? release }] } },
          ]
        : [{ Field: "host-header", HostHeaderConfig: { Values: ["parked.invalid"] } }];
    const tags = { [TAGS.app]: "shop", ...(signed ? { [TAGS.release]: release } : {}) };
    return { rule: { Priority: String(priority), Conditions: conditions }, tags };
}

const SINCE = "2026-11-20T10:00:00.000Z";

/** A listener on which v1 on blue is live and v2 waits on green. */
function listener({ frontend = BLUE, backend = BLUE, declared = BLUE, epoch = 4, green = "v2" } = {}) {
    return [
        pin(1000, "v1"),
        pin(1001, green),
        defaultRule("backend", backend, declared),
        pin(1090, "v1"),
        pin(1091, green),
        defaultRule("frontend", frontend, declared, switchFacts(TAGS, "blue", epoch, { blue: "", green: SINCE })),
    ];
}

function inputs(changes: Partial<AlbPlanInputs> = {}): AlbPlanInputs {
    return {
        alb: SOURCE,
        firstPriority: 1000,
        hosts: [],
        epoch: 4,
        releases: { blue: "v1", green: "v2" },
        weights: onEveryTier(TIERS, BLUE),
        sizes: { blue: { frontend: 1, backend: 1 }, green: { frontend: 1, backend: 1 } },
        drain: { deadlineMinutes: 0, force: false },
        keys: {},
        ...changes,
    };
}

function refused(all: readonly TaggedRule[], news: AlbPlanInputs, census = {}, last = news.weights): string[] {
    const found = { all, rules: liveRules(all, SOURCE), census };
    return albRefusals(found, news, last).map(({ where, text }) => `${where}: ${text}`);
}

test("S25 the live state is read from the rules and their tags", () => {
    expect(liveRules(listener(), SOURCE)).toEqual({
        live: {
            epoch: 4,
            active: "blue",
            releases: { blue: "v1", green: "v2" },
            pins: { blue: "v1", green: "v2" },
            weights: { frontend: BLUE, backend: BLUE },
            standbySince: { green: Date.parse(SINCE) },
        },
        declared: { frontend: BLUE, backend: BLUE },
    });
    expect(liveRules(listener({ green: "" }), SOURCE)?.live.releases).toEqual({ blue: "v1" });
    expect(liveRules([], SOURCE)).toBeUndefined();
});

test("rules of another app at the same priorities tell nothing", () => {
    const others = listener().map(({ rule }) => ({ rule, tags: { [TAGS.app]: "blog" } }));
    expect(liveRules(others, SOURCE)).toBeUndefined();
});

test("nothing is refused when nothing changes, and a switch is fine", () => {
    expect(refused(listener(), inputs())).toEqual([]);
    const news = inputs({ weights: onEveryTier(TIERS, GREEN), epoch: 5 });
    expect(refused(listener(), news, {}, onEveryTier(TIERS, BLUE))).toEqual([]);
});

test("S30 a stale switch, S31 retiring the live color and S32 retiring one that has requests are refused", () => {
    expect(refused(listener(), inputs({ epoch: 3 }))).toEqual([
        expect.stringMatching(/^traffic.epoch: this config is stale: switch number 4 is live, got 3/),
    ]);
    expect(refused(listener(), inputs({ releases: { green: "v2" } }))).toEqual([
        expect.stringMatching(/^blue.release: blue is live with v1 and cannot be retired/),
    ]);
    const retired = inputs({ releases: { blue: "v1" } });
    expect(refused(listener(), retired, { green: 7 })).toEqual([
        expect.stringMatching(/^green.release: v2 on green still has 7 requests in the last 32 minutes, got ""/),
    ]);
    expect(refused(listener(), retired, { green: 0 })).toEqual([]);
    expect(refused(listener(), { ...retired, drain: { deadlineMinutes: 0, force: true } }, { green: 7 })).toEqual([]);
    const deadline = { deadlineMinutes: 60, force: false };
    expect(refused(listener(), { ...retired, drain: deadline }, { green: 7 })).toEqual([]);
});

test("a color with requests is not emptied of instances either", () => {
    const sizes = { blue: { frontend: 1, backend: 1 }, green: { frontend: 0, backend: 1 } };
    expect(refused(listener(), inputs({ sizes }), { green: 1 })).toEqual([
        "green.instances.frontend: v2 on green still has 1 request in the last 32 minutes, got 0; " +
            "keep its instances until the census is 0, or set force for one update",
    ]);
    expect(refused(listener(), inputs({ sizes }), { green: 0 })).toEqual([]);
    const past = inputs({ sizes, drain: { deadlineMinutes: 1, force: false } });
    expect(refused(listener(), past, { green: 1 })).toEqual([]);
    expect(leaving(liveRules(listener(), SOURCE), inputs({ sizes }))).toEqual(["green"]);
    expect(leaving(liveRules(listener(), SOURCE), inputs())).toEqual([]);
});

describe("weights that somebody set by hand", () => {
    const half = { blue: 50, green: 50 };

    test("are refused, with what is live and what was asked for", () => {
        expect(refused(listener({ frontend: half }), inputs())).toEqual([
            "traffic: the load balancer gives new visitors of frontend blue 50 green 50, which neither this config (blue 100 green 0) " +
                "nor the last update (blue 100 green 0) asked for: somebody changed the rule by hand, " +
                'got "blue 50 green 50"; set active and canary to what is live and update, or set the rule back, then switch',
        ]);
    });

    test("are taken over by a config that asks for them", () => {
        expect(
            refused(listener({ frontend: half, backend: half }), inputs({ weights: onEveryTier(TIERS, half) })),
        ).toEqual([]);
    });

    test("S33 are none when an update was killed between its writes, whichever way the next one goes", () => {
        const killed = listener({ backend: GREEN, declared: BLUE });
        const [forth, back] = [onEveryTier(TIERS, GREEN), onEveryTier(TIERS, BLUE)];
        expect(refused(killed, inputs({ weights: forth }), {}, forth)).toEqual([]);
        expect(refused(killed, inputs({ weights: back }), {}, forth)).toEqual([]);
    });
});

describe("two apps on one load balancer", () => {
    const blog = (priority: number, host: string): TaggedRule => ({
        rule: {
            Priority: String(priority),
            Conditions: [{ Field: "host-header", HostHeaderConfig: { Values: [host] } }],
        },
        tags: { [TAGS.app]: "blog" },
    });

    test("must not claim one range of priorities", () => {
        expect(refused([...listener(), blog(1050, "blog.example.com")], inputs())).toEqual([
            "priority: priorities 1000 to 1099 must be free on the listener, but app blog has 1050, got 1000; " +
                "give each app on the load balancer a range of its own",
        ]);
        expect(refused([...listener(), blog(1100, "blog.example.com")], inputs())).toEqual([]);
    });

    test("must not claim one host, whatever its case", () => {
        const news = inputs({ hosts: ["shop.example.com"] });
        expect(refused([...listener(), blog(1100, "Shop.example.com")], news)).toEqual([
            expect.stringMatching(/^hosts: each host belongs to one app, but app blog answers Shop.example.com, got/),
        ]);
    });

    test("a rule that nobody tagged is in the way as well", () => {
        const stranger = { rule: { Priority: "1050", RuleArn: "arn:x" }, tags: {} };
        expect(refused([...listener(), stranger], inputs())).toEqual([
            expect.stringMatching(/^priority: .* but a rule that is not ours \(arn:x\) has 1050/),
        ]);
    });
});

describe("S03 signed pins", () => {
    const rules = listener().map((one) =>
        ["1001", "1091"].includes(one.rule.Priority ?? "") ? pin(Number(one.rule.Priority), "v2", "v2.sealed") : one,
    );

    test("do not hide which release is live", () => {
        expect(liveRules(rules, SOURCE)?.live).toMatchObject({
            releases: { blue: "v1", green: "v2" },
            pins: { blue: "v1", green: "v2.sealed" },
        });
    });

    test("stay as they are while there are visitors", () => {
        expect(refused(rules, inputs({ pins: { green: "v2.sealed" } }), { green: 3 })).toEqual([]);
        expect(refused(rules, inputs(), { green: 3 })).toEqual([
            expect.stringMatching(/^pins.secret: .* those of v2 on green/),
        ]);
    });
});
