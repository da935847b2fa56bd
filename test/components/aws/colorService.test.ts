import * as pulumi from "@pulumi/pulumi";
import { ColorService, type ColorServiceArgs } from "../../../components/aws";
import { Recorder, type Registered } from "../../support/harness";
import { declaredBy } from "../../support/pieces/declared";
import {
    CLUSTER_ARN,
    GROUP_ID,
    IMAGE,
    made,
    SERVICE,
    TASK_SUBNETS,
    targetGroupArn,
    VPC_ID,
} from "../../support/pieces/samples";

const NAME = "shop-backend-blue";
const HASH = "00000000";
const service = (args: Partial<ColorServiceArgs> = {}) =>
    declaredBy(() => new ColorService(NAME, { ...SERVICE, ...args }));
const arn = (name: string) => made("", `${NAME}-${name}`).arn;

const TAGS = { "blue-green:app": "shop", "blue-green:tier": "backend", "blue-green:color": "blue" };
const LOG_GROUP = `/blue-green/shop-backend-blue-${HASH}`;
const TRUST = {
    Version: "2012-10-17",
    Statement: [
        {
            Effect: "Allow",
            Principal: { Service: "ecs-tasks.amazonaws.com" },
            Action: "sts:AssumeRole",
            Condition: {
                StringEquals: { "aws:SourceAccount": "123456789012" },
                ArnLike: { "aws:SourceArn": "arn:aws:ecs:eu-central-1:123456789012:*" },
            },
        },
    ],
};
const START = {
    Version: "2012-10-17",
    Statement: [
        { Effect: "Allow", Action: ["ecr:GetAuthorizationToken"], Resource: ["*"] },
        {
            Effect: "Allow",
            Action: ["ecr:BatchCheckLayerAvailability", "ecr:BatchGetImage", "ecr:GetDownloadUrlForLayer"],
            Resource: ["arn:aws:ecr:eu-central-1:123456789012:repository/shop/backend"],
        },
        {
            Effect: "Allow",
            Action: ["logs:CreateLogStream", "logs:PutLogEvents"],
            Resource: [`arn:aws:logs:eu-central-1:123456789012:log-group:${LOG_GROUP}:*`],
        },
    ],
};
const CONTAINER = {
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
            "awslogs-group": LOG_GROUP,
            "awslogs-region": "eu-central-1",
            "awslogs-stream-prefix": "backend-blue-v1",
            mode: "non-blocking",
            "max-buffer-size": "25m",
        },
    },
};

/** Name, type, inputs and what it waits for of every child, at all defaults. */
const CHILDREN: [name: string, type: string, inputs: object, waitsFor: string[]][] = [
    ["logs", "aws:cloudwatch/logGroup:LogGroup", { name: LOG_GROUP, retentionInDays: 30, tags: TAGS }, []],
    [
        "execution-role",
        "aws:iam/role:Role",
        { namePrefix: `shop-backend-blue-execution-${HASH}-`, assumeRolePolicy: TRUST, tags: TAGS },
        [],
    ],
    [
        "execution-start",
        "aws:iam/rolePolicy:RolePolicy",
        { name: "start", role: `shop-backend-blue-execution-${HASH}-1`, policy: START },
        ["execution-role", "logs"],
    ],
    [
        "task-role",
        "aws:iam/role:Role",
        { namePrefix: `shop-backend-blue-task-${HASH}-`, assumeRolePolicy: TRUST, tags: TAGS },
        [],
    ],
    [
        "definition",
        "aws:ecs/taskDefinition:TaskDefinition",
        {
            family: `shop-backend-blue-${HASH}`,
            requiresCompatibilities: ["FARGATE"],
            networkMode: "awsvpc",
            cpu: "256",
            memory: "512",
            runtimePlatform: { operatingSystemFamily: "LINUX", cpuArchitecture: "X86_64" },
            executionRoleArn: arn("execution-role"),
            taskRoleArn: arn("task-role"),
            volumes: [{ name: "tmp" }],
            containerDefinitions: [CONTAINER],
            skipDestroy: true,
            tags: TAGS,
        },
        ["execution-role", "logs", "task-role"],
    ],
    [
        "group",
        "aws:ec2/securityGroup:SecurityGroup",
        {
            vpcId: VPC_ID,
            description: `Instances of ${NAME}`,
            ingress: [{ protocol: "tcp", fromPort: 8080, toPort: 8080, securityGroups: [GROUP_ID] }],
            egress: [{ protocol: "-1", fromPort: 0, toPort: 0, cidrBlocks: ["0.0.0.0/0"] }],
            tags: TAGS,
        },
        [],
    ],
    [
        "service",
        "aws:ecs/service:Service",
        {
            cluster: CLUSTER_ARN,
            taskDefinition: arn("definition"),
            launchType: "FARGATE",
            schedulingStrategy: "REPLICA",
            desiredCount: 1,
            deploymentController: { type: "ECS" },
            deploymentConfiguration: { strategy: "ROLLING" },
            deploymentMinimumHealthyPercent: 100,
            deploymentMaximumPercent: 200,
            deploymentCircuitBreaker: { enable: true, rollback: true },
            availabilityZoneRebalancing: "ENABLED",
            healthCheckGracePeriodSeconds: 60,
            loadBalancers: [{ targetGroupArn: targetGroupArn("blue"), containerName: "app", containerPort: 8080 }],
            networkConfiguration: {
                subnets: TASK_SUBNETS,
                securityGroups: [`${NAME}-group-id`],
                assignPublicIp: false,
            },
            enableExecuteCommand: false,
            enableEcsManagedTags: true,
            propagateTags: "SERVICE",
            waitForSteadyState: false,
            tags: TAGS,
        },
        ["definition", "execution-start", "group"],
    ],
];

