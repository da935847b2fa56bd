import * as pulumi from "@pulumi/pulumi";
import { AppMonitoring, type AppMonitoringArgs } from "../../../components/aws";
import { Recorder } from "../../support/harness";
import { changesBetween, declaredBy, inputsOf } from "../../support/pieces/declared";
import { MONITORING, made, TOPIC_ARN, targetGroupArn } from "../../support/pieces/samples";

const monitoring = (args: Partial<AppMonitoringArgs> = {}) =>
    declaredBy(() => new AppMonitoring("watch", { ...MONITORING, ...args }));
const changesWith = async (change: Partial<AppMonitoringArgs>) =>
    changesBetween(await monitoring(), await monitoring(change));

const dimensions = (color: string) => ({
    LoadBalancer: "app/shop/0123456789abcdef",
    TargetGroup: `targetgroup/shop-backend-${color}/0123456789abcdef`,
});
const tags = (color: string) => ({ "blue-green:app": "shop", "blue-green:tier": "backend", "blue-green:color": color });
const alarm = (color: string, text: string, threshold: number) => ({
    alarmDescription: `shop, backend ${color}: ${text} (3 min).`,
    comparisonOperator: "GreaterThanOrEqualToThreshold",
    threshold,
    evaluationPeriods: 3,
    datapointsToAlarm: 3,
    treatMissingData: "notBreaching",
    alarmActions: [],
    okActions: [],
    tags: tags(color),
});
const ofGroup = (color: string) => ({ namespace: "AWS/ApplicationELB", dimensions: dimensions(color), period: 60 });
const sum = (id: string, metricName: string, color: string) => ({
    id,
    returnData: false,
    metric: { ...ofGroup(color), metricName, stat: "Sum" },
});

/** The alarms of one color, at all defaults. */
const alarms = (color: string) => ({
    [`watch-backend-${color}-errors`]: {
        ...alarm(color, "5 % or more of the answers are 5xx", 5),
        metricQueries: [
            {
                id: "share",
                expression: "IF(requests >= 20, 100 * FILL(errors, 0) / requests, 0)",
                label: "5xx in percent",
                returnData: true,
            },
            sum("requests", "RequestCount", color),
            sum("errors", "HTTPCode_Target_5XX_Count", color),
        ],
    },
    [`watch-backend-${color}-unhealthy`]: {
        ...alarm(color, "1 or more instances are unhealthy", 1),
        ...ofGroup(color),
        metricName: "UnHealthyHostCount",
        statistic: "Maximum",
    },
    [`watch-backend-${color}-slow`]: {
        ...alarm(color, "5 % or more of the answers take 2 s", 2),
        ...ofGroup(color),
        metricName: "TargetResponseTime",
        extendedStatistic: "p95",
        evaluateLowSampleCountPercentiles: "ignore",
    },
});

test("an alarm a color for errors, health and slowness, and one dashboard: inputs of all of them", async () => {
    const [component, ...children] = await monitoring();
    expect(component).toMatchObject({ type: "blue-green:index:AppMonitoring", parent: "" });
    const { "watch-dashboard": dashboard, ...others } = inputsOf([component as never, ...children]);
    expect(others).toEqual({ ...alarms("blue"), ...alarms("green") });
    expect(dashboard).toEqual({
        dashboardName: expect.stringMatching(/^shop-[0-9a-f]{8}$/),
        dashboardBody: expect.any(String),
    });
    expect(children.map(({ parent, waitsFor }) => [parent, waitsFor])).toEqual(children.map(() => ["watch", []]));
    expect(new Set(children.map(({ type }) => type))).toEqual(
        new Set(["aws:cloudwatch/metricAlarm:MetricAlarm", "aws:cloudwatch/dashboard:Dashboard"]),
    );
});

test("the dashboard shows this load balancer, these target groups and the service that is on", async () => {
    const { "watch-dashboard": dashboard } = inputsOf(await monitoring()) as Record<string, { dashboardBody: string }>;
    const body = dashboard?.dashboardBody ?? "";
    for (const color of ["blue", "green"])
        for (const one of Object.values(dimensions(color))) expect(body).toContain(one);
    expect(body).toContain('"ClusterName","shops","ServiceName","shop-backend-blue-1234567"');
    expect(body).toContain('"region":"eu-central-1"');
    expect(body).toContain("green is off");
});

