import type { Action, RuleCondition } from "@aws-sdk/client-elastic-load-balancing-v2";

/** A listener, in the shape of the API. */
export interface Listener {
    ListenerArn: string;
    Port: number;
    Protocol: "HTTP" | "HTTPS";
    DefaultActions: Action[];
    /** PEM texts; needed for HTTPS. */
    certificate?: { cert: string; key: string };
}

/** A rule, in the shape of the API. */
export interface Rule {
    RuleArn: string;
    Priority: string;
    Conditions: RuleCondition[];
    Actions: Action[];
}

/** What of a target group the model needs, in the shape of the API. */
export interface GroupSettings {
    TargetGroupArn: string;
    Port: number;
    HealthCheckPath: string;
    HealthCheckIntervalSeconds: number;
    HealthCheckTimeoutSeconds: number;
    HealthyThresholdCount: number;
    UnhealthyThresholdCount: number;
    Matcher: { HttpCode: string };
}

/** Where a target listens. */
export interface Address {
    Id: string;
    Port: number;
}

/** One line of DescribeTargetHealth. */
export interface TargetHealthDescription {
    Target: Address;
    TargetHealth: { State: string; Reason?: string };
}

/** What conditions look at. */
export interface Asked {
    readonly method: string;
    /** Without the port. */
    readonly host: string;
    /** As sent, without the query. */
    readonly path: string;
    /** As sent, without `?`. */
    readonly query: string;
    /** Lines in the order sent. */
    readonly headers: readonly (readonly [name: string, value: string])[];
    /** Address of the peer. */
    readonly source: string;
}
