/** Where targets differ. A scenario asserts what the target does one way or the other; none is left out. */
export interface Capabilities {
    /** What ties a client without cookies to its release. With `none` each of its requests draws; weights 0 and 100 are exact. */
    readonly cookieless: "source-address" | "none";
    /**
     * A client that keeps cookies, but has no pin or a dead one, is tied to a release. Else it is tied to a color, once both are on, and goes
     * with it to the color's next release.
     */
    readonly tiesApiClients: boolean;
    /** Who is on a release that is replaced by force gets the live one at once. Else, for some seconds, errors or the release that comes. */
    readonly movesReplaced: boolean;
    /** The router sets the release cookie. Else the app does. */
    readonly routerSetsCookie: boolean;
    /** An instance that answers 404 to its health check keeps its visitors and gets no new ones. Else it is out, as with 503. */
    readonly softDrain: boolean;
    /** Who runs the instances replaces one that is dead by itself. Else it waits for the next update. */
    readonly replacesInstances: boolean;
    /** The same for one that is unfit. Else it waits for its operator, or until it is fit by itself. */
    readonly replacesUnfit: boolean;
    /** A request that an instance just killed cannot answer goes to another one. Else it fails until a health check has noticed. */
    readonly retriesOtherInstances: boolean;
    /** A visitor whose color is dead moves to the other one with the next page. Else it sees errors until the color is back. */
    readonly failsOverColors: boolean;
    /** A dead router is for the next update to bring back. Else it is for who runs it as a service. */
    readonly updateRevivesRouter: boolean;
    /** The router refuses the operators' controls itself. Else the app does, which sees that a router stands in between. */
    readonly routerRefusesControls: boolean;
    /** Health checks compare the release id, so that an instance of another one gets nobody. Else the gate alone does. */
    readonly healthChecksRelease: boolean;
    /** Every instance answers its warm-up paths before its first visitor. Else every tier does. */
    readonly warmsEveryInstance: boolean;
    /** The census counts visitors. Else it counts their requests of the last minutes. */
    readonly exactCensus: boolean;
}

/** What a target lacks, and in which scenarios it shows. */
export interface Difference {
    readonly scenarios: readonly string[];
    readonly instead: string;
}

export const HAPROXY: Capabilities = {
    cookieless: "source-address",
    tiesApiClients: true,
    movesReplaced: true,
    routerSetsCookie: true,
    softDrain: true,
    replacesInstances: false,
    replacesUnfit: false,
    retriesOtherInstances: true,
    failsOverColors: true,
    updateRevivesRouter: true,
    routerRefusesControls: true,
    healthChecksRelease: true,
    warmsEveryInstance: true,
    exactCensus: true,
};

export const AWS: Capabilities = {
    cookieless: "none",
    tiesApiClients: false,
    movesReplaced: false,
    routerSetsCookie: false,
    softDrain: false,
    replacesInstances: true,
    replacesUnfit: true,
    retriesOtherInstances: false,
    failsOverColors: false,
    updateRevivesRouter: false,
    routerRefusesControls: false,
    healthChecksRelease: false,
    warmsEveryInstance: false,
    exactCensus: false,
};

export const KUBERNETES: Capabilities = {
    cookieless: "none",
    tiesApiClients: true,
    movesReplaced: false,
    routerSetsCookie: false,
    softDrain: false,
    replacesInstances: true,
    replacesUnfit: false,
    retriesOtherInstances: false,
    failsOverColors: false,
    updateRevivesRouter: false,
    routerRefusesControls: false,
    healthChecksRelease: false,
    warmsEveryInstance: false,
    exactCensus: false,
};

/** What is different on a target, a sentence for each capability where it is not the obvious. */
export function differencesOf(target: Capabilities): Difference[] {
    const all: { [C in keyof Required<Capabilities>]: false | Difference } = {
        cookieless: target.cookieless === "none" && {
            scenarios: ["S14"],
            instead:
                "Nothing ties a client without cookies: each of its requests draws anew. The shares 0 and 100 are exact.",
        },
        tiesApiClients: !target.tiesApiClients && {
            scenarios: ["S09", "S12"],
            instead:
                "A client that keeps cookies, but has no pin or one whose release was retired by force, is tied to its color: the load balancer's cookie names the target group, not the release.",
        },
        movesReplaced: !target.movesReplaced && {
            scenarios: ["S09"],
            instead:
                "Instances of a release that is replaced by force end before its pins do: for some seconds its visitors get errors, or the release that comes. Retired first, in an update of its own, it moves them on at once.",
        },
        routerSetsCookie: !target.routerSetsCookie && {
            scenarios: ["S12", "S24"],
            instead: "The app sets the release cookie on its pages; it is given ready to send, as `RELEASE_COOKIE`.",
        },
        softDrain: !target.softDrain && {
            scenarios: ["S21"],
            instead:
                "404 is as bad as 503: the instance is out, and its visitors go on with another one of their release.",
        },
        replacesInstances: target.replacesInstances && {
            scenarios: ["S34"],
            instead: "An instance that is dead is replaced by the service itself.",
        },
        replacesUnfit: target.replacesUnfit && {
            scenarios: ["S20"],
            instead: "An instance that is unfit is replaced by the service itself.",
        },
        retriesOtherInstances: !target.retriesOtherInstances && {
            scenarios: ["S34"],
            instead: "Requests to an instance that just died get 502 until a health check has noticed.",
        },
        failsOverColors: !target.failsOverColors && {
            scenarios: ["S34"],
            instead:
                "Visitors of a color that is dead as a whole get 502 or 503 until it is back; they never get another release.",
        },
        updateRevivesRouter: !target.updateRevivesRouter && {
            scenarios: ["S34"],
            instead: "The load balancer is a service that nobody of yours has to bring back.",
        },
        routerRefusesControls: !target.routerRefusesControls && {
            scenarios: ["S20"],
            instead: "The app itself must refuse its controls when a router stands in between (`X-Forwarded-For`).",
        },
        healthChecksRelease: !target.healthChecksRelease && {
            scenarios: ["S26"],
            instead: "Health checks do not compare the release id; the gate does, before visitors come.",
        },
        warmsEveryInstance: !target.warmsEveryInstance && {
            scenarios: ["S04"],
            instead:
                "As many warm-up requests as there are instances go through the load balancer, which spreads them; it does not promise one each.",
        },
        exactCensus: !target.exactCensus && {
            scenarios: ["S22", "S23", "S32"],
            instead: "The census counts requests of the last minutes, not visitors; none means nobody.",
        },
    };
    return Object.values(all).filter((one) => one !== false);
}
