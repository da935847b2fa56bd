import { setTimeout as wait } from "node:timers/promises";
import { startInstance } from "../common/instance.mjs";
import { sendJson } from "../common/send.mjs";
import { jsonBody } from "./body.mjs";
import { added, cartOf, cookieOf, MOST } from "./cart.mjs";
import { PRODUCTS } from "./products.mjs";

/**
 * How the API speaks: the one thing in which the two releases differ.
 * @typedef {object} Contract
 * @property {number} number
 * @property {(products: readonly import("./products.mjs").Product[]) => unknown} products
 * @property {(lines: import("./cart.mjs").Line[]) => unknown} cart
 * @property {(body: Record<string, unknown>) => { id: unknown, quantity: unknown }} order
 * @property {string} orderShape an example, for the message that refuses another shape
 *
 * @typedef {import("../common/instance.mjs").Request} Request
 * @typedef {import("../common/instance.mjs").Response} Response
 * @typedef {(request: Request, response: Response, query: string) => unknown} Handler
 */

const SLOWEST_MS = 10_000;

/**
 * Starts one instance of the API.
 * @param {Contract} contract
 */
export function startBackend(contract) {
    startInstance("backend", "/api/healthz", (settings) => {
        const routes = routesOf(contract, settings);
        return (request, response, pathname, query) => {
            const asked = request.headers["x-contract"];
            if (asked !== undefined && asked !== String(contract.number)) {
                const error = `X-Contract: this API speaks contract ${contract.number}, the page speaks ${asked}; reload the page`;
                return sendJson(response, 409, { error });
            }
            const methods = routes[pathname];
            if (!methods) {
                return sendJson(response, 404, { error: `no such path; allowed: ${Object.keys(routes).join(", ")}` });
            }
            const handler = methods[request.method === "HEAD" ? "GET" : (request.method ?? "")];
            if (!handler) {
                const Allow = Object.keys(methods).join(", ");
                return sendJson(response, 405, { error: `${request.method}: not here; allowed: ${Allow}` }, { Allow });
            }
            return handler(request, response, query);
        };
    });
}

/**
 * @param {Contract} contract
 * @param {import("../common/settings.mjs").Settings} settings
 * @returns {Record<string, Record<string, Handler>>} by path, then by method
 */
function routesOf(contract, settings) {
    return {
        "/api/products": {
            GET: (_, response) => sendJson(response, 200, contract.products(PRODUCTS)),
        },
        "/api/cart": {
            GET: (request, response) => sendJson(response, 200, contract.cart(cartOf(request.headers.cookie))),
            POST: (request, response) => order(contract, request, response),
            DELETE: (_, response) => sendCart(contract, response, []),
        },
        "/api/slow": {
            GET: (_, response, query) => slow(response, query),
        },
        "/api/whoami": {
            GET: (_, response) => sendJson(response, 200, whoami(contract, settings)),
        },
    };
}

/**
 * @param {Contract} contract
 * @param {import("../common/settings.mjs").Settings} settings
 */
function whoami(contract, { release, color, tier, port }) {
    return { release, color, tier, pid: process.pid, port, contract: contract.number };
}

/**
 * @param {Contract} contract
 * @param {Request} request
 * @param {Response} response
 */
async function order(contract, request, response) {
    const { body, refusal } = await jsonBody(request);
    if (refusal) return sendJson(response, refusal.status, { error: refusal.error });
    const { id, quantity } = contract.order(body);
    const product = PRODUCTS.find((one) => one.id === id);
    if (!product) {
        const known = PRODUCTS.map((one) => one.id).join(", ");
        return sendJson(response, 400, { error: `product: must be one of ${known}; send ${contract.orderShape}` });
    }
    if (typeof quantity !== "number" || !Number.isInteger(quantity) || quantity < 1 || quantity > MOST) {
        return sendJson(response, 400, { error: `quantity: must be 1 to ${MOST}; send ${contract.orderShape}` });
    }
    sendCart(contract, response, added(cartOf(request.headers.cookie), product, quantity));
}

/**
 * @param {Contract} contract
 * @param {Response} response
 * @param {import("./cart.mjs").Line[]} lines
 */
function sendCart(contract, response, lines) {
    response.appendHeader("Set-Cookie", cookieOf(lines));
    sendJson(response, 200, contract.cart(lines));
}

/**
 * @param {Response} response
 * @param {string} query
 */
async function slow(response, query) {
    const asked = new URLSearchParams(query).get("ms") ?? "1000";
    const ms = Number(asked);
    if (!/^\d+$/.test(asked) || ms > SLOWEST_MS) {
        return sendJson(response, 400, { error: `ms: must be 0 to ${SLOWEST_MS}, got "${asked}"` });
    }
    await wait(ms);
    sendJson(response, 200, { ms });
}
