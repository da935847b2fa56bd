import * as lb from "@pulumi/aws/lb";
import * as pulumi from "@pulumi/pulumi";
import { Color, listed } from "../../release";
import { physicalName } from "../common/physicalNames";
import { tagged } from "../common/tags";
import type { TargetGroupPairArgs } from "./targetGroupPairArgs";
import { targetGroupSettings } from "./targetGroupSettings";

const TYPE = "blue-green:index:TargetGroupPair";
/** Only a default: every instance is registered with a port of its own. Another one would replace the group. */
const PORT = 80;

/**
 * The blue and the green target group of one tier. Nothing but app, tier, project, stack and VPC decides what cannot be changed
 * in place, since replacing a target group is an outage.
 */
export class TargetGroupPair extends pulumi.ComponentResource {
    /** The blue group. */
    readonly blueArn: pulumi.Output<string>;
    /** The green group. */
    readonly greenArn: pulumi.Output<string>;
    /** The blue group as metrics name it. */
    readonly blueArnSuffix: pulumi.Output<string>;
    /** The green group as metrics name it. */
    readonly greenArnSuffix: pulumi.Output<string>;

    constructor(name: string, args: TargetGroupPairArgs, opts?: pulumi.ComponentResourceOptions) {
        super(TYPE, name, args, opts);
        const settings = targetGroupSettings(args);
        if (settings.mistakes.length > 0) throw new pulumi.ResourceError(listed(settings.mistakes), this, true);
        const { app, tier, vpcId } = args;
        const { health, deregistrationDelaySeconds, loadBalancingAlgorithm } = settings;
        const groupOf = (color: Color) =>
            new lb.TargetGroup(
                `${name}-${color}`,
                {
                    name: physicalName(pulumi.getProject(), pulumi.getStack(), app, tier, color),
                    targetType: "ip",
                    protocol: "HTTP",
                    protocolVersion: "HTTP1",
                    ipAddressType: "ipv4",
                    port: PORT,
                    vpcId,
                    healthCheck: {
                        enabled: true,
                        protocol: "HTTP",
                        port: "traffic-port",
                        path: health.path,
                        matcher: "200",
                        interval: health.intervalSeconds,
                        timeout: health.timeoutSeconds,
                        healthyThreshold: health.rise,
                        unhealthyThreshold: health.fall,
                    },
                    deregistrationDelay: deregistrationDelaySeconds,
                    loadBalancingAlgorithmType: loadBalancingAlgorithm,
                    stickiness: { enabled: false, type: "lb_cookie" },
                    tags: tagged(
                        { "blue-green:app": app, "blue-green:tier": tier, "blue-green:color": color },
                        args.tags,
                    ),
                },
                { parent: this },
            );
        const blue = groupOf(Color.Blue);
        const green = groupOf(Color.Green);
        this.blueArn = blue.arn;
        this.greenArn = green.arn;
        this.blueArnSuffix = blue.arnSuffix;
        this.greenArnSuffix = green.arnSuffix;
        this.registerOutputs({
            blueArn: this.blueArn,
            greenArn: this.greenArn,
            blueArnSuffix: this.blueArnSuffix,
            greenArnSuffix: this.greenArnSuffix,
        });
    }
}
