import type * as pulumi from "@pulumi/pulumi";

/** What is watched of one tier. */
export interface MonitoredTierArgs {
    /**
     * The blue target group.
     *
     * Unit: none (ARN). Default: none, required.
     * Error: "tiers.<tier>.blueTargetGroupArn: must be the ARN of a target group, got ...".
     */
    blueTargetGroupArn: pulumi.Input<string>;
    /**
     * The green target group.
     *
     * Unit: none (ARN). Default: none, required.
     * Error: "tiers.<tier>.greenTargetGroupArn: must be the ARN of a target group, got ...".
     */
    greenTargetGroupArn: pulumi.Input<string>;
    /**
     * The blue service, for its CPU and memory.
     *
     * Unit: none (name). Default: blue is off.
     * Error: "tiers.<tier>.blueServiceName: must be a text that is not empty, got ...".
     */
    blueServiceName?: pulumi.Input<string>;
    /**
     * The green service, for its CPU and memory.
     *
     * Unit: none (name). Default: green is off.
     * Error: "tiers.<tier>.greenServiceName: must be a text that is not empty, got ...".
     */
    greenServiceName?: pulumi.Input<string>;
}

/** When an alarm goes off. */
export interface AlarmArgs {
    /**
     * Share of a target group's answers that are 5xx, from which on it is an alarm.
     *
     * Unit: percent, above 0 to 100. Default: 5.
     * Error: "alarms.errorPercent: must be a number from 0.01 to 100, got ...".
     */
    errorPercent?: number;
    /**
     * Requests in a minute below which the share of errors does not count: one of two failed is no 50 percent.
     *
     * Unit: requests a minute, 1 or more. Default: 20.
     * Error: "alarms.minRequests: must be a whole number, 1 or more, got ...".
     */
    minRequests?: number;
    /**
     * Response time that 95 of 100 requests stay below, from which on it is an alarm.
     *
     * Unit: seconds, 0.01 to 4000. Default: 2.
     * Error: "alarms.responseSeconds: must be a number from 0.01 to 4000, got ...".
     */
    responseSeconds?: number;
    /**
     * Unhealthy instances of a target group, from which on it is an alarm.
     *
     * Unit: count, 1 to 1000. Default: 1.
     * Error: "alarms.unhealthyInstances: must be a whole number from 1 to 1000, got ...".
     */
    unhealthyInstances?: number;
    /**
     * Time that it must last.
     *
     * Unit: minutes, 1 to 60. Default: 3.
     * Error: "alarms.minutes: must be a whole number from 1 to 60, got ...".
     */
    minutes?: number;
    /**
     * SNS topics that are told when an alarm goes off and when it is over.
     *
     * Unit: none (ARNs). Default: nobody is told.
     * Error: "alarms.topicArns: must be the ARN of an SNS topic, got ...".
     */
    topicArns?: pulumi.Input<string>[];
}

/** Arguments of {@link AppMonitoring}. */
export interface AppMonitoringArgs {
    /**
     * The app that is watched.
     *
     * Unit: none (1 to 30 of A-Z, a-z, 0-9 and -). Default: none, required.
     * Error: "app: must be 1 to 30 of A-Z, a-z, 0-9 and -, and start with a letter, got ...".
     */
    app: string;
    /**
     * The front door's load balancer.
     *
     * Unit: none (ARN). Default: none, required.
     * Error: "loadBalancerArn: must be the ARN of an application load balancer, got ...".
     */
    loadBalancerArn: pulumi.Input<string>;
    /**
     * The ECS cluster of the services.
     *
     * Unit: none (ARN). Default: none; then no service is watched.
     * Error: "clusterArn: must be the ARN of an ECS cluster, got ...".
     */
    clusterArn?: pulumi.Input<string>;
    /**
     * The tiers that are watched, in the order in which they are shown.
     *
     * Unit: none (names to tiers). Default: none, required.
     * Error: "tiers: must have at least one tier, got ...";
     * "tiers[...]: must be 1 to 20 of a-z, 0-9 and -, and start with a letter, got ...".
     */
    tiers: { [name: string]: MonitoredTierArgs };
    /**
     * When alarms go off, and who is told.
     *
     * Unit: none. Default: see its fields.
     * Error: see its fields.
     */
    alarms?: AlarmArgs;
    /**
     * More tags for the alarms.
     *
     * Unit: none (names and values). Default: none.
     * Error: none.
     */
    tags?: pulumi.Input<{ [name: string]: pulumi.Input<string> }>;
}
