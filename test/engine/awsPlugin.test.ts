import { rmSync } from "node:fs";
import { until } from "../../components/haproxy/runtime/wait";
import { freePort, PulumiStack } from "../../tools/stack/pulumiStack";
import { AwsCloud } from "../support/aws/awsCloud";
import { contractApp } from "../support/contractApp";
import { changesPlanned } from "../support/engineStack";
import { processesNaming } from "../support/processes";
import { programFolder } from "../support/programs";

const MARK = `aws-plugin-${process.pid}`;

/** Plain resources of @pulumi/aws: a front door with weighted target groups, and a service in each of them. */
const PROGRAM = `
const aws = require("@pulumi/aws");
const pulumi = require("@pulumi/pulumi");
const config = new pulumi.Config();
const port = config.requireNumber("listenerPort");
const blue = config.requireNumber("blueWeight");
const vpc = aws.ec2.getVpcOutput({ default: true });
const subnets = aws.ec2.getSubnetsOutput({ filters: [{ name: "vpc-id", values: [vpc.id] }] });
const anyone = { ipProtocol: "-1", cidrIpv4: "0.0.0.0/0" };
const wall = new aws.ec2.SecurityGroup("wall", { vpcId: vpc.id });
const open = [
    new aws.vpc.SecurityGroupIngressRule("in", { securityGroupId: wall.id, ...anyone }),
    new aws.vpc.SecurityGroupEgressRule("out", { securityGroupId: wall.id, ...anyone }),
];
const front = new aws.lb.LoadBalancer("front", { subnets: subnets.ids, securityGroups: [wall.id] });
const healthCheck = { path: "/healthz", interval: 5, timeout: 2, healthyThreshold: 2, unhealthyThreshold: 2 };
const group = (name) => new aws.lb.TargetGroup(name, {
    port: config.requireNumber("groupPort"), protocol: "HTTP", targetType: "ip", vpcId: vpc.id,
    deregistrationDelay: 5, healthCheck,
});
const groups = [group("blue"), group("green")];
const listener = new aws.lb.Listener("front", {
    loadBalancerArn: front.arn, port, protocol: "HTTP",
    defaultActions: [{ type: "fixed-response", fixedResponse: { contentType: "text/plain", statusCode: "404" } }],
});
const rule = new aws.lb.ListenerRule("weights", {
    listenerArn: listener.arn, priority: 10,
    conditions: [{ pathPattern: { values: ["/whoami"] } }],
    actions: [{ type: "forward", forward: { targetGroups: [
        { arn: groups[0].arn, weight: blue }, { arn: groups[1].arn, weight: 100 - blue },
    ] } }],
});
const cluster = new aws.ecs.Cluster("main");
["v1", "v2"].forEach((release, index) => {
    const app = {
        name: "app", image: config.require("image"), portMappings: [{ containerPort: 8080 }], stopTimeout: 10,
        environment: [{ name: "RELEASE", value: release }],
    };
    const task = new aws.ecs.TaskDefinition(release, {
        family: release, cpu: "256", memory: "512", networkMode: "awsvpc", requiresCompatibilities: ["FARGATE"],
        containerDefinitions: JSON.stringify([app]),
    });
    new aws.ecs.Service(release, {
        cluster: cluster.arn, launchType: "FARGATE", taskDefinition: task.arn, desiredCount: 1,
        networkConfiguration: { subnets: subnets.ids, securityGroups: [wall.id], assignPublicIp: true },
        loadBalancers: [{ targetGroupArn: groups[index].arn, containerName: "app", containerPort: 8080 }],
    }, { dependsOn: [rule, ...open] });
});
exports.url = pulumi.interpolate\`http://\${front.dnsName}:\${port}\`;
exports.group = groups[0].name;
`;

let project: string;
let cloud: AwsCloud;
let stack: PulumiStack;

beforeAll(async () => {
    const config = { blueWeight: "100", groupPort: "80", image: "app:1", listenerPort: "0" };
    project = programFolder("plain-aws", config, PROGRAM, ["@pulumi/pulumi", "@pulumi/aws"]);
    cloud = await AwsCloud.start({ mark: MARK });
    await cloud.setImages({ "app:1": contractApp(MARK), "app:2": contractApp(MARK) });
    stack = await PulumiStack.create({ name: `aws-plugin-${process.pid}`, project });
    Object.assign(stack.environment, cloud.environment);
    await stack.set({ listenerPort: String(await freePort()) });
});

