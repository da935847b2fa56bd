import type * as pulumi from "@pulumi/pulumi";
import type { PinArgs } from "../common/pinArgs";
import type { CommandArgs, DrainArgs, GateArgs, SessionArgs, TierArgs, TrafficArgs } from "../release";
import type { GatewayArgs } from "./gateway/appGatewayArgs";
import type { AppNamespaceArgs } from "./namespace/appNamespaceArgs";
import type { PodArgs } from "./workload/podArgs";

/** A tier as Deployments, one a color. */
export interface GatewayTierArgs extends TierArgs {
    /**
     * Port that the container listens on.
     *
     * Unit: TCP port, 1024 to 65535, since it does not run as root. Default: 8080.
     * Error: "tiers.<tier>.port: must be a whole number from 1024 to 65535, got ...".
     */
    port?: number;
    /**
     * Time that a new release has until all its pods are ready.
     *
     * Unit: seconds, 10 to 3600. Default: 600.
     * Error: "tiers.<tier>.startSeconds: must be a whole number from 10 to 3600, got ...".
     */
    startSeconds?: number;
    /**
     * How the tier's pods run: sizes, environment, secrets, scaling.
     *
     * Unit: none. Default: see its fields.
     * Error: see its fields.
     */
    pod?: PodArgs;
}

/** A release: its id, and an image a tier. */
export interface GatewayReleaseArgs {
    /**
     * Id of the release, for example a git sha. The app gets it as `RELEASE`, and sends it back in the header `X-Release`.
     *
     * Unit: none (1 to 40 of A-Z, a-z, 0-9, dot, _ and -). Default: none, required.
     * Error: "<color>.release: must be 1 to 40 of A-Z, a-z, 0-9, dot, _ and -, starting with a letter or digit, got ...";
     * "<color>.release: must end with a letter or digit too, since it is a label, got ...".
     */
    release: string;
    /**
     * Image of each tier, by digest: a tag may lead elsewhere tomorrow.
     *
     * Unit: none (`<repository>@sha256:<64 hex digits>`). Default: none, required.
     * Error: "<color>.images.<tier>: must be an image by digest, such as <repository>@sha256:<64 hex digits>, got ...";
     * "<color>.images.<tier>: is needed, since the app has this tier, got undefined"; "<color>.images.<tier>: must be for a tier of the app: ..., got ...".
     */
    images: { [tier: string]: pulumi.Input<string> };
    /**
     * Pods of a tier where they differ from the tier's `instances`: 0 for a color that waits without cost. A switch is refused until the
     * color has as many as it is to have, and as many as the color that serves.
     *
     * Unit: count a tier, 0 to 100. Default: the tier's `instances`.
     * Error: "<color>.instances.<tier>: must be a whole number from 0 to 100, got ...";
     * "<color>.instances.<tier>: must be 1 or more while <color> gets new visitors, got 0"; "<color>.instances.<tier>: must be for a tier of the app: ..., got ...".
     */
    instances?: { [tier: string]: number };
}

/** How the cluster's API server is reached. */
export interface ClusterArgs {
    /**
     * File with the addresses and credentials of clusters.
     *
     * Unit: none (path). Default: as kubectl: `KUBECONFIG`, `~/.kube/config`, or the pod's own account.
     * Error: none.
     */
    kubeconfig?: string;
    /**
     * Context of that file.
     *
     * Unit: none (name). Default: its current one.
     * Error: none.
     */
    context?: string;
}

/** Where the number of visitors left on a color comes from: one of the two. */
export interface CensusArgs {
    /**
     * A Prometheus server that collects the controller's metrics.
     *
     * Unit: none (http or https URL). Default: none.
     * Error: "census.prometheusUrl: must be an http or https URL, got ...".
     */
    prometheusUrl?: string;
    /**
     * Query of Prometheus whose value is the number of requests of a color of late; `$service` stands for the names of its Services as a regular
     * expression, `$namespace` for their namespace, `$seconds` for the session idle time.
     *
     * Unit: none (PromQL). Default: one for the `controller`, where we know it.
     * Error: "census.query: must be given for the controller <controller>, got ..."; "census.query: needs prometheusUrl, got ...".
     */
    query?: string;
    /**
     * Path at which each pod tells, as a number, how many visitors it has seen within the session idle time. Asked through the API server,
     * never through the router.
     *
     * Unit: none (absolute path). Default: none.
     * Error: "census.path: must be an absolute path without query, got ..."; "census: must have either prometheusUrl or path, got ...".
     */
    path?: string;
}

