import { extname } from "node:path";
import { startInstance } from "../common/instance.mjs";
import { send, sendText } from "../common/send.mjs";
import { siteOf } from "./site.mjs";

/**
 * Starts one instance of the page's server.
 * @param {string} folder the site as Vite built it
 */
export function startFrontend(folder) {
    startInstance("frontend", "/healthz", (settings) => {
        const files = siteOf(folder, settings);
        return (request, response, pathname) => {
            if (request.method !== "GET" && request.method !== "HEAD") {
                return sendText(response, 405, `${request.method}: not here; allowed: GET, HEAD`, {
                    Allow: "GET, HEAD",
                });
            }
            const file = files.get(pathname) ?? (isNavigation(request, pathname) ? files.get("/") : undefined);
            if (!file) return sendText(response, 404, "no such file");
            send(response, 200, file.body, { "Content-Type": file.type, "Cache-Control": file.cache });
        };
    });
}

/**
 * Whether a browser wants to go to a view of the page, such as /products/kettle, rather than load a file of it.
 * @param {import("node:http").IncomingMessage} request
 * @param {string} pathname
 */
function isNavigation(request, pathname) {
    if (pathname.startsWith("/assets/") || pathname.startsWith("/api/") || extname(pathname) !== "") return false;
    return (request.headers.accept ?? "").includes("text/html");
}
