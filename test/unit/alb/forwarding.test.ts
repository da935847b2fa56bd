import { Agent, type RequestListener, type RequestOptions, request } from "node:http";
import type { Socket } from "node:net";
import {
    AlbBench,
    addressOf,
    gotOf,
    path,
    responseTo,
    type TestTarget,
    until,
    weighted,
} from "../../support/aws/albBench";

let bench: AlbBench;
const agents: Agent[] = [];

beforeEach(async () => {
    bench = await AlbBench.start();
});
afterEach(async () => {
    for (const agent of agents.splice(0)) agent.destroy();
    await bench.stop();
});

/** A group `app` of one target, for all requests. */
async function serve(answer: RequestListener): Promise<TestTarget> {
    bench.group("app");
    const target = await bench.target(answer);
    bench.alb.register("app", addressOf(target));
    await bench.listen([weighted({ app: 1 })]);
    return target;
}

const ask = (options: RequestOptions = {}) =>
    request({ host: "127.0.0.1", port: bench.port, agent: false, ...options });
const send = async (options: RequestOptions, body?: string) => gotOf(await responseTo(ask(options).end(body)));

function keepAlive(): Agent {
    const agent = new Agent({ keepAlive: true, maxSockets: 1 });
    agents.push(agent);
    return agent;
}

test("the target learns who asked, and how; the rest of the headers stays", async () => {
    const target = await serve((_, response) => response.end());
    const headers = {
        Host: "shop.example.com",
        "X-Forwarded-For": "1.2.3.4",
        "X-Forwarded-Proto": "https",
        "X-Forwarded-Port": "443",
        "X-Own": ["a", "b"],
    };
    await bench.get("/p%20q?x=1&y", headers);
    const got = target.requests[0];
    expect([got?.method, got?.url]).toEqual(["GET", "/p%20q?x=1&y"]);
    expect(got?.headers).toMatchObject({
        host: "shop.example.com",
        "x-forwarded-for": "1.2.3.4, 127.0.0.1",
        "x-forwarded-proto": "http",
        "x-forwarded-port": String(bench.port),
    });
    expect(got?.rawHeaders.filter((_, i, all) => all[i - 1] === "X-Own")).toEqual(["a", "b"]);
    await bench.get();
    expect(target.requests[1]?.headers["x-forwarded-for"]).toBe("127.0.0.1");
});

test("headers of one connection stay on it, both ways", async () => {
    const target = await serve((_, response) => {
        response.writeHead(200, { Connection: "x-hop", "X-Hop": "1", "Keep-Alive": "timeout=9", "X-End": "2" }).end();
    });
    const { headers } = await bench.get("/", {
        Connection: "close, X-Mine",
        "X-Mine": "1",
        TE: "trailers",
        "X-Yours": "2",
    });
    const sent = target.requests[0]?.headers;
    expect([sent?.["x-mine"], sent?.te, sent?.["x-yours"], sent?.connection]).toEqual([
        undefined,
        undefined,
        "2",
        "keep-alive",
    ]);
    expect([headers["x-hop"], headers["keep-alive"], headers["x-end"], headers.connection]).toEqual([
        undefined,
        undefined,
        "2",
        "close",
    ]);
});

test("status, repeated headers and cookies of the target reach the client", async () => {
    await serve((_, response) => {
        response.writeHead(201, "Made", [
            "Set-Cookie",
            "a=1",
            "Set-Cookie",
            "b=2",
            "X-Release",
            "v1",
            "Content-Length",
            "2",
        ]);
        response.end("ok");
    });
    await bench.listen([weighted({ app: 1 }, 60)]);
    const got = await bench.get();
    expect([got.status, got.headers["x-release"], got.body]).toEqual([201, "v1", "ok"]);
    expect(got.headers["set-cookie"]?.map((line) => line.split("=")[0])).toEqual([
        "a",
        "b",
        "AWSALBTG",
        "AWSALBTGCORS",
    ]);
});

test("connections to clients and to targets are kept", async () => {
    const peers = new Set<Socket>();
    const target = await serve((incoming, response) => {
        peers.add(incoming.socket);
        response.end();
    });
    bench.rule(1, [path("/fixed")], { Type: "fixed-response", FixedResponseConfig: { StatusCode: "200" } });
    const agent = keepAlive();
    for (const asked of ["/", "/fixed", "/", "/"]) {
        const outgoing = ask({ agent, path: asked });
        await gotOf(await responseTo(outgoing.end()));
        expect(outgoing.reusedSocket).toBe(asked === "/fixed" || target.requests.length > 1);
    }
    expect([target.requests.length, peers.size]).toEqual([3, 1]);
});