/** Arguments of {@link GatewayBlueGreen}. */
export interface GatewayBlueGreenArgs {
    /**
     * The separately built and scaled parts of the app.
     *
     * Unit: none (names to tiers). Default: none, required.
     * Error: "tiers: exactly one tier has the catch-all path /*, got ..."; "tiers.<tier>.paths: a Gateway takes ..., got ...";
     * "tiers: ... rules are more than the 16 of an HTTPRoute, got ..."; "tiers: ... matches are more than the ... of an HTTPRoute, got ...".
     */
    tiers: { [name: string]: GatewayTierArgs };
    /**
     * What the blue color runs.
     *
     * Unit: none. Default: off.
     * Error: see its fields.
     */
    blue?: GatewayReleaseArgs;
    /**
     * What the green color runs.
     *
     * Unit: none. Default: off.
     * Error: see its fields; "green.release: the two colors run different releases, got ...".
     */
    green?: GatewayReleaseArgs;
    /**
     * Who gets what.
     *
     * Unit: none. Default: none, required.
     * Error: see its fields.
     */
    traffic: TrafficArgs;
    /**
     * How a visitor is tied to a release. `cookieless` must be `none`, its default here.
     *
     * Unit: none. Default: a cookie `release` for 30 minutes of idle time.
     * Error: see its fields; "session.cookieless: must be none, since a Gateway cannot tie by source address, got ...".
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
     * When the standby's release may be removed or replaced.
     *
     * Unit: none. Default: when nobody is left on it; without `census` nobody can tell, so at the deadline or by force only.
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
     * Config keys that the commands in the outputs set.
     *
     * Unit: none. Default: the keys of this package's own stacks.
     * Error: none.
     */
    commands?: CommandArgs;
    /**
     * The Gateway: given, or created.
     *
     * Unit: none. Default: none, required.
     * Error: see its fields.
     */
    gateway: GatewayArgs;
    /**
     * What makes routes of the Gateway work: `traefik`, `envoy-gateway`, `istio`, `nginx-gateway-fabric`, `aws-load-balancer-controller`,
     * `haproxy-ingress` or `other`. It decides what is left to the app.
     *
     * Unit: none. Default: `other`, of which the least is expected.
     * Error: "controller: must be ..., got ...".
     */
    controller?: string;
    /**
     * Whether the router sets the release cookie; the app otherwise, with `RELEASE_COOKIE`.
     *
     * Unit: none (true or false). Default: what the `controller` can do.
     * Error: "routerSetsCookie: must be true or false, got ...".
     */
    routerSetsCookie?: boolean;
    /**
     * Host names that the app answers; the first one is in the outputs.
     *
     * Unit: none (host names, up to 16; `*.` may begin one after the first). Default: every host; `publicUrl` must be given then.
     * Error: "hosts: must be host names in lower case, up to 16, got ..."; "hosts: must start with a host name without wildcard, which the outputs show, got ...";
     * "hosts: must be given where publicUrl is not, got ...".
     */
    hosts?: string[];
    /**
     * How visitors reach the front door, for gate, check and the links in the outputs.
     *
     * Unit: none (URL without path). Default: the first of `hosts`, by https or with `gateway.plainHttp` by http.
     * Error: "publicUrl: must be an http or https URL without a path, got ...".
     */
    publicUrl?: string;
    /**
     * Address of the router that gate and check connect to, while the name in the URL does not lead there yet, or not from here.
     *
     * Unit: none (host name or address). Default: the URL's host.
     * Error: "routerAddress: must be a host name or an address, got ...".
     */
    routerAddress?: string;
    /**
     * The namespace: given, or created.
     *
     * Unit: none. Default: one named `<app>-<stack>` is created.
     * Error: see its fields.
     */
    namespace?: AppNamespaceArgs;
    /**
     * The cluster. The program's own provider (`opts.provider`) must lead to the same one; without one of its own this makes it.
     *
     * Unit: none. Default: as kubectl for what is read, and Pulumi's default provider for what is made.
     * Error: none.
     */
    cluster?: ClusterArgs;
    /**
     * Where the number of visitors left on a color comes from.
     *
     * Unit: none. Default: nobody can tell; a release is retired at `drain.deadlineMinutes` or by force.
     * Error: see its fields.
     */
    census?: CensusArgs;
    /**
     * How long fresh clients must see nothing but the wanted releases after a switch: the proxies of a Gateway take over routes one by one.
     *
     * Unit: seconds, 0 to 600. Default: 5.
     * Error: "settleSeconds: must be a number from 0 to 600, got ...".
     */
    settleSeconds?: number;
    /**
     * Time that the Gateway's controller has to take over a route.
     *
     * Unit: seconds, 1 to 3600. Default: 120.
     * Error: "routeSeconds: must be a whole number from 1 to 3600, got ...".
     */
    routeSeconds?: number;
    /**
     * Link to a dashboard of yours, for the output of that name.
     *
     * Unit: none (URL). Default: empty.
     * Error: none.
     */
    dashboardUrl?: pulumi.Input<string>;
    /**
     * More labels for all that is created.
     *
     * Unit: none (names and values). Default: none.
     * Error: "labels: must be names and values as Kubernetes takes them, got ...".
     */
    labels?: { [name: string]: string };
}