afterAll(async () => {
    expect(await stack?.dispose()).toBeUndefined();
    await cloud?.close();
    expect(processesNaming(MARK)).toEqual([]);
    rmSync(project, { recursive: true });
});

/** The releases that some requests meet. */
async function releases(count = 10): Promise<(string | null)[]> {
    const { url } = await stack.outputs();
    const answers = await Promise.all(Array.from({ length: count }, () => fetch(`${url}/whoami`)));
    return [...new Set(answers.map(({ headers }) => headers.get("x-release")))].sort();
}

async function healthy(count: number): Promise<void> {
    const all = async () =>
        (await cloud.tasks()).filter(({ health }) => health === "healthy").length === count || undefined;
    expect(await until(30, all)).toBe(true);
}

const changes = async () => (await changesPlanned(stack)).filter((step) => !step.includes("plain-aws"));

test("plain resources of @pulumi/aws become a front door that balances; the next preview has no change", async () => {
    expect(await changes()).toHaveLength(13);
    expect(await cloud.resources()).toEqual([]);
    await stack.mustUp();
    await healthy(2);
    expect((await stack.outputs()).group).toMatch(/^blue-[0-9a-f]{7}$/);
    expect(await releases()).toEqual(["v1"]);
    expect(await changes()).toEqual([]);
});

test("weights are updated in place", async () => {
    await stack.set({ blueWeight: "0" });
    expect(await changes()).toEqual(["update weights"]);
    await stack.mustUp();
    expect(await releases()).toEqual(["v2"]);
    await stack.set({ blueWeight: "50" });
    await stack.mustUp();
    expect(await releases(60)).toEqual(["v1", "v2"]);
});

test("a new image is a new revision, and the services take it over", async () => {
    await stack.set({ image: "app:2" });
    expect(await changes()).toEqual(["replace v1", "replace v2", "update v1", "update v2"]);
    await stack.mustUp();
    const taken = async () =>
        (await cloud.tasks()).every(({ image, status }) => image === "app:2" && status === "RUNNING") || undefined;
    expect(await until(30, taken)).toBe(true);
    expect(await releases(60)).toEqual(["v1", "v2"]);
});

test("another port replaces the target groups: made, put in use and only then deleted", async () => {
    const before = (await cloud.groups()).map(({ arn }) => arn);
    await stack.set({ groupPort: "81" });
    expect(await changes()).toEqual(["replace blue", "replace green", "update v1", "update v2", "update weights"]);
    await stack.mustUp();
    await healthy(2);
    const after = (await cloud.groups()).map(({ arn }) => arn);
    expect(after).toHaveLength(2);
    expect(after.some((arn) => before.includes(arn))).toBe(false);
});

test("a refresh finds weights that were changed by hand, and the next update sets them back", async () => {
    const [rule] = await cloud.rules();
    const groups = rule?.Actions[0]?.ForwardConfig?.TargetGroups ?? [];
    const weights = groups.map(({ TargetGroupArn }, index) => [TargetGroupArn, index === 0 ? 0 : 1]);
    await cloud.setWeights(rule?.RuleArn ?? "", Object.fromEntries(weights));
    expect(await releases()).toEqual(["v2"]);
    await stack.must(["refresh", "--yes", "--stack", stack.name]);
    expect(await changes()).toEqual(["update weights"]);
    await stack.mustUp();
    expect(await releases(60)).toEqual(["v1", "v2"]);
});

test("what AWS refuses fails the update with its words", async () => {
    await stack.set({ blueWeight: "1000" });
    const { code, stdout } = await stack.up();
    expect(code).not.toBe(0);
    expect(stdout).toContain("updating aws:lb/listenerRule:ListenerRule");
    expect(stdout).toContain("https response error StatusCode: 400, ValidationError: Target group weight '1000'");
    await stack.set({ blueWeight: "50" });
    await stack.mustUp();
});

test("a destroy leaves nothing in the cloud and no process", async () => {
    await stack.must(["destroy", "--yes", "--skip-preview", "--stack", stack.name]);
    expect(await cloud.resources()).toEqual([]);
    expect(processesNaming(MARK).filter(({ command }) => command.includes("contractServer"))).toEqual([]);
});
