import type * as pulumi from "@pulumi/pulumi";
import type { TaskArgs } from "./taskArgs";

/** Arguments of {@link ColorService}. */
export interface ColorServiceArgs extends TaskArgs {
    /**
     * The app that it belongs to.
     *
     * Unit: none (1 to 30 of A-Z, a-z, 0-9 and -). Default: none, required.
     * Error: "app: must be 1 to 30 of A-Z, a-z, 0-9 and -, and start with a letter, got ...".
     */
    app: string;
    /**
     * The tier that it runs.
     *
     * Unit: none (1 to 20 of a-z, 0-9 and -). Default: none, required.
     * Error: "tier: must be 1 to 20 of a-z, 0-9 and -, and start with a letter, got ...".
     */
    tier: string;
    /**
     * The color: `blue` or `green`.
     *
     * Unit: none. Default: none, required.
     * Error: "color: must be blue or green, got ...".
     */
    color: string;
    /**
     * The release that the color runs.
     *
     * Unit: none (1 to 40 of A-Z, a-z, 0-9, dot, _ and -). Default: none, required.
     * Error: "release: must be 1 to 40 of A-Z, a-z, 0-9, dot, _ and -, starting with a letter or digit, got ...".
     */
    release: string;
    /**
     * The container image, by its digest, so that every instance at any time runs the same.
     *
     * Unit: none (`<repository>@sha256:<64 hex digits>`). Default: none, required.
     * Error: "image: must be an image by its digest, <repository>@sha256:<64 hex digits>, got ...".
     */
    image: pulumi.Input<string>;
    /**
     * The ECS cluster.
     *
     * Unit: none (ARN). Default: none, required.
     * Error: "clusterArn: must be the ARN of an ECS cluster, got ...".
     */
    clusterArn: pulumi.Input<string>;
    /**
     * The VPC that all of it is in.
     *
     * Unit: none (id). Default: none, required.
     * Error: "vpcId: must be an id such as vpc-0123456789abcdef0, got ...".
     */
    vpcId: pulumi.Input<string>;
    /**
     * Subnets of the instances.
     *
     * Unit: none (ids). Default: none, required.
     * Error: "subnetIds: must be subnets in at least two availability zones, got ...";
     * "subnetIds: must be an id such as subnet-0123456789abcdef0, got ...".
     */
    subnetIds: pulumi.Input<pulumi.Input<string>[]>;
    /**
     * Whether the instances get public addresses, which they need in a subnet that has no NAT gateway.
     *
     * Unit: none (true or false). Default: false.
     * Error: "assignPublicIp: must be true or false, got ...".
     */
    assignPublicIp?: boolean;
    /**
     * Security group of the front door, the only one that reaches the instances.
     *
     * Unit: none (id). Default: none, required.
     * Error: "frontDoorSecurityGroupId: must be an id such as sg-0123456789abcdef0, got ...".
     */
    frontDoorSecurityGroupId: pulumi.Input<string>;
    /**
     * Target group that the instances are registered in. Some listener rule must use it already: see `dependsOn` in the options.
     *
     * Unit: none (ARN). Default: none, required.
     * Error: "targetGroupArn: must be the ARN of a target group, got ...".
     */
    targetGroupArn: pulumi.Input<string>;
    /**
     * The load balancer as metrics name it; `autoscaling.requestsPerTarget` needs it.
     *
     * Unit: none (`app/<name>/<id>`). Default: none.
     * Error: "loadBalancerArnSuffix: must be app/<name>/<id>, got ...".
     */
    loadBalancerArnSuffix?: pulumi.Input<string>;
    /**
     * Port on which an instance listens.
     *
     * Unit: TCP port, 1 to 65535. Default: none, required.
     * Error: "port: must be a whole number from 1 to 65535, got ...".
     */
    port: number;
    /**
     * Instances; with `autoscaling` those at the start. With 0 the service waits without cost.
     *
     * Unit: count, 0 to 1000. Default: 1, or `autoscaling.minInstances`.
     * Error: "instances: must be a whole number from 0 to 1000, got ...";
     * "instances: must be from minInstances to maxInstances of autoscaling, got ...".
     */
    instances?: number;
    /**
     * Log group for what the instances print. One that is given stays when the color is off.
     *
     * Unit: none (name). Default: one is created, and deleted with the service.
     * Error: "logGroupName: must be a log group's name, got ...".
     */
    logGroupName?: pulumi.Input<string>;
    /**
     * Time that a log group which is created keeps what was printed.
     *
     * Unit: days, one of those that CloudWatch offers. Default: 30.
     * Error: "logRetentionDays: must be one of ..., got ...".
     */
    logRetentionDays?: number;
    /**
     * More tags for all that is created, and for the tasks.
     *
     * Unit: none (names and values). Default: none.
     * Error: none.
     */
    tags?: pulumi.Input<{ [name: string]: pulumi.Input<string> }>;
}
