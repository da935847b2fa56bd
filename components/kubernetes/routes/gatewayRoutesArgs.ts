import type { PinArgs } from "../../common/pinArgs";
import type { SessionArgs, TierArgs, TrafficArgs } from "../../release";
import type { AdoptedGatewayArgs } from "../gateway/appGatewayArgs";

/** Arguments of {@link GatewayRoutes}. */
export interface GatewayRoutesArgs {
    /**
     * The app whose Services they lead to, as {@link ColorWorkload} makes them.
     *
     * Unit: none (1 to 30 of a-z, 0-9 and -). Default: none, required.
     * Error: "app: must be 1 to 30 of a-z, 0-9 and -, starting with a letter and ending with a letter or digit, got ...".
     */
    app: string;
    /**
     * The app's namespace, which exists.
     *
     * Unit: none (name). Default: none, required.
     * Error: "namespace: must be 1 to 63 of a-z, 0-9 and -, starting and ending with a letter or digit, got ...".
     */
    namespace: string;
    /**
     * The Gateway that they belong to.
     *
     * Unit: none. Default: none, required.
     * Error: "gateway.name: must be the name of an object, got ...".
     */
    gateway: AdoptedGatewayArgs;
    /**
     * The tiers and their paths.
     *
     * Unit: none (names to tiers). Default: none, required.
     * Error: "tiers: exactly one tier has the catch-all path /*, got ..."; "tiers.<tier>.paths: a Gateway takes ..., got ...";
     * "tiers: ... matches are more than the ... of ..., got ...".
     */
    tiers: { [name: string]: TierArgs };
    /**
     * Release on blue.
     *
     * Unit: none (a release id). Default: off.
     * Error: "blue.release: must be 1 to 40 of A-Z, a-z, 0-9, dot, _ and -, starting with a letter or digit, got ...".
     */
    blueRelease?: string;
    /**
     * Release on green.
     *
     * Unit: none (a release id). Default: off.
     * Error: "green.release: the two colors run different releases, got ...".
     */
    greenRelease?: string;
    /**
     * Who gets what.
     *
     * Unit: none. Default: none, required.
     * Error: see its fields.
     */
    traffic: TrafficArgs;
    /**
     * How a visitor is tied to a release.
     *
     * Unit: none. Default: a cookie `release` for 30 minutes of idle time.
     * Error: see its fields.
     */
    session?: SessionArgs;
    /**
     * Signs the pins, so that nobody reaches a release before it is live without its link.
     *
     * Unit: none. Default: pins are plain release ids.
     * Error: see its fields.
     */
    pins?: PinArgs;
    /**
     * What makes routes of the Gateway work.
     *
     * Unit: none (see `CAPABILITIES`). Default: `other`, of which the least is expected.
     * Error: "controller: must be ..., got ...".
     */
    controller?: string;
    /**
     * Whether the router sets the release cookie, for TLS only; the app otherwise.
     *
     * Unit: none (true or false). Default: what the `controller` can do.
     * Error: "routerSetsCookie: must be true or false, got ...".
     */
    routerSetsCookie?: boolean;
    /**
     * Host names that the app answers.
     *
     * Unit: none (host names, up to 16). Default: every host.
     * Error: "hosts: must be host names in lower case, up to 16, got ...".
     */
    hosts?: string[];
    /**
     * More labels for all that is created.
     *
     * Unit: none (names and values). Default: none.
     * Error: "labels: must be names and values as Kubernetes takes them, got ...".
     */
    labels?: { [name: string]: string };
}