/** A child as it is compared: JSON texts as what they say, hashes of names as zeros. */
function comparable({ name, type, inputs, waitsFor }: Registered) {
    const text = JSON.stringify(inputs, (key, value) =>
        ["assumeRolePolicy", "policy", "containerDefinitions"].includes(key) ? JSON.parse(value) : value,
    );
    const short = (one: string) => one.slice(NAME.length + 1);
    const zeroed = text.replace(/(blue(?:-execution|-task)?)-[0-9a-f]{8}/g, `$1-${HASH}`);
    return [short(name), type, JSON.parse(zeroed), waitsFor.map(short)];
}

test("a service at all defaults: name, type, inputs and order of every child", async () => {
    const [component, ...children] = await service();
    expect(component).toMatchObject({ type: "blue-green:index:ColorService", name: NAME, parent: "" });
    expect(children.map(comparable).sort()).toEqual([...CHILDREN].sort());
    expect(new Set(children.map(({ parent }) => parent))).toEqual(new Set([NAME]));
    expect(children.flatMap(({ ignores }) => ignores)).toEqual([]);
});

test("what AWS would not let be there twice has names of its own for each app, tier, color and stack", async () => {
    const namesOf = (all: Registered[]) =>
        all
            .flatMap(({ inputs }) => [inputs.name, inputs.namePrefix, inputs.family])
            .filter((name) => name !== undefined && name !== "start");
    const names = [
        ...namesOf(await service()),
        ...namesOf(await service({ app: "store" })),
        ...namesOf(await service({ tier: "frontend" })),
        ...namesOf(await service({ color: "green" })),
    ];
    expect(names).toHaveLength(16);
    expect(new Set(names).size).toBe(16);
});

test("the service waits for what the caller names, and nothing else of it does", async () => {
    class Rule extends pulumi.CustomResource {
        constructor(name: string) {
            super("test:index:Rule", name, {});
        }
    }
    const declared = await declaredBy(() => {
        new ColorService(NAME, SERVICE, { dependsOn: [new Rule("pin"), new Rule("default")] });
    });
    const waits = Object.fromEntries(declared.map(({ name, waitsFor }) => [name, waitsFor]));
    expect(waits[`${NAME}-service`]).toEqual(expect.arrayContaining(["pin", "default", `${NAME}-definition`]));
    expect(waits[`${NAME}-definition`]).not.toContain("pin");
});

test("the outputs", async () => {
    const recorder = await Recorder.start(made);
    new ColorService(NAME, { ...SERVICE, instances: 3 });
    expect(await recorder.outputsOf(NAME)).toEqual({
        serviceName: `${NAME}-service-1234567`,
        clusterArn: CLUSTER_ARN,
        taskDefinitionArn: arn("definition"),
        desiredCount: 3,
        securityGroupId: `${NAME}-group-id`,
        logGroupName: expect.stringMatching(/^\/blue-green\/shop-backend-blue-[0-9a-f]{8}$/),
    });
});
