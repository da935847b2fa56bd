/** What both programs begin with: one network and cluster, and a load balancer for as many apps as its rules are enough for. */
const SHARED = `
import * as pulumi from "@pulumi/pulumi";
import * as aws from "@pulumi/aws";
import { AppNetwork, FrontDoor } from "@seesaw/blue-green/aws";

const config = new pulumi.Config();
const APPS = Number(config.require("size"));
const image = config.require("image");
const canary = (n: number) => (n === 0 ? Number(config.require("canary")) : 0);
const APPS_A_DOOR = 7;
const network = new AppNetwork("network", { natGateways: 0 });
const cluster = new aws.ecs.Cluster("cluster");
const doors = Array.from({ length: Math.ceil(APPS / APPS_A_DOOR) }, (_, n) =>
    new FrontDoor("door" + n, {
        vpcId: network.vpcId, subnetIds: network.publicSubnetIds, plainHttp: true, port: Number(config.require("port")) + n, deletionProtection: false,
    }));
`;

/** Apps by our component. */
export const OURS = `${SHARED}
import { AlbBlueGreen } from "@seesaw/blue-green/aws";

for (let n = 0; n < APPS; n++) {
    const door = doors[Math.floor(n / APPS_A_DOOR)];
    const color = (release: string, instances: number) => ({
        release, images: { frontend: image, backend: image }, instances: { frontend: instances, backend: instances },
    });
    new AlbBlueGreen("app" + n, {
        tiers: {
            frontend: { paths: ["/*"], health: { path: "/healthz", intervalSeconds: 5, timeoutSeconds: 2 } },
            backend: { paths: ["/api/*"], health: { path: "/api/healthz", intervalSeconds: 5, timeoutSeconds: 2 } },
        },
        blue: color("v1", 1),
        green: color("v2", n === 0 ? 1 : 0),
        traffic: { active: "blue", canaryPercent: canary(n) },
        hosts: ["app" + n + ".example.com"],
        priority: 1000 + 100 * n,
        network: { vpcId: network.vpcId, publicSubnetIds: network.publicSubnetIds, taskSubnetIds: network.taskSubnetIds, assignPublicIp: true },
        clusterArn: cluster.arn,
        settleSeconds: 0,
        frontDoor: {
            adopt: {
                listenerArn: door.listenerArn, loadBalancerArn: door.loadBalancerArn, dnsName: door.dnsName,
                securityGroupId: door.securityGroupId, port: door.port, secure: false,
            },
        },
    });
}
`;

