import type * as pulumi from "@pulumi/pulumi";
import type { PinArgs } from "../common/pinArgs";
import type { CommandArgs, DrainArgs, GateArgs, SessionArgs, TierArgs, TrafficArgs } from "../release";
import type { FrontDoorArgs } from "./frontDoor/frontDoorArgs";
import type { AlarmArgs } from "./monitoring/monitoringArgs";
import type { AppNetworkArgs } from "./network/networkArgs";
import type { TaskArgs } from "./service/taskArgs";

/** A tier as Fargate services, one a color. */
export interface AlbTierArgs extends TierArgs {
    /**
     * Port that the container listens on.
     *
     * Unit: TCP port, 1 to 65535. Default: 8080.
     * Error: "tiers.<tier>.port: must be a whole number from 1 to 65535, got ...".
     */
    port?: number;
    /**
     * Time that a request under way has when its task is stopped or replaced.
     *
     * Unit: seconds, 0 to 3600. Default: 60.
     * Error: "tiers.<tier>.deregistrationDelaySeconds: must be a whole number from 0 to 3600, got ...".
     */
    deregistrationDelaySeconds?: number;
    /**
     * Time that a new deployment has until all its tasks are healthy.
     *
     * Unit: seconds, 10 to 3600. Default: 600.
     * Error: "tiers.<tier>.startSeconds: must be a number from 10 to 3600, got ...".
     */
    startSeconds?: number;
    /**
     * Log group that exists for what the tier prints, in both colors.
     *
     * Unit: none (name). Default: one a tier is created, which outlives the colors.
     * Error: "tiers.<tier>.logGroupName: must be a log group's name, got ...".
     */
    logGroupName?: pulumi.Input<string>;
    /**
     * Time that a log group which is created keeps what was printed.
     *
     * Unit: days, one of those that CloudWatch offers. Default: 30.
     * Error: "tiers.<tier>.logRetentionDays: must be one of ..., got ...".
     */
    logRetentionDays?: number;
    /**
     * How the tier's tasks run: sizes, environment, secrets, roles, scaling.
     *
     * Unit: none. Default: see its fields.
     * Error: see its fields.
     */
    task?: TaskArgs;
}

/** A release: its id, and an image a tier. */
export interface AlbReleaseArgs {
    /**
     * Id of the release, for example a git sha. The app gets it as `RELEASE`, and sends it back in the header `X-Release`.
     *
     * Unit: none (1 to 40 of A-Z, a-z, 0-9, dot, _ and -). Default: none, required.
     * Error: "<color>.release: must be 1 to 40 of A-Z, a-z, 0-9, dot, _ and -, starting with a letter or digit, got ...";
     * "green.release: the two colors run releases whose ids differ in more than case, got ...".
     */
    release: string;
    /**
     * Image of each tier, by digest: a tag may lead elsewhere tomorrow.
     *
     * Unit: none (`<repository>@sha256:<64 hex digits>`). Default: none, required unless `runsServices` is false.
     * Error: "<color>.images.<tier>: must be an image by digest, such as <repository>@sha256:<64 hex digits>, got ...";
     * "<color>.images.<tier>: is needed, since the app has this tier, got undefined"; "<color>.images.<tier>: must be for a tier of the app: ..., got ...".
     */
    images?: { [tier: string]: pulumi.Input<string> };
    /**
     * Tasks of a tier where they differ from the tier's `instances`: 0 for a color that waits without cost. A switch is refused until the
     * color has as many as it is to have, and as many as the color that serves.
     *
     * Unit: count a tier, 0 to 100. Default: the tier's `instances`.
     * Error: "<color>.instances.<tier>: must be a whole number from 0 to 100, got ...";
     * "<color>.instances.<tier>: must be 1 or more while <color> gets new visitors, got 0"; "<color>.instances.<tier>: must be for a tier of the app: ..., got ...";
     * "<color>.instances.<tier>: <release> on <color> still has ... requests in the last ... minutes, got 0".
     */
    instances?: { [tier: string]: number };
}

