import * as cloudwatch from "@pulumi/aws/cloudwatch";
import * as pulumi from "@pulumi/pulumi";
import { COLORS, type Color, listed } from "../../release";
import { metricName, nameIn, parseArn } from "../common/arns";
import { limitedName } from "../common/physicalNames";
import { tagged } from "../common/tags";
import { dashboardBody, dashboardUrl } from "./dashboard";
import type { AppMonitoringArgs, MonitoredTierArgs } from "./monitoringArgs";
import { type AlarmSettings, monitoringSettings } from "./monitoringSettings";

const TYPE = "blue-green:index:AppMonitoring";
/** Longest name that a dashboard may have. */
const LONGEST = 255;
const NAMESPACE = "AWS/ApplicationELB";
/** Seconds of one value of a metric. */
const PERIOD = 60;

/** A dashboard with blue and green side by side, and alarms for each tier and color. */
export class AppMonitoring extends pulumi.ComponentResource {
    /** The dashboard in AWS's console. */
    readonly dashboardUrl: pulumi.Output<string>;
    /** The dashboard's name. */
    readonly dashboardName: pulumi.Output<string>;
    /** All alarms. */
    readonly alarmArns: pulumi.Output<string[]>;

    constructor(name: string, args: AppMonitoringArgs, opts?: pulumi.ComponentResourceOptions) {
        super(TYPE, name, args, opts);
        const { mistakes, ...settings } = monitoringSettings(args);
        if (mistakes.length > 0) throw new pulumi.ResourceError(listed(mistakes), this, true);
        const tiers = Object.entries(args.tiers);
        const alarms = tiers.flatMap(([tier, watched]) =>
            COLORS.flatMap((color) => alarmsOf(this, `${name}-${tier}-${color}`, args, settings, tier, color, watched)),
        );
        const dashboard = new cloudwatch.Dashboard(
            `${name}-dashboard`,
            {
                dashboardName: limitedName([pulumi.getProject(), pulumi.getStack(), args.app], args.app, "", LONGEST),
                dashboardBody: pulumi.jsonStringify(bodyOf(args)),
            },
            { parent: this },
        );
        this.dashboardName = dashboard.dashboardName;
        this.dashboardUrl = pulumi
            .all([args.loadBalancerArn, dashboard.dashboardName])
            .apply(([arn, dashboardName]) => dashboardUrl(parseArn(arn), dashboardName));
        this.alarmArns = pulumi.all(alarms.map(({ arn }) => arn));
        this.registerOutputs({
            dashboardUrl: this.dashboardUrl,
            dashboardName: this.dashboardName,
            alarmArns: this.alarmArns,
        });
    }
}

function bodyOf({ loadBalancerArn, clusterArn, tiers }: AppMonitoringArgs) {
    return pulumi.all([loadBalancerArn, clusterArn, pulumi.output(tiers)]).apply(([balancer, cluster, all]) =>
        dashboardBody({
            region: parseArn(balancer).region,
            loadBalancer: metricName(balancer),
            cluster: cluster === undefined ? "" : nameIn(cluster),
            tiers: Object.entries(all).map(([name, tier]) => ({
                name,
                colors: {
                    blue: {
                        targetGroup: metricName(tier.blueTargetGroupArn),
                        service: cluster && tier.blueServiceName,
                    },
                    green: {
                        targetGroup: metricName(tier.greenTargetGroupArn),
                        service: cluster && tier.greenServiceName,
                    },
                },
            })),
        }),
    );
}

/** Too many errors, unhealthy instances, slow answers. A target group that gets no requests, or is off, is no alarm. */
function alarmsOf(
    parent: pulumi.Resource,
    name: string,
    args: AppMonitoringArgs,
    settings: AlarmSettings,
    tier: string,
    color: Color,
    watched: MonitoredTierArgs,
) {
    const dimensions = {
        LoadBalancer: pulumi.output(args.loadBalancerArn).apply(metricName),
        TargetGroup: pulumi.output(watched[`${color}TargetGroupArn`]).apply(metricName),
    };
    const alarm = (role: string, text: string, threshold: number, metric: cloudwatch.MetricAlarmArgs) =>
        new cloudwatch.MetricAlarm(
            `${name}-${role}`,
            {
                alarmDescription: `${args.app}, ${tier} ${color}: ${text} (${settings.minutes} min).`,
                comparisonOperator: "GreaterThanOrEqualToThreshold",
                threshold,
                evaluationPeriods: settings.minutes,
                datapointsToAlarm: settings.minutes,
                treatMissingData: "notBreaching",
                alarmActions: args.alarms?.topicArns ?? [],
                okActions: args.alarms?.topicArns ?? [],
                tags: tagged(
                    { "blue-green:app": args.app, "blue-green:tier": tier, "blue-green:color": color },
                    args.tags,
                ),
                ...metric,
            },
            { parent },
        );
    const sum = (id: string, metricName: string) => ({
        id,
        returnData: false,
        metric: { namespace: NAMESPACE, metricName, dimensions, period: PERIOD, stat: "Sum" },
    });
    const share = `IF(requests >= ${settings.minRequests}, 100 * FILL(errors, 0) / requests, 0)`;
    const direct = { namespace: NAMESPACE, dimensions, period: PERIOD };
    return [
        alarm("errors", `${settings.errorPercent} % or more of the answers are 5xx`, settings.errorPercent, {
            metricQueries: [
                { id: "share", expression: share, label: "5xx in percent", returnData: true },
                sum("requests", "RequestCount"),
                sum("errors", "HTTPCode_Target_5XX_Count"),
            ],
        }),
        alarm(
            "unhealthy",
            `${settings.unhealthyInstances} or more instances are unhealthy`,
            settings.unhealthyInstances,
            {
                ...direct,
                metricName: "UnHealthyHostCount",
                statistic: "Maximum",
            },
        ),
        alarm("slow", `5 % or more of the answers take ${settings.responseSeconds} s`, settings.responseSeconds, {
            ...direct,
            metricName: "TargetResponseTime",
            extendedStatistic: "p95",
            evaluateLowSampleCountPercentiles: "ignore",
        }),
    ];
}
