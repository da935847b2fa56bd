import { request } from "node:http";
import { connect, type Socket } from "node:net";
import { AlbBench, addressOf, gotOf, responseTo, type TestTarget, until, weighted } from "../../support/aws/albBench";

let bench: AlbBench;
let target: TestTarget;
let peers: Socket[] = [];

beforeEach(() => start());
afterEach(() => bench.stop());

async function start(idleTimeoutSeconds = 60): Promise<void> {
    bench = await AlbBench.start({ idleTimeoutSeconds });
    peers = [];
    bench.group("app", { "deregistration_delay.timeout_seconds": "10" });
    target = await bench.target((_, response) => response.writeHead(426).end("no"));
    target.server.on("upgrade", (incoming, socket: Socket) => {
        target.requests.push(incoming);
        peers.push(socket);
        socket.write(
            "HTTP/1.1 101 Switching Protocols\r\nConnection: Upgrade\r\nUpgrade: websocket\r\nX-Release: v1\r\n\r\nhello",
        );
        socket.on("data", (data) => socket.write(`echo ${data}`));
        socket.on("end", () => socket.end()).on("error", () => socket.destroy());
    });
    bench.alb.register("app", addressOf(target));
    await bench.listen([weighted({ app: 1 }, 60)]);
}

const HEADERS = { Connection: "Upgrade", Upgrade: "websocket", "Sec-WebSocket-Key": "abc" };

/** Opens one; `text` grows with what comes. */
function open(): Promise<{ socket: Socket; headers: Record<string, unknown>; text: string }> {
    const outgoing = request({ host: "127.0.0.1", port: bench.port, headers: HEADERS, agent: false }).end();
    return new Promise((resolve, reject) => {
        outgoing.on("error", reject);
        outgoing.on("response", ({ statusCode }) => reject(new Error(`no upgrade, but ${statusCode}`)));
        outgoing.on("upgrade", ({ headers }, socket, head) => {
            const opened = { socket: socket as Socket, headers, text: String(head) };
            socket.on("data", (data) => {
                opened.text += data;
            });
            socket.on("error", () => {});
            resolve(opened);
        });
    });
}

test("bytes pass both ways after the upgrade, and it ends with either side", async () => {
    const opened = await open();
    expect(opened.headers).toMatchObject({ upgrade: "websocket", "x-release": "v1" });
    expect(opened.headers["set-cookie"]).toHaveLength(2);
    expect(target.requests[0]?.headers).toMatchObject({ "sec-websocket-key": "abc", "x-forwarded-for": "127.0.0.1" });
    opened.socket.write("one");
    await until(() => opened.text === "helloecho one");
    opened.socket.end();
    await until(() => peers[0]?.destroyed === true);

    const other = await open();
    peers[1]?.destroy();
    await until(() => other.socket.destroyed);
});

test("it stays on its target when weights and rules change, and ends with its deregistration", async () => {
    const opened = await open();
    bench.group("other");
    await bench.listen([weighted({ app: 0, other: 1 })]);
    opened.socket.write("still");
    await until(() => opened.text.endsWith("echo still"));
    await bench.alb.deregister("app", addressOf(target));
    await until(() => opened.socket.destroyed);
});

test("a target that does not want it answers as ever", async () => {
    target.server.removeAllListeners("upgrade");
    const refused = await gotOf(
        await responseTo(request({ host: "127.0.0.1", port: bench.port, headers: HEADERS, agent: false }).end()),
    );
    expect([refused.status, refused.body]).toEqual([426, "no"]);
});

test("the balancer's own answers come too, and end the connection", async () => {
    await bench.alb.deregister("app", addressOf(target));
    const socket = connect(bench.port, "127.0.0.1");
    socket.write("GET / HTTP/1.1\r\nHost: a\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n\r\n");
    const chunks: Buffer[] = [];
    for await (const chunk of socket) chunks.push(chunk);
    expect(Buffer.concat(chunks).toString()).toMatch(/^HTTP\/1.1 503 /);
});

test("silence on both sides for the idle timeout ends it", async () => {
    await bench.stop();
    await start(2);
    const opened = await open();
    await until(() => opened.socket.destroyed && peers[0]?.destroyed === true);
});
