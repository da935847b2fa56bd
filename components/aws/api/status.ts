import {
    DescribeTargetHealthCommand,
    type ElasticLoadBalancingV2Client,
} from "@aws-sdk/client-elastic-load-balancing-v2";
import type { ColorStatus, LiveStatus } from "../../gate/status";
import { COLORS } from "../../release";
import { withClients } from "./clients";
import { liveRules, readRules } from "./rules";
import type { AlbSource } from "./source";

/** Everything that the API tells of an app; undefined while it has no rules yet. */
export async function readAlbStatus(source: AlbSource): Promise<LiveStatus | undefined> {
    return withClients({ arn: source.listenerArn, profile: source.profile }, async ({ balancing }) => {
        const found = liveRules(await readRules(balancing, source.listenerArn), source);
        const colors: Record<string, ColorStatus> = {};
        for (const color of COLORS) {
            const groups = Object.entries(source.targetGroups[color]);
            const healthy = await Promise.all(
                groups.map(async ([tier, arn]) => [tier, await healthyTargets(balancing, arn)] as const),
            );
            colors[color] = {
                release: found?.live.releases[color] ?? "",
                weights: Object.fromEntries(groups.map(([tier]) => [tier, found?.live.weights?.[tier]?.[color] ?? 0])),
                up: Object.fromEntries(healthy),
            };
        }
        return { app: source.app, active: found?.live.active ?? "", epoch: found?.live.epoch ?? -1, colors };
    });
}

/** Targets of a group that take requests. */
export async function healthyTargets(client: ElasticLoadBalancingV2Client, arn: string): Promise<number> {
    const { TargetHealthDescriptions = [] } = await client.send(
        new DescribeTargetHealthCommand({ TargetGroupArn: arn }),
    );
    return TargetHealthDescriptions.filter(({ TargetHealth }) => TargetHealth?.State === "healthy").length;
}
