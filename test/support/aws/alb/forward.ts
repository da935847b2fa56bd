import { type Agent, request as ask, type ClientRequest, type IncomingMessage, type ServerResponse } from "node:http";
import type { Socket } from "node:net";
import { pipeline } from "node:stream";
import { answer } from "./answers";
import { endToEnd, forwardedLines, type Line, linesOf } from "./headers";
import type { Target } from "./target";

/** One request on its way to a target. */
export interface Errand {
    readonly request: IncomingMessage;
    readonly response: ServerResponse;
    readonly target: Target;
    /** Path and query. */
    readonly path: string;
    /** Who asks, and where. */
    readonly peer: { source: string; protocol: string; port: number };
    /** Cookies that go with the target's answer. */
    readonly cookies: readonly string[];
    /** How long both sides may be silent, in real milliseconds. */
    readonly idleMs: number;
}

/** Methods that may be sent twice. */
const REPEATABLE = ["GET", "HEAD", "OPTIONS"];

/**
 * Carries a request to its target and the answer back, as they come. A target may close a kept connection just when it
 * is taken again, so what may be sent twice is then sent on a fresh one; all else takes a fresh one from the start.
 */
export function forward(errand: Errand): void {
    const { request, response, target } = errand;
    const hasBody = request.headers["transfer-encoding"] !== undefined || Number(request.headers["content-length"]) > 0;
    let outgoing: ClientRequest;

    const send = (agent: Agent | false) => {
        let bytesBefore = 0;
        outgoing = askTarget(errand, agent, []);
        outgoing.on("socket", (socket) => {
            bytesBefore = socket.bytesRead;
        });
        outgoing.on("response", (incoming) => relay(errand, incoming));
        outgoing.on("error", (error) => {
            const untouched = outgoing.reusedSocket && outgoing.socket?.bytesRead === bytesBefore;
            if (untouched && !(error instanceof Silent) && !response.destroyed) send(false);
            else fail(errand, error);
        });
        if (!hasBody) return void outgoing.end();
        // What the target did not read is thrown away, or the client's connection could carry nothing more.
        outgoing.on("close", () => request.unpipe(outgoing).resume());
        request.pipe(outgoing);
    };

    const done = target.begin(() => response.destroy());
    response.on("close", () => {
        done();
        if (!response.writableFinished) outgoing.destroy();
    });
    send(!hasBody && REPEATABLE.includes(request.method ?? "") ? target.agent : false);
}

/** Carries a request for another protocol, such as WebSocket; from then on bytes pass both ways. */
export function forwardUpgrade(errand: Errand, socket: Socket, head: Buffer): void {
    const { request, target } = errand;
    const outgoing = askTarget(errand, false, [
        ["Connection", "Upgrade"],
        ["Upgrade", request.headers.upgrade ?? ""],
    ]);
    const done = target.begin(() => socket.destroy());
    socket.on("close", () => {
        done();
        outgoing.destroy();
    });
    outgoing.on("response", (incoming) => relay(errand, incoming));
    outgoing.on("error", (error) => fail(errand, error));
    outgoing.on("upgrade", (incoming, upstream, upstreamHead) => {
        const lines = [...linesOf(incoming), ...cookieLines(errand)].map(([name, value]) => `${name}: ${value}\r\n`);
        socket.write(`HTTP/1.1 101 Switching Protocols\r\n${lines.join("")}\r\n`);
        socket.write(upstreamHead);
        upstream.write(head);
        join(socket, upstream as Socket, errand.idleMs);
    });
    outgoing.end();
}

/** Bytes pass both ways until one side is gone. */
function join(one: Socket, other: Socket, idleMs: number): void {
    for (const [from, to] of [
        [one, other],
        [other, one],
    ] as const) {
        from.pipe(to);
        from.setTimeout(idleMs, () => from.destroy());
        from.on("error", () => from.destroy());
        from.on("close", () => to.destroy());
    }
}

/** The target did not answer in time. */
class Silent extends Error {}

function askTarget(errand: Errand, agent: Agent | false, more: readonly Line[]): ClientRequest {
    const { request, target, path, idleMs } = errand;
    const outgoing = ask({
        host: target.address.Id,
        port: target.address.Port,
        method: request.method,
        path,
        headers: [...forwardedLines(request, errand.peer), ...more].flat(),
        agent,
    });
    return outgoing.setTimeout(idleMs, () => outgoing.destroy(new Silent()));
}

function relay(errand: Errand, incoming: IncomingMessage): void {
    const { response } = errand;
    const lines = [...endToEnd(linesOf(incoming)), ...cookieLines(errand)];
    response.writeHead(incoming.statusCode ?? 502, incoming.statusMessage, lines.flat());
    response.flushHeaders();
    pipeline(incoming, response, () => {});
}

/** 504 for silence, 502 for all else; a half answer breaks off. */
function fail({ response }: Errand, error: Error): void {
    if (response.headersSent) response.destroy();
    else if (!response.destroyed) answer(response, error instanceof Silent ? 504 : 502);
}

function cookieLines({ cookies }: Errand): Line[] {
    return cookies.map((cookie) => ["Set-Cookie", cookie]);
}
