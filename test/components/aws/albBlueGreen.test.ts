import { AlbBlueGreen, type AlbBlueGreenArgs } from "../../../components/aws";
import {
    albArgs,
    albLookUps,
    albMade,
    albRelease,
    CLUSTER_ARN,
    DNS_NAME,
    groupArn,
    imageOf,
    LISTENER,
} from "../../support/albApp";
import { Recorder, type Registered, resolved, thrownBy } from "../../support/harness";

/** Everything that an app declares, by name and type. */
async function declared(changes: Partial<AlbBlueGreenArgs> = {}) {
    const recorder = await Recorder.start(albMade, false, albLookUps);
    const shop = new AlbBlueGreen("shop", albArgs(changes));
    const outputs = {
        url: await resolved(shop.url),
        switchover: await resolved(shop.switchover),
        preview: await resolved(shop.greenPreviewUrl),
        green: await resolved(shop.greenTargetGroups),
    };
    const all = await recorder.settled();
    const one = (name: string, type = "") => {
        const found = all.find((each) => each.name === name && each.type.includes(type));
        if (!found) throw new Error(`nothing of the name ${name} was declared`);
        return found;
    };
    return { all, one, outputs };
}

const rulesOf = (all: readonly Registered[]) =>
    all.filter(({ type }) => type === "aws:lb/listenerRule:ListenerRule").sort((a, b) => (a.name < b.name ? -1 : 1));

test("every rule is on the listener, under its role, below the app", async () => {
    const { all } = await declared();
    expect(rulesOf(all).map(({ name, inputs, parent }) => [name, inputs.priority, inputs.listenerArn, parent])).toEqual(
        [
            ["shop-backend-blue-cookie", 1006],
            ["shop-backend-blue-header", 1002],
            ["shop-backend-blue-query", 1000],
            ["shop-backend-default", 1009],
            ["shop-backend-green-cookie", 1007],
            ["shop-backend-green-header", 1004],
            ["shop-backend-green-query", 1001],
            ["shop-frontend-blue-cookie", 1096],
            ["shop-frontend-blue-header", 1092],
            ["shop-frontend-blue-query", 1090],
            ["shop-frontend-default", 1099],
            ["shop-frontend-green-cookie", 1097],
            ["shop-frontend-green-header", 1094],
            ["shop-frontend-green-query", 1091],
        ].map(([name, priority]) => [name, priority, LISTENER, "shop"]),
    );
});

test("a pin leads to one target group without stickiness", async () => {
    const { one } = await declared();
    expect(one("shop-backend-green-cookie").inputs).toMatchObject({
        conditions: [
            { hostHeader: { values: ["shop.example.com"] } },
            { pathPattern: { values: ["/api/*"] } },
            { httpHeader: { httpHeaderName: "Cookie", regexValues: ["(^|;\\s*)release=v2(;|$)"] } },
        ],
        actions: [{ type: "forward", targetGroupArn: groupArn("shop-backend-targets-green") }],
        tags: { "blue-green:app": "shop" },
    });
    expect(one("shop-frontend-blue-query").inputs.conditions).toEqual([
        { hostHeader: { values: ["shop.example.com"] } },
        { pathPattern: { values: ["/*"] } },
        { queryStrings: [{ key: "release", value: "v1" }] },
    ]);
    expect(one("shop-frontend-blue-header").inputs.conditions).toEqual([
        { hostHeader: { values: ["shop.example.com"] } },
        { pathPattern: { values: ["/*"] } },
        { httpHeader: { httpHeaderName: "X-Release", values: ["v1"] } },
    ]);
});

test("a default lists both target groups with their weights; the first backend's is sticky", async () => {
    const { one } = await declared();
    const actions = (tier: string, enabled: boolean) => [
        {
            type: "forward",
            forward: {
                targetGroups: [
                    { arn: groupArn(`shop-${tier}-targets-blue`), weight: 90 },
                    { arn: groupArn(`shop-${tier}-targets-green`), weight: 10 },
                ],
                stickiness: { enabled, duration: 1800 },
            },
        },
    ];
    expect(one("shop-backend-default").inputs.actions).toEqual(actions("backend", true));
    expect(one("shop-frontend-default").inputs.actions).toEqual(actions("frontend", false));
    expect(one("shop-backend-default").inputs.tags).toEqual({
        "blue-green:app": "shop",
        "blue-green:weights": "blue=90 green=10",
    });
    expect(one("shop-frontend-default").inputs.tags).toEqual({
        "blue-green:app": "shop",
        "blue-green:weights": "blue=90 green=10",
        "blue-green:active": "blue",
        "blue-green:epoch": "4",
        "blue-green:blue-standby-since": "",
        "blue-green:green-standby-since": "2026-11-20T10:00:00.000Z",
    });
});

