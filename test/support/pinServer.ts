import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import type { AddressInfo, Socket } from "node:net";

/** What the server does with one request, after its pins and weights have decided. */
export interface Plan {
    release: string;
    status: number;
    body: string;
    type: string;
    /** Sends `X-Release`. */
    named: boolean;
    /** Closes the connection instead of answering, or in the middle of the body. */
    drop?: "before" | "within";
    /** Never answers. */
    silent?: boolean;
}

export interface Asked {
    readonly path: string;
    readonly tier: "page" | "asset" | "api";
    readonly source: string;
    /** Requests that this connection carried before. */
    readonly earlier: number;
    /** Number of the request, from 0. */
    readonly index: number;
}

/** A small app of two releases with right pins, which a test can spoil. */
export class PinServer {
    live = ["v1", "v2"];
    /** Percent of new visitors that get v2. */
    share = 0;
    maxAge = 1800;
    setsCookie = true;
    /** Clients without cookies keep the release that their address drew. */
    remembersSources = true;
    /** Changes what a right server would do. */
    spoil: (plan: Plan, asked: Asked) => void = () => {};
    readonly sources = new Set<string>();
    readonly headers: IncomingMessage["headers"][] = [];
    url = "";
    private readonly bySource = new Map<string, string>();
    private readonly carried = new WeakMap<Socket, number>();
    private readonly server: Server;
    private drawn = 0;
    private index = 0;

    constructor() {
        // Connections end when clients end them.
        this.server = createServer({ keepAliveTimeout: 600_000 }, (request, response) =>
            this.answer(request, response),
        );
    }

    async start(): Promise<this> {
        await new Promise<void>((resolve) => this.server.listen(0, "127.0.0.1", resolve));
        this.url = `http://127.0.0.1:${(this.server.address() as AddressInfo).port}`;
        return this;
    }

    async stop(): Promise<void> {
        this.server.closeAllConnections();
        await new Promise((resolve) => this.server.close(resolve));
    }

    connections(): Promise<number> {
        return new Promise((resolve, reject) =>
            this.server.getConnections((error, count) => (error ? reject(error) : resolve(count))),
        );
    }

    /** The operator retires a release: pins to it count no more. */
    retire(release: string): void {
        this.live = this.live.filter((one) => one !== release);
        this.share = release === "v1" ? 100 : 0;
    }

    private answer(request: IncomingMessage, response: ServerResponse): void {
        const { pathname, searchParams } = new URL(request.url ?? "/", this.url);
        const source = request.socket.remoteAddress ?? "";
        const cookie = /(?:^|; )release=([^;]*)/.exec(request.headers.cookie ?? "")?.[1];
        const pins = [
            searchParams.get("release"),
            request.headers["x-release"],
            cookie,
            this.remembered(source, request),
        ];
        const pin = pins.find((one) => this.live.includes(String(one)));
        const release = pin === undefined ? this.draw() : String(pin);
        if (request.headers.cookie === undefined) this.bySource.set(source, release);

        const tier = pathname.startsWith("/api/") ? "api" : pathname.startsWith("/assets/") ? "asset" : "page";
        const earlier = this.carried.get(request.socket) ?? 0;
        this.carried.set(request.socket, earlier + 1);
        this.sources.add(source);
        this.headers.push(request.headers);
        const plan: Plan = { release, status: 200, body: "", type: "", named: true };
        this.spoil(plan, { path: request.url ?? "", tier, source, earlier, index: this.index++ });
        const keeps = searchParams.has("release") || cookie === undefined || cookie === release;
        this.send(plan, tier, response, keeps ? `release=${release}; Path=/; Max-Age=${this.maxAge}; HttpOnly` : "");
    }

    private send(plan: Plan, tier: Asked["tier"], response: ServerResponse, cookie: string): void {
        if (plan.silent) return;
        if (plan.drop === "before") return void response.socket?.destroy();
        const contents = {
            page: ["text/html", `<script src="/assets/app-${plan.release}.js?release=${plan.release}"></script>`],
            asset: ["text/javascript", `start("${plan.release}")`],
            api: ["application/json", JSON.stringify({ shape: plan.release })],
        } as const;
        const body = plan.body || contents[tier][1];
        response.writeHead(plan.status, {
            "Content-Type": plan.type || contents[tier][0],
            "Content-Length": body.length,
            ...(plan.named ? { "X-Release": plan.release } : {}),
            ...(this.setsCookie && cookie ? { "Set-Cookie": cookie } : {}),
        });
        if (plan.drop === "within") {
            response.write(body.slice(0, 5), () => response.socket?.destroy());
            return;
        }
        response.end(body);
    }

    private remembered(source: string, { headers }: IncomingMessage): string | undefined {
        return this.remembersSources && headers.cookie === undefined ? this.bySource.get(source) : undefined;
    }

    private draw(): string {
        const next = Math.floor(((this.drawn + 1) * this.share) / 100) > Math.floor((this.drawn * this.share) / 100);
        this.drawn++;
        return next ? "v2" : "v1";
    }
}
