import type * as pulumi from "@pulumi/pulumi";

/** Signs pins, so that nobody reaches a release before it is live without its link. */
export interface PinArgs {
    /**
     * Secret that signs the pins. A pin is then `<id>.<signature>` in query, header and cookie, and the plain id is no pin any more. Made with
     * `openssl rand -hex 32`, for example.
     *
     * Unit: none (32 to 1024 characters). Default: pins are plain release ids.
     * Error: "pins.secret: must be a text of 32 to 1024 characters, got ...".
     */
    secret?: pulumi.Input<string>;
    /**
     * Releases that came before this secret was set, changed or removed. Their pins stay as they were, so that their visitors stay, too: signed by
     * `earlierSecret`, or plain without one. An id in it that no color runs any more does no harm.
     *
     * Unit: none (release ids). Default: none.
     * Error: "pins.earlierReleases: must be a list of release ids, got ...".
     */
    earlierReleases?: string[];
    /**
     * Secret that signs the pins of `earlierReleases`.
     *
     * Unit: none (32 to 1024 characters). Default: their pins are plain release ids.
     * Error: "pins.earlierSecret: must be a text of 32 to 1024 characters, got ...".
     */
    earlierSecret?: pulumi.Input<string>;
}
