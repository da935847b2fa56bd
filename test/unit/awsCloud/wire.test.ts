import { CloudWatchClient, GetMetricDataCommand, GetMetricStatisticsCommand } from "@aws-sdk/client-cloudwatch";
import {
    DeleteServiceCommand,
    DescribeServicesCommand,
    DescribeTaskDefinitionCommand,
    DescribeTasksCommand,
    ECSClient,
    ListServicesCommand,
    ListTasksCommand,
} from "@aws-sdk/client-ecs";
import {
    DescribeListenersCommand,
    DescribeLoadBalancersCommand,
    DescribeRulesCommand,
    DescribeTagsCommand,
    DescribeTargetGroupsCommand,
    DescribeTargetHealthCommand,
    ElasticLoadBalancingV2Client,
} from "@aws-sdk/client-elastic-load-balancing-v2";
import { until } from "../../../components/haproxy/runtime/wait";
import { ACCOUNT_REGION, type Made, Shop } from "../../support/aws/account";

let shop: Shop;
let group: Made;
let rule: Made;
let service: Made;
let clients: { elb: ElasticLoadBalancingV2Client; ecs: ECSClient; metrics: CloudWatchClient };

beforeAll(async () => {
    shop = await Shop.open();
    group = await shop.targetGroup("app", { tags: { tier: "frontend" } });
    rule = await shop.rule(10, [[group, 100]], "/a&b*");
    service = await shop.service(await shop.definition("v1"), group);
    await until(20, () => (shop.running(service).primary.state === "COMPLETED" ? true : undefined));
    const config = {
        endpoint: shop.account.url,
        region: ACCOUNT_REGION,
        maxAttempts: 1,
        credentials: { accessKeyId: "stand-in", secretAccessKey: "stand-in" },
    };
    clients = {
        elb: new ElasticLoadBalancingV2Client(config),
        ecs: new ECSClient(config),
        metrics: new CloudWatchClient(config),
    };
});
afterAll(async () => {
    for (const client of Object.values(clients ?? {})) client.destroy();
    await shop.close();
});

/** What a client is refused with. */
async function refusal(work: Promise<unknown>): Promise<{ name: string; message: string; status?: number }> {
    const error = await work.then(
        () => undefined,
        (reason: Error & { $metadata?: { httpStatusCode?: number } }) => reason,
    );
    return { name: error?.name ?? "", message: error?.message ?? "", status: error?.$metadata?.httpStatusCode };
}

test("calls beyond the rate are refused so that clients try again", async () => {
    const { trouble } = shop.account.world;
    const calls = [
        () => clients.elb.send(new DescribeLoadBalancersCommand({})),
        () => clients.ecs.send(new ListTasksCommand({ cluster: shop.cluster.id })),
        () =>
            clients.metrics.send(
                new GetMetricDataCommand({ StartTime: new Date(0), EndTime: new Date(1), MetricDataQueries: [] }),
            ),
    ];
    for (const call of calls) {
        trouble.throttled = 1;
        const error = await call().catch((reason: Error & { $retryable?: object }) => reason);
        expect(error).toMatchObject({ name: expect.stringMatching(/^Throttling/), message: "Rate exceeded" });
        await call();
    }
});

