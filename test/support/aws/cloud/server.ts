import { createServer, type IncomingMessage, type Server } from "node:http";
import { codeOf } from "./awsError";
import { CONTROL } from "./control";
import { type Asked, Provider } from "./provider/provider";
import { answerWire, type WireAnswer } from "./wire/wire";
import type { World } from "./world";

/** Serves the plugin at `/provider/...`, tests at `/control/...`, and clients of AWS at `/`. */
export function serve(world: World): Server {
    const provider = new Provider(world);
    const server = createServer((request, response) => {
        void bodyOf(request).then(async (body) => {
            const { status, type, body: text, headers } = await answer(request, body, provider, world);
            response.writeHead(status, { ...headers, "Content-Type": type, "Content-Length": Buffer.byteLength(text) });
            response.end(text);
        });
    });
    // A service may take minutes to become steady.
    server.requestTimeout = 0;
    return server;
}

async function answer(request: IncomingMessage, body: string, provider: Provider, world: World): Promise<WireAnswer> {
    const [, api, name = ""] = (request.url ?? "/").split("/");
    if (api !== "provider" && api !== "control") return answerWire(request, body, world);
    try {
        const asked = JSON.parse(body === "" ? "{}" : body);
        const result = await (api === "provider" ? askProvider(provider, name, asked) : CONTROL[name]?.(asked, world));
        return { status: 200, type: "application/json", body: JSON.stringify(result ?? null) };
    } catch (error) {
        // What AWS refuses is said as it is; anything else is a defect of the stand-in, or a type that it does not have.
        const message =
            codeOf(error) === undefined ? `stand-in for AWS: ${(error as Error).stack}` : (error as Error).message;
        return { status: 400, type: "application/json", body: JSON.stringify({ message }) };
    }
}

function askProvider(
    provider: Provider,
    name: string,
    asked: Asked & { token: string; args: Record<string, unknown> },
): unknown {
    switch (name) {
        case "check":
            return provider.check(asked);
        case "diff":
            return provider.diff(asked);
        case "create":
            return provider.create(asked);
        case "read":
            return provider.read(asked);
        case "update":
            return provider.update(asked);
        case "delete":
            return provider.delete(asked);
        case "invoke":
            return provider.invoke(asked);
        default:
            throw new Error(`the provider has no ${name}`);
    }
}

async function bodyOf(request: IncomingMessage): Promise<string> {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk as Buffer);
    return Buffer.concat(chunks).toString();
}
