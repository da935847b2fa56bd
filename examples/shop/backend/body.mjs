const LARGEST_BYTES = 4096;

/**
 * Reads a small JSON object, or says why it is refused.
 * @param {import("node:http").IncomingMessage} request
 * @returns {Promise<{ body: Record<string, unknown>, refusal?: { status: number, error: string } }>}
 */
export async function jsonBody(request) {
    const chunks = [];
    let size = 0;
    // Read to the end even when it is too large: leaving the loop would cut the connection before the answer.
    for await (const chunk of request) {
        size += chunk.length;
        if (size <= LARGEST_BYTES) chunks.push(chunk);
    }
    if (size > LARGEST_BYTES) return refused(413, `body: must be at most ${LARGEST_BYTES} bytes, got ${size}`);
    try {
        const body = JSON.parse(Buffer.concat(chunks).toString("utf8"));
        if (typeof body === "object" && body !== null) return { body };
    } catch {
        // Not JSON: refused below.
    }
    return refused(400, "body: must be a JSON object");
}

/**
 * @param {number} status
 * @param {string} error
 */
function refused(status, error) {
    return { body: {}, refusal: { status, error } };
}
