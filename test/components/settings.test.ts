import { isSecret, output, RunError } from "@pulumi/pulumi";
import { parseSettings } from "../../stacks/settings";
import { resolved, thrownBy } from "../support/harness";
import { DeclaredConfig, declaredKeys } from "../support/stackConfig";

const settingsFor = (values: ConstructorParameters<typeof DeclaredConfig>[0]) =>
    parseSettings(new DeclaredConfig(values));

test("every key that is read is declared with this type, and every declared key is read", () => {
    const config = new DeclaredConfig({ blueRelease: "v1", greenRelease: "v2" });
    parseSettings(config);
    const declared = Object.entries(declaredKeys()).map(([key, { type }]) => [key, type]);
    expect(Object.fromEntries(config.read)).toEqual(Object.fromEntries(declared));
});

test("every declared key has a default of its type, or it would be required, and a description", () => {
    for (const [key, { type, default: fallback, description }] of Object.entries(declaredKeys())) {
        expect([key, typeof fallback]).toEqual([key, type === "integer" ? "number" : type]);
        expect([key, description]).toEqual([key, expect.stringMatching(/^[A-Z].{10,}[^.]$/)]);
    }
});

test("the defaults make these settings", () => {
    expect(settingsFor({})).toEqual({
        target: "haproxy",
        app: "shop",
        blue: {
            release: "v1",
            frontend: "node examples/shop/build/1/frontend/server.mjs",
            backend: "node examples/shop/build/1/backend/server.mjs",
        },
        green: undefined,
        frontend: { path: "/*", health: "/healthz", warmup: ["/"], instances: 2 },
        backend: { path: "/api/*", health: "/api/healthz", warmup: ["/api/products"], instances: 2 },
        traffic: { active: "blue", canaryPercent: 0, order: "backend-first", pauseSeconds: 0, epoch: 0 },
        session: { idleSeconds: 1800, cookieless: "source-address", aliases: false },
        pins: undefined,
        drain: { deadlineMinutes: 0, quietMinutes: 0, force: false },
        gate: { freshClients: 20, deadlineSeconds: 60 },
        stopSeconds: 30,
        healthSeconds: 1,
        publicUrl: undefined,
        haproxy: {
            port: 8080,
            address: "127.0.0.1",
            certificateFile: undefined,
            statsPort: undefined,
            stateFolder: undefined,
            affinity: true,
            startSeconds: 60,
        },
        containers: {
            hosts: [],
            plainHttp: false,
            listenerPort: undefined,
            containerPort: 8080,
            size: { blue: 100, green: 100 },
            deploySeconds: 600,
            settleSeconds: 10,
            builtTiers: [],
        },
        aws: {
            certificateArn: undefined,
            hostedZoneId: undefined,
            natGateways: 1,
            cpu: 256,
            memory: 512,
            alarmTopicArn: undefined,
            deletionProtection: true,
        },
        kubernetes: {
            context: undefined,
            namespace: undefined,
            gateway: undefined,
            gatewayClass: "traefik",
            controller: "traefik",
            tlsSecret: undefined,
            routerAddress: undefined,
            cpu: "100m",
            memory: "256Mi",
            repository: undefined,
            pullSecret: undefined,
            censusPath: undefined,
            prometheusUrl: undefined,
        },
    });
});

test("every key reaches its own setting", async () => {
    const values = Object.entries(declaredKeys()).map(([key, { type }], index): [string, string | number | boolean] => {
        if (key === "target") return [key, "haproxy"];
        if (type === "boolean") return [key, key !== "affinity"];
        return [key, type === "integer" ? 1000 + index : `a-${key}`];
    });
    const config = Object.fromEntries(values);
    const settings = settingsFor(config);
    const { certificateFile, statsPort, stateFolder } = settings.haproxy;
    expect([settings.blue, settings.green]).toEqual([
        { release: "a-blueRelease", frontend: "a-blueFrontend", backend: "a-blueBackend" },
        { release: "a-greenRelease", frontend: "a-greenFrontend", backend: "a-greenBackend" },
    ]);
    expect([settings.publicUrl, certificateFile, stateFolder]).toEqual([
        "a-publicUrl",
        "a-certificateFile",
        "a-stateFolder",
    ]);
    expect(statsPort).toBe(config.statsPort);
    const leaves = (value: unknown): unknown[] =>
        typeof value === "object" && value !== null ? Object.values(value).flatMap(leaves) : [value];
    const { secret, earlierReleases, earlierSecret } = settings.pins ?? {};
    const pins = [await resolved(output(secret)), earlierReleases, await resolved(output(earlierSecret))];
    const found = leaves({ ...settings, pins }).filter((leaf) => leaf !== "/*");
    expect(found.map(String).sort()).toEqual(values.map(([, value]) => String(value)).sort());
});

test("secrets are marked as such, also where the config has them in plain", async () => {
    const { pins } = settingsFor({ pinSecret: "abc", earlierPinSecret: "def" });
    expect(await Promise.all([pins?.secret, pins?.earlierSecret].map((one) => isSecret(output(one))))).toEqual([
        true,
        true,
    ]);
    expect(settingsFor({ earlierReleases: "v1, v2" }).pins).toEqual({ earlierReleases: ["v1", "v2"] });
});

test("an empty release turns a color off, and its commands are not asked for", () => {
    const settings = settingsFor({ blueRelease: "", greenRelease: "v2" });
    expect([settings.blue, settings.green?.release]).toEqual([undefined, "v2"]);
});

test.each([
    ["", []],
    ["/", ["/"]],
    [" /a, /b ,", ["/a", "/b"]],
])("the warm-up paths %j are %j", (frontendWarmup, warmup) => {
    expect(settingsFor({ frontendWarmup }).frontend.warmup).toEqual(warmup);
});

test("S29 an unknown target is refused", () => {
    const error = thrownBy(() => settingsFor({ target: "nomad" }));
    expect(RunError.isInstance(error)).toBe(true);
    expect((error as Error).message).toBe(
        'target: must be haproxy, aws or kubernetes, got "nomad"; run: pulumi config set target haproxy',
    );
});
