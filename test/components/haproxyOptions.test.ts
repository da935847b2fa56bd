import { Output, output, secret } from "@pulumi/pulumi";
import { signature } from "../../components/common/pins";
import {
    HaproxyBlueGreen,
    type HaproxyBlueGreenArgs,
    type HaproxyTierArgs,
    type TierArgs,
} from "../../components/haproxy";
import { changes, flat } from "../support/flat";
import { made, releaseArgs, TIERS, typicalArgs } from "../support/haproxyApp";
import { isSecret, Recorder, resolved, unwrapped } from "../support/harness";
import { agreedSchema, optionalArguments } from "../support/schema";

type Args = Partial<HaproxyBlueGreenArgs>;

const withFrontend = (change: Partial<HaproxyTierArgs>): Args => ({
    tiers: { ...TIERS, frontend: { ...TIERS.frontend, ...change } },
});
const withHealth = (change: Partial<TierArgs["health"]>) => withFrontend({ health: { path: "/healthz", ...change } });
const ofHealth = (field: string, value: number) => ({
    [`shop-router.spec.app.tiers.frontend.health.${field}`]: value,
    [`shop-traffic.app.tiers.frontend.health.${field}`]: value,
});
const key = (field: string) => ({ commands: { [field]: "mine" } });
const keyOf = (argument: string) => ({ [`shop-plan.keys.${argument}`]: "mine" });
const probes = (field: string, value: unknown) => ({
    [`shop-gate.${field}`]: value,
    [`shop-check.${field}`]: value,
});

/** A secret text as the mocked engine shows it, which makes all of an input secret if some of it is. */
const secretly = (input: string, value: string, below = "") => ({
    [`${input}.4dabf18193072939515e22adb298388d`]: "1b47061264138c4ac30d75fd1eb44270",
    [`${input}.value${below}`]: value,
});
const SECRET = "x".repeat(32);
/** What everybody who needs the pin of a color is told. */
const pinned = (color: string, release: string) => {
    const at = ["plan", "router", "gate", "check"].map((child) => `shop-${child}.pins`);
    const instances = Object.keys(TIERS).map((tier) => `shop-${tier}-${color}.pin`);
    const pin = `${release}.${signature(SECRET, "shop", release)}`;
    return Object.assign(
        {},
        ...at.map((one) => secretly(one, pin, `.${color}`)),
        ...instances.map((one) => secretly(one, pin)),
    );
};

