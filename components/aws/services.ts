import * as cloudwatch from "@pulumi/aws/cloudwatch";
import * as pulumi from "@pulumi/pulumi";
import { type Signatures, sealed } from "../common/pins";
import { COLORS, type Color, cookieAttributes } from "../release";
import type { AlbBlueGreenArgs } from "./args";
import { limitedName } from "./common/physicalNames";
import { tagged } from "./common/tags";
import type { FrontDoor } from "./frontDoor/frontDoor";
import type { GroupArns } from "./listener";
import type { AppNetwork } from "./network/network";
import { Rollout } from "./resources";
import { ColorService } from "./service/colorService";
import type { AutoscalingArgs } from "./service/taskArgs";
import type { AlbSettings } from "./settings";

/** Longest name after the prefix (CloudWatch Logs API, CreateLogGroup: 512). */
const LONGEST_LOG_GROUP = 500;

/** What the services are made from. */
export interface ServiceContext {
    readonly parent: pulumi.Resource;
    readonly name: string;
    readonly args: AlbBlueGreenArgs;
    readonly settings: AlbSettings;
    readonly signatures: Signatures;
    readonly network: AppNetwork;
    readonly door: FrontDoor;
    readonly groups: GroupArns;
    readonly clusterArn: pulumi.Input<string>;
    /** Rules by which the target groups are in use, without which ECS refuses a service. */
    readonly pins: pulumi.Resource[];
}

/** A service that runs. */
export interface DeclaredService {
    readonly tier: string;
    readonly color: Color;
    readonly service: ColorService;
}

/** The services of the colors that are on, and what waits for them. */
export interface DeclaredServices {
    readonly services: readonly DeclaredService[];
    readonly rollouts: pulumi.Resource[];
}

/** One Fargate service a tier and color that is on, and what waits until it runs. */
export function declareServices(context: ServiceContext): DeclaredServices {
    const { parent, name, args, settings, signatures, network, door, groups, clusterArn, pins } = context;
    const services: DeclaredService[] = [];
    const rollouts: pulumi.Resource[] = [];
    const logs = logGroups(context);
    for (const color of COLORS) {
        const release = settings.releases[color];
        if (release === undefined) continue;
        for (const { name: tier } of settings.app.tiers) {
            const { task } = args.tiers[tier] ?? {};
            const instances = settings.sizes[color]?.[tier] ?? 1;
            const targetGroupArn = groups[tier]?.[color] ?? "";
            const service = new ColorService(
                `${name}-${tier}-${color}`,
                {
                    tags: args.tags,
                    logGroupName: logs[tier],
                    ...task,
                    env: environment(
                        sealed(ownEnvironment(settings, color, release, door.secure), signatures),
                        task?.env,
                    ),
                    app: name,
                    tier,
                    color,
                    release,
                    image: args[color]?.images?.[tier] ?? "",
                    clusterArn,
                    vpcId: network.vpcId,
                    subnetIds: network.taskSubnetIds,
                    assignPublicIp: network.assignPublicIp,
                    frontDoorSecurityGroupId: door.securityGroupId,
                    targetGroupArn,
                    loadBalancerArnSuffix: door.loadBalancerArnSuffix,
                    port: settings.ports[tier] ?? 8080,
                    instances,
                    autoscaling: scaling(task?.autoscaling, instances),
                },
                { parent, dependsOn: pins },
            );
            services.push({ tier, color, service });
            rollouts.push(
                new Rollout(
                    `${name}-${tier}-${color}-rollout`,
                    {
                        app: name,
                        tier,
                        color,
                        release,
                        cluster: clusterArn,
                        service: service.serviceName,
                        taskDefinition: service.taskDefinitionArn,
                        targetGroup: targetGroupArn,
                        instances,
                        startSeconds: settings.startSeconds[tier] ?? 600,
                        ...(args.profile ? { profile: args.profile } : {}),
                    },
                    { parent, dependsOn: [service] },
                ),
            );
        }
    }
    return { services, rollouts };
}

/** A log group for each tier that brings none. It is both colors', so that a release's last words outlive its retirement. */
function logGroups({ parent, name, args, settings }: ServiceContext): Record<string, pulumi.Output<string>> {
    const groups = settings.app.tiers.flatMap(({ name: tier }) => {
        const { logGroupName, logRetentionDays = 30 } = args.tiers[tier] ?? {};
        if (logGroupName !== undefined) return [[tier, pulumi.output(logGroupName)] as const];
        const identity = [pulumi.getProject(), pulumi.getStack(), name, tier];
        const group = new cloudwatch.LogGroup(
            `${name}-${tier}-logs`,
            {
                name: `/blue-green/${limitedName(identity, name, tier, LONGEST_LOG_GROUP)}`,
                retentionInDays: logRetentionDays,
                tags: tagged({ "blue-green:app": name, "blue-green:tier": tier }, args.tags),
            },
            { parent },
        );
        return [[tier, group.name] as const];
    });
    return Object.fromEntries(groups);
}

/** What the dashboard and the alarms are to watch. */
export function watchedTiers({ app }: AlbSettings, groups: GroupArns, { services }: DeclaredServices) {
    const serviceName = (tier: string, color: Color) =>
        services.find((one) => one.tier === tier && one.color === color)?.service.serviceName;
    return Object.fromEntries(
        app.tiers.map(({ name: tier }) => [
            tier,
            {
                blueTargetGroupArn: groups[tier]?.blue ?? "",
                greenTargetGroupArn: groups[tier]?.green ?? "",
                blueServiceName: serviceName(tier, "blue"),
                greenServiceName: serviceName(tier, "green"),
            },
        ]),
    );
}

/** A color's size is where its scaling starts; one without instances does not scale. */
function scaling(given: AutoscalingArgs | undefined, instances: number): AutoscalingArgs | undefined {
    if (!given || instances === 0) return undefined;
    return { ...given, minInstances: instances, maxInstances: Math.max(instances, given.maxInstances) };
}

/**
 * The cookie that the app is to set, ready to send: `Set-Cookie: $RELEASE_COOKIE`, since a load balancer cannot; and its pin, where that is not
 * the release id.
 */
function ownEnvironment({ app, rules }: AlbSettings, color: Color, release: string, secure: boolean) {
    const pin = rules.pins?.[color];
    return {
        RELEASE_COOKIE: `${app.session.cookie}=${pin ?? release}; ${cookieAttributes(app.session, secure)}`,
        ...(pin === undefined ? {} : { RELEASE_PIN: pin }),
    };
}

/** The user's environment with ours, which wins. */
function environment(
    own: Readonly<Record<string, string>>,
    given: pulumi.Input<Record<string, pulumi.Input<string>>> | undefined,
) {
    return given === undefined ? own : pulumi.output(given).apply((env) => ({ ...env, ...own }));
}
