/** @typedef {import("node:http").ServerResponse} Response */

/**
 * Sends a whole body. Node leaves it out of the answer to HEAD.
 * @param {Response} response
 * @param {number} status
 * @param {string | Buffer} body
 * @param {Record<string, string>} headers
 */
export function send(response, status, body, headers) {
    response.writeHead(status, {
        "Cache-Control": "no-store",
        "X-Content-Type-Options": "nosniff",
        ...headers,
        "Content-Length": Buffer.byteLength(body),
    });
    response.end(body);
}

/**
 * @param {Response} response
 * @param {number} status
 * @param {string} text
 * @param {Record<string, string>} [headers]
 */
export function sendText(response, status, text, headers) {
    send(response, status, `${text}\n`, { "Content-Type": "text/plain; charset=utf-8", ...headers });
}

/**
 * @param {Response} response
 * @param {number} status
 * @param {unknown} value
 * @param {Record<string, string>} [headers]
 */
export function sendJson(response, status, value, headers) {
    send(response, status, `${JSON.stringify(value)}\n`, { "Content-Type": "application/json", ...headers });
}
