import { createServer, type IncomingMessage, type Server, ServerResponse } from "node:http";
import { createServer as createTlsServer, type Server as TlsServer } from "node:https";
import type { Socket } from "node:net";
import { checkActions, type Forward, forwardOf } from "./actions";
import { AlbError } from "./albError";
import { answer, answerFixed, answerRedirect } from "./answers";
import { type Errand, forward, forwardUpgrade } from "./forward";
import { linesOf, valuesOf } from "./headers";
import { RuleTable } from "./ruleTable";
import type { Asked, Listener } from "./shapes";
import type { Target } from "./target";

/** The target of one request and the cookies that tie the client to its group. */
export interface Choice {
    /** None when the group has none. */
    readonly target: Target | undefined;
    readonly cookies: readonly string[];
}

export interface FrontDoorOptions {
    readonly address: string;
    /** Real milliseconds. */
    readonly idleMs: number;
    readonly choose: (forward: Forward, cookieLines: readonly string[]) => Choice;
}

/** A listener: its port and its rules. */
export class FrontDoor {
    readonly rules: RuleTable;
    private readonly sockets = new Set<Socket>();
    private server: Server | TlsServer | undefined;

    constructor(
        private listener: Listener,
        private readonly options: FrontDoorOptions,
    ) {
        checkListener(listener);
        this.rules = new RuleTable(listener.DefaultActions);
    }

    get port(): number {
        return this.listener.Port;
    }

    async open(): Promise<void> {
        this.server = await this.listen(this.listener);
    }

    /** Replaces the settings; the rules stay, and so do the connections as long as port and protocol stay. */
    async update(listener: Listener): Promise<void> {
        checkListener(listener);
        const before = this.listener;
        if (listener.Port !== before.Port || listener.Protocol !== before.Protocol) {
            if (listener.Port === before.Port) await this.close();
            const server = await this.listen(listener);
            await this.close();
            this.server = server;
        } else if (this.server && "setSecureContext" in this.server && listener.certificate) {
            this.server.setSecureContext(listener.certificate);
        }
        this.listener = listener;
        this.rules.setDefault(listener.DefaultActions);
    }

    /** Cuts all connections. */
    async close(): Promise<void> {
        const { server } = this;
        if (!server?.listening) return;
        const closed = new Promise((resolve) => server.close(resolve));
        for (const socket of this.sockets) socket.destroy();
        await closed;
    }

    private async listen({ Protocol, Port, certificate }: Listener): Promise<Server | TlsServer> {
        const { address, idleMs } = this.options;
        const settings = { keepAliveTimeout: idleMs, requestTimeout: 0, maxHeaderSize: 65_536 };
        const server = Protocol === "HTTPS" ? createTlsServer({ ...settings, ...certificate }) : createServer(settings);
        server.on("connection", (socket: Socket) => {
            this.sockets.add(socket);
            socket.on("close", () => this.sockets.delete(socket));
        });
        server.on("request", (request, response) => this.handle(request, response, forward));
        server.on("upgrade", (request: IncomingMessage, socket: Socket, head: Buffer) => {
            socket.on("error", () => socket.destroy());
            const response = new ServerResponse(request);
            response.shouldKeepAlive = false;
            response.assignSocket(socket);
            response.on("finish", () => socket.end());
            this.handle(request, response, (errand) => forwardUpgrade(errand, socket, head));
        });
        await new Promise<void>((resolve, reject) => {
            server.once("error", reject);
            server.listen(Port, address, resolve);
        });
        return server;
    }

    private handle(request: IncomingMessage, response: ServerResponse, go: (errand: Errand) => void): void {
        const asked = askedOf(request);
        const here = { protocol: this.listener.Protocol.toLowerCase(), port: this.listener.Port };
        const action = this.rules.actionFor(asked);
        if (action.Type === "fixed-response") answerFixed(response, action);
        else if (action.Type === "redirect") answerRedirect(response, action, asked, here);
        else {
            const { target, cookies } = this.options.choose(forwardOf(action), valuesOf(asked.headers, "cookie"));
            const path = asked.query === "" ? asked.path : `${asked.path}?${asked.query}`;
            const peer = { source: asked.source, ...here };
            if (target) go({ request, response, target, path, peer, cookies, idleMs: this.options.idleMs });
            else answer(response, 503);
        }
    }
}

function checkListener({ Protocol, certificate, DefaultActions }: Listener): void {
    checkActions(DefaultActions);
    if (Protocol === "HTTPS" && !certificate) {
        throw new AlbError("CertificateNotFound", "A certificate must be specified for HTTPS listeners");
    }
}

function askedOf(request: IncomingMessage): Asked {
    const url = (request.url ?? "/").replace(/^https?:\/\/[^/?]*/i, "");
    const [, path = "", query = ""] = /^([^?]*)\??(.*)$/.exec(url) ?? [];
    return {
        method: request.method ?? "",
        host: (request.headers.host ?? "").replace(/:\d+$/, ""),
        path: path || "/",
        query,
        headers: linesOf(request),
        source: (request.socket.remoteAddress ?? "").replace(/^::ffff:/, ""),
    };
}
