import * as appautoscaling from "@pulumi/aws/appautoscaling";
import * as pulumi from "@pulumi/pulumi";
import { metricName, nameIn } from "../common/arns";
import type { OwnTags } from "../common/tags";
import type { ColorServiceArgs } from "./colorServiceArgs";
import type { AutoscalingSettings } from "./taskSettings";

const SERVICE = { scalableDimension: "ecs:service:DesiredCount", serviceNamespace: "ecs" };

/** Lets the number of a service's instances follow the load. */
export function autoscale(
    parent: pulumi.Resource,
    name: string,
    args: ColorServiceArgs,
    { minInstances, maxInstances, cpuPercent, requestsPerTarget }: AutoscalingSettings,
    serviceName: pulumi.Output<string>,
    tags: OwnTags,
): void {
    const target = new appautoscaling.Target(
        `${name}-scaling`,
        {
            ...SERVICE,
            resourceId: pulumi.interpolate`service/${pulumi.output(args.clusterArn).apply(nameIn)}/${serviceName}`,
            minCapacity: minInstances,
            maxCapacity: maxInstances,
            tags,
        },
        { parent },
    );
    const follow = (
        role: string,
        targetValue: number,
        predefinedMetricType: string,
        resourceLabel?: pulumi.Output<string>,
    ) =>
        new appautoscaling.Policy(
            `${name}-scaling-${role}`,
            {
                ...SERVICE,
                resourceId: target.resourceId,
                policyType: "TargetTrackingScaling",
                targetTrackingScalingPolicyConfiguration: {
                    targetValue,
                    predefinedMetricSpecification: { predefinedMetricType, resourceLabel },
                },
            },
            { parent },
        );
    follow("cpu", cpuPercent, "ECSServiceAverageCPUUtilization");
    if (requestsPerTarget === undefined) return;
    const label = pulumi.interpolate`${args.loadBalancerArnSuffix ?? ""}/${pulumi.output(args.targetGroupArn).apply(metricName)}`;
    follow("requests", requestsPerTarget, "ALBRequestCountPerTarget", label);
}
