import { join } from "node:path";
import { Output } from "@pulumi/pulumi";
import { HaproxyBlueGreen } from "../../components/haproxy";
import { FOLDER, made, runningOf, STATS_PORT, typicalArgs } from "../support/haproxyApp";
import { Recorder, type Registered, resolved } from "../support/harness";

const TYPE = "pulumi-nodejs:dynamic/blue-green:";
const STATUS_URL = `http://127.0.0.1:${STATS_PORT}/status`;

const BACKEND = {
    name: "backend",
    paths: ["/api/*"],
    health: { path: "/api/healthz", intervalSeconds: 1, timeoutSeconds: 2, fall: 2, rise: 2 },
    instances: 3,
    warmupPaths: ["/api/products"],
};
const FRONTEND = {
    name: "frontend",
    paths: ["/*"],
    health: { path: "/healthz", intervalSeconds: 1, timeoutSeconds: 2, fall: 2, rise: 2 },
    instances: 2,
    warmupPaths: [],
};
const SESSION = {
    idleSeconds: 1800,
    cookie: "release",
    headers: ["X-Release"],
    queries: ["release"],
    sameSite: "Lax",
    cookieless: "source-address",
};
const WEIGHTS = { backend: { blue: 90, green: 10 }, frontend: { blue: 90, green: 10 } };
const PROBE = {
    app: "shop",
    url: "http://127.0.0.1:8080",
    statusUrl: STATUS_URL,
    header: "X-Release",
    tiers: [
        { name: "backend", healthPath: "/api/healthz", warmupPaths: ["/api/products"], instances: 3 },
        { name: "frontend", healthPath: "/healthz", warmupPaths: [], instances: 2 },
    ],
    releases: { blue: "v1", green: "v2" },
    weights: WEIGHTS,
    freshClients: 20,
    deadlineSeconds: 60,
};

const serversOf = (name: string) => runningOf(name).map(({ name, port, pid }) => ({ name, port, pid }));

const instances = (tier: typeof BACKEND | typeof FRONTEND, color: string, release: string, command: string[]) => ({
    folder: FOLDER,
    tier: tier.name,
    color,
    release,
    command,
    cwd: `/srv/${release}/${tier.name}`,
    env: {},
    instances: tier.instances,
    healthPath: tier.health.path,
    startSeconds: 60,
    stopSeconds: 30,
});

/** Name, type and inputs of every child, for typical arguments with all else at its default. */
const CHILDREN: [string, string, unknown][] = [
    ["shop-folder", "StateFolder", { app: "shop", project: "blue-green", stack: "test", path: "" }],
    [
        "shop-plan",
        "ReleasePlan",
        {
            app: "shop",
            folder: FOLDER,
            statusUrl: STATUS_URL,
            epoch: 4,
            releases: { blue: "v1", green: "v2" },
            drain: { deadlineMinutes: 0, force: false },
            listen: { address: "127.0.0.1", port: 8080 },
            certificateFile: "",
            commands: [
                { where: "blue.commands.frontend", command: ["node", "page.js"], cwd: "/srv/v1/frontend" },
                { where: "blue.commands.backend", command: ["node", "api.js", "--quiet"], cwd: "/srv/v1/backend" },
                { where: "green.commands.frontend", command: ["node", "page.js"], cwd: "/srv/v2/frontend" },
                { where: "green.commands.backend", command: ["node", "api.js", "--quiet"], cwd: "/srv/v2/backend" },
            ],
            keys: {
                "traffic.active": "active",
                "traffic.canaryPercent": "canary",
                "traffic.epoch": "epoch",
                "blue.release": "blueRelease",
                "green.release": "greenRelease",
                "drain.force": "force",
            },
        },
    ],
    ["shop-frontend-blue", "Instances", instances(FRONTEND, "blue", "v1", ["node", "page.js"])],
    ["shop-backend-blue", "Instances", instances(BACKEND, "blue", "v1", ["node", "api.js", "--quiet"])],
    ["shop-frontend-green", "Instances", instances(FRONTEND, "green", "v2", ["node", "page.js"])],
    ["shop-backend-green", "Instances", instances(BACKEND, "green", "v2", ["node", "api.js", "--quiet"])],
    [
        "shop-router",
        "Router",
        {
            spec: {
                app: { name: "shop", tiers: [BACKEND, FRONTEND], session: SESSION },
                releases: { blue: "v1", green: "v2" },
                servers: {
                    blue: { frontend: serversOf("shop-frontend-blue"), backend: serversOf("shop-backend-blue") },
                    green: { frontend: serversOf("shop-frontend-green"), backend: serversOf("shop-backend-green") },
                },
                folder: FOLDER,
                listen: { address: "127.0.0.1", port: 8080 },
                statsPort: STATS_PORT,
                sticky: ["frontend", "backend"],
                requestTimeoutSeconds: 60,
                censusSeconds: 1800,
                connectionDrainSeconds: 3600,
            },
            stopSeconds: 30,
        },
    ],
    ["shop-gate", "SwitchGate", PROBE],
    [
        "shop-traffic",
        "Traffic",
        {
            folder: FOLDER,
            app: { name: "shop", tiers: [BACKEND, FRONTEND] },
            traffic: { active: "blue", canaryPercent: 10, order: "backend-first", pauseSeconds: 0, epoch: 4 },
            weights: WEIGHTS,
        },
    ],
    ["shop-check", "SwitchCheck", PROBE],
];

