import fc from "fast-check";
import {
    type ContainerSpec,
    containerDefinition,
    OWN_ENVIRONMENT,
    volumeName,
} from "../../../components/aws/service/container";
import { Color } from "../../../components/release";
import { IMAGE, PARAMETER_ARN, SECRET_ARN } from "../../support/pieces/samples";

const SPEC: ContainerSpec = {
    release: "v1",
    color: Color.Blue,
    tier: "backend",
    port: 8080,
    image: IMAGE,
    command: undefined,
    env: {},
    secrets: {},
    user: undefined,
    readOnlyRoot: true,
    writablePaths: ["/tmp"],
    stopSeconds: 30,
    logGroupName: "/shop",
    region: "eu-central-1",
};

test("all of a container that has nothing of its own", () => {
    expect(containerDefinition(SPEC)).toStrictEqual({
        name: "app",
        image: IMAGE,
        essential: true,
        portMappings: [{ containerPort: 8080, hostPort: 8080, protocol: "tcp" }],
        environment: [
            { name: "COLOR", value: "blue" },
            { name: "HOST", value: "0.0.0.0" },
            { name: "PORT", value: "8080" },
            { name: "RELEASE", value: "v1" },
            { name: "TIER", value: "backend" },
        ],
        secrets: [],
        readonlyRootFilesystem: true,
        mountPoints: [{ sourceVolume: "tmp", containerPath: "/tmp", readOnly: false }],
        linuxParameters: { initProcessEnabled: true },
        stopTimeout: 30,
        logConfiguration: {
            logDriver: "awslogs",
            options: {
                "awslogs-group": "/shop",
                "awslogs-region": "eu-central-1",
                "awslogs-stream-prefix": "backend-blue-v1",
                mode: "non-blocking",
                "max-buffer-size": "25m",
            },
        },
    });
});

test("what is its own", () => {
    const own = containerDefinition({
        ...SPEC,
        command: ["node", "api.js"],
        env: { LEVEL: "debug" },
        secrets: { TOKEN: PARAMETER_ARN, DB: SECRET_ARN },
        user: "1000:1000",
        readOnlyRoot: false,
        writablePaths: ["/tmp", "/var/cache/app"],
        stopSeconds: 120,
    });
    expect(own).toMatchObject({
        command: ["node", "api.js"],
        secrets: [
            { name: "DB", valueFrom: SECRET_ARN },
            { name: "TOKEN", valueFrom: PARAMETER_ARN },
        ],
        user: "1000:1000",
        readonlyRootFilesystem: false,
        mountPoints: [
            { sourceVolume: "tmp", containerPath: "/tmp", readOnly: false },
            { sourceVolume: "var-cache-app", containerPath: "/var/cache/app", readOnly: false },
        ],
        stopTimeout: 120,
    });
    expect(own.environment).toContainEqual({ name: "LEVEL", value: "debug" });
});

test("nobody else sets what the release sets itself, and all of that is listed", () => {
    const mine = Object.fromEntries(OWN_ENVIRONMENT.map((name) => [name, "mine"]));
    expect(containerDefinition({ ...SPEC, env: mine })).toEqual(containerDefinition(SPEC));
    expect(containerDefinition(SPEC).environment.map(({ name }) => name)).toEqual([...OWN_ENVIRONMENT].sort());
});

test("the order in which things are given makes no difference", () => {
    const names = fc.uniqueArray(fc.stringMatching(/^X_[A-Z]{1,5}$/), { minLength: 2 });
    fc.assert(
        fc.property(names, (all) => {
            const env = (order: string[]) => Object.fromEntries(order.map((name) => [name, name]));
            const made = (order: string[]) =>
                JSON.stringify(containerDefinition({ ...SPEC, env: env(order), secrets: env(order) }));
            expect(made([...all].reverse())).toBe(made(all));
        }),
    );
});

test.each([
    ["/tmp", "tmp"],
    ["/var/cache/app/", "var-cache-app"],
    ["/.next/cache_1", "next-cache-1"],
])("the volume of %s is called %s", (path, name) => {
    expect(volumeName(path)).toBe(name);
});