test("P4 the order: plan, pins, services, rollouts, gate, defaults one tier after the other, check", async () => {
    const { one } = await declared();
    const waits = (name: string, type = "") => one(name, type).waitsFor;
    expect(waits("shop-frontend-green-query")).toContain("shop-plan");
    expect(waits("shop-backend-green-query")).toEqual(
        expect.arrayContaining(["shop-plan", "shop-frontend-green-cookie", "shop-frontend-blue-query"]),
    );
    expect(waits("shop-backend-green-service")).toEqual(
        expect.arrayContaining(["shop-backend-green-query", "shop-frontend-blue-cookie"]),
    );
    expect(waits("shop-backend-green-rollout")).toContain("shop-backend-green-service");
    expect(waits("shop-gate")).toEqual(
        expect.arrayContaining([
            "shop-backend-blue-rollout",
            "shop-backend-green-rollout",
            "shop-frontend-blue-rollout",
            "shop-frontend-green-rollout",
            "shop-frontend-green-cookie",
        ]),
    );
    expect(waits("shop-backend-default")).toContain("shop-gate");
    expect(waits("shop-backend-default")).not.toContain("shop-frontend-default");
    expect(waits("shop-frontend-default")).toEqual(expect.arrayContaining(["shop-gate", "shop-backend-default"]));
    expect(waits("shop-check")).toEqual(expect.arrayContaining(["shop-backend-default", "shop-frontend-default"]));
});

test("S11 client first: the frontend's default goes before the backend's, with the pause between them", async () => {
    const { one } = await declared({ traffic: { active: "blue", order: "frontend-first", pauseSeconds: 30 } });
    expect(one("shop-frontend-default").waitsFor).not.toContain("shop-pause");
    expect(one("shop-pause").waitsFor).toContain("shop-frontend-default");
    expect(one("shop-pause").inputs).toMatchObject({ app: "shop", seconds: 30 });
    expect(one("shop-backend-default").waitsFor).toEqual(
        expect.arrayContaining(["shop-pause", "shop-frontend-default", "shop-gate"]),
    );
});

test("each color that is on runs its release, by digest, with the cookie that it is to set", async () => {
    const { one } = await declared();
    const definition = one("shop-frontend-green-definition").inputs;
    const [container] = JSON.parse(String(definition.containerDefinitions));
    expect(container.image).toBe(imageOf("frontend", "v2"));
    const env = Object.fromEntries(
        container.environment.map(({ name, value }: Record<string, string>) => [name, value]),
    );
    expect(env).toMatchObject({
        RELEASE: "v2",
        COLOR: "green",
        TIER: "frontend",
        PORT: "8080",
        RELEASE_COOKIE: "release=v2; Path=/; Max-Age=1800; SameSite=Lax; HttpOnly; Secure",
    });
    expect(one("shop-backend-blue-rollout").inputs).toMatchObject({
        cluster: CLUSTER_ARN,
        release: "v1",
        targetGroup: groupArn("shop-backend-targets-blue"),
        instances: 3,
        startSeconds: 600,
    });
});

test("a color that is off has no service, and keeps its target groups and its rules, parked", async () => {
    const { all, one } = await declared({ green: undefined, traffic: { active: "blue" } });
    const services = all.filter(({ type }) => type === "aws:ecs/service:Service").map(({ name }) => name);
    expect(services.sort()).toEqual(["shop-backend-blue-service", "shop-frontend-blue-service"]);
    expect(rulesOf(all)).toHaveLength(14);
    expect(one("shop-backend-green-query").inputs).toMatchObject({
        conditions: [{ hostHeader: { values: ["parked.invalid"] } }],
        actions: [{ type: "forward", targetGroupArn: groupArn("shop-backend-targets-green") }],
    });
    const [action] = one("shop-backend-default").inputs.actions as { forward: unknown }[];
    expect(action?.forward).toMatchObject({ stickiness: { enabled: false } });
});

