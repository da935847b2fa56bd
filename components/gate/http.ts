import { request as httpRequest, type IncomingHttpHeaders } from "node:http";
import { request as httpsRequest } from "node:https";

/** What a fresh client got. */
export interface Answer {
    readonly status: number;
    readonly headers: IncomingHttpHeaders;
    readonly body: string;
}

/** How one request differs from a plain one. */
export interface Asking {
    readonly headers?: Readonly<Record<string, string>>;
    /** Address to come from, so that the router sees a client of its own. */
    readonly localAddress?: string;
    readonly timeoutMs?: number;
    /** Host to connect to instead of the URL's; the URL's is still the one that is asked for, and that a certificate must name. */
    readonly via?: string;
}

/** One request on a connection of its own: no cookies, no reuse, no redirects followed. */
export function ask(url: string, { headers = {}, localAddress, timeoutMs = 5000, via }: Asking = {}): Promise<Answer> {
    const target = new URL(url);
    const request = target.protocol === "https:" ? httpsRequest : httpRequest;
    return new Promise((resolve, reject) => {
        const sent = request(
            target,
            {
                agent: false,
                headers: { ...headers, ...(via ? { host: target.host } : {}), connection: "close" },
                ...(via ? { hostname: via, servername: target.hostname } : {}),
                localAddress,
                timeout: timeoutMs,
                // The probe runs beside the router and checks releases, not the certificate, which names the public host.
                rejectUnauthorized: !isLoopback(via ?? target.hostname),
            },
            (response) => {
                const parts: Buffer[] = [];
                response.on("data", (part: Buffer) => parts.push(part));
                response.on("error", reject);
                response.on("end", () =>
                    resolve({
                        status: response.statusCode ?? 0,
                        headers: response.headers,
                        body: Buffer.concat(parts).toString(),
                    }),
                );
            },
        );
        sent.on("timeout", () => sent.destroy(new Error(`no answer within ${timeoutMs} ms`)));
        sent.on("error", reject);
        sent.end();
    });
}

/** Whether a host is this machine's loopback. */
export function isLoopback(hostname: string): boolean {
    return hostname === "localhost" || hostname === "[::1]" || /^127\./.test(hostname);
}

/** A random loopback address, so that a router that ties clients by address sees somebody new. Undefined off loopback. */
export function freshAddress(url: string, via = new URL(url).hostname): string | undefined {
    if (!/^127\./.test(via)) return undefined;
    const part = (least: number) => least + Math.floor(Math.random() * (254 - least));
    return `127.${part(128)}.${part(1)}.${part(1)}`;
}
