import { setTimeout as wait } from "node:timers/promises";
import { refuse } from "../awsError";
import type { Wanted } from "../ecs/service";
import { type Kind, kind, type Resource } from "../kind";
import type { World } from "../world";
import { CLUSTER } from "./containers";
import { TARGET_GROUP, type TargetGroupInputs } from "./targetGroups";

export const SERVICE = "aws:ecs/service:Service";
const WAIT_MINUTES = 20;

interface Inputs {
    readonly name: string;
    readonly cluster?: string;
    readonly taskDefinition?: string;
    readonly desiredCount?: number;
    readonly launchType?: string;
    readonly platformVersion?: string;
    readonly schedulingStrategy?: string;
    readonly forceNewDeployment?: boolean;
    readonly waitForSteadyState?: boolean;
    readonly deploymentMinimumHealthyPercent?: number;
    readonly deploymentMaximumPercent?: number;
    readonly deploymentCircuitBreaker?: { readonly enable: boolean; readonly rollback: boolean };
    readonly deploymentConfiguration?: { readonly strategy?: string };
    readonly deploymentController?: { readonly type?: string };
    readonly healthCheckGracePeriodSeconds?: number;
    readonly loadBalancers?: readonly {
        readonly targetGroupArn?: string;
        readonly containerName: string;
        readonly containerPort: number;
    }[];
    readonly networkConfiguration?: {
        readonly subnets: readonly string[];
        readonly securityGroups?: readonly string[];
        readonly assignPublicIp?: boolean;
    };
    readonly triggers?: Record<string, string>;
    readonly capacityProviderStrategies?: readonly unknown[];
}

export const services: readonly Kind[] = [
    kind<Inputs>({
        type: SERVICE,
        service: "ECS",
        naming: { property: "name", max: 255, pattern: /^[A-Za-z0-9_-]+$/ },
        defaults: {
            desiredCount: 0,
            deploymentMinimumHealthyPercent: 100,
            deploymentMaximumPercent: 200,
            schedulingStrategy: "REPLICA",
            waitForSteadyState: false,
        },
        replaceOn: ["cluster", "deploymentController", "launchType", "name", "schedulingStrategy"],
        identify: ({ name, cluster }, world) => ({ id: world.arn("ecs", `service/${clusterName(cluster)}/${name}`) }),
        outputs: (
            {
                launchType,
                platformVersion,
                availabilityZoneRebalancing,
            }: Inputs & { availabilityZoneRebalancing?: string },
            arn,
        ) => ({
            arn,
            launchType: launchType ?? "EC2",
            platformVersion: platformVersion ?? "LATEST",
            availabilityZoneRebalancing: availabilityZoneRebalancing ?? "ENABLED",
        }),
        refuse: refuseService,
        put: ({ key, inputs }, world, before) => {
            const wanted = wantedOf(inputs, world);
            if (!before) return world.ecs.createService(key, wanted);
            const triggered = JSON.stringify(before.triggers) !== JSON.stringify(inputs.triggers);
            const platform = before.platformVersion !== inputs.platformVersion;
            world.ecs.service(key).update(wanted, triggered || platform || inputs.forceNewDeployment === true);
        },
        settle: async ({ key, inputs }, world) => {
            if (!inputs.waitForSteadyState) return;
            // Like the real provider: it looks at the number of tasks only, and a deployment that was rolled back is steady too.
            if (!(await waited(() => world.ecs.service(key).stable))) {
                throw new Error(
                    `waiting for ECS Service (${key}) create: timeout while waiting for state to become 'tfSTABLE'`,
                );
            }
        },
        remove: async ({ key }, world) => {
            const service = world.ecs.service(key);
            service.drain();
            await waited(() => service.status === "INACTIVE");
        },
        now: ({ key, inputs }, world) => {
            const { wanted } = world.ecs.service(key);
            // The deployment's own, which is another one after a rollback.
            return {
                ...inputs,
                desiredCount: wanted.desiredCount,
                taskDefinition: world.ecs.service(key).primary.definition.arn,
            };
        },
    }),
];

async function waited(isThere: () => boolean): Promise<boolean> {
    const end = Date.now() + WAIT_MINUTES * 60_000;
    while (Date.now() < end) {
        if (isThere()) return true;
        await wait(50);
    }
    return false;
}

function clusterName(cluster = "default"): string {
    return cluster.split("/").at(-1) ?? cluster;
}

