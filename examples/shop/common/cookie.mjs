/**
 * The cookie that ties a visitor to this release, where the router does not set it itself: on AWS it is in the environment, ready to
 * send. A page always sets it; any other answer refreshes it for who has it, so that an old tab's calls change nothing.
 * @param {string} cookie what `Set-Cookie` is to say; empty for nothing
 */
export function releaseCookie(cookie) {
    const [pin = ""] = cookie.split(";");

    /** @param {import("node:http").IncomingMessage} request */
    return ({ method, headers }) => {
        if (cookie === "") return undefined;
        const isPage = method === "GET" && (headers.accept ?? "").includes("text/html");
        const isOurs = (headers.cookie ?? "").split(/;\s*/).includes(pin);
        return isPage || isOurs ? cookie : undefined;
    };
}
