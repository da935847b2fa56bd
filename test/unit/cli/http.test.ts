import { createServer, type IncomingMessage, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { callHttp } from "../../../cli/http";

let server: Server;
let origin: string;
const got: { method?: string; url?: string; headers: IncomingMessage["headers"]; body: string }[] = [];

beforeEach(async () => {
    got.length = 0;
    server = createServer(async (request, response) => {
        let body = "";
        for await (const part of request) body += part;
        got.push({ method: request.method, url: request.url, headers: request.headers, body });
        if (request.url?.startsWith("/hangs")) return;
        response.writeHead(request.url === "/moved" ? 302 : 202, { location: "/elsewhere" });
        if (request.url === "/endless") response.write("so ");
        else response.end("taken");
    });
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
    origin = `127.0.0.1:${(server.address() as AddressInfo).port}`;
});
afterEach(() => {
    server.closeAllConnections();
    server.close();
});

test("a body goes as JSON, a name and a password of the URL as a header", async () => {
    const call = { method: "POST", body: { version: 1 }, timeoutMs: 2000 } as const;
    expect(await callHttp(`http://me:p%40w@${origin}/hook?key=k`, call)).toBe(202);
    expect(got).toMatchObject([
        {
            method: "POST",
            url: "/hook?key=k",
            headers: {
                "content-type": "application/json",
                authorization: `Basic ${Buffer.from("me:p@w").toString("base64")}`,
            },
            body: '{"version":1}',
        },
    ]);
});

test("a redirect is an answer, and a body without an end is not waited for", async () => {
    const call = { method: "GET", timeoutMs: 5000 } as const;
    expect(await callHttp(`http://${origin}/moved`, call)).toBe(302);
    expect(await callHttp(`http://${origin}/endless`, call)).toBe(202);
    expect(got.map(({ url }) => url)).toEqual(["/moved", "/endless"]);
});

test("who hangs is given up, by time or by signal; why is told without the URL", async () => {
    const hanging = callHttp(`http://${origin}/hangs?key=k`, { method: "GET", timeoutMs: 100 });
    await expect(hanging).rejects.toThrow(/^no answer within 0.1 s$/);
    const stop = new AbortController();
    const stopped = callHttp(`http://${origin}/hangs`, { method: "GET", timeoutMs: 60_000, signal: stop.signal });
    stop.abort();
    await expect(stopped).rejects.toThrow(/aborted/);
    const nobody = callHttp("http://127.0.0.1:1/?key=k", { method: "GET", timeoutMs: 5000 });
    await expect(nobody).rejects.toThrow(/^(connect ECONNREFUSED 127\.0\.0\.1:1|bad port)$/);
});