function wantedOf(inputs: Inputs, world: World): Wanted {
    const { platformVersion, networkConfiguration, loadBalancers = [] } = inputs;
    return {
        desiredCount: inputs.desiredCount ?? 0,
        definition: world.ecs.definition(inputs.taskDefinition ?? ""),
        targetGroup: loadBalancers[0]?.targetGroupArn,
        graceSeconds: inputs.healthCheckGracePeriodSeconds ?? 0,
        minimumHealthyPercent: inputs.deploymentMinimumHealthyPercent ?? 100,
        maximumPercent: inputs.deploymentMaximumPercent ?? 200,
        breaker: inputs.deploymentCircuitBreaker ?? { enable: false, rollback: false },
        place: networkConfiguration ?? { subnets: [] },
        identity: { platformVersion, networkConfiguration, loadBalancers },
    };
}

function invalid(message: string): never {
    return refuse("InvalidParameterException", message);
}

function refuseService(inputs: Inputs, world: World, known?: Resource<Inputs>): void {
    const cluster = world.arn("ecs", `cluster/${clusterName(inputs.cluster)}`);
    world.must(CLUSTER, cluster, "ClusterNotFoundException", "Cluster not found.");
    if (!known && world.all<Inputs>(SERVICE).some(({ inputs: other }) => isSame(other, inputs))) {
        invalid("Creation of service was not idempotent.");
    }
    if (inputs.launchType !== "FARGATE") invalid("the stand-in knows services of launch type FARGATE only");
    if ((inputs.deploymentController?.type ?? "ECS") !== "ECS")
        invalid("the stand-in knows the deployment controller ECS only");
    if ((inputs.deploymentConfiguration?.strategy ?? "ROLLING") !== "ROLLING")
        invalid("the stand-in knows rolling deployments only");
    const minimum = inputs.deploymentMinimumHealthyPercent ?? 100;
    const maximum = inputs.deploymentMaximumPercent ?? 200;
    if (maximum <= minimum && maximum <= 100)
        invalid("maximumPercent must be greater than 100 when minimumHealthyPercent is 100");
    const definition = world.ecs.definition(inputs.taskDefinition ?? "");
    const network =
        inputs.networkConfiguration ??
        invalid("Network Configuration must be provided when networkMode 'awsvpc' is specified.");
    if (network.subnets.length === 0) invalid("subnets can not be empty.");
    for (const subnet of network.subnets) {
        const message = `The subnet ID '${subnet}' does not exist`;
        world.must("aws:ec2/subnet:Subnet", subnet, "InvalidParameterException", message);
    }
    for (const group of network.securityGroups ?? []) {
        const message = `Error retrieving security group information for [${group}]: The security group '${group}' does not exist`;
        world.must("aws:ec2/securityGroup:SecurityGroup", group, "InvalidParameterException", message);
    }
    const balancers = inputs.loadBalancers ?? [];
    if (balancers.length > 1) invalid("the stand-in knows one load balancer a service");
    if (balancers.length === 0 && inputs.healthCheckGracePeriodSeconds !== undefined) {
        invalid("Health check grace period is only valid for services configured to use load balancers");
    }
    for (const { containerName, containerPort, targetGroupArn = "" } of balancers) {
        const container =
            definition.containers.find(({ name }) => name === containerName) ??
            invalid(`The container ${containerName} does not exist in the task definition.`);
        if (!container.portMappings?.some((port) => port.containerPort === containerPort)) {
            invalid(`The container ${containerName} did not have a container port ${containerPort} defined.`);
        }
        const message = `The specified target group does not exist. Unable to find ${targetGroupArn}`;
        const group = world.must<TargetGroupInputs>(TARGET_GROUP, targetGroupArn, "InvalidParameterException", message);
        if (group.inputs.targetType !== "ip") {
            const mode = "which is incompatible with the awsvpc network mode specified in the task definition.";
            invalid(`The provided target group ${targetGroupArn} has target type ${group.inputs.targetType}, ${mode}`);
        }
        if (!world.alb.attached(targetGroupArn)) {
            invalid(
                `The target group with targetGroupArn ${targetGroupArn} does not have an associated load balancer.`,
            );
        }
    }
}

function isSame(one: Inputs, other: Inputs): boolean {
    return one.name === other.name && clusterName(one.cluster) === clusterName(other.cluster);
}
