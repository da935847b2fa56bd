/** Health endpoint of a tier. It answers 200 (fit), 404 (soft stop) or 503 (unfit), with the header `X-Release`. */
export interface HealthArgs {
    /**
     * Path that every instance answers to `GET` and `HEAD`.
     *
     * Unit: none (absolute path without query). Default: none, required.
     * Error: "tiers.<tier>.health.path: must be an absolute path that this tier answers, got ...";
     * "tiers.<tier>.health.path: must have no path of the app below it, since the router denies those, got ...".
     */
    path: string;
    /**
     * Time between two checks of one instance by the router.
     *
     * Unit: seconds, 0.1 to 300. Default: 1.
     * Error: "tiers.<tier>.health.intervalSeconds: must be a number from 0.1 to 300, got ...".
     */
    intervalSeconds?: number;
    /**
     * Time that one check may take.
     *
     * Unit: seconds, 0.1 to 120. Default: 2.
     * Error: "tiers.<tier>.health.timeoutSeconds: must be a number from 0.1 to 120, got ...".
     */
    timeoutSeconds?: number;
    /**
     * Failed checks in a row that take an instance out.
     *
     * Unit: count, 1 to 10. Default: 2.
     * Error: "tiers.<tier>.health.fall: must be a whole number from 1 to 10, got ...".
     */
    fall?: number;
    /**
     * Passed checks in a row that bring an instance back.
     *
     * Unit: count, 1 to 10. Default: 2.
     * Error: "tiers.<tier>.health.rise: must be a whole number from 1 to 10, got ...".
     */
    rise?: number;
}

/** One separately built and scaled part of an app, for example `frontend` or `backend`. */
export interface TierArgs {
    /**
     * What this tier answers: exact paths, or prefixes that end in `/*`. Exactly one tier has the catch-all `/*`; the longest path wins.
     *
     * Unit: none (paths). Default: none, required.
     * Error: "tiers.<tier>.paths: each path starts with / and has * only as a last /*, got ...";
     * "tiers.<tier>.paths: must be a list of at least one path, got ..."; "tiers.<tier>.paths: <path> belongs to <tier> already, got ...".
     */
    paths: string[];
    /**
     * The health endpoint.
     *
     * Unit: none. Default: none, required.
     * Error: see its fields.
     */
    health: HealthArgs;
    /**
     * Instances a color.
     *
     * Unit: count, 1 to 100. Default: 1.
     * Error: "tiers.<tier>.instances: must be a whole number from 1 to 100, got ...".
     */
    instances?: number;
    /**
     * Paths that a new release must have answered, on every instance in turn, before it gets a visitor.
     *
     * Unit: none (absolute paths of this tier). Default: none are asked.
     * Error: "tiers.<tier>.warmupPaths: must be an absolute path that this tier answers, got ...";
     * "tiers.<tier>.warmupPaths: must be a list, got ...".
     */
    warmupPaths?: string[];
}

/** Who gets what: the one place that an operator changes. */
export interface TrafficArgs {
    /**
     * The color that new visitors get.
     *
     * Unit: none (`blue` or `green`). Default: none, required.
     * Error: "traffic.active: must be blue or green, got ..."; "traffic.active: must name a color that has a release, got ...".
     */
    active: string;
    /**
     * Share of new visitors that is sent to the standby color instead. Visitors with a pin never move.
     *
     * Unit: percent, whole number 0 to 100. Default: 0.
     * Error: "traffic.canaryPercent: must be a whole number from 0 to 100, got ...";
     * "traffic.canaryPercent: must be 0 while <color> has no release, got ...".
     */
    canaryPercent?: number;
    /**
     * Which tier's default moves first in a switch: `backend-first` (the new API understands the old page) or `frontend-first` (it does not).
     * The catch-all tier counts as frontend, all others as backend. It concerns clients without any pin only.
     *
     * Unit: none. Default: `backend-first`.
     * Error: "traffic.order: must be backend-first or frontend-first, got ...".
     */
    order?: string;
    /**
     * Pause between the two halves of a switch, so that what goes first can be watched before the rest follows.
     *
     * Unit: seconds, 0 to 600. Default: 0.
     * Error: "traffic.pauseSeconds: must be a number from 0 to 600, got ...".
     */
    pauseSeconds?: number;
    /**
     * Number of the switch that this config belongs to. The `switchover` command raises it; a config with a lower number than the live one is refused as stale.
     *
     * Unit: count, 0 or more. Default: 0.
     * Error: "traffic.epoch: must be a whole number, 0 or more, got ...".
     */
    epoch?: number;
}

