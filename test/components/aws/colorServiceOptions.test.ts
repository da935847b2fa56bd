import * as pulumi from "@pulumi/pulumi";
import { ColorService, type ColorServiceArgs } from "../../../components/aws";
import { isSecret, type Registered } from "../../support/harness";
import { changesBetween, declaredBy } from "../../support/pieces/declared";
import {
    GROUP_ID,
    IMAGE,
    KEY_ARN,
    PARAMETER_ARN,
    ROLE_ARN,
    SECRET_ARN,
    SERVICE,
    TASK_SUBNETS,
    targetGroupArn,
} from "../../support/pieces/samples";

const NAME = "shop-backend-blue";
/** What a service lets in when nothing else is said. */
const LET_IN = { protocol: "tcp", fromPort: 8080, toPort: 8080, securityGroups: [GROUP_ID] };
const service = (args: Partial<ColorServiceArgs> = {}) =>
    declaredBy(() => new ColorService(NAME, { ...SERVICE, ...args }));

/** What one change of the arguments changes, by role, with JSON texts as what they say. */
async function changesWith(change: Partial<ColorServiceArgs>): Promise<Record<string, unknown>> {
    const changes = changesBetween(await service(), await service(change));
    const entries = Object.entries(changes).map(([name, inputs]) => [name.slice(NAME.length + 1), said(inputs)]);
    return Object.fromEntries(entries);
}

const said = (inputs: unknown) =>
    JSON.parse(
        JSON.stringify(inputs, (key, value) =>
            ["policy", "containerDefinitions"].includes(key) ? JSON.parse(value) : value,
        ),
    );

/** What changes of the container alone. */
async function containerWith(change: Partial<ColorServiceArgs>): Promise<Record<string, unknown>> {
    const { definition, ...others } = await changesWith(change);
    expect(others).toEqual({});
    const { containerDefinitions, ...rest } = definition as { containerDefinitions: Record<string, unknown>[] };
    expect(rest).toEqual({});
    return containerDefinitions[0] ?? {};
}

const USUAL_PERMISSIONS = 3;
const policyIn = (changes: Record<string, unknown>) =>
    (changes["execution-start"] as { policy: { Statement: unknown[] } }).policy.Statement.slice(USUAL_PERMISSIONS);

describe("the container alone changes with", () => {
    test("release", async () => {
        const { environment, logConfiguration } = await containerWith({ release: "v2" });
        expect(environment).toContainEqual({ name: "RELEASE", value: "v2" });
        expect(logConfiguration).toMatchObject({ options: { "awslogs-stream-prefix": "backend-blue-v2" } });
    });

    test("command, env, user, readOnlyRoot and stopSeconds", async () => {
        expect(await containerWith({ command: ["node", "api.js"] })).toMatchObject({ command: ["node", "api.js"] });
        const env = { LEVEL: "debug", URL: pulumi.output("http://x") };
        expect((await containerWith({ env })).environment).toEqual(
            expect.arrayContaining([
                { name: "LEVEL", value: "debug" },
                { name: "URL", value: "http://x" },
            ]),
        );
        expect(await containerWith({ user: "1000" })).toMatchObject({ user: "1000" });
        expect(await containerWith({ readOnlyRoot: false })).toMatchObject({ readonlyRootFilesystem: false });
        expect(await containerWith({ stopSeconds: 120 })).toMatchObject({ stopTimeout: 120 });
    });

    test("an image of another repository, and what ECS may pull", async () => {
        const image = IMAGE.replace("shop/backend", "store/api");
        const { definition, ...others } = await changesWith({ image });
        expect(definition).toMatchObject({ containerDefinitions: [{ image }] });
        expect(Object.keys(others)).toEqual(["execution-start"]);
        expect(JSON.stringify(others)).toContain("repository/store/api");
        expect(JSON.stringify(others)).not.toContain("shop/backend");
    });
});

describe("the task definition alone changes with", () => {
    test("cpu and memory; the least memory is taken", async () => {
        expect(await changesWith({ cpu: 1024 })).toEqual({ definition: { cpu: "1024", memory: "2048" } });
        expect(await changesWith({ cpu: 512, memory: 4096 })).toEqual({ definition: { cpu: "512", memory: "4096" } });
        expect(await changesWith({ memory: 2048 })).toEqual({ definition: { memory: "2048" } });
    });

    test("architecture", async () => {
        expect(await changesWith({ architecture: "ARM64" })).toEqual({
            definition: { runtimePlatform: { operatingSystemFamily: "LINUX", cpuArchitecture: "ARM64" } },
        });
    });

    test("writablePaths", async () => {
        const { definition, ...others } = await changesWith({ writablePaths: ["/tmp", "/var/cache/app"] });
        expect(others).toEqual({});
        expect(definition).toMatchObject({
            volumes: [{ name: "tmp" }, { name: "var-cache-app" }],
            containerDefinitions: [{ mountPoints: [{ containerPath: "/tmp" }, { containerPath: "/var/cache/app" }] }],
        });
        expect(await changesWith({ writablePaths: [] })).toMatchObject({ definition: { volumes: [] } });
    });
});

describe("the service alone changes with", () => {
    test("instances, startSeconds and targetGroupArn", async () => {
        expect(await changesWith({ instances: 3 })).toEqual({ service: { desiredCount: 3 } });
        expect(await changesWith({ instances: 0 })).toEqual({ service: { desiredCount: 0 } });
        expect(await changesWith({ startSeconds: 300 })).toEqual({ service: { healthCheckGracePeriodSeconds: 300 } });
        const other = targetGroupArn("other");
        expect(await changesWith({ targetGroupArn: other })).toMatchObject({
            service: { loadBalancers: [{ targetGroupArn: other }] },
        });
    });

    test("assignPublicIp and subnetIds", async () => {
        const network = { subnets: TASK_SUBNETS, securityGroups: [`${NAME}-group-id`], assignPublicIp: false };
        expect(await changesWith({ assignPublicIp: true })).toEqual({
            service: { networkConfiguration: { ...network, assignPublicIp: true } },
        });
        const subnets = ["subnet-00000000000000008", "subnet-00000000000000009"];
        expect(await changesWith({ subnetIds: pulumi.output(subnets) })).toEqual({
            service: { networkConfiguration: { ...network, subnets } },
        });
    });
});