/** Every optional argument: set to another value than its default, it changes these inputs and nothing else. */
const OPTIONS: [string, Args, Record<string, unknown>][] = [
    ["tiers.<name>.health.intervalSeconds", withHealth({ intervalSeconds: 3 }), ofHealth("intervalSeconds", 3)],
    ["tiers.<name>.health.timeoutSeconds", withHealth({ timeoutSeconds: 4 }), ofHealth("timeoutSeconds", 4)],
    ["tiers.<name>.health.fall", withHealth({ fall: 5 }), ofHealth("fall", 5)],
    ["tiers.<name>.health.rise", withHealth({ rise: 6 }), ofHealth("rise", 6)],
    [
        "tiers.<name>.instances",
        withFrontend({ instances: 7 }),
        {
            "shop-frontend-blue.instances": 7,
            "shop-frontend-green.instances": 7,
            "shop-router.spec.app.tiers.frontend.instances": 7,
            "shop-traffic.app.tiers.frontend.instances": 7,
            ...probes("tiers.frontend.instances", 7),
        },
    ],
    [
        "tiers.<name>.warmupPaths",
        withFrontend({ warmupPaths: ["/a"] }),
        {
            "shop-router.spec.app.tiers.frontend.warmupPaths": ["/a"],
            "shop-traffic.app.tiers.frontend.warmupPaths": ["/a"],
            ...probes("tiers.frontend.warmupPaths", ["/a"]),
        },
    ],
    ["tiers.<name>.affinity", withFrontend({ affinity: false }), { "shop-router.spec.sticky": ["backend"] }],
    [
        "tiers.<name>.startSeconds",
        withFrontend({ startSeconds: 90 }),
        { "shop-frontend-blue.startSeconds": 90, "shop-frontend-green.startSeconds": 90 },
    ],
    [
        "tiers.<name>.stopSeconds",
        withFrontend({ stopSeconds: 45 }),
        { "shop-frontend-blue.stopSeconds": 45, "shop-frontend-green.stopSeconds": 45, "shop-router.stopSeconds": 45 },
    ],
    ["traffic.order", traffic({ order: "frontend-first" }), { "shop-traffic.traffic.order": "frontend-first" }],
    ["traffic.pauseSeconds", traffic({ pauseSeconds: 30 }), { "shop-traffic.traffic.pauseSeconds": 30 }],
    ["traffic.epoch", traffic({ epoch: 9 }), { "shop-plan.epoch": 9, "shop-traffic.traffic.epoch": 9 }],
    [
        "traffic.canaryPercent",
        traffic({ canaryPercent: 0 }),
        {
            "shop-traffic.traffic.canaryPercent": 0,
            ...weights("shop-gate", 100),
            ...weights("shop-traffic", 100),
            ...weights("shop-check", 100),
        },
    ],
    [
        "session.idleSeconds",
        { session: { idleSeconds: 60 } },
        { ...ofSession("idleSeconds", 60), "shop-router.spec.censusSeconds": 60 },
    ],
    ["session.cookie", { session: { cookie: "slot" } }, ofSession("cookie", "slot")],
    [
        "session.header",
        { session: { header: "X-Slot" } },
        { ...ofSession("headers", ["X-Slot"]), ...probes("header", "X-Slot") },
    ],
    ["session.query", { session: { query: "slot" } }, ofSession("queries", ["slot"])],
    [
        "session.aliases",
        { session: { aliases: true } },
        { ...ofSession("headers", ["X-Release", "x-deployment-id"]), ...ofSession("queries", ["release", "dpl"]) },
    ],
    ["session.sameSite", { session: { sameSite: "Strict" } }, ofSession("sameSite", "Strict")],
    ["session.domain", { session: { domain: "shop.test" } }, ofSession("domain", "shop.test")],
    ["session.cookieless", { session: { cookieless: "none" } }, ofSession("cookieless", "none")],
    ["pins.secret", { pins: { secret: SECRET } }, { ...pinned("blue", "v1"), ...pinned("green", "v2") }],
    ["pins.earlierReleases", { pins: { secret: SECRET, earlierReleases: ["v1"] } }, pinned("green", "v2")],
    ["pins.earlierSecret", { pins: { earlierSecret: SECRET, earlierReleases: ["v1"] } }, pinned("blue", "v1")],
    ["drain.deadlineMinutes", { drain: { deadlineMinutes: 90 } }, { "shop-plan.drain.deadlineMinutes": 90 }],
    ["drain.quietMinutes", { drain: { quietMinutes: 5 } }, { "shop-router.spec.censusSeconds": 2100 }],
    ["drain.force", { drain: { force: true } }, { "shop-plan.drain.force": true }],
    ["gate.freshClients", { gate: { freshClients: 5 } }, probes("freshClients", 5)],
    ["gate.deadlineSeconds", { gate: { deadlineSeconds: 7 } }, probes("deadlineSeconds", 7)],
    ["commands.activeKey", key("activeKey"), keyOf("traffic.active")],
    ["commands.canaryKey", key("canaryKey"), keyOf("traffic.canaryPercent")],
    ["commands.epochKey", key("epochKey"), keyOf("traffic.epoch")],
    ["commands.blueReleaseKey", key("blueReleaseKey"), keyOf("blue.release")],
    ["commands.greenReleaseKey", key("greenReleaseKey"), keyOf("green.release")],
    ["commands.forceKey", key("forceKey"), keyOf("drain.force")],
    [
        "address",
        { address: "127.0.0.2" },
        {
            "shop-plan.listen.address": "127.0.0.2",
            "shop-router.spec.listen.address": "127.0.0.2",
            ...probes("url", "http://127.0.0.2:8080"),
        },
    ],
    ["publicUrl", { publicUrl: "https://shop.test" }, {}],
    [
        "certificateFile",
        { certificateFile: "/etc/shop.pem" },
        {
            "shop-plan.certificateFile": "/etc/shop.pem",
            "shop-router.spec.certificateFile": "/etc/shop.pem",
            ...probes("url", "https://127.0.0.1:8080"),
        },
    ],
    ["statsPort", { statsPort: 9000 }, { "shop-folder.statsPort": 9000 }],
    ["stateFolder", { stateFolder: "/srv/state" }, { "shop-folder.path": "/srv/state" }],
    ["requestTimeoutSeconds", { requestTimeoutSeconds: 5 }, { "shop-router.spec.requestTimeoutSeconds": 5 }],
    ["connectionDrainSeconds", { connectionDrainSeconds: 50 }, { "shop-router.spec.connectionDrainSeconds": 50 }],
    [
        "blue.commands.<name>.env",
        { blue: releaseArgs("v1", { MODE: output("fast"), LEVEL: "1" }) },
        { "shop-frontend-blue.env.MODE": "fast", "shop-frontend-blue.env.LEVEL": "1" },
    ],
];