/** The same resources of AWS written by hand, without gate, check, rollouts and plan. */
export const BY_HAND = `${SHARED}
const trust = JSON.stringify({ Version: "2012-10-17", Statement: [{ Effect: "Allow", Principal: { Service: "ecs-tasks.amazonaws.com" }, Action: "sts:AssumeRole" }] });
const allow = JSON.stringify({ Version: "2012-10-17", Statement: [{ Effect: "Allow", Action: "logs:*", Resource: "*" }] });
const COLORS = ["blue", "green"] as const;
const RELEASES = { blue: "v1", green: "v2" };

for (let n = 0; n < APPS; n++) {
    const door = doors[Math.floor(n / APPS_A_DOOR)];
    const app = "app" + n;
    const widgets: unknown[] = [];
    [["backend", "/api/*", "/api/healthz", 0], ["frontend", "/*", "/healthz", 90]].forEach(([tier, path, health, block]) => {
        const base = 1000 + 100 * n + Number(block);
        const groups = COLORS.map((color) => new aws.lb.TargetGroup(app + "-" + tier + "-" + color, {
            name: (app + "-" + tier + "-" + color).slice(0, 32), targetType: "ip", protocol: "HTTP", port: 80, vpcId: network.vpcId,
            healthCheck: { path: String(health), matcher: "200", interval: 5, timeout: 2, healthyThreshold: 2, unhealthyThreshold: 2 },
            deregistrationDelay: 60,
        }));
        const logs = new aws.cloudwatch.LogGroup(app + "-" + tier, { name: "/bench/" + app + "-" + tier, retentionInDays: 30 });
        const place = [{ hostHeader: { values: [app + ".example.com"] } }, { pathPattern: { values: [String(path)] } }];
        const weighted = new aws.lb.ListenerRule(app + "-" + tier + "-default", {
            listenerArn: door.listenerArn, priority: base + 9, conditions: place,
            actions: [{ type: "forward", forward: { targetGroups: groups.map((group, at) => ({ arn: group.arn, weight: at === 0 ? 100 - canary(n) : canary(n) })), stickiness: { enabled: false, duration: 1800 } } }],
        });
        COLORS.forEach((color, at) => {
            const group = groups[at];
            const actions = [{ type: "forward", targetGroupArn: group.arn }];
            const rule = (kind: string, priority: number, pin: object) => new aws.lb.ListenerRule(app + "-" + tier + "-" + color + "-" + kind, {
                listenerArn: door.listenerArn, priority: base + priority, conditions: [...place, pin], actions,
            });
            rule("query", at, { queryStrings: [{ key: "release", value: RELEASES[color] }] });
            rule("header", 2 + 2 * at, { httpHeader: { httpHeaderName: "X-Release", values: [RELEASES[color]] } });
            rule("cookie", 6 + at, { httpHeader: { httpHeaderName: "Cookie", regexValues: ["(^|;\\\\s*)release=" + RELEASES[color] + "(;|$)"] } });
            const name = app + "-" + tier + "-" + color;
            const execution = new aws.iam.Role(name + "-execution", { assumeRolePolicy: trust });
            const task = new aws.iam.Role(name + "-task", { assumeRolePolicy: trust });
            const policy = new aws.iam.RolePolicy(name, { role: execution.name, policy: allow });
            const firewall = new aws.ec2.SecurityGroup(name, {
                vpcId: network.vpcId, description: name,
                ingress: [{ protocol: "tcp", fromPort: 8080, toPort: 8080, securityGroups: [door.securityGroupId] }],
                egress: [{ protocol: "-1", fromPort: 0, toPort: 0, cidrBlocks: ["0.0.0.0/0"] }],
            });
            const environment = [["RELEASE", RELEASES[color]], ["COLOR", color], ["TIER", String(tier)], ["HOST", "0.0.0.0"], ["PORT", "8080"]].map(([key, value]) => ({ name: key, value }));
            const definition = new aws.ecs.TaskDefinition(name, {
                family: name, requiresCompatibilities: ["FARGATE"], networkMode: "awsvpc", cpu: "256", memory: "512",
                executionRoleArn: execution.arn, taskRoleArn: task.arn,
                containerDefinitions: pulumi.jsonStringify([{ name: "app", image, essential: true, environment, portMappings: [{ containerPort: 8080 }],
                    logConfiguration: { logDriver: "awslogs", options: { "awslogs-group": logs.name, "awslogs-region": "eu-central-1", "awslogs-stream-prefix": "app" } } }]),
            });
            new aws.ecs.Service(name, {
                cluster: cluster.arn, taskDefinition: definition.arn, launchType: "FARGATE", desiredCount: color === "blue" || n === 0 ? 1 : 0,
                deploymentCircuitBreaker: { enable: true, rollback: true }, healthCheckGracePeriodSeconds: 60,
                loadBalancers: [{ targetGroupArn: group.arn, containerName: "app", containerPort: 8080 }],
                networkConfiguration: { subnets: network.taskSubnetIds, securityGroups: [firewall.id], assignPublicIp: true },
            }, { dependsOn: [weighted, policy] });
            for (const [metricName, threshold] of [["HTTPCode_Target_5XX_Count", 5], ["UnHealthyHostCount", 1], ["TargetResponseTime", 2]] as const) {
                new aws.cloudwatch.MetricAlarm(name + "-" + metricName, {
                    comparisonOperator: "GreaterThanOrEqualToThreshold", threshold, evaluationPeriods: 3, treatMissingData: "notBreaching",
                    namespace: "AWS/ApplicationELB", metricName, statistic: "Maximum", period: 60,
                    dimensions: { LoadBalancer: door.loadBalancerArnSuffix, TargetGroup: group.arnSuffix },
                });
            }
            widgets.push({ type: "metric", width: 12, height: 6, properties: { region: "eu-central-1", title: name,
                metrics: [["AWS/ApplicationELB", "RequestCount", "TargetGroup", group.arnSuffix, "LoadBalancer", door.loadBalancerArnSuffix]] } });
        });
    });
    new aws.cloudwatch.Dashboard(app, { dashboardName: app, dashboardBody: pulumi.jsonStringify({ widgets }) });
}
`;
