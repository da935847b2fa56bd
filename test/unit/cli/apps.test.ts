import { appsOf, pickApp } from "../../../cli/stack/apps";
import { parseState } from "../../../cli/stack/state";

const TYPE = "blue-green:index:AlbBlueGreen";
const APP = `urn:pulumi:prod::web::${TYPE}::shop`;
const alb = { app: "shop", listenerArn: "arn:listener", idleSeconds: 900 };

const child = (kind: string, outputs: object, more = {}) => ({
    urn: `urn:pulumi:prod::web::${TYPE}$pulumi-nodejs:dynamic/blue-green:${kind}::shop-${kind}`,
    type: `pulumi-nodejs:dynamic/blue-green:${kind}`,
    parent: APP,
    outputs,
    ...more,
});

/** An app on AWS in a program with config keys of its own, as a state has it. */
const state = (outputs: object, ...more: object[]) => {
    const probe = {
        url: "https://shop.test",
        via: "lb.aws.test",
        header: "X-Version",
        alb,
        tiers: [{ name: "backend", healthPath: "/api/healthz", warmupPaths: [], instances: 2 }],
        releases: { blue: "v1", green: "v2" },
        weights: { backend: { blue: 0, green: 100 } },
        sizes: { blue: { backend: 1 }, green: { backend: 4 } },
    };
    const keys = { "traffic.active": "liveColor", "traffic.epoch": "", "green.release": "ns:greenVersion" };
    const plan = { epoch: 3, keys, drain: { deadlineMinutes: 60 }, since: { blue: "2026-03-01T12:00:00Z", green: "" } };
    const resources = [
        { urn: "urn:pulumi:prod::web::pulumi:pulumi:Stack::web-prod", type: "pulumi:pulumi:Stack" },
        {
            urn: APP,
            type: TYPE,
            inputs: { session: { idleSeconds: 900 }, drain: { quietMinutes: 5 }, traffic: { active: "blue" } },
            outputs,
        },
        child("AlbPlan", plan),
        child("SwitchGate", probe),
        child("SwitchCheck", probe),
        ...more,
    ];
    return parseState(JSON.stringify({ deployment: { resources, pending_operations: [{}] } }), undefined, "");
};

test("an app is found with its keys, its router, its sizes and since when a color stands by", () => {
    const found = state({
        url: "https://shop.test",
        activeColor: "green",
        bluePreviewUrl: "https://shop.test/?release=v1",
    });
    expect(found).toMatchObject({ stack: "prod", project: "web", pending: 1 });
    expect(appsOf(found)).toEqual([
        expect.objectContaining({
            name: "shop",
            target: "aws",
            keys: {
                active: "liveColor",
                canary: "canary",
                epoch: "",
                force: "force",
                release: { blue: "blueRelease", green: "ns:greenVersion" },
            },
            url: "https://shop.test",
            via: "lb.aws.test",
            header: "X-Version",
            source: { statusUrl: undefined, alb, gateway: undefined },
            prometheus: undefined,
            folder: undefined,
            since: { blue: "2026-03-01T12:00:00Z", green: "" },
            deadlineMinutes: 60,
            censusSeconds: 1200,
            epoch: 3,
            active: "green",
            releases: { blue: "v1", green: "v2" },
            sizes: { blue: { backend: 1 }, green: { backend: 4 } },
            previews: { blue: "https://shop.test/?release=v1", green: "" },
        }),
    ]);
});

test("after an update that failed, which leaves no outputs, what was checked last counts", () => {
    expect(appsOf(state({}))).toMatchObject([{ url: "https://shop.test", active: "green" }]);
});

test.each([
    [{ by: "prometheus", url: "http://prometheus:9090", query: "q" }, "http://prometheus:9090"],
    [{ by: "app", path: "/census", ports: {} }, undefined],
    [undefined, undefined],
])("in a cluster it has the API server, and the Prometheus server of its census: %j", (census, url) => {
    const type = "blue-green:index:GatewayBlueGreen";
    const urn = `urn:pulumi:prod::web::${type}::shop`;
    const gateway = { app: "shop", namespace: "prod", census };
    const resources = [
        { urn, type, inputs: { controller: "traefik" } },
        child("SwitchGate", { gateway }, { parent: urn }),
    ];
    const [app] = appsOf(parseState(JSON.stringify({ deployment: { resources } }), undefined, ""));
    expect(app).toMatchObject({ target: "kubernetes", source: { gateway: JSON.parse(JSON.stringify(gateway)) } });
    expect(app?.prometheus).toEqual(url && { url, controller: "traefik", namespace: "prod", app: "shop" });
});

test("what is on its way out is not looked at", () => {
    const old = child("SwitchGate", { url: "https://old.test" }, { delete: true });
    expect(appsOf(state({}, old))).toMatchObject([{ url: "https://shop.test" }]);
});

test("a stack without anything in it has no app", () => {
    const empty = parseState("{}", "dev", "web");
    expect(empty).toMatchObject({ stack: "dev", project: "web" });
    expect(() => pickApp(empty, undefined)).toThrow("stack dev has no blue-green app; run `pulumi up` first");
});
