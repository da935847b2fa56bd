import { createServer } from "node:http";
import { releaseCookie } from "./cookie.mjs";
import { healthOf } from "./health.mjs";
import { sendText } from "./send.mjs";
import { settingsOf } from "./settings.mjs";

/**
 * @typedef {import("node:http").IncomingMessage} Request
 * @typedef {import("node:http").ServerResponse} Response
 * @typedef {(request: Request, response: Response, pathname: string, query: string) => unknown} Answer
 * @typedef {import("./settings.mjs").Settings} Settings
 */

/**
 * Starts one instance of a tier: reads its environment, listens, names its release on every answer, keeps the
 * health endpoint, and on SIGTERM finishes the requests in flight and exits 0.
 * @param {string} tier
 * @param {string} healthPath
 * @param {(settings: Settings) => Answer} app
 */
export function startInstance(tier, healthPath, app) {
    try {
        const settings = settingsOf(process.env, tier);
        listen(settings, healthPath, app(settings));
    } catch (error) {
        fail(error);
    }
}

/**
 * @param {Settings} settings filled in with the port taken once it is known
 * @param {string} healthPath
 * @param {Answer} answer
 */
function listen(settings, healthPath, answer) {
    const { release, color, tier, host, port } = settings;
    const health = healthOf(healthPath);
    const cookieFor = releaseCookie(settings.cookie);
    const server = createServer(async (request, response) => {
        response.setHeader("X-Release", release);
        const [pathname = "/", query = ""] = (request.url ?? "/").split(/\?(.*)/s);
        const cookie = cookieFor(request);
        // Shared caches keep assets: those are for everybody.
        if (cookie && !pathname.startsWith("/assets/")) response.appendHeader("Set-Cookie", cookie);
        try {
            if (health.owns(pathname)) health.answer(request, response, pathname);
            else await answer(request, response, pathname, query);
        } catch (error) {
            if (request.destroyed && !request.complete) return;
            console.error(error);
            if (response.headersSent) response.destroy();
            else sendText(response, 500, "internal error; see the instance's log");
        }
    });
    // Longer than any router keeps an idle connection, or it would send a request into one that is being closed.
    server.keepAliveTimeout = 65_000;
    server.on("clientError", (_, socket) => {
        if (!socket.writable) return;
        socket.end(
            `HTTP/1.1 400 Bad Request\r\nX-Release: ${release}\r\nConnection: close\r\nContent-Length: 0\r\n\r\n`,
        );
    });
    server.on("error", (error) => fail(explained(error, settings)));
    server.listen(port, host, () => {
        const address = server.address();
        if (address !== null && typeof address === "object") settings.port = address.port;
        const name = [tier, release, color && `(${color})`].filter(Boolean).join(" ");
        console.log(`${name} listens on http://${host}:${settings.port}`);
    });
    stopOnSignal(server);
}

/** @param {import("node:http").Server} server */
function stopOnSignal(server) {
    const sockets = new Set();
    const inFlight = new Set();
    let stopping = false;
    server.on("connection", (socket) => {
        sockets.add(socket);
        socket.once("close", () => sockets.delete(socket));
    });
    server.prependListener("request", (_, response) => {
        if (stopping) response.setHeader("Connection", "close");
        inFlight.add(response);
        response.once("close", () => inFlight.delete(response));
    });
    const stop = () => {
        if (stopping) return;
        stopping = true;
        server.close(() => process.exit(0));
        const busy = new Set();
        for (const response of inFlight) {
            busy.add(response.req.socket);
            if (!response.headersSent) response.setHeader("Connection", "close");
        }
        // Node waits for connections that never sent a request, such as a browser's spare ones.
        for (const socket of sockets) if (!busy.has(socket)) socket.destroy();
    };
    process.on("SIGTERM", stop);
    process.on("SIGINT", stop);
}

/**
 * @param {NodeJS.ErrnoException} error
 * @param {Settings} settings
 */
function explained(error, { host, port }) {
    if (error.code !== "EADDRINUSE") return error;
    return new Error(
        `PORT: ${port} is already in use on ${host}; allowed: a free port; stop what listens there or set another`,
    );
}

/** @param {unknown} error */
function fail(error) {
    console.error(error instanceof Error ? error.message : error);
    process.exit(1);
}
