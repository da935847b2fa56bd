import type { Color } from "../../release";

/** Keys of the tags on listener rules, by which anybody reads from AWS itself what is live. */
export const TAGS = {
    app: "blue-green:app",
    weights: "blue-green:weights",
    active: "blue-green:active",
    epoch: "blue-green:epoch",
    /** On the rules of a signed pin, which tells no release id of its own. */
    release: "blue-green:release",
    since: (color: Color) => `blue-green:${color}-standby-since`,
} as const;
