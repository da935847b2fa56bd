import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import type { Notice } from "../../cli/notice/notice";

/** A receiver of webhooks on loopback. */
export class Hooks {
    readonly got: Notice[] = [];
    /** Requests that were never answered. */
    hung = 0;
    private constructor(
        private readonly server: Server,
        readonly origin: string,
    ) {}

    /** Takes everything, except below `/hangs`, which never gets an answer; `/gate` says 200. */
    static async start(): Promise<Hooks> {
        const held: { hooks?: Hooks } = {};
        const server = createServer(async (request, response) => {
            let body = "";
            for await (const part of request) body += part;
            if (request.url?.startsWith("/hangs")) {
                if (held.hooks) held.hooks.hung++;
                return;
            }
            if (body !== "") held.hooks?.got.push(JSON.parse(body) as Notice);
            response.end("taken");
        });
        await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
        const hooks = new Hooks(server, `127.0.0.1:${(server.address() as AddressInfo).port}`);
        held.hooks = hooks;
        return hooks;
    }

    /** What came since the last call, in short. */
    take(): string[] {
        return this.got.splice(0).map(({ event, percent, result }) => `${event} ${percent} ${result}`);
    }

    stop(): void {
        this.server.closeAllConnections();
        this.server.close();
    }
}
