import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, relative } from "node:path";
import { RunError, runtime } from "@pulumi/pulumi";
import { AlbBlueGreen } from "../../../components/aws";
import { deployAws } from "../../../stacks/aws";
import { outputsOf } from "../../../stacks/outputs";
import { parseSettings } from "../../../stacks/settings";
import { albLookUps, albMade, imageOf } from "../../support/albApp";
import { changes, flat } from "../../support/flat";
import { Recorder, thrownBy } from "../../support/harness";
import { DeclaredConfig } from "../../support/stackConfig";

const IMAGES = {
    blueFrontend: imageOf("frontend", "v1"),
    blueBackend: imageOf("backend", "v1"),
    greenFrontend: imageOf("frontend", "v2"),
    greenBackend: imageOf("backend", "v2"),
};

/** A folder with a Dockerfile. */
const FOLDER = mkdtempSync(join(tmpdir(), "bg-"));
writeFileSync(join(FOLDER, "Dockerfile"), "FROM scratch\n");
afterAll(() => rmSync(FOLDER, { recursive: true }));

let recorder: Recorder;
beforeEach(async () => {
    recorder = await Recorder.start(albMade, false, albLookUps);
});
afterEach(() => recorder.settled());

const deploy = (values: Record<string, string | number | boolean> = {}) =>
    deployAws(parseSettings(new DeclaredConfig({ ...IMAGES, plainHttp: true, ...values })));

/** All inputs of all resources, flat. */
async function inputs(): Promise<Record<string, unknown>> {
    return flat(Object.fromEntries((await recorder.settled()).slice(1).map(({ name, inputs }) => [name, inputs])));
}

test("the config's defaults are the component's own, but for these", async () => {
    deploy();
    const ours = await inputs();
    recorder = await Recorder.start(albMade, false, albLookUps);
    new AlbBlueGreen("shop", {
        tiers: {
            frontend: { paths: ["/*"], health: { path: "/healthz" } },
            backend: { paths: ["/api/*"], health: { path: "/api/healthz" } },
        },
        blue: { release: "v1", images: { frontend: IMAGES.blueFrontend, backend: IMAGES.blueBackend } },
        traffic: { active: "blue" },
        frontDoor: { plainHttp: true },
    });
    const others = Object.entries(changes(await inputs(), ours));
    const fields = others.map(([path, value]) => `${path.split(".").at(-1)}: ${JSON.stringify(value)}`);
    expect([...new Set(fields)].sort()).toEqual([
        "backend: 2",
        // Those that the component would take anyway are shown where the config names them.
        "cpu: 256",
        "deletionProtection: true",
        "desiredCount: 2",
        "frontend: 2",
        "instances: 2",
        "memory: 512",
        "natGateways: 1",
        "stopSeconds: 30",
        'warmupPaths: ["/"]',
        'warmupPaths: ["/api/products"]',
    ]);
});

test("keys of AWS reach what they are for", async () => {
    deploy({
        plainHttp: false,
        hosts: "shop.example.com, www.example.com",
        certificateArn: "arn:aws:acm:eu-central-1:123456789012:certificate/0123",
        greenRelease: "v2",
        greenSize: 50,
        cpu: 1024,
        memory: 2048,
        containerPort: 3000,
        stopSeconds: 45,
        natGateways: 0,
        alarmTopicArn: "arn:aws:sns:eu-central-1:123456789012:alarms",
        deletionProtection: false,
        settleSeconds: 5,
        deploySeconds: 900,
    });
    const all = Object.fromEntries((await recorder.settled()).map((one) => [`${one.type} ${one.name}`, one.inputs]));
    const of = (name: string) => Object.entries(all).find(([key]) => key.endsWith(` ${name}`))?.[1];
    expect(of("shop-backend-blue-definition")).toMatchObject({ cpu: "1024", memory: "2048" });
    expect(String(of("shop-backend-blue-definition")?.containerDefinitions)).toMatch(/"stopTimeout":45/);
    expect(of("shop-backend-green-service")).toMatchObject({
        desiredCount: 1,
        loadBalancers: [{ containerPort: 3000 }],
        networkConfiguration: { assignPublicIp: true },
    });
    expect(of("shop-backend-green-rollout")).toMatchObject({ instances: 1, startSeconds: 900 });
    expect(of("shop-front-door-balancer")).toMatchObject({ enableDeletionProtection: false });
    expect(of("shop-monitoring-backend-blue-errors")).toMatchObject({
        alarmActions: ["arn:aws:sns:eu-central-1:123456789012:alarms"],
    });
    expect(of("shop-gate")).toMatchObject({ url: "https://shop.example.com", settleSeconds: 5 });
    expect(of("shop-frontend-default")).toMatchObject({
        conditions: [{ hostHeader: { values: ["shop.example.com", "www.example.com"] } }, {}],
    });
});