const OUTPUTS = {
    url: "http://127.0.0.1:8080",
    activeColor: "blue",
    blueRelease: "v1",
    greenRelease: "v2",
    blueWeight: 90,
    greenWeight: 10,
    bluePreviewUrl: "http://127.0.0.1:8080/?release=v1",
    greenPreviewUrl: "http://127.0.0.1:8080/?release=v2",
    switchover:
        "pulumi up --yes --skip-preview --stack test --config active=green --config canary=0 --config epoch=5 --config greenRelease=v2 " +
        '&& echo "shop: new visitors now get v2 on green"',
    retire: 'pulumi up --yes --skip-preview --stack test --config greenRelease= && echo "shop: v2 on green is retired"',
    statsUrl: `http://127.0.0.1:${STATS_PORT}`,
    statusUrl: STATUS_URL,
};

let recorder: Recorder;
let app: HaproxyBlueGreen;
beforeEach(async () => {
    recorder = await Recorder.start(made);
    app = new HaproxyBlueGreen("shop", typicalArgs());
});
afterEach(() => recorder.settled());

test("every child gets exactly these inputs, and no other child exists", async () => {
    const [component, ...children] = await recorder.settled();
    expect(component).toMatchObject({ type: "blue-green:index:HaproxyBlueGreen", name: "shop", parent: "" });
    const byName = (a: readonly unknown[], b: readonly unknown[]) => (String(a[0]) < String(b[0]) ? -1 : 1);
    const found = children.map(({ name, type, inputs }) => [name, type, inputs]);
    expect(found.sort(byName)).toEqual(
        CHILDREN.map(([name, type, inputs]) => [name, TYPE + type, inputs]).sort(byName),
    );
});

test("the component passes its real arguments on, so that Pulumi sees their changes", async () => {
    expect((await recorder.one("shop")).inputs).toEqual(typicalArgs());
});

test("every child belongs to the component", async () => {
    const [, ...children] = await recorder.settled();
    expect(children.map(({ name, parent }) => [name, parent])).toEqual(children.map(({ name }) => [name, "shop"]));
});

test("plan before instances, instances before router, then gate, traffic, check", async () => {
    const waits = Object.fromEntries((await recorder.settled()).map(({ name, waitsFor }) => [name, waitsFor]));
    expect(waits).toEqual({
        shop: [],
        "shop-folder": [],
        "shop-plan": ["shop-folder"],
        "shop-frontend-blue": ["shop-folder", "shop-plan"],
        "shop-backend-blue": ["shop-folder", "shop-plan"],
        "shop-frontend-green": ["shop-folder", "shop-plan"],
        "shop-backend-green": ["shop-folder", "shop-plan"],
        "shop-router": [
            "shop-backend-blue",
            "shop-backend-green",
            "shop-folder",
            "shop-frontend-blue",
            "shop-frontend-green",
        ],
        "shop-gate": ["shop-folder", "shop-router"],
        "shop-traffic": ["shop-folder", "shop-gate"],
        "shop-check": ["shop-folder", "shop-traffic"],
    });
});

test("the outputs are these, and all of them are registered", async () => {
    const { urn, ...fields } = app;
    const outputs = Object.entries(fields).filter(([, field]) => Output.isInstance(field));
    const values = await Promise.all(outputs.map(async ([name, output]) => [name, await resolved(output)]));
    expect(Object.fromEntries(values)).toEqual(OUTPUTS);
    expect(await recorder.outputsOf("shop")).toEqual(OUTPUTS);
});

test("the text of a provider in the state is thin: no path of this machine, and the real code is loaded", async () => {
    const children = (await recorder.settled()).filter(({ provider }: Registered) => provider !== "");
    expect(children).toHaveLength(CHILDREN.length);
    for (const { provider } of children) {
        expect(provider).toContain("@seesaw/blue-green/internal/providers");
        expect(provider).not.toContain(join(__dirname, "../.."));
        expect(provider.length).toBeLessThan(4000);
    }
});