function traffic(change: Partial<HaproxyBlueGreenArgs["traffic"]>): Args {
    return { traffic: { ...typicalArgs().traffic, ...change } };
}

function weights(child: string, blue: number) {
    const of = (tier: string) => ({
        [`${child}.weights.${tier}.blue`]: blue,
        [`${child}.weights.${tier}.green`]: 100 - blue,
    });
    return { ...of("frontend"), ...of("backend") };
}

function ofSession(field: string, value: unknown) {
    return { [`shop-router.spec.app.session.${field}`]: value };
}

let recorder: Recorder;
let baseline: Record<string, unknown>;
beforeAll(async () => {
    baseline = await inputsFor({});
});
beforeEach(async () => {
    recorder = await Recorder.start(made);
});
afterEach(() => recorder.settled());

/** All inputs of all children, flat. */
async function inputsFor(args: Args): Promise<Record<string, unknown>> {
    const fresh = await Recorder.start(made);
    new HaproxyBlueGreen("shop", typicalArgs(args));
    const [, ...children] = await fresh.settled();
    return flat(Object.fromEntries(children.map(({ name, inputs }) => [name, inputs])));
}

test.each(OPTIONS)("%s changes its inputs and no others", async (_argument, args, expected) => {
    expect(changes(baseline, await inputsFor(args))).toEqual(expected);
});

test("every optional argument is among these", () => {
    const ofOneColor = optionalArguments(agreedSchema(), "HaproxyBlueGreen").filter((one) => !one.startsWith("green."));
    expect(OPTIONS.map(([argument]) => argument).sort()).toEqual(ofOneColor.sort());
});

test.each([
    ["blue", "green"],
    ["green", "blue"],
])("without %s nothing of it is declared", async (off, on) => {
    const args = { [off]: undefined, traffic: { active: on } };
    new HaproxyBlueGreen("shop", typicalArgs(args));
    const names = (await recorder.settled()).map(({ name }) => name).filter((name) => /-(blue|green)$/.test(name));
    expect(names.sort()).toEqual([`shop-backend-${on}`, `shop-frontend-${on}`]);
    const { spec } = (await recorder.one("shop-router")).inputs as { spec: { servers: object; releases: object } };
    expect([Object.keys(spec.servers), Object.keys(spec.releases)]).toEqual([[on], [on]]);
});

test("a secret in the environment of an instance stays secret on its way", async () => {
    const blue = releaseArgs("v1", { TOKEN: secret("hush"), MODE: "fast" });
    new HaproxyBlueGreen("shop", typicalArgs({ blue }));
    const { env } = (await recorder.one("shop-frontend-blue")).inputs;
    expect(isSecret(env)).toBe(true);
    expect(unwrapped(env)).toEqual({ TOKEN: "hush", MODE: "fast" });
});

test.each<[string, Args, Record<string, unknown>]>([
    ["publicUrl", { publicUrl: "https://shop.test" }, { bluePreviewUrl: "https://shop.test/?release=v1" }],
    ["certificateFile", { certificateFile: "/etc/shop.pem" }, { url: "https://127.0.0.1:8080" }],
    ["address", { address: "0.0.0.0" }, { url: "http://127.0.0.1:8080" }],
    ["session.query", { session: { query: "slot" } }, { greenPreviewUrl: "http://127.0.0.1:8080/?slot=v2" }],
    ["green", { green: undefined, traffic: { active: "blue" } }, { greenRelease: "", greenPreviewUrl: "" }],
    ["traffic", { traffic: { active: "green", canaryPercent: 25 } }, { blueWeight: 25, greenWeight: 75 }],
])("%s shows in the outputs", async (_argument, args, expected) => {
    const app = new HaproxyBlueGreen("shop", typicalArgs(args));
    for (const [name, value] of Object.entries(expected)) {
        const output = app[name as keyof HaproxyBlueGreen];
        expect(Output.isInstance(output) && (await resolved(output))).toEqual(value);
    }
});
