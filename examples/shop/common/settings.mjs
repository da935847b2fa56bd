/**
 * What an instance is told by its environment.
 * @typedef {object} Settings
 * @property {string} release the release id it runs
 * @property {string} pin what pins a visitor to it; the release id, or that with a signature
 * @property {string} color blue or green; empty when nobody said
 * @property {string} tier frontend or backend
 * @property {string} host the address to listen on
 * @property {number} port the port to listen on; 0 takes a free one
 * @property {string} cookie the release cookie to set; empty where the router does that
 */

/**
 * Reads and checks RELEASE, RELEASE_PIN, COLOR, TIER, HOST, PORT and RELEASE_COOKIE.
 * @param {Record<string, string | undefined>} env
 * @param {string} tier the tier when TIER is not set
 * @returns {Settings}
 */
export function settingsOf(env, tier) {
    const { RELEASE = "", RELEASE_PIN = RELEASE, COLOR = "", TIER = tier, RELEASE_COOKIE = "" } = env;
    const { HOST = "127.0.0.1", PORT = "8080" } = env;
    if (!/^[A-Za-z0-9._-]{1,40}$/.test(RELEASE)) {
        throw new Error(
            `RELEASE: must be 1 to 40 of A-Z, a-z, 0-9, dot, _ and -, got "${RELEASE}"; start with RELEASE=v1`,
        );
    }
    if (!["", "blue", "green"].includes(COLOR)) {
        throw new Error(`COLOR: must be blue or green, got "${COLOR}"; leave it out when there are no colors`);
    }
    if (
        RELEASE_PIN !== RELEASE &&
        !new RegExp(`^${RELEASE.replaceAll(".", "\\.")}\\.[0-9a-f]{32}$`).test(RELEASE_PIN)
    ) {
        throw new Error(
            "RELEASE_PIN: must be RELEASE, a dot and 32 hex digits; leave it out when pins are not signed, or set what signs them",
        );
    }
    const port = Number(PORT);
    if (!/^\d+$/.test(PORT) || port > 65535) {
        throw new Error(`PORT: must be a whole number from 0 to 65535, got "${PORT}"; 0 takes a free port`);
    }
    return { release: RELEASE, pin: RELEASE_PIN, color: COLOR, tier: TIER, host: HOST, port, cookie: RELEASE_COOKIE };
}
