import { refuse } from "../awsError";
import { LOAD_BALANCER } from "../kinds/loadBalancers";
import { TARGET_GROUP } from "../kinds/targetGroups";
import type { World } from "../world";

interface Metric {
    readonly Namespace?: string;
    readonly MetricName?: string;
    readonly Dimensions?: readonly { readonly Name: string; readonly Value: string }[];
}

interface Query {
    readonly Id: string;
    readonly Label?: string;
    readonly Expression?: string;
    readonly ReturnData?: boolean;
    readonly MetricStat?: { readonly Metric: Metric; readonly Period: number; readonly Stat: string };
}

interface Request extends Metric {
    readonly StartTime: number;
    readonly EndTime: number;
    readonly Period?: number;
    readonly Statistics?: readonly string[];
    readonly ScanBy?: string;
    readonly MetricDataQueries?: readonly Query[];
}

/** One value of a metric, for the minute or more that begins at a time. */
interface Point {
    readonly time: number;
    readonly value: number;
}

type Action = (request: Request, world: World) => object;

/** What CloudWatch answers to reads. */
export const CLOUDWATCH: Readonly<Record<string, Action>> = {
    GetMetricData: (request, world) => {
        const results = (request.MetricDataQueries ?? []).flatMap(
            ({ Id, Label, Expression, MetricStat, ReturnData = true }) => {
                if (Expression !== undefined || !MetricStat)
                    return refuse("ValidationError", "the stand-in knows no expressions");
                const { Metric: metric, Period, Stat } = MetricStat;
                const points = pointsOf(metric, Period, [Stat], request, world);
                if (request.ScanBy !== "TimestampAscending") points.reverse();
                const label = Label ?? metric.MetricName;
                const values = {
                    Timestamps: points.map(({ time }) => time / 1000),
                    Values: points.map(({ value }) => value),
                };
                return ReturnData ? [{ Id, Label: label, ...values, StatusCode: "Complete" }] : [];
            },
        );
        return { MetricDataResults: results, Messages: [] };
    },
    GetMetricStatistics: (request, world) => {
        const { Period = 60, Statistics = [], MetricName } = request;
        const points = pointsOf(request, Period, Statistics, request, world);
        const unit = { Unit: "Count" };
        return {
            Label: MetricName,
            Datapoints: points.map(({ time, value }) => ({
                Timestamp: time / 1000,
                ...Object.fromEntries(Statistics.map((name) => [name, value])),
                ...unit,
            })),
        };
    },
};

/**
 * The points of a metric of a target group: none for minutes in which there was nothing to count (AWS: CloudWatch metrics for your Application Load Balancer), and none for
 * what came later than metrics do.
 */
function pointsOf(
    metric: Metric,
    period: number,
    statistics: readonly string[],
    { StartTime, EndTime }: Request,
    world: World,
): Point[] {
    if (period < 60 || period % 60 !== 0) refuse("ValidationError", `Period must be a multiple of 60, got ${period}`);
    if (!(StartTime < EndTime))
        refuse("ValidationError", "The parameter StartTime must be less than the parameter EndTime");
    const count = counterOf(metric, statistics, world);
    const step = period * 1000;
    const points: Point[] = [];
    const end = Math.min(EndTime * 1000, Date.now() - world.trouble.metricDelaySeconds * 1000);
    for (let time = Math.floor((StartTime * 1000) / step) * step; time < end; time += step) {
        const value = count(time, Math.min(time + step, end));
        if (value > 0) points.push({ time, value });
    }
    return points;
}

/** What a metric counts between two moments; metrics and dimensions that do not exist have no points, as with AWS. */
function counterOf(metric: Metric, statistics: readonly string[], world: World): (from: number, to: number) => number {
    const nothing = () => 0;
    if (metric.Namespace !== "AWS/ApplicationELB") return nothing;
    const dimensions = Object.fromEntries((metric.Dimensions ?? []).map(({ Name, Value }) => [Name, Value]));
    const group = world.all(TARGET_GROUP).find(({ outputs }) => outputs.arnSuffix === dimensions.TargetGroup);
    const balancer = world.all(LOAD_BALANCER).find(({ outputs }) => outputs.arnSuffix === dimensions.LoadBalancer);
    if (!group || !balancer || Object.keys(dimensions).length !== 2) return nothing;
    if (metric.MetricName === "RequestCount") {
        // Every request is a sample of value 1: only their sum says anything.
        return statistics.includes("Sum") ? (from, to) => world.alb.requestCounts(group.key, from, to) : () => 1;
    }
    if (metric.MetricName !== "HealthyHostCount" && metric.MetricName !== "UnHealthyHostCount") return nothing;
    const wanted = metric.MetricName === "HealthyHostCount" ? "healthy" : "unhealthy";
    // The past is not kept: what is now.
    return () => world.alb.targetHealth(group.key).filter(({ TargetHealth }) => TargetHealth.State === wanted).length;
}