test("P3 a switch changes the defaults, the plan, the gate and the check only, and no name", async () => {
    const before = await declared({ traffic: { active: "blue", epoch: 4 } });
    const after = await declared({ traffic: { active: "green", epoch: 5 } });
    const texts = (all: readonly Registered[]) =>
        new Map(
            all
                .filter(({ type }) => !type.startsWith("blue-green:"))
                .map(({ type, name, inputs }) => [`${type} ${name}`, JSON.stringify(inputs)]),
        );
    const [old, now] = [texts(before.all), texts(after.all)];
    expect([...now.keys()].sort()).toEqual([...old.keys()].sort());
    const changed = [...now].filter(([key, text]) => old.get(key) !== text).map(([key]) => key.split(" ")[1]);
    expect(changed.sort()).toEqual([
        "shop-backend-default",
        "shop-check",
        "shop-frontend-default",
        "shop-gate",
        "shop-plan",
    ]);
});

test("gate and check ask through the load balancer, for the app's host", async () => {
    const { one, outputs } = await declared({ settleSeconds: 3 });
    for (const name of ["shop-gate", "shop-check"]) {
        expect(one(name).inputs).toMatchObject({
            url: "https://shop.example.com",
            via: DNS_NAME,
            settleSeconds: 3,
            sizes: { blue: { frontend: 2, backend: 3 }, green: { frontend: 2, backend: 3 } },
            alb: {
                app: "shop",
                listenerArn: LISTENER,
                loadBalancer: "app/shop/0123456789abcdef",
                catchAll: "frontend",
                priorities: {
                    backend: { fallback: 1009, pins: { blue: 1000, green: 1001 } },
                    frontend: { fallback: 1099, pins: { blue: 1090, green: 1091 } },
                },
                targetGroups: {
                    blue: {
                        frontend: groupArn("shop-frontend-targets-blue"),
                        backend: groupArn("shop-backend-targets-blue"),
                    },
                },
            },
        });
    }
    expect(outputs).toEqual({
        url: "https://shop.example.com",
        switchover:
            "pulumi up --yes --skip-preview --stack test --config active=green --config canary=0 --config epoch=5 " +
            '--config greenRelease=v2 && echo "shop: new visitors now get v2 on green"',
        preview: "https://shop.example.com/?release=v2",
        green: {
            frontend: groupArn("shop-frontend-targets-green"),
            backend: groupArn("shop-backend-targets-green"),
        },
    });
});

test("without hosts the load balancer's own name is the front door, on its port", async () => {
    const { outputs } = await declared({ hosts: undefined, frontDoor: { plainHttp: true, port: 8000 } });
    expect(outputs.url).toBe(`http://${DNS_NAME}:8000`);
});

test("sizes of a color reach its service, its rollout and the gate", async () => {
    const { one } = await declared({
        green: albRelease("v2", { instances: { frontend: 0 } }),
        traffic: { active: "blue" },
    });
    expect(one("shop-frontend-green-service", "aws:ecs").inputs.desiredCount).toBe(0);
    expect(one("shop-frontend-green-rollout").inputs.instances).toBe(0);
    expect(one("shop-gate").inputs.sizes).toMatchObject({ green: { frontend: 0, backend: 3 } });
});

describe("two apps of one program on one load balancer", () => {
    const adopt = {
        listenerArn: LISTENER,
        loadBalancerArn:
            "arn:aws:elasticloadbalancing:eu-central-1:123456789012:loadbalancer/app/shared/0123456789abcdef",
        dnsName: DNS_NAME,
        securityGroupId: "sg-0123456789abcdef0",
    };

    async function both(blog: Partial<AlbBlueGreenArgs>): Promise<unknown> {
        const recorder = await Recorder.start(albMade, false, albLookUps);
        new AlbBlueGreen("shop", albArgs({ frontDoor: { adopt } }));
        const args = albArgs({ frontDoor: { adopt }, priority: 1100, hosts: ["blog.example.com"], ...blog });
        const thrown = thrownBy(() => new AlbBlueGreen("blog", args));
        await recorder.settled();
        return thrown instanceof Error ? thrown.message : thrown;
    }

    test("with ranges and hosts of their own they get along", async () => {
        expect(await both({})).toBeUndefined();
    });

    test.each<[string, Partial<AlbBlueGreenArgs>, RegExp]>([
        [
            "one range",
            { priority: 1099 },
            /^priority: priorities 1099 to 1198 must be free .* app shop has those from 1000 on/,
        ],
        [
            "one host",
            { hosts: ["Shop.example.com"] },
            /^hosts: each host belongs to one app, but app shop answers Shop.example.com/,
        ],
    ])("%s is refused before anything of the second is made", async (_what, blog, text) => {
        expect(await both(blog)).toMatch(text);
    });
});