describe("Elastic Load Balancing", () => {
    test("rules, with the default as the last, by pages or at once", async () => {
        await shop.rule(20, [[group, 1]]);
        const listener = { ListenerArn: shop.listener.id };
        const { Rules = [], NextMarker } = await clients.elb.send(new DescribeRulesCommand(listener));
        expect(Rules.map(({ Priority, IsDefault }) => [Priority, IsDefault])).toEqual([
            ["10", false],
            ["20", false],
            ["default", true],
        ]);
        expect(NextMarker).toBeUndefined();
        expect(Rules[0]).toEqual({
            RuleArn: rule.id,
            Priority: "10",
            IsDefault: false,
            Conditions: [{ Field: "path-pattern", Values: ["/a&b*"], PathPatternConfig: { Values: ["/a&b*"] } }],
            Actions: [
                {
                    Type: "forward",
                    TargetGroupArn: group.id,
                    ForwardConfig: {
                        TargetGroups: [{ TargetGroupArn: group.id, Weight: 100 }],
                        TargetGroupStickinessConfig: { Enabled: false },
                    },
                },
            ],
        });
        const pages: number[] = [];
        let Marker: string | undefined;
        do {
            const page = await clients.elb.send(new DescribeRulesCommand({ ...listener, PageSize: 2, Marker }));
            pages.push(page.Rules?.length ?? 0);
            Marker = page.NextMarker;
        } while (Marker);
        expect(pages).toEqual([2, 1]);
        shop.account.world.trouble.pageSize = 1;
        const first = await clients.elb.send(new DescribeRulesCommand(listener));
        expect([first.Rules?.length, first.NextMarker]).toEqual([1, expect.any(String)]);
        shop.account.world.trouble.pageSize = 400;
    });

    test("tags, of 20 resources a call at most", async () => {
        const { TagDescriptions } = await clients.elb.send(
            new DescribeTagsCommand({ ResourceArns: [group.id, rule.id] }),
        );
        expect(TagDescriptions).toEqual([
            { ResourceArn: group.id, Tags: [{ Key: "tier", Value: "frontend" }] },
            { ResourceArn: rule.id, Tags: [] },
        ]);
        const many = clients.elb.send(new DescribeTagsCommand({ ResourceArns: Array(21).fill(rule.id) }));
        expect(await refusal(many)).toMatchObject({ name: "ValidationError", status: 400 });
    });

    test("load balancers, listeners, target groups and the health of targets", async () => {
        const { LoadBalancers } = await clients.elb.send(new DescribeLoadBalancersCommand({}));
        expect(LoadBalancers).toMatchObject([{ LoadBalancerArn: shop.balancer.id, State: { Code: "active" } }]);
        const of = { LoadBalancerArn: shop.balancer.id };
        const { Listeners } = await clients.elb.send(new DescribeListenersCommand(of));
        expect(Listeners).toMatchObject([{ ListenerArn: shop.listener.id, Protocol: "HTTP" }]);
        const { TargetGroups } = await clients.elb.send(new DescribeTargetGroupsCommand(of));
        expect(TargetGroups).toMatchObject([
            { TargetGroupArn: group.id, HealthCheckIntervalSeconds: 8, LoadBalancerArns: [shop.balancer.id] },
        ]);
        const [task] = shop.running(service).tasks;
        const health = new DescribeTargetHealthCommand({ TargetGroupArn: group.id });
        expect((await clients.elb.send(health)).TargetHealthDescriptions).toMatchObject([
            { Target: { Id: task?.address, Port: 8080 }, TargetHealth: { State: "healthy" } },
        ]);
    });

    test("errors by the names that the client knows", async () => {
        const names = [
            [new DescribeRulesCommand({ RuleArns: [`${rule.id}0`] }), "RuleNotFoundException"],
            [new DescribeRulesCommand({ ListenerArn: "arn:none" }), "ListenerNotFoundException"],
            [new DescribeTargetHealthCommand({ TargetGroupArn: "arn:none" }), "TargetGroupNotFoundException"],
            [new DescribeLoadBalancersCommand({ Names: ["none"] }), "LoadBalancerNotFoundException"],
        ] as const;
        for (const [command, name] of names) {
            expect(await refusal(clients.elb.send(command as DescribeRulesCommand))).toMatchObject({
                name,
                status: 400,
            });
        }
        const unsigned = await fetch(shop.account.url, {
            method: "POST",
            body: "Action=DescribeRules&Version=2015-12-01",
        });
        expect(unsigned.status).toBe(403);
    });
});

describe("ECS", () => {
    const cluster = () => shop.cluster.id;

    test("services with their deployments and events", async () => {
        const command = new DescribeServicesCommand({ cluster: cluster(), services: [service.id, "none"] });
        const { services = [], failures } = await clients.ecs.send(command);
        expect(services).toMatchObject([
            {
                serviceArn: service.id,
                status: "ACTIVE",
                desiredCount: 1,
                runningCount: 1,
                pendingCount: 0,
                taskDefinition: expect.stringMatching(/task-definition\/app:1$/),
                deployments: [{ status: "PRIMARY", rolloutState: "COMPLETED", runningCount: 1, failedTasks: 0 }],
            },
        ]);
        expect(services[0]?.events?.[0]?.message).toMatch(/has reached a steady state\.$/);
        expect(services[0]?.createdAt?.getTime()).toBeGreaterThan(Date.now() - 60_000);
        expect(failures).toEqual([{ arn: expect.stringMatching(/service\/main-\w+\/none$/), reason: "MISSING" }]);
    });

    test("tasks and task definitions", async () => {
        const serviceName = shop.running(service).name;
        const { taskArns = [] } = await clients.ecs.send(new ListTasksCommand({ cluster: cluster(), serviceName }));
        expect(taskArns).toEqual([shop.running(service).tasks[0]?.arn]);
        const stopped = new ListTasksCommand({ cluster: cluster(), serviceName, desiredStatus: "STOPPED" });
        expect((await clients.ecs.send(stopped)).taskArns).toEqual([]);
        const { tasks } = await clients.ecs.send(new DescribeTasksCommand({ cluster: cluster(), tasks: taskArns }));
        expect(tasks).toMatchObject([{ lastStatus: "RUNNING", containers: [{ name: "app", image: "app:v1" }] }]);
        const { taskDefinition } = await clients.ecs.send(new DescribeTaskDefinitionCommand({ taskDefinition: "app" }));
        expect(taskDefinition).toMatchObject({ family: "app", revision: 1, cpu: "256" });
    });

    test("services by pages; one that is deleted by force drains, and is gone when its tasks are", async () => {
        const more = await shop.service(await shop.definition("v2"), group, { name: "more" });
        const names: string[] = [];
        let nextToken: string | undefined;
        do {
            const page = await clients.ecs.send(
                new ListServicesCommand({ cluster: cluster(), maxResults: 1, nextToken }),
            );
            expect(page.serviceArns).toHaveLength(1);
            names.push(...(page.serviceArns ?? []));
            nextToken = page.nextToken;
        } while (nextToken);
        expect(names).toEqual([service.id, more.id]);
        const gentle = new DeleteServiceCommand({ cluster: cluster(), service: more.id });
        expect(await refusal(clients.ecs.send(gentle))).toMatchObject({ name: "InvalidParameterException" });
        const forced = new DeleteServiceCommand({ cluster: cluster(), service: more.id, force: true });
        expect((await clients.ecs.send(forced)).service).toMatchObject({ serviceArn: more.id, status: "DRAINING" });
        const left = async () =>
            (await clients.ecs.send(new ListServicesCommand({ cluster: cluster() }))).serviceArns?.length === 1
                ? true
                : undefined;
        expect(await until(20, left)).toBe(true);
        expect(
            await refusal(clients.ecs.send(new DeleteServiceCommand({ cluster: cluster(), service: "none" }))),
        ).toMatchObject({
            name: "ServiceNotFoundException",
        });
    });

    test("errors by the names that the client knows", async () => {
        const none = new DescribeServicesCommand({ cluster: "none", services: ["a"] });
        expect(await refusal(clients.ecs.send(none))).toMatchObject({ name: "ClusterNotFoundException", status: 400 });
        const empty = new DescribeServicesCommand({ cluster: cluster(), services: [] });
        expect(await refusal(clients.ecs.send(empty))).toMatchObject({ name: "InvalidParameterException" });
    });
});

