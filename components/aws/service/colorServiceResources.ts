import * as cloudwatch from "@pulumi/aws/cloudwatch";
import * as ec2 from "@pulumi/aws/ec2";
import * as ecs from "@pulumi/aws/ecs";
import * as pulumi from "@pulumi/pulumi";
import { parseArn } from "../common/arns";
import { limitedName } from "../common/physicalNames";
import type { OwnTags } from "../common/tags";
import type { ColorServiceArgs } from "./colorServiceArgs";
import type { ColorServiceSettings } from "./colorServiceSettings";
import { containerDefinition, volumeName } from "./container";
import { executionRole, type MadeRole, taskRole } from "./roles";

/** Longest name of a task definition's family that stays readable everywhere. */
const LONGEST_FAMILY = 128;

/** What the parts of a service have in common. */
export interface ServiceParts {
    readonly parent: pulumi.Resource;
    readonly name: string;
    readonly args: ColorServiceArgs;
    readonly settings: ColorServiceSettings;
    readonly tags: OwnTags;
}

/** Project, stack, app, tier and color: what tells this service from all others. */
function identityOf({ args }: ServiceParts): string[] {
    return [pulumi.getProject(), pulumi.getStack(), args.app, args.tier, args.color];
}

function familyOf(parts: ServiceParts): string {
    const { app, tier, color } = parts.args;
    return limitedName(identityOf(parts), `${app}-${tier}`, color, LONGEST_FAMILY);
}

/** The log group that was given, or one of the service's own. */
export function logGroupOf(parts: ServiceParts): pulumi.Output<string> {
    const { parent, name, args, settings, tags } = parts;
    if (args.logGroupName !== undefined) return pulumi.output(args.logGroupName);
    const group = new cloudwatch.LogGroup(
        `${name}-logs`,
        { name: `/blue-green/${familyOf(parts)}`, retentionInDays: settings.logRetentionDays, tags },
        { parent },
    );
    return group.name;
}

/** The task definition, and the policies without which its tasks do not start. */
export function taskDefinitionOf(parts: ServiceParts, logGroupName: pulumi.Output<string>) {
    const { parent, name, args, settings, tags } = parts;
    const { execution, task } = rolesOf(parts, logGroupName);
    const region = pulumi.output(args.clusterArn).apply((arn) => parseArn(arn).region);
    const containers = pulumi
        .all([args.image, args.env ?? {}, args.secrets ?? {}, logGroupName, region])
        .apply(([image, env, secrets, logGroup, where]) => [
            containerDefinition({
                release: args.release,
                color: settings.color,
                tier: args.tier,
                port: args.port,
                image,
                command: args.command,
                env,
                secrets,
                user: args.user,
                readOnlyRoot: settings.readOnlyRoot,
                writablePaths: settings.writablePaths,
                stopSeconds: settings.stopSeconds,
                logGroupName: logGroup,
                region: where,
            }),
        ]);
    const taskDefinition = new ecs.TaskDefinition(
        `${name}-definition`,
        {
            family: familyOf(parts),
            requiresCompatibilities: ["FARGATE"],
            networkMode: "awsvpc",
            cpu: String(settings.cpu),
            memory: String(settings.memory),
            runtimePlatform: { operatingSystemFamily: "LINUX", cpuArchitecture: settings.architecture },
            executionRoleArn: execution.arn,
            taskRoleArn: task.arn,
            volumes: settings.writablePaths.map((path) => ({ name: volumeName(path) })),
            containerDefinitions: pulumi.jsonStringify(containers),
            // ECS goes back to the revision before when a rollout fails, so that one must stay.
            skipDestroy: true,
            tags,
        },
        { parent },
    );
    return { taskDefinition, policies: [...execution.policies, ...task.policies] };
}

function rolesOf(parts: ServiceParts, logGroupName: pulumi.Output<string>): { execution: MadeRole; task: MadeRole } {
    const { parent, name, args, settings, tags } = parts;
    const spec = {
        identity: identityOf(parts),
        readable: `${args.app}-${args.tier}-${args.color}`,
        place: pulumi.output(args.clusterArn).apply(parseArn),
        tags,
    };
    const existing = (arn: pulumi.Input<string>): MadeRole => ({ arn: pulumi.output(arn), policies: [] });
    return {
        execution:
            args.executionRoleArn === undefined
                ? executionRole(parent, name, spec, {
                      image: args.image,
                      logGroupName,
                      secrets: Object.values(args.secrets ?? {}),
                      secretKeys: args.secretKeyArns ?? [],
                  })
                : existing(args.executionRoleArn),
        task:
            args.taskRoleArn === undefined
                ? taskRole(parent, name, spec, args.policies ?? {}, settings.executeCommand)
                : existing(args.taskRoleArn),
    };
}

/**
 * Lets the front door in on the port, and the instances out. Its rules are part of it: one that a killed update left behind would be refused
 * as a duplicate.
 */
export function securityGroupOf({ parent, name, args, tags }: ServiceParts): ec2.SecurityGroup {
    return new ec2.SecurityGroup(
        `${name}-group`,
        {
            vpcId: args.vpcId,
            description: `Instances of ${name}`,
            ingress: [
                {
                    protocol: "tcp",
                    fromPort: args.port,
                    toPort: args.port,
                    securityGroups: [args.frontDoorSecurityGroupId],
                },
            ],
            egress: [{ protocol: "-1", fromPort: 0, toPort: 0, cidrBlocks: ["0.0.0.0/0"] }],
            tags,
        },
        { parent },
    );
}