test("a hosted zone gets the hosts' records and validates their certificate", async () => {
    deploy({ plainHttp: false, hosts: "shop.example.com", hostedZoneId: "Z0123456789AB" });
    const all = await recorder.settled();
    const certificate = all.find(({ type }) => type === "aws:acm/certificate:Certificate");
    expect(certificate?.inputs).toMatchObject({ domainName: "shop.example.com", validationMethod: "DNS" });
    const records = all.filter(({ type }) => type === "aws:route53/record:Record");
    expect(records.length).toBeGreaterThanOrEqual(2);
    for (const { inputs } of records) expect(inputs.zoneId).toBe("Z0123456789AB");
});

test("the key of HAProxy that a load balancer cannot obey is no mistake in the config", () => {
    expect(thrownBy(() => deploy({ cookieless: "source-address" }))).toBeUndefined();
});

test("an unknown region is refused before anything is made", async () => {
    runtime.setAllConfig({ "aws:region": "eu-moon-1" });
    const error = thrownBy(() => deploy());
    runtime.setAllConfig({});
    expect(RunError.isInstance(error)).toBe(true);
    expect((error as Error).message).toBe(
        'aws:region: must be a region of AWS, such as eu-central-1, got "eu-moon-1"; run: pulumi config set aws:region eu-central-1',
    );
    expect(await recorder.settled()).toEqual([]);
});

test("a tier that is named by a folder is built and pushed to a repository of its own", async () => {
    deploy({ greenRelease: "v2", greenFrontend: FOLDER });
    const all = await recorder.settled();
    const [image] = all.filter(({ type }) => type === "docker:index/image:Image");
    expect(image?.inputs).toMatchObject({ build: { context: relative(process.cwd(), FOLDER) } });
    const repositories = all.filter(({ type }) => type === "aws:ecr/repository:Repository").map(({ name }) => name);
    expect(repositories).toEqual(["shop-images-frontend"]);
});

test("the repositories stay while a folder is named for a color that is off", async () => {
    deploy({ greenFrontend: FOLDER });
    const types = (await recorder.settled()).map(({ type }) => type);
    expect(types).toContain("aws:ecr/repository:Repository");
    expect(types).not.toContain("docker:index/image:Image");
});

test("one folder for both colors is refused", () => {
    const folder = "./examples/shop/v2/backend";
    const error = thrownBy(() => deploy({ greenRelease: "v2", blueBackend: folder, greenBackend: folder }));
    expect((error as Error).message).toBe(
        `greenBackend: must be another folder than blue's, got "${folder}"; name the image of the older release by its digest instead, ` +
            "which the registry tells",
    );
});

test("the stack's outputs are a contract", () => {
    const app = deploy();
    expect(Object.keys(outputsOf(app))).toEqual([
        ...["url", "activeColor", "blueRelease", "greenRelease", "blueWeight", "greenWeight"],
        ...["bluePreviewUrl", "greenPreviewUrl", "switchover", "retire", "dashboardUrl", "loadBalancerDnsName"],
    ]);
    for (const [name, output] of Object.entries(outputsOf(app))) expect(output).toBe(app[name as keyof typeof app]);
});
