import { refuse } from "../awsError";
import { hex } from "../hex";
import { type Kind, kind, type Resource } from "../kind";
import type { World } from "../world";
import { ELB, ELB_NAME, suffixOf } from "./loadBalancers";

export const TARGET_GROUP = "aws:lb/targetGroup:TargetGroup";

interface HealthCheck {
    readonly enabled?: boolean;
    readonly path?: string;
    readonly port?: string;
    readonly protocol?: string;
    readonly interval?: number;
    readonly timeout?: number;
    readonly healthyThreshold?: number;
    readonly unhealthyThreshold?: number;
    readonly matcher?: string;
}

export interface TargetGroupInputs {
    readonly name: string;
    readonly port?: number;
    readonly protocol?: string;
    readonly protocolVersion?: string;
    readonly targetType?: string;
    readonly vpcId?: string;
    readonly deregistrationDelay?: number;
    readonly slowStart?: number;
    readonly loadBalancingAlgorithmType?: string;
    readonly healthCheck?: HealthCheck;
    readonly stickiness?: { readonly enabled?: boolean; readonly type: string };
}

export const targetGroups: readonly Kind[] = [
    kind<TargetGroupInputs>({
        type: TARGET_GROUP,
        service: ELB,
        naming: { property: "name", max: 32, pattern: ELB_NAME },
        defaults: { targetType: "instance", deregistrationDelay: 300, slowStart: 0 },
        replaceOn: ["name", "port", "protocol", "protocolVersion", "targetType", "vpcId"],
        identify: ({ name }, world) => ({ id: world.arn("elasticloadbalancing", `targetgroup/${name}/${hex(16)}`) }),
        outputs: (inputs, arn) => ({
            arn,
            arnSuffix: `targetgroup/${suffixOf(arn)}`,
            healthCheck: healthCheckOf(inputs),
            loadBalancerArns: [],
            protocolVersion: inputs.protocolVersion ?? "HTTP1",
        }),
        refuse: refuseTargetGroup,
        put: (group, { alb }) => alb.putTargetGroup(settingsOf(group), attributesOf(group.inputs)),
        remove: ({ key }, { alb }) => alb.removeTargetGroup(key),
    }),
];

/** The health check with what AWS fills in. */
function healthCheckOf({ targetType, healthCheck = {} }: TargetGroupInputs) {
    return {
        enabled: healthCheck.enabled ?? true,
        path: healthCheck.path ?? "/",
        port: healthCheck.port ?? "traffic-port",
        protocol: healthCheck.protocol ?? "HTTP",
        interval: healthCheck.interval ?? (targetType === "lambda" ? 35 : 30),
        timeout: healthCheck.timeout ?? 5,
        healthyThreshold: healthCheck.healthyThreshold ?? 3,
        unhealthyThreshold: healthCheck.unhealthyThreshold ?? 3,
        matcher: healthCheck.matcher ?? "200",
    };
}

/** In the shape of the API. */
export function settingsOf({ key, inputs }: Resource<TargetGroupInputs>) {
    const check = healthCheckOf(inputs);
    return {
        TargetGroupArn: key,
        TargetGroupName: inputs.name,
        Protocol: inputs.protocol,
        ProtocolVersion: inputs.protocolVersion ?? "HTTP1",
        Port: inputs.port ?? 0,
        VpcId: inputs.vpcId,
        TargetType: inputs.targetType,
        IpAddressType: "ipv4",
        HealthCheckEnabled: check.enabled,
        HealthCheckProtocol: check.protocol,
        HealthCheckPort: check.port,
        HealthCheckPath: check.path,
        HealthCheckIntervalSeconds: check.interval,
        HealthCheckTimeoutSeconds: check.timeout,
        HealthyThresholdCount: check.healthyThreshold,
        UnhealthyThresholdCount: check.unhealthyThreshold,
        Matcher: { HttpCode: check.matcher },
    };
}

function attributesOf(inputs: TargetGroupInputs): Record<string, string> {
    return {
        "deregistration_delay.timeout_seconds": String(inputs.deregistrationDelay),
        "slow_start.duration_seconds": String(inputs.slowStart),
        "load_balancing.algorithm.type": inputs.loadBalancingAlgorithmType ?? "round_robin",
        "stickiness.enabled": String(inputs.stickiness?.enabled ?? inputs.stickiness !== undefined),
        "stickiness.type": inputs.stickiness?.type ?? "lb_cookie",
    };
}

function refuseTargetGroup(inputs: TargetGroupInputs, world: World, known?: Resource<TargetGroupInputs>): void {
    if (!known && world.all<TargetGroupInputs>(TARGET_GROUP).some((other) => other.inputs.name === inputs.name)) {
        refuse(
            "DuplicateTargetGroupName",
            `A target group with the same name '${inputs.name}' exists, but with different settings`,
        );
    }
    if (inputs.targetType !== "ip" || inputs.protocol !== "HTTP") {
        refuse(
            "ValidationError",
            `the stand-in knows target groups of addresses by HTTP, not '${inputs.targetType}' by '${inputs.protocol}'`,
        );
    }
    if (inputs.port === undefined) refuse("ValidationError", "A port must be specified");
    if (inputs.vpcId === undefined) refuse("ValidationError", "A VPC ID must be specified");
    world.must("aws:ec2/vpc:Vpc", inputs.vpcId, "ValidationError", `The VPC ID '${inputs.vpcId}' is not found`);
    const { port, protocol, enabled } = healthCheckOf(inputs);
    if (port !== "traffic-port" || protocol !== "HTTP" || !enabled) {
        refuse("ValidationError", "the stand-in checks the health by HTTP on the port of the traffic only");
    }
}
