import { type Account, type Made, Shop } from "../../support/aws/account";
import type { Values } from "../../support/aws/cloud/kind";

let shop: Shop;
let account: Account;

beforeAll(async () => {
    shop = await Shop.open();
    account = shop.account;
});
afterAll(() => shop.close());

const refusal = (type: string, inputs: Values) => account.refusal(type, inputs);

describe("ECS", () => {
    let group: Made;
    beforeAll(async () => {
        group = await shop.targetGroup("app");
        await shop.rule(20, [[group, 1]]);
    });
    const definition = (more: object, container: object = {}) =>
        shop.definition("v1", [], { ...container }, { ...more }).catch((error: Error) => error.message);

    test.each([
        ["256", "4096"],
        ["512", "512"],
        ["1024", "2500"],
        ["300", "1024"],
    ])("Fargate tasks of %s CPU units and %s MiB", async (cpu, memory) => {
        expect(await definition({ cpu, memory })).toContain(
            `ClientException: No Fargate configuration exists for given values: ${cpu} CPU, ${memory} memory.`,
        );
    });

    test("task definitions without what Fargate needs", async () => {
        expect(await definition({ networkMode: "bridge" })).toContain("Fargate only supports network mode ‘awsvpc’.");
        expect(await definition({ family: "a b" })).toContain("Family contains invalid characters.");
        expect(await definition({}, { stopTimeout: 121 })).toContain(
            "ClientException: The stopTimeout must be at most 120 seconds",
        );
        const logConfiguration = { logDriver: "awslogs", options: { "awslogs-group": "x" } };
        expect(await definition({}, { logConfiguration })).toContain(
            "execution role ARN to support log driver awslogs.",
        );
        expect(await definition({}, { portMappings: [{ containerPort: 1, hostPort: 2 }] })).toContain("must match");
        expect(await definition({}, { nonsense: 1 })).toContain("the stand-in has no 'nonsense' of a container");
    });

    test("services whose target group no load balancer uses, or whose container is not there", async () => {
        const made = await shop.definition("v1");
        const service = (on: Made, more: object = {}) =>
            shop.service(made, on, { ...more }).catch((error: Error) => error.message);
        const loose = await shop.targetGroup("loose");
        expect(await service(loose)).toContain(
            `InvalidParameterException: The target group with targetGroupArn ${loose.id} does not have an associated load balancer.`,
        );
        const balancer = { targetGroupArn: group.id, containerName: "app", containerPort: 8080 };
        expect(await service(group, { loadBalancers: [{ ...balancer, containerName: "web" }] })).toContain(
            "The container web does not exist in the task definition.",
        );
        expect(await service(group, { loadBalancers: [{ ...balancer, containerPort: 1 }] })).toContain(
            "The container app did not have a container port 1 defined.",
        );
        expect(await service(group, { cluster: "none" })).toContain("ClusterNotFoundException: Cluster not found.");
        expect(await service(group, { taskDefinition: "none:1" })).toContain(
            "ClientException: TaskDefinition not found.",
        );
        expect(await service(group, { networkConfiguration: undefined })).toContain(
            "Network Configuration must be provided",
        );
        const first = await shop.service(made, group, { name: "one" });
        expect(await service(group, { name: "one" })).toContain("Creation of service was not idempotent.");
        await account.delete(first);
        await account.delete(await shop.service(made, group, { name: "one" }));
    });
});

describe("others", () => {
    test("roles that nobody can take on, that are taken, or that still have policies", async () => {
        const role = "aws:iam/role:Role";
        const trust = { Effect: "Allow", Action: "sts:AssumeRole", Principal: { Service: "ecs-tasks.amazonaws.com" } };
        const policy = (statement: object) => JSON.stringify({ Version: "2012-10-17", Statement: [statement] });
        expect(await refusal(role, { assumeRolePolicy: "{" })).toContain("MalformedPolicyDocument: ");
        expect(await refusal(role, { assumeRolePolicy: policy({ ...trust, Principal: undefined }) })).toContain(
            "must contain principals",
        );
        const made = await account.create(role, "one", { name: "one", assumeRolePolicy: policy(trust) });
        expect(await refusal(role, { name: "one", assumeRolePolicy: policy(trust) })).toContain(
            "EntityAlreadyExists: ",
        );
        const policyArn = "arn:aws:iam::aws:policy/service-role/AmazonECSTaskExecutionRolePolicy";
        const attachment = await account.create("aws:iam/rolePolicyAttachment:RolePolicyAttachment", "a", {
            role: made.id,
            policyArn,
        });
        await expect(account.delete(made)).rejects.toThrow(
            "DeleteConflict: Cannot delete entity, must detach all policies first.",
        );
        await account.delete(attachment);
        await account.delete(made);
    });

    test("log groups, repositories, records, alarms, dashboards and scaling beyond what their services take", async () => {
        expect(await refusal("aws:cloudwatch/logGroup:LogGroup", { retentionInDays: 2 })).toContain(
            "retention_in_days",
        );
        await account.create("aws:ecr/repository:Repository", "app", { name: "app" });
        expect(await refusal("aws:ecr/repository:Repository", { name: "app" })).toContain(
            "RepositoryAlreadyExistsException: ",
        );
        expect(await refusal("aws:route53/record:Record", { zoneId: "Z1", name: "a", type: "A" })).toContain(
            "InvalidArgument: ",
        );
        expect(await refusal("aws:cloudwatch/metricAlarm:MetricAlarm", { evaluationPeriods: 1 })).toContain(
            "ComparisonOperator must be specified",
        );
        const dashboard = { dashboardName: "a", dashboardBody: "{}" };
        expect(await refusal("aws:cloudwatch/dashboard:Dashboard", dashboard)).toContain("must have widgets");
        const target = {
            minCapacity: 2,
            maxCapacity: 1,
            resourceId: "service/main/app",
            scalableDimension: "ecs:service:DesiredCount",
            serviceNamespace: "ecs",
        };
        expect(await refusal("aws:appautoscaling/target:Target", target)).toContain(
            "Maximum capacity cannot be less than minimum capacity",
        );
        expect(await refusal("aws:appautoscaling/target:Target", { ...target, maxCapacity: 3 })).toContain(
            "ECS service doesn't exist: service/main/app",
        );
    });
});