test("port changes where the container listens, where it is reached, and what is let in", async () => {
    const changes = await changesWith({ port: 3000 });
    expect(Object.keys(changes)).toEqual(["definition", "group", "service"]);
    expect(changes.group).toEqual({ ingress: [{ ...LET_IN, fromPort: 3000, toPort: 3000 }] });
    expect(changes.service).toMatchObject({ loadBalancers: [{ containerPort: 3000 }] });
    expect(changes.definition).toMatchObject({
        containerDefinitions: [{ portMappings: [{ containerPort: 3000, hostPort: 3000 }] }],
    });
});

test("frontDoorSecurityGroupId is what is let in", async () => {
    const frontDoorSecurityGroupId = "sg-00000000000000009";
    expect(await changesWith({ frontDoorSecurityGroupId })).toEqual({
        group: { ingress: [{ ...LET_IN, securityGroups: [frontDoorSecurityGroupId] }] },
    });
});

test("secrets are in the container by name, and ECS may read those and use their keys", async () => {
    const secrets = { TOKEN: pulumi.output(PARAMETER_ARN), DB: `${SECRET_ARN}:password::` };
    const changes = await changesWith({ secrets, secretKeyArns: [KEY_ARN] });
    expect(Object.keys(changes)).toEqual(["definition", "execution-start"]);
    expect(changes.definition).toMatchObject({
        containerDefinitions: [
            {
                secrets: [
                    { name: "DB", valueFrom: `${SECRET_ARN}:password::` },
                    { name: "TOKEN", valueFrom: PARAMETER_ARN },
                ],
            },
        ],
    });
    expect(policyIn(changes)).toEqual([
        { Effect: "Allow", Action: ["secretsmanager:GetSecretValue"], Resource: [SECRET_ARN] },
        { Effect: "Allow", Action: ["ssm:GetParameters"], Resource: [PARAMETER_ARN] },
        { Effect: "Allow", Action: ["kms:Decrypt"], Resource: [KEY_ARN] },
    ]);
});

test("a secret in the environment stays secret in the state", async () => {
    const declared = await service({ env: { TOKEN: pulumi.secret("hush") } });
    const definition = declared.find(({ name }) => name === `${NAME}-definition`);
    expect(isSecret(definition?.inputs.containerDefinitions)).toBe(true);
});

test("policies are all that a task may do, and are there before the service", async () => {
    const policies = { read: pulumi.output("{}"), write: "{}" };
    expect(await changesWith({ policies })).toEqual({
        "task-read": { name: "read", role: expect.stringMatching(/^shop-backend-blue-task-/), policy: {} },
        "task-write": { name: "write", role: expect.stringMatching(/^shop-backend-blue-task-/), policy: {} },
    });
    const started = (await service({ policies })).find(({ name }) => name === `${NAME}-service`);
    expect(started?.waitsFor).toEqual(expect.arrayContaining([`${NAME}-task-read`, `${NAME}-task-write`]));
});

test("executeCommand lets operators in, and the task may open their channels", async () => {
    const { "task-shell": shell, ...others } = await changesWith({ readOnlyRoot: false, executeCommand: true });
    expect(others).toMatchObject({ service: { enableExecuteCommand: true } });
    expect(shell).toMatchObject({ name: "shell", policy: { Statement: [{ Resource: ["*"] }] } });
});

test("roles that exist take the place of those that would be created", async () => {
    expect(await changesWith({ taskRoleArn: ROLE_ARN })).toEqual({
        "task-role": "gone",
        definition: { taskRoleArn: ROLE_ARN },
    });
    expect(await changesWith({ executionRoleArn: pulumi.output(ROLE_ARN) })).toEqual({
        "execution-role": "gone",
        "execution-start": "gone",
        definition: { executionRoleArn: ROLE_ARN },
    });
});

test("a log group that exists takes the place of one that would be created", async () => {
    const changes = await changesWith({ logGroupName: "/shop" });
    expect(changes.logs).toBe("gone");
    expect(JSON.stringify(changes.definition)).toContain('"awslogs-group":"/shop"');
    expect(JSON.stringify(changes["execution-start"])).toContain(":log-group:/shop:*");
    expect(await changesWith({ logRetentionDays: 7 })).toEqual({ logs: { retentionInDays: 7 } });
});

test("tags are on all that can have them, and ours stay", async () => {
    const [, ...children] = await service({ tags: { team: "web", "blue-green:color": "mine" } });
    const tags = { team: "web", "blue-green:app": "shop", "blue-green:tier": "backend", "blue-green:color": "blue" };
    const isPolicy = ({ type }: Registered) => type.endsWith(":RolePolicy");
    const found = children.filter((one) => !isPolicy(one)).map(({ inputs }) => inputs.tags);
    expect(found).toEqual(found.map(() => tags));
    expect(found).toHaveLength(6);
});

test("what is known only after an update is not looked at", async () => {
    const later = { image: pulumi.output("shop:latest"), targetGroupArn: pulumi.output("later") };
    expect(await changesWith(later)).toMatchObject({
        definition: { containerDefinitions: [{ image: "shop:latest" }] },
        service: { loadBalancers: [{ targetGroupArn: "later" }] },
    });
});
