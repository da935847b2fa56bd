import { until } from "../../../components/haproxy/runtime/wait";
import { type Account, type Made, Shop } from "../../support/aws/account";
import type { Values } from "../../support/aws/cloud/kind";

const ANYWHERE = "0.0.0.0/0";
const LOG_GROUP = "aws:cloudwatch/logGroup:LogGroup";

let shop: Shop;
let account: Account;
let group: Made;

beforeEach(async () => {
    shop = await Shop.open();
    account = shop.account;
    group = await shop.targetGroup("app");
    await shop.rule(10, [[group, 1]]);
});
afterEach(() => shop.close());

/** A security group with rules, each `in` or `out` and what it opens. */
async function securityGroup(name: string, rules: readonly (readonly ["in" | "out", Values])[]) {
    const made = await account.create("aws:ec2/securityGroup:SecurityGroup", name, {
        vpcId: shop.balancer.outputs.vpcId,
    });
    const types = {
        in: "aws:vpc/securityGroupIngressRule:SecurityGroupIngressRule",
        out: "aws:vpc/securityGroupEgressRule:SecurityGroupEgressRule",
    };
    const created = rules.map(([way, rule], index) => {
        return account.create(types[way], `${name}-${index}`, { securityGroupId: made.id, ...rule });
    });
    return { id: made.id, rules: await Promise.all(created) };
}

const ALL = { ipProtocol: "-1", cidrIpv4: ANYWHERE };
const app = (rule: Values) => ({ ipProtocol: "tcp", fromPort: 8080, toPort: 8080, ...rule });

/** A service in some security group, or with another network or definition. */
async function service(network: Values = {}, container: Values = {}, more: Values = {}) {
    const definition = await shop.definition("v1", [], container, more);
    const basic = { subnets: shop.balancer.outputs.subnets, securityGroups: [shop.group.id], assignPublicIp: true };
    const made = await shop.service(definition, group, {
        networkConfiguration: { ...basic, ...network },
        // It tries on until it may.
        deploymentCircuitBreaker: { enable: false, rollback: false },
    });
    return shop.running(made);
}

type Running = Awaited<ReturnType<typeof service>>;

async function healthOf(running: Running): Promise<string | undefined> {
    const state = () => account.world.alb.targetHealth(group.id)[0]?.TargetHealth.State;
    return until(20, () => (running.stopped.length > 0 ? "stopped" : state() === "healthy" ? "healthy" : undefined));
}

const reason = async (running: Running) => {
    expect(await until(20, () => (running.stopped.length > 0 ? true : undefined))).toBe(true);
    return running.stopped[0]?.stoppedReason;
};

test("the load balancer reaches tasks only where both security groups let it", async () => {
    const closed = await securityGroup("closed", [
        ["out", ALL],
        ["in", app({ fromPort: 80, toPort: 80, cidrIpv4: ANYWHERE })],
    ]);
    expect(await healthOf(await service({ securityGroups: [closed.id] }))).toBe("stopped");
});

test.each([
    ["by the balancer's group", () => app({ referencedSecurityGroupId: shop.group.id })],
    ["by the addresses of its subnets", () => app({ cidrIpv4: "172.31.0.0/16" })],
    ["by a range of ports", () => app({ fromPort: 8000, toPort: 9000, cidrIpv4: ANYWHERE })],
])("tasks let the balancer in %s", async (_, rule) => {
    const open = await securityGroup("open", [
        ["out", ALL],
        ["in", rule()],
    ]);
    expect(await healthOf(await service({ securityGroups: [open.id] }))).toBe("healthy");
});

test("a rule that goes away cuts off the tasks that run, and one that comes back lets them in", async () => {
    const open = await securityGroup("open", [
        ["out", ALL],
        ["in", app({ cidrIpv4: ANYWHERE })],
    ]);
    const running = await service({ securityGroups: [open.id] });
    expect(await healthOf(running)).toBe("healthy");
    const address = running.tasks[0]?.address;
    const [, rule] = open.rules;
    if (rule) await account.delete(rule);
    const targets = () => account.world.alb.targetHealth(group.id);
    const cutOff = () => targets().length > 0 && targets().every(({ Target }) => Target.Id !== address);
    expect(await until(20, () => (cutOff() ? true : undefined))).toBe(true);
    expect(await until(20, () => running.stopped[0])).toMatchObject({
        stoppedReason: expect.stringContaining("Task failed ELB health checks"),
    });
    await account.create("aws:vpc/securityGroupIngressRule:SecurityGroupIngressRule", "again", {
        securityGroupId: open.id,
        ...app({ cidrIpv4: ANYWHERE }),
    });
    expect(await until(20, () => (running.stable && running.tasks.length === 1 ? true : undefined))).toBe(true);
});

