import * as ecs from "@pulumi/aws/ecs";
import * as pulumi from "@pulumi/pulumi";
import { listed } from "../../release";
import { tagged } from "../common/tags";
import { autoscale } from "./autoscaling";
import type { ColorServiceArgs } from "./colorServiceArgs";
import { logGroupOf, type ServiceParts, securityGroupOf, taskDefinitionOf } from "./colorServiceResources";
import { colorServiceSettings } from "./colorServiceSettings";
import { CONTAINER } from "./container";

const TYPE = "blue-green:index:ColorService";

/** One tier in one color: a Fargate service whose instances are in the color's target group and reached by the front door only. */
export class ColorService extends pulumi.ComponentResource {
    /** The service's name. */
    readonly serviceName: pulumi.Output<string>;
    /** The cluster that it runs in. */
    readonly clusterArn: pulumi.Output<string>;
    /** The task definition that it is to run. */
    readonly taskDefinitionArn: pulumi.Output<string>;
    /** Instances asked for; with autoscaling those at the start. */
    readonly desiredCount: number;
    /** The instances' security group. */
    readonly securityGroupId: pulumi.Output<string>;
    /** The log group that the instances print to. */
    readonly logGroupName: pulumi.Output<string>;

    constructor(name: string, args: ColorServiceArgs, opts?: pulumi.ComponentResourceOptions) {
        super(TYPE, name, args, opts);
        const settings = colorServiceSettings(args);
        if (settings.mistakes.length > 0) throw new pulumi.ResourceError(listed(settings.mistakes), this, true);
        const { color, instances, autoscaling } = settings;
        const tags = tagged(
            { "blue-green:app": args.app, "blue-green:tier": args.tier, "blue-green:color": color },
            args.tags,
        );
        const parts: ServiceParts = { parent: this, name, args, settings, tags };
        const logGroupName = logGroupOf(parts);
        const { taskDefinition, policies } = taskDefinitionOf(parts, logGroupName);
        const group = securityGroupOf(parts);
        const service = new ecs.Service(
            `${name}-service`,
            {
                cluster: args.clusterArn,
                taskDefinition: taskDefinition.arn,
                launchType: "FARGATE",
                schedulingStrategy: "REPLICA",
                desiredCount: instances,
                deploymentController: { type: "ECS" },
                deploymentConfiguration: { strategy: "ROLLING" },
                deploymentMinimumHealthyPercent: 100,
                deploymentMaximumPercent: 200,
                deploymentCircuitBreaker: { enable: true, rollback: true },
                availabilityZoneRebalancing: "ENABLED",
                healthCheckGracePeriodSeconds: settings.startSeconds,
                loadBalancers: [
                    { targetGroupArn: args.targetGroupArn, containerName: CONTAINER, containerPort: args.port },
                ],
                networkConfiguration: {
                    subnets: args.subnetIds,
                    securityGroups: [group.id],
                    assignPublicIp: settings.assignPublicIp,
                },
                enableExecuteCommand: settings.executeCommand,
                enableEcsManagedTags: true,
                propagateTags: "SERVICE",
                waitForSteadyState: false,
                tags,
            },
            pulumi.mergeOptions(
                {
                    parent: this,
                    dependsOn: policies,
                    ...(autoscaling ? { ignoreChanges: ["desiredCount"] } : {}),
                },
                { dependsOn: opts?.dependsOn },
            ),
        );
        if (autoscaling) autoscale(this, name, args, autoscaling, service.name, tags);
        this.serviceName = service.name;
        this.clusterArn = pulumi.output(args.clusterArn);
        this.taskDefinitionArn = taskDefinition.arn;
        this.desiredCount = instances;
        this.securityGroupId = group.id;
        this.logGroupName = logGroupName;
        this.registerOutputs({
            serviceName: this.serviceName,
            clusterArn: this.clusterArn,
            taskDefinitionArn: this.taskDefinitionArn,
            desiredCount: this.desiredCount,
            securityGroupId: this.securityGroupId,
            logGroupName: this.logGroupName,
        });
    }
}
