/**
 * Annotations that tell Pulumi's provider how to apply an object. One field manager for all: an update that was killed leaves an object
 * that the state does not know, and the next one must take its fields over instead of quarrelling with its own past.
 */
export const APPLIED: Readonly<Record<string, string>> = {
    "pulumi.com/patchFieldManager": "blue-green",
    "pulumi.com/patchForce": "true",
};

/**
 * The same for what has a rollout: an object counts as made once it is stored, since our own resources wait for what it does.
 * `skipAwait` would also skip the wait for its end, and the next update would find it half gone.
 */
export const APPLIED_AT_ONCE: Readonly<Record<string, string>> = {
    ...APPLIED,
    "pulumi.com/waitFor": "jsonpath={.metadata.uid}",
};
