import { type ChildProcess, execFileSync, spawn } from "node:child_process";
import { once } from "node:events";
import { type IncomingHttpHeaders, request } from "node:http";
import { join } from "node:path";

export const SHOP = join(__dirname, "../../examples/shop");
/** What builds it, as arguments for Node. */
export const BUILD = [join(SHOP, "build.mjs")];
/** What a server answered. */
export interface Answer {
    readonly status: number;
    readonly headers: IncomingHttpHeaders;
    readonly body: string;
}

const started: { readonly child: ChildProcess; readonly ended: Promise<unknown[]> }[] = [];

/** A server process of the built shop and what it wrote. */
export function run(tier: string, contract: 1 | 2, env: Record<string, string>) {
    const child = spawn(process.execPath, [join(SHOP, "build", String(contract), tier, "server.mjs")], {
        env: { PORT: "0", ...env },
        stdio: ["ignore", "pipe", "pipe"],
    });
    const written = { text: "" };
    for (const stream of [child.stdout, child.stderr]) stream.on("data", (chunk) => (written.text += chunk));
    const server = { child, written, ended: once(child, "close") };
    started.push(server);
    return server;
}

/** One that listens, on a port that is free, and how to ask it. */
export async function start(
    tier: string,
    contract: 1 | 2 = 1,
    env: Record<string, string> = { RELEASE: "v1", COLOR: "blue" },
) {
    const { child, written, ended } = run(tier, contract, env);
    let port: number | undefined;
    while (port === undefined) {
        await Promise.race([once(child.stdout, "data"), ended]);
        port = Number(/:(\d+)\n/.exec(written.text)?.[1]) || undefined;
        if (child.exitCode !== null) throw new Error(written.text);
    }
    const ask = (path: string, options: { method?: string; headers?: Record<string, string>; body?: string } = {}) =>
        new Promise<Answer>((done, failed) => {
            const { body = "", ...rest } = options;
            const sent = request({ host: "127.0.0.1", port, path, ...rest }, (response) => {
                let text = "";
                response.on("data", (chunk) => (text += chunk));
                response.on("end", () => {
                    done({ status: response.statusCode ?? 0, headers: response.headers, body: text });
                });
            });
            sent.on("error", failed).end(body);
        });
    return { child, ended, port, ask };
}

/** Builds what is not built yet. */
export function buildShop(): void {
    execFileSync(process.execPath, BUILD);
}

/** Ends all servers that were started. */
export async function stopServers(): Promise<void> {
    for (const { child, ended } of started.splice(0)) {
        child.kill("SIGKILL");
        await ended;
    }
}
