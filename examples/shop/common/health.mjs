import { sendText } from "./send.mjs";

/** What each operator control makes the health path answer. */
const CONTROLS = new Map([
    ["enable", 200],
    ["drain", 404],
    ["disable", 503],
]);

const WORDS = new Map([
    [200, "fit"],
    [404, "draining: no new visitors, pinned ones stay"],
    [503, "unfit"],
]);

/**
 * The health endpoint of one instance and its operator controls.
 *
 * `GET path` answers 200 (fit), 404 (soft stop) or 503 (unfit); `POST path/enable|drain|disable` sets which.
 * @param {string} path
 */
export function healthOf(path) {
    let status = 200;

    return {
        /** @param {string} pathname */
        owns: (pathname) => pathname === path || pathname.startsWith(`${path}/`),

        /**
         * @param {import("node:http").IncomingMessage} request
         * @param {import("node:http").ServerResponse} response
         * @param {string} pathname
         */
        answer(request, response, pathname) {
            if (pathname === path) {
                if (request.method !== "GET" && request.method !== "HEAD") {
                    return sendText(response, 405, `use GET or HEAD ${path}`, { Allow: "GET, HEAD" });
                }
                return sendText(response, status, WORDS.get(status) ?? "");
            }
            const next = CONTROLS.get(pathname.slice(path.length + 1));
            if (next === undefined) return sendText(response, 404, `no such control; use ${controls(path)}`);
            // Only the operator, on the instance's own port: what a router passes on comes from a visitor.
            if (request.headers["x-forwarded-for"] !== undefined || request.headers.forwarded !== undefined) {
                return sendText(response, 403, "not through a router; ask the instance's own port");
            }
            if (request.method !== "POST") {
                return sendText(response, 405, `use POST ${pathname}`, { Allow: "POST" });
            }
            status = next;
            return sendText(response, 200, WORDS.get(status) ?? "");
        },
    };
}

/** @param {string} path */
function controls(path) {
    return [...CONTROLS.keys()].map((name) => `POST ${path}/${name}`).join(", ");
}