test("bodies stream both ways, with and without a length", async () => {
    const target = await serve((incoming, response) => void incoming.pipe(response));
    const outgoing = ask({ method: "POST" });
    outgoing.write("one ");
    const incoming = await responseTo(outgoing);
    await new Promise((resolve) => incoming.once("readable", resolve));
    expect(String(incoming.read())).toBe("one ");
    outgoing.end("two");
    expect((await gotOf(incoming)).body).toBe("two");
    expect(target.requests[0]?.headers["transfer-encoding"]).toBe("chunked");

    expect((await send({ method: "PUT", headers: { "Content-Length": 3 } }, "abc")).body).toBe("abc");
    expect(target.requests[1]?.headers["content-length"]).toBe("3");
    expect((await send({ method: "DELETE", headers: { "Transfer-Encoding": "chunked" } }, "abc")).body).toBe("abc");
    const large = "x".repeat(3_000_000);
    expect((await send({ method: "POST" }, large)).body).toBe(large);
});

test("an answer's headers do not wait for its body", async () => {
    await serve((_, response) => response.writeHead(200, { "Content-Type": "text/event-stream" }).flushHeaders());
    const outgoing = ask();
    const incoming = await responseTo(outgoing.end());
    expect(incoming.headers["content-type"]).toBe("text/event-stream");
    outgoing.destroy();
});

test("a head has no body but its length", async () => {
    await serve((_, response) => response.writeHead(200, { "Content-Length": 5 }).end());
    const got = await bench.get("/", {}, "HEAD");
    expect([got.status, got.headers["content-length"], got.body]).toEqual([200, "5", ""]);
});

test("a refused or a broken connection is a 502, and a break within the answer breaks it", async () => {
    const target = await serve((incoming, response) => {
        if (incoming.url === "/within")
            response.writeHead(200, { "Content-Length": 9 }).write("half", () => response.destroy());
        else response.destroy();
    });
    expect((await bench.get("/before")).status).toBe(502);
    expect((await send({ method: "POST" }, "body")).status).toBe(502);
    await expect(bench.get("/within")).rejects.toThrow(/aborted/);
    expect(target.requests).toHaveLength(3);
    await new Promise((resolve) => target.server.close(resolve));
    expect((await bench.get()).status).toBe(502);
});

test("a silent target is a 504, and silence within the answer breaks it", async () => {
    await bench.stop();
    bench = await AlbBench.start({ idleTimeoutSeconds: 0.2 });
    const target = await serve((incoming, response) => {
        if (incoming.url === "/within") response.write("half");
    });
    expect((await bench.get()).status).toBe(504);
    await expect(bench.get("/within")).rejects.toThrow(/aborted/);
    await until(() => target.requests[0]?.socket.destroyed === true);
});

test("a client's connection goes on after an error answer to a large body", async () => {
    await serve((_, response) => response.destroy());
    bench.rule(1, [path("/fixed")], { Type: "fixed-response", FixedResponseConfig: { StatusCode: "200" } });
    const agent = keepAlive();
    expect((await send({ agent, method: "POST", path: "/" }, "x".repeat(3_000_000))).status).toBe(502);
    expect((await send({ agent, path: "/fixed" })).status).toBe(200);
});

test("a client that goes away ends its request at the target", async () => {
    const target = await serve(() => {});
    const outgoing = ask().on("error", () => {});
    outgoing.end();
    await until(() => target.requests.length === 1);
    outgoing.destroy();
    await until(() => target.requests[0]?.destroyed === true);
    await bench.alb.deregister("app", addressOf(target));
});

/** A target that closes each connection when its second request comes, without an answer. */
function closesKept(): Promise<TestTarget> {
    const seen = new WeakSet<Socket>();
    return serve(({ socket }, response) => {
        if (seen.has(socket)) socket.destroy();
        else response.end("ok");
        seen.add(socket);
    });
}

test("a kept connection that the target closes before any byte is no error", async () => {
    const target = await closesKept();
    for (let i = 0; i < 5; i++) expect(await bench.get()).toMatchObject({ status: 200, body: "ok" });
    expect(target.requests.length).toBeGreaterThan(5);
});

test("what may not be sent twice takes a fresh connection", async () => {
    const target = await closesKept();
    await bench.get();
    for (const method of ["POST", "PUT", "PATCH"]) expect((await send({ method }, "x")).status).toBe(200);
    for (const method of ["POST", "DELETE"]) expect((await send({ method })).status).toBe(200);
    expect(target.requests).toHaveLength(6);
});

test("a break after some bytes is not tried again", async () => {
    const seen = new WeakSet<Socket>();
    const target = await serve(({ socket }, response) => {
        if (seen.has(socket)) socket.write("HTTP/1.1 200 OK\r\n", () => socket.destroy());
        else response.end("ok");
        seen.add(socket);
    });
    expect([(await bench.get()).status, (await bench.get()).status]).toEqual([200, 502]);
    expect(target.requests).toHaveLength(2);
});
