import { type CloudWatchClient, GetMetricDataCommand, type MetricDataQuery } from "@aws-sdk/client-cloudwatch";
import { COLORS, type Color } from "../../components/release";
import type { Numbers, Served } from "./numbers";

/** Grain of the load balancer's metrics, in seconds. */
const GRAIN_SECONDS = 60;

/** What of a target group is asked for. A target that does not answer at all counts as an error too. */
const METRICS = [
    { name: "RequestCount", stat: "Sum" },
    { name: "HTTPCode_Target_5XX_Count", stat: "Sum" },
    { name: "TargetConnectionErrorCount", stat: "Sum" },
    { name: "TargetResponseTime", stat: "Average" },
] as const;

/** Whose numbers, and of which time. */
export interface Asked {
    /** The load balancer as metrics name it. */
    readonly loadBalancer: string;
    readonly groups: readonly { readonly color: Color; readonly tier: string; readonly arn: string }[];
    /** In milliseconds since 1970; the minute that it is in counts as a whole. */
    readonly from: number;
    readonly now: number;
}

/** What each release did, as far as CloudWatch knows yet. */
export async function readNumbers(client: CloudWatchClient, asked: Asked): Promise<Numbers> {
    const { groups, from, now } = asked;
    const grainMs = GRAIN_SECONDS * 1000;
    const { MetricDataResults = [] } = await client.send(
        new GetMetricDataCommand({
            StartTime: new Date(Math.floor(from / grainMs) * grainMs),
            EndTime: new Date(now),
            MetricDataQueries: groups.flatMap(({ arn }, index) => queries(asked.loadBalancer, arn, index)),
        }),
    );
    const minutes = (index: number, metric: number) => {
        const { Timestamps = [], Values = [] } = MetricDataResults.find(({ Id }) => Id === idOf(index, metric)) ?? {};
        return new Map(Timestamps.map((at, n) => [at.getTime(), Values[n] ?? 0]));
    };
    const served = (index: number): Served => {
        const [requests, failed, unreached, time] = METRICS.map((_, metric) => minutes(index, metric));
        const errors = total(failed) + total(unreached);
        // A mean of a minute weighs as much as the minute had requests.
        const weighed = [...(time ?? [])].map(([at, seconds]) => ({ seconds, weight: requests?.get(at) ?? 0 }));
        const weight = weighed.reduce((sum, one) => sum + one.weight, 0);
        const seconds = weighed.reduce((sum, one) => sum + one.seconds * one.weight, 0);
        return {
            requests: total(requests),
            errors,
            ...(weight > 0 ? { latencyMs: (seconds / weight) * 1000 } : {}),
        };
    };
    return Object.fromEntries(
        COLORS.map((color) => [
            color,
            Object.fromEntries(
                groups.flatMap((one, index) => (one.color === color ? [[one.tier, served(index)]] : [])),
            ),
        ]),
    );
}

function queries(loadBalancer: string, arn: string, index: number): MetricDataQuery[] {
    return METRICS.map(({ name, stat }, metric) => ({
        Id: idOf(index, metric),
        MetricStat: {
            Metric: {
                Namespace: "AWS/ApplicationELB",
                MetricName: name,
                Dimensions: [
                    { Name: "LoadBalancer", Value: loadBalancer },
                    { Name: "TargetGroup", Value: arn.split(":").at(-1) },
                ],
            },
            Period: GRAIN_SECONDS,
            Stat: stat,
        },
    }));
}

function idOf(index: number, metric: number): string {
    return `m${index}_${metric}`;
}

function total(values: ReadonlyMap<number, number> | undefined): number {
    return [...(values?.values() ?? [])].reduce((sum, value) => sum + value, 0);
}