/** Arguments of {@link AlbBlueGreen}. */
export interface AlbBlueGreenArgs {
    /**
     * The separately built and scaled parts of the app.
     *
     * Unit: none (names to tiers). Default: none, required.
     * Error: "tiers: exactly one tier has the catch-all path /*, got ..."; "tiers: the load balancer has room for 10 tiers, got ...";
     * "tiers.<tier>.paths: must not overlap with <path> of <tier>, got ...".
     */
    tiers: { [name: string]: AlbTierArgs };
    /**
     * What the blue color runs.
     *
     * Unit: none. Default: off.
     * Error: see its fields.
     */
    blue?: AlbReleaseArgs;
    /**
     * What the green color runs.
     *
     * Unit: none. Default: off.
     * Error: see its fields; "green.release: the two colors run different releases, got ...".
     */
    green?: AlbReleaseArgs;
    /**
     * Who gets what.
     *
     * Unit: none. Default: none, required.
     * Error: see its fields.
     */
    traffic: TrafficArgs;
    /**
     * How a visitor is tied to a release. The app sets the cookie: a load balancer cannot. `cookieless` must be `none`, its default here.
     *
     * Unit: none. Default: a cookie `release` for 30 minutes of idle time.
     * Error: see its fields; "session.cookieless: must be none, since a load balancer cannot tie by source address, got ...".
     */
    session?: SessionArgs;
    /**
     * Signs the pins, so that nobody reaches a release before it is live without its link.
     *
     * Unit: none. Default: pins are plain release ids.
     * Error: see its fields; "pins.secret: must leave the pins of releases as they are that have visitors, but ...".
     */
    pins?: PinArgs;
    /**
     * When the standby's release may be removed or replaced. The census counts requests of the session idle time, from CloudWatch.
     *
     * Unit: none. Default: when nobody is left on it.
     * Error: see its fields.
     */
    drain?: DrainArgs;
    /**
     * How hard a switch is checked.
     *
     * Unit: none. Default: 20 fresh clients a tier, 60 seconds.
     * Error: see its fields.
     */
    gate?: GateArgs;
    /**
     * How long fresh clients must see nothing but the wanted releases after a switch: the nodes of a load balancer take over rules one by one.
     *
     * Unit: seconds, 0 to 600. Default: 10.
     * Error: "settleSeconds: must be a number from 0 to 600, got ...".
     */
    settleSeconds?: number;
    /**
     * Config keys that the commands in the outputs set.
     *
     * Unit: none. Default: the keys of this package's own stacks.
     * Error: none.
     */
    commands?: CommandArgs;
    /**
     * Host names that the app answers; the first one is in the outputs. Needed where several apps share a load balancer.
     *
     * Unit: none (host names, up to 3; `*` and `?` as wildcards after the first). Default: every host, and the load balancer's own name in the outputs.
     * Error: "hosts: must be host names, got ..."; "hosts: each host belongs to one app, but app ... answers ..., got ...";
     * "hosts: the certificate is for ..., got ...".
     */
    hosts?: string[];
    /**
     * First of the 100 rule priorities that the app takes on the listener. Apps that share a load balancer need ranges of their own.
     *
     * Unit: none (1 to 49901). Default: 1000.
     * Error: "priority: must be a whole number from 1 to 49901, got ..."; "priority: priorities ... must be free on the listener, but ... has ..., got ...".
     */
    priority?: number;
    /**
     * Whether the first backend's default rule is sticky, for API clients that send no pin but keep the load balancer's cookie.
     *
     * Unit: none (true or false). Default: true.
     * Error: "sticky: must be true or false, got ...".
     */
    sticky?: boolean;
    /**
     * The network: given, or created.
     *
     * Unit: none. Default: a VPC in two zones with one NAT gateway.
     * Error: see its fields.
     */
    network?: AppNetworkArgs;
    /**
     * The load balancer and its listener: given, or created.
     *
     * Unit: none. Default: none, required: a certificate, or plain HTTP by name.
     * Error: see its fields.
     */
    frontDoor: FrontDoorArgs;
    /**
     * The ECS cluster that runs the services.
     *
     * Unit: none (ARN). Default: one is created, with container insights.
     * Error: "clusterArn: must be the ARN of a cluster, such as arn:aws:ecs:eu-central-1:123456789012:cluster/main, got ...".
     */
    clusterArn?: pulumi.Input<string>;
    /**
     * Whether the tiers run as Fargate services. Where something else puts instances into the target groups, such as `PodTargets` of the
     * `kubernetes` entry, nothing is run here: no cluster, no services, no images. The gate waits for healthy targets, so give it the time that
     * they need.
     *
     * Unit: none (true or false). Default: true.
     * Error: "runsServices: must be true or false, got ...".
     */
    runsServices?: boolean;
    /**
     * When alarms go off, and who is told. There is a dashboard in any case.
     *
     * Unit: none. Default: alarms that tell nobody.
     * Error: see its fields.
     */
    alarms?: AlarmArgs;
    /**
     * Profile of the shared AWS config files by which live state is read. It must lead to the account that the provider works in.
     *
     * Unit: none (name). Default: the usual credentials of the AWS SDK.
     * Error: none.
     */
    profile?: string;
    /**
     * More tags for all that is created.
     *
     * Unit: none (names and values). Default: none.
     * Error: none.
     */
    tags?: pulumi.Input<{ [name: string]: pulumi.Input<string> }>;
}
