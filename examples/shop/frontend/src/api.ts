import { releaseFetch } from "@seesaw/blue-green/client";
import { contract } from "./contract";
import { page } from "./page";
import { number, record, text } from "./shape";

/** One API call, as the log shows it. */
export interface Call {
    readonly id: number;
    readonly method: string;
    readonly path: string;
    /** 0 when no answer came. */
    readonly status: number;
    /** The release that answered; empty when the answer names none. */
    readonly release: string;
    readonly ms: number;
    /** What was wrong with the answer; empty when it was right. */
    readonly problem: string;
}

/** The shop's API. Every call is reported to `report`, also one that fails. */
export function apiOf(report: (call: Call) => void) {
    const send = releaseFetch(page.pin);
    let count = 0;

    async function call<T>(method: string, path: string, read: (answer: unknown) => T, body?: unknown): Promise<T> {
        count += 1;
        const id = count;
        const started = performance.now();
        let status = 0;
        let release = "";
        let problem = "";
        try {
            const response = await send(path, {
                method,
                headers: { "X-Contract": String(contract.number), "Content-Type": "application/json" },
                body: body === undefined ? undefined : JSON.stringify(body),
            });
            status = response.status;
            release = response.headers.get("X-Release") ?? "";
            if (!response.ok) throw new Error(await refusalOf(response));
            if (!release) throw new Error("the answer names no release (header X-Release)");
            return read(await response.json());
        } catch (error) {
            problem = error instanceof Error ? error.message : String(error);
            throw error;
        } finally {
            report({ id, method, path, status, release, problem, ms: Math.round(performance.now() - started) });
        }
    }

    let turn: Promise<unknown> = Promise.resolve();

    /** The cart is a cookie: its calls go one after another, or one would undo the other. */
    function inTurn<T>(next: () => Promise<T>): Promise<T> {
        const done = turn.then(next, next);
        turn = done;
        return done;
    }

    return {
        products: () => call("GET", "/api/products", contract.products),
        cart: () => inTurn(() => call("GET", "/api/cart", contract.cart)),
        order: (id: string) => inTurn(() => call("POST", "/api/cart", contract.cart, contract.order(id, 1))),
        clear: () => inTurn(() => call("DELETE", "/api/cart", contract.cart)),
        slow: () => call("GET", "/api/slow?ms=1500", (answer) => number(record(answer, "answer").ms, "ms")),
        whoami: () => call("GET", "/api/whoami", whoami),
    };
}

/** The API instance that answered. */
export interface Instance {
    readonly release: string;
    readonly color: string;
    readonly port: number;
    readonly pid: number;
}

function whoami(answer: unknown): Instance {
    const { release, color, port, pid } = record(answer, "answer");
    return {
        release: text(release, "release"),
        color: text(color, "color"),
        port: number(port, "port"),
        pid: number(pid, "pid"),
    };
}

/** The API says what is wrong as JSON; a router in between may answer anything. */
async function refusalOf(response: Response): Promise<string> {
    const body = await response.text();
    try {
        return text(record(JSON.parse(body), "answer").error, "error");
    } catch {
        return `answered ${response.status} ${response.statusText}`.trim();
    }
}
