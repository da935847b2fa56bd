import type { PinArgs } from "../../common/pinArgs";
import type { SessionArgs, TierArgs, TrafficArgs } from "../../release";

/** Arguments of {@link AlbIngress}. */
export interface AlbIngressArgs {
    /**
     * The app whose Services it leads to, as {@link ColorWorkload} makes them.
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
     * Group of Ingresses that share one load balancer; all of this app are in it.
     *
     * Unit: none (1 to 63 of a-z, 0-9, dot and -). Default: none, required.
     * Error: "group: must be 1 to 63 of a-z, 0-9, dot and -, starting and ending with a letter or digit, got ...".
     */
    group: string;
    /**
     * Place of the app's rules among those of the group: it takes two numbers a tier from this one on. Rules of a lower number come first.
     *
     * Unit: none (-1000 to 900). Default: 0.
     * Error: "groupOrder: must be a whole number from -1000 to 900, got ...".
     */
    groupOrder?: number;
    /**
     * The tiers: their paths and health paths.
     *
     * Unit: none (names to tiers). Default: none, required.
     * Error: "tiers: exactly one tier has the catch-all path /*, got ..."; "tiers: the load balancer has room for 10 tiers, got ...";
     * "tiers.<tier>.paths: must not overlap with <path> of <tier>, got ..."; "tiers.<tier>.paths: a load balancer takes ..., got ...".
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
     * How a visitor is tied to a release. The app sets the cookie.
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
     * Host names that the app answers.
     *
     * Unit: none (host names, up to 3). Default: every host.
     * Error: "hosts: must be host names, got ..."; "hosts: a load balancer takes 3 values a condition, got ...".
     */
    hosts?: string[];
    /**
     * Class of the Ingresses.
     *
     * Unit: none (name of an IngressClass). Default: `alb`.
     * Error: "className: must be the name of an object, got ...".
     */
    className?: string;
    /**
     * More annotations for each Ingress: scheme, certificates, listeners and what else the controller reads.
     *
     * Unit: none (names and values). Default: none.
     * Error: none.
     */
    annotations?: { [name: string]: string };
    /**
     * More labels for all that is created.
     *
     * Unit: none (names and values). Default: none.
     * Error: "labels: must be names and values as Kubernetes takes them, got ...".
     */
    labels?: { [name: string]: string };
}
