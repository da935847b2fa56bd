import { request } from "node:http";
import { setTimeout as sleep } from "node:timers/promises";
import { shown } from "../../release/mistake";

const HOST = "127.0.0.1";
const POLL_MS = 100;
const REQUEST_SECONDS = 2;

/** What must answer, and until when. */
export interface HealthTarget {
    readonly port: number;
    readonly path: string;
    readonly release: string;
    /** Unit: seconds from now. */
    readonly limitSeconds: number;
    /** Ends the wait early. */
    readonly signal: AbortSignal;
    /** Told what it answered, whenever it answered anew. */
    readonly seen: (answer: string) => void;
}

/**
 * Waits until an instance answers its health path with 200 and its own release id.
 *
 * Error: at once when it answers with another release or with none, else when the time is over.
 */
export async function waitUntilHealthy(target: HealthTarget): Promise<void> {
    const { port, path, release, limitSeconds, signal, seen } = target;
    const what = `GET http://${HOST}:${port}${path}`;
    const deadline = performance.now() + limitSeconds * 1000;
    for (;;) {
        const answer = await ask(port, path, signal);
        signal.throwIfAborted();
        if (typeof answer === "object") {
            const { status, id } = answer;
            if (id !== undefined && id !== release) throw new Error(wrongRelease(what, release, shown(id)));
            if (status === 200 && id === undefined) throw new Error(wrongRelease(what, release, "no such header"));
            if (status === 200) return;
        }
        const said = typeof answer === "object" ? `status ${answer.status}` : answer;
        seen(said);
        if (performance.now() >= deadline)
            throw new Error(
                `${what} must answer 200 within ${limitSeconds} s, last got ${said}; ` +
                    "correct the app or its health path, or raise startSeconds",
            );
        await sleep(POLL_MS, undefined, { signal });
    }
}

function wrongRelease(what: string, release: string, got: string): string {
    const remedy = "the app must answer with the RELEASE of its environment";
    return `${what} must answer with the header X-Release: ${release}, got ${got}; ${remedy}`;
}

/** One request on a connection of its own: its status and release id, or why there is no answer. */
function ask(port: number, path: string, signal: AbortSignal): Promise<{ status: number; id?: string } | string> {
    return new Promise((resolve) => {
        const options = { host: HOST, port, path, signal, agent: false, headers: { connection: "close" } };
        const asked = request(options, (response) => {
            const id = response.headers["x-release"];
            response.once("end", () => resolve({ status: response.statusCode ?? 0, id: id?.toString() }));
            response.once("error", (error) => resolve(error.message));
            response.resume();
        });
        const late = setTimeout(() => asked.destroy(new Error(silence())), REQUEST_SECONDS * 1000);
        asked.once("error", (error) => resolve(error.message));
        asked.once("close", () => {
            clearTimeout(late);
            resolve("a cut answer");
        });
        asked.end();
    });
}

function silence(): string {
    return `no answer within ${REQUEST_SECONDS} s`;
}
