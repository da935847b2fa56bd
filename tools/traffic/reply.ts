import type { IncomingHttpHeaders } from "node:http";
import { Connections, type Incoming } from "./connections";

/** An answer as a visitor sees it. */
export class Reply {
    /** The release that answered, from the header `X-Release`. */
    readonly release: string | undefined;
    /** 0 when no answer came. */
    readonly status: number;
    readonly headers: IncomingHttpHeaders;

    constructor(
        readonly path: string,
        private readonly answer?: Incoming,
        /** Why no answer came. */
        readonly error?: string,
    ) {
        this.status = answer?.status ?? 0;
        this.headers = answer?.headers ?? {};
        this.release = header(this.headers, "x-release");
    }

    /** An answer came, and it is a success. */
    get ok(): boolean {
        return this.status >= 200 && this.status < 300;
    }

    get body(): string {
        return this.answer?.body.toString("utf8") ?? "";
    }
}

/** Value of a header; several lines are joined, so that they equal no single value. */
export function header(headers: IncomingHttpHeaders, name: string): string | undefined {
    const value = headers[name];
    return Array.isArray(value) ? value.join(", ") : value || undefined;
}

/** What {@link freshClient} got. */
export interface FreshAnswer {
    readonly status: number;
    readonly release: string | undefined;
    readonly headers: IncomingHttpHeaders;
    readonly body: string;
}

/** One raw request on a connection of its own: no cookies, no retry, no checks. Throws when no answer comes. */
export async function freshClient(
    url: string,
    path: string,
    headers: Record<string, string> = {},
    localAddress?: string,
    method = "GET",
): Promise<FreshAnswer> {
    const connections = new Connections({ origin: new URL(url).origin, localAddress, timeoutMs: 10_000 });
    try {
        const reply = new Reply(path, await connections.send({ method, path, headers }));
        return { status: reply.status, release: reply.release, headers: reply.headers, body: reply.body };
    } finally {
        await connections.close();
    }
}
