import { type CloudWatchClient, GetMetricDataCommand } from "@aws-sdk/client-cloudwatch";
import { COLORS, type PerColor } from "../../release";
import type { AlbSource } from "./source";

/** Grain of the load balancer's metrics, in seconds (CloudWatch metrics of the Application Load Balancer). */
const GRAIN_SECONDS = 60;
/** How late a metric may come, in seconds: the last two grains may not be there yet. */
const LATE_SECONDS = 120;

/** How far back the census looks, in seconds: the session's idle time, in whole grains, and what may be late. */
export function censusSeconds(idleSeconds: number): number {
    return Math.ceil(idleSeconds / GRAIN_SECONDS) * GRAIN_SECONDS + LATE_SECONDS;
}

/** Requests that each color's target groups got while a session may last. A load balancer knows no sessions; no request means none. */
export async function readCensus(client: CloudWatchClient, source: AlbSource, now: number): Promise<PerColor<number>> {
    const groups = COLORS.flatMap((color) => Object.values(source.targetGroups[color]).map((arn) => ({ color, arn })));
    const { MetricDataResults = [] } = await client.send(
        new GetMetricDataCommand({
            StartTime: new Date(now - censusSeconds(source.idleSeconds) * 1000),
            EndTime: new Date(now),
            MetricDataQueries: groups.map(({ arn }, index) => ({
                Id: `m${index}`,
                MetricStat: {
                    Metric: {
                        Namespace: "AWS/ApplicationELB",
                        MetricName: "RequestCount",
                        Dimensions: [
                            { Name: "LoadBalancer", Value: source.loadBalancer },
                            { Name: "TargetGroup", Value: arn.split(":").at(-1) },
                        ],
                    },
                    Period: GRAIN_SECONDS,
                    Stat: "Sum",
                },
            })),
        }),
    );
    const census = { blue: 0, green: 0 };
    for (const { Id = "", Values = [] } of MetricDataResults) {
        const group = groups[Number(Id.slice(1))];
        if (group) census[group.color] += Values.reduce((sum, value) => sum + value, 0);
    }
    return census;
}