test("a task pulls its image from the internet, which takes a way out and a route", async () => {
    const mute = await securityGroup("mute", [["in", ALL]]);
    const timeout = /^CannotPullContainerError: .*dial tcp: i\/o timeout$/;
    expect(await reason(await service({ securityGroups: [mute.id] }))).toMatch(timeout);
});

test("without a public address the route must lead through a NAT gateway", async () => {
    const [subnet = ""] = shop.balancer.outputs.subnets as string[];
    const vpcId = shop.balancer.outputs.vpcId;
    const network = { assignPublicIp: false, subnets: [subnet] };
    expect(await reason(await service(network))).toMatch(/dial tcp: i\/o timeout$/);

    const [, publicSubnet] = shop.balancer.outputs.subnets as string[];
    const address = await account.create("aws:ec2/eip:Eip", "nat", { domain: "vpc" });
    const nat = await account.create("aws:ec2/natGateway:NatGateway", "nat", {
        subnetId: publicSubnet,
        allocationId: address.id,
    });
    const table = await account.create("aws:ec2/routeTable:RouteTable", "private", { vpcId });
    await account.create("aws:ec2/routeTableAssociation:RouteTableAssociation", "private", {
        routeTableId: table.id,
        subnetId: subnet,
    });
    await account.create("aws:ec2/route:Route", "private", {
        routeTableId: table.id,
        destinationCidrBlock: ANYWHERE,
        natGatewayId: nat.id,
    });
    const [running] = account.world.ecs.services.values();
    expect(await until(20, () => (running?.stable ? true : undefined))).toBe(true);
});

describe("execution role", () => {
    const logConfiguration = { logDriver: "awslogs", options: { "awslogs-group": "/app" } };
    const document = (statement: object) =>
        JSON.stringify({ Version: "2012-10-17", Statement: [{ Effect: "Allow", ...statement }] });
    const role = async (principal: string) => {
        const assumeRolePolicy = document({ Action: "sts:AssumeRole", Principal: { Service: principal } });
        return account.create("aws:iam/role:Role", "execution", { assumeRolePolicy });
    };

    test("must be one that ECS may take on", async () => {
        const { outputs } = await role("ec2.amazonaws.com");
        const running = await service({}, {}, { executionRoleArn: outputs.arn });
        expect(await reason(running)).toContain(`ECS was unable to assume the role '${outputs.arn}'`);
    });

    test("must be allowed to write the log, and the log group must be there", async () => {
        const { id, outputs } = await role("ecs-tasks.amazonaws.com");
        const running = await service({}, { logConfiguration }, { executionRoleArn: outputs.arn });
        expect(await reason(running)).toMatch(
            /^ResourceInitializationError: .*is not authorized to perform: logs:CreateLogStream on resource: .*:log-group:\/app:log-stream:task/,
        );
        const logs = async (name: string) => {
            const Resource = `arn:aws:logs:eu-central-1:123456789012:log-group:${name}:*`;
            const policy = document({ Action: "logs:*", Resource });
            await account.create("aws:iam/rolePolicy:RolePolicy", "logs", { role: id, policy });
        };
        await logs("/other");
        const before = running.stopped.length;
        expect(await until(20, () => (running.stopped.length > before + 1 ? true : undefined))).toBe(true);
        expect(running.stopped[0]?.stoppedReason).toContain("is not authorized to perform");
        await logs("/app");
        expect(
            await until(20, () =>
                running.stopped.find(({ stoppedReason }) => stoppedReason?.includes("log group does not exist")),
            ),
        ).toBeDefined();
    });

    test.each([
        [
            "an own policy",
            "aws:iam/rolePolicy:RolePolicy",
            { policy: document({ Action: ["logs:CreateLogStream", "logs:Put*"], Resource: "*" }) },
        ],
        [
            "AWS's policy",
            "aws:iam/rolePolicyAttachment:RolePolicyAttachment",
            { policyArn: "arn:aws:iam::aws:policy/service-role/AmazonECSTaskExecutionRolePolicy" },
        ],
    ])("serves with %s", async (_, type, inputs) => {
        const { id, outputs } = await role("ecs-tasks.amazonaws.com");
        await account.create(type, "allow", { role: id, ...inputs });
        await account.create(LOG_GROUP, "app", { name: "/app" });
        expect(await healthOf(await service({}, { logConfiguration }, { executionRoleArn: outputs.arn }))).toBe(
            "healthy",
        );
    });
});