describe("CloudWatch", () => {
    const dimensions = () => [
        { Name: "LoadBalancer", Value: String(shop.balancer.outputs.arnSuffix) },
        { Name: "TargetGroup", Value: String(group.outputs.arnSuffix) },
    ];

    async function values(MetricName: string, Stat: string, Dimensions = dimensions()): Promise<number[]> {
        const Metric = { Namespace: "AWS/ApplicationELB", MetricName, Dimensions };
        const command = new GetMetricDataCommand({
            StartTime: new Date(Date.now() - 30 * 60_000),
            EndTime: new Date(Date.now() + 1000),
            MetricDataQueries: [{ Id: "m0", MetricStat: { Metric, Period: 60, Stat } }],
        });
        const { MetricDataResults = [] } = await clients.metrics.send(command);
        expect(MetricDataResults.map(({ Id, StatusCode }) => [Id, StatusCode])).toEqual([["m0", "Complete"]]);
        for (const time of MetricDataResults[0]?.Timestamps ?? []) expect(time.getTime() % 60_000).toBe(0);
        return MetricDataResults[0]?.Values ?? [];
    }

    const sum = (numbers: readonly number[]) => numbers.reduce((total, one) => total + one, 0);

    test("requests a minute, and nothing for minutes without any", async () => {
        const { alb } = shop.account.world;
        expect(await values("RequestCount", "Sum")).toEqual([]);
        for (let n = 0; n < 3; n++) await fetch(`${shop.url}/a&bc`);
        for (let n = 0; n < 3; n++) await fetch(`${shop.url}/whoami`);
        alb.ageRequests(10 * 60_000);
        for (let n = 0; n < 2; n++) await fetch(`${shop.url}/whoami`);
        const all = await values("RequestCount", "Sum");
        // Those of one moment may be in two minutes.
        expect([sum(all), all.length <= 4, sum(all.slice(0, -1)) < 8]).toEqual([8, true, true]);
        expect(await values("RequestCount", "Sum", dimensions().slice(1))).toEqual([]);
        shop.account.world.trouble.metricDelaySeconds = 120;
        expect(sum(await values("RequestCount", "Sum"))).toBe(6);
        shop.account.world.trouble.metricDelaySeconds = 0;
        alb.ageRequests(60 * 60_000);
        expect(await values("RequestCount", "Sum")).toEqual([]);
    });

    test("healthy targets, and the older way to ask", async () => {
        expect(new Set(await values("HealthyHostCount", "Minimum"))).toEqual(new Set([1]));
        expect(await values("UnHealthyHostCount", "Maximum")).toEqual([]);
        const { Datapoints } = await clients.metrics.send(
            new GetMetricStatisticsCommand({
                Namespace: "AWS/ApplicationELB",
                MetricName: "HealthyHostCount",
                Dimensions: dimensions(),
                StartTime: new Date(Date.now() - 60_000),
                EndTime: new Date(),
                Period: 60,
                Statistics: ["Minimum"],
            }),
        );
        expect(Datapoints?.[0]).toMatchObject({ Minimum: 1, Unit: "Count", Timestamp: expect.any(Date) });
    });
});
