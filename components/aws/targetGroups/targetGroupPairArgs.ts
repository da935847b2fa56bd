import type * as pulumi from "@pulumi/pulumi";
import type { HealthArgs } from "../../release/args";

/** Arguments of {@link TargetGroupPair}. */
export interface TargetGroupPairArgs {
    /**
     * The app. With project, stack and tier it decides the names in AWS.
     *
     * Unit: none (1 to 30 of A-Z, a-z, 0-9 and -). Default: none, required.
     * Error: "app: must be 1 to 30 of A-Z, a-z, 0-9 and -, and start with a letter, got ...".
     */
    app: string;
    /**
     * The tier whose instances the groups hold.
     *
     * Unit: none (1 to 20 of a-z, 0-9 and -). Default: none, required.
     * Error: "tier: must be 1 to 20 of a-z, 0-9 and -, and start with a letter, got ...".
     */
    tier: string;
    /**
     * The VPC of the instances.
     *
     * Unit: none (id). Default: none, required.
     * Error: "vpcId: must be an id such as vpc-0123456789abcdef0, got ...".
     */
    vpcId: pulumi.Input<string>;
    /**
     * The health endpoint. A load balancer asks less often than other routers do: `intervalSeconds` is a whole number from 5 to 300, 10 by
     * default; `timeoutSeconds` one from 2 to 120 and below the interval, 5 by default; `fall` and `rise` are from 2 to 10, 2 by default.
     *
     * Unit: none. Default: none, required.
     * Error: "health.path: must be an absolute path without query, got ..."; "health.intervalSeconds: must be a whole number from 5 to 300, got ...";
     * "health.timeoutSeconds: must be a whole number from 2 to 120, got ..."; "health.timeoutSeconds: must be less than intervalSeconds, got ...";
     * "health.fall: must be a whole number from 2 to 10, got ..."; "health.rise: must be a whole number from 2 to 10, got ...".
     */
    health: HealthArgs;
    /**
     * Time that requests in flight have to finish before an instance is taken out.
     *
     * Unit: seconds, 0 to 3600. Default: 60.
     * Error: "deregistrationDelaySeconds: must be a whole number from 0 to 3600, got ...".
     */
    deregistrationDelaySeconds?: number;
    /**
     * How requests are spread over a group's instances: `round_robin`, `least_outstanding_requests` or `weighted_random`.
     *
     * Unit: none. Default: `round_robin`.
     * Error: "loadBalancingAlgorithm: must be round_robin, least_outstanding_requests or weighted_random, got ...".
     */
    loadBalancingAlgorithm?: string;
    /**
     * More tags for both groups.
     *
     * Unit: none (names and values). Default: none.
     * Error: none.
     */
    tags?: pulumi.Input<{ [name: string]: pulumi.Input<string> }>;
}