/** How a visitor is tied to a release. */
export interface SessionArgs {
    /**
     * Time without a request after which a session ends: the cookie's sliding Max-Age, and the time that the census keeps a visitor.
     *
     * Unit: seconds, 1 to 604800. Default: 1800.
     * Error: "session.idleSeconds: must be a whole number from 1 to 604800, got ...".
     */
    idleSeconds?: number;
    /**
     * Name of the pin cookie. Two more cookies are derived from it: `<name>-visitor` (census) and `<name>-<tier>` (instance affinity).
     *
     * Unit: none (cookie name). Default: `release`.
     * Error: "session.cookie: must be 1 to 40 of A-Z, a-z, 0-9, - and _, not starting with -, got ...".
     */
    cookie?: string;
    /**
     * Name of the request header that asks for a release; pages add it to their API calls.
     *
     * Unit: none (header name). Default: `X-Release`.
     * Error: "session.header: must be 1 to 40 of A-Z, a-z, 0-9 and -, got ...".
     */
    header?: string;
    /**
     * Name of the query parameter that asks for a release.
     *
     * Unit: none (parameter name). Default: `release`.
     * Error: "session.query: must be 1 to 40 of A-Z, a-z, 0-9, - and _, not starting with -, got ...".
     */
    query?: string;
    /**
     * Also obey the names that Next.js sends: header `x-deployment-id` and query `dpl`.
     *
     * Unit: none (true or false). Default: false.
     * Error: "session.aliases: must be true or false, got ...".
     */
    aliases?: boolean;
    /**
     * The cookies' SameSite attribute: `Lax`, `Strict` or `None` (needs TLS).
     *
     * Unit: none. Default: `Lax`.
     * Error: "session.sameSite: must be Lax, Strict or None, got ...".
     */
    sameSite?: string;
    /**
     * The cookies' Domain attribute.
     *
     * Unit: none (host name). Default: not sent, so the cookies stay on the exact host.
     * Error: "session.domain: must be a host name, got ...".
     */
    domain?: string;
    /**
     * What ties clients that send no cookie: `source-address` or `none` (every request without a pin draws anew).
     *
     * Unit: none. Default: `source-address`.
     * Error: "session.cookieless: must be source-address or none, got ...".
     */
    cookieless?: string;
}

/** When the standby's release may be removed or replaced. */
export interface DrainArgs {
    /**
     * Time after the last new visitor at which the standby may be retired although visitors are left.
     *
     * Unit: minutes, 0 to 525600 (a year); 0 means never. Default: 0.
     * Error: "drain.deadlineMinutes: must be a number from 0 to 525600, got ...".
     */
    deadlineMinutes?: number;
    /**
     * Time for which nobody must have been there any more before a release counts as left. It comes on top of the session idle time: the
     * census then tells who came within both.
     *
     * Unit: minutes, 0 to 10080 (a week). Default: 0: a release is left when the last session has ended. Where the app counts its visitors
     * itself, it does so by its own rule.
     * Error: "drain.quietMinutes: must be a number from 0 to 10080, got ...".
     */
    quietMinutes?: number;
    /**
     * Retire now, whoever is left. Meant for one `pulumi up`, not to stay in the config.
     *
     * Unit: none (true or false). Default: false.
     * Error: "drain.force: must be true or false, got ...".
     */
    force?: boolean;
}

/** How hard a switch is checked before and after. */
export interface GateArgs {
    /**
     * Fresh clients, a tier, that must all see the wanted release before an update reports success.
     *
     * Unit: count, 1 to 1000. Default: 20. At canary shares between 1 and 99 the clients check that both releases answer as asked.
     * Error: "gate.freshClients: must be a whole number from 1 to 1000, got ...".
     */
    freshClients?: number;
    /**
     * Time that the gate, and afterwards the check, wait for what they want to see.
     *
     * Unit: seconds, 1 to 3600. Default: 60.
     * Error: "gate.deadlineSeconds: must be a number from 1 to 3600, got ...".
     */
    deadlineSeconds?: number;
}

/** Names of the config keys that the commands in the outputs set. They are the caller's own. */
export interface CommandArgs {
    /**
     * Key of `traffic.active`.
     *
     * Unit: none (config key). Default: `active`.
     * Error: none.
     */
    activeKey?: string;
    /**
     * Key of `traffic.canaryPercent`.
     *
     * Unit: none (config key). Default: `canary`.
     * Error: none.
     */
    canaryKey?: string;
    /**
     * Key of `traffic.epoch`; empty when the program passes no epoch.
     *
     * Unit: none (config key). Default: `epoch`.
     * Error: none.
     */
    epochKey?: string;
    /**
     * Key of `blue.release`.
     *
     * Unit: none (config key). Default: `blueRelease`.
     * Error: none.
     */
    blueReleaseKey?: string;
    /**
     * Key of `green.release`.
     *
     * Unit: none (config key). Default: `greenRelease`.
     * Error: none.
     */
    greenReleaseKey?: string;
    /**
     * Key of `drain.force`.
     *
     * Unit: none (config key). Default: `force`.
     * Error: none.
     */
    forceKey?: string;
}
