import type { IncomingHttpHeaders } from "node:http";
import type { Socket } from "node:net";
import { buildConnector, Client, type Dispatcher } from "undici";

/** A request as it goes out. */
export interface Outgoing {
    readonly method: string;
    readonly path: string;
    readonly headers: Record<string, string>;
    readonly body?: string;
}

/** An answer as it came in, complete. */
export interface Incoming {
    readonly status: number;
    readonly headers: IncomingHttpHeaders;
    readonly body: Buffer;
}

export interface ConnectionSettings {
    readonly origin: string;
    readonly localAddress?: string;
    /** Milliseconds to connect, and again to the last byte of an answer. */
    readonly timeoutMs: number;
    /** Called for each request that is sent a second time. */
    readonly onRetry?: () => void;
}

/** Connections that a visitor has at most: browsers have up to six a host, two are enough to have answers overtake each other. */
const MOST = 2;
/** As long as browsers keep an idle connection. */
const KEEP_ALIVE_MS = 300_000;
const REPEATABLE = new Set(["GET", "HEAD"]);

/** The request met a kept connection that was closed before the first byte of an answer. */
class StaleConnection extends Error {}

/**
 * The keep-alive connections of one visitor, at most two.
 *
 * Like a browser it sends a request once more, on a fresh connection, when a kept connection turns out to be closed before the first byte
 * of the answer: the server may close an idle connection at any time (RFC 9112 section 9.5), and the request can cross with that. Only
 * GET and HEAD: they are safe, hence idempotent, and a client may repeat those by itself (RFC 9110 section 9.2.2). A fresh
 * connection that is closed, a second failure, or an answer that breaks off are errors.
 */
export class Connections {
    private readonly lanes: Lane[] = [];
    private readonly idle: Lane[] = [];
    private readonly waiting: ((lane: Lane) => void)[] = [];
    private closed: Promise<unknown> | undefined;

    constructor(private readonly settings: ConnectionSettings) {}

    async send(request: Outgoing): Promise<Incoming> {
        const lane = this.take() ?? (await new Promise<Lane>((resolve) => this.waiting.push(resolve)));
        try {
            return await lane.send(request);
        } catch (error) {
            if (!(error instanceof StaleConnection && REPEATABLE.has(request.method))) throw error;
            this.settings.onRetry?.();
            return await lane.send(request);
        } finally {
            const next = this.waiting.shift();
            if (next) next(lane);
            else this.idle.push(lane);
        }
    }

    /** Closes all connections, after the answers that are still under way. */
    close(): Promise<unknown> {
        this.closed ??= Promise.all(this.lanes.map((lane) => lane.close()));
        return this.closed;
    }

    private take(): Lane | undefined {
        const lane = this.idle.pop();
        if (lane || this.lanes.length >= MOST) return lane;
        const opened = new Lane(this.settings);
        this.lanes.push(opened);
        return opened;
    }
}

/** One connection at a time, one request at a time. */
class Lane {
    private readonly client: Client;
    private socket: Socket | undefined;
    private answers = 0;
    private bytesRead = 0;

    constructor(private readonly settings: ConnectionSettings) {
        const { origin, localAddress, timeoutMs } = settings;
        const connect = buildConnector({ timeout: timeoutMs });
        this.client = new Client(origin, {
            localAddress,
            pipelining: 1,
            keepAliveTimeout: KEEP_ALIVE_MS,
            keepAliveMaxTimeout: KEEP_ALIVE_MS,
            connect: (options, callback) => {
                this.socket = undefined;
                this.answers = 0;
                this.bytesRead = 0;
                connect(options, (...result) => {
                    if (result[1]) this.socket = result[1];
                    callback(...result);
                });
            },
        });
    }

    send(request: Outgoing): Promise<Incoming> {
        return new Promise((resolve, reject) => {
            const chunks: Buffer[] = [];
            let status = 0;
            let headers: IncomingHttpHeaders = {};
            let deadline: NodeJS.Timeout | undefined;
            let late = false;
            const onRequestStart = (controller: Dispatcher.DispatchController) => {
                clearTimeout(deadline);
                deadline = setTimeout(() => {
                    late = true;
                    controller.abort(new Error(`no complete answer within ${this.settings.timeoutMs} ms`));
                }, this.settings.timeoutMs);
            };
            this.client.dispatch(request as Dispatcher.DispatchOptions, {
                onRequestStart,
                onResponseStart: (_controller, code, received) => {
                    status = code;
                    headers = received;
                },
                onResponseData: (_controller, chunk) => {
                    chunks.push(chunk);
                },
                onResponseEnd: () => {
                    clearTimeout(deadline);
                    this.answers++;
                    this.bytesRead = this.socket?.bytesRead ?? 0;
                    resolve({
                        status,
                        headers,
                        body: chunks.length === 1 && chunks[0] ? chunks[0] : Buffer.concat(chunks),
                    });
                },
                onResponseError: (_controller, error) => {
                    clearTimeout(deadline);
                    reject(!late && this.wasStale() ? new StaleConnection(error.message) : error);
                },
            });
        });
    }

    close(): Promise<void> {
        return this.client.close();
    }

    private wasStale(): boolean {
        return this.answers > 0 && this.socket?.bytesRead === this.bytesRead;
    }
}