test("a color that comes on changes nothing but the dashboard", async () => {
    const backend = { ...MONITORING.tiers.backend, greenServiceName: pulumi.output("shop-backend-green-1") };
    const changes = await changesWith({ tiers: { backend } as AppMonitoringArgs["tiers"] });
    expect(Object.keys(changes)).toEqual(["watch-dashboard"]);
    expect(JSON.stringify(changes)).toContain("shop-backend-green-1");
});

test("one tier more changes nothing of the others but the dashboard", async () => {
    const frontend = {
        blueTargetGroupArn: targetGroupArn("web-blue"),
        greenTargetGroupArn: pulumi.output(targetGroupArn("web-green")),
    };
    const changes = await changesWith({ tiers: { ...MONITORING.tiers, frontend } });
    expect(Object.keys(changes)).toEqual([
        "watch-dashboard",
        ...["blue", "green"].flatMap((color) =>
            ["errors", "slow", "unhealthy"].map((role) => `watch-frontend-${color}-${role}`),
        ),
    ]);
});

describe("alarms change with", () => {
    const onBlue = async (change: AppMonitoringArgs["alarms"]) => {
        const changes = await changesWith({ alarms: change });
        const blue = Object.entries(changes).filter(([name]) => name.startsWith("watch-backend-blue-"));
        expect(Object.keys(changes)).toHaveLength(2 * blue.length);
        return Object.fromEntries(blue.map(([name, inputs]) => [name.slice("watch-backend-blue-".length), inputs]));
    };
    const text = (what: string) => `shop, backend blue: ${what}`;

    test("errorPercent and minRequests", async () => {
        expect(await onBlue({ errorPercent: 0.5 })).toEqual({
            errors: { threshold: 0.5, alarmDescription: text("0.5 % or more of the answers are 5xx (3 min).") },
        });
        expect(await onBlue({ minRequests: 100 })).toMatchObject({
            errors: {
                metricQueries: [{ expression: "IF(requests >= 100, 100 * FILL(errors, 0) / requests, 0)" }, {}, {}],
            },
        });
    });

    test("unhealthyInstances and responseSeconds", async () => {
        expect(await onBlue({ unhealthyInstances: 2 })).toEqual({
            unhealthy: { threshold: 2, alarmDescription: text("2 or more instances are unhealthy (3 min).") },
        });
        expect(await onBlue({ responseSeconds: 0.25 })).toEqual({
            slow: { threshold: 0.25, alarmDescription: text("5 % or more of the answers take 0.25 s (3 min).") },
        });
    });

    test("minutes", async () => {
        const lasting = { evaluationPeriods: 10, datapointsToAlarm: 10 };
        expect(await onBlue({ minutes: 10 })).toMatchObject({ errors: lasting, unhealthy: lasting, slow: lasting });
    });

    test("topicArns, which are told of the end as well", async () => {
        const told = { alarmActions: [TOPIC_ARN], okActions: [TOPIC_ARN] };
        expect(await onBlue({ topicArns: [pulumi.output(TOPIC_ARN)] })).toEqual({
            errors: told,
            unhealthy: told,
            slow: told,
        });
    });
});

test("more tags are on the alarms, and ours stay", async () => {
    const changes = await changesWith({ tags: { team: "web", "blue-green:color": "mine" } });
    expect(Object.keys(changes)).toHaveLength(6);
    expect(changes["watch-backend-green-slow"]).toEqual({ tags: { ...tags("green"), team: "web" } });
});

test("the outputs", async () => {
    const recorder = await Recorder.start(made);
    new AppMonitoring("watch", MONITORING);
    const outputs = await recorder.outputsOf("watch");
    const { dashboardName } = outputs;
    expect(dashboardName).toMatch(/^shop-[0-9a-f]{8}$/);
    expect(outputs).toEqual({
        dashboardName,
        dashboardUrl: `https://eu-central-1.console.aws.amazon.com/cloudwatch/home?region=eu-central-1#dashboards/dashboard/${dashboardName}`,
        alarmArns: ["blue", "green"].flatMap((color) =>
            ["errors", "unhealthy", "slow"].map((role) => made("", `watch-backend-${color}-${role}`).arn),
        ),
    });
});
