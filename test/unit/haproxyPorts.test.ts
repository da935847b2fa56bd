import { createServer, type Server } from "node:net";
import { freePorts, isPortFree, listenerOf } from "../../components/haproxy/runtime/ports";

const HOST = "127.0.0.1";
const servers: Server[] = [];

function listen(port: number, host = HOST): Promise<number> {
    const server = createServer();
    servers.push(server);
    return new Promise((resolve, reject) => {
        server.once("error", reject);
        server.listen(port, host, () => resolve((server.address() as { port: number }).port));
    });
}

afterEach(async () => {
    await Promise.all(servers.splice(0).map((server) => new Promise((closed) => server.close(closed))));
});

describe("isPortFree", () => {
    test("says whether a server can listen there, and lets go of the port", async () => {
        const [port = 0] = await freePorts(HOST, 1);
        expect(await isPortFree(HOST, port)).toBe(true);
        await listen(port);
        expect(await isPortFree(HOST, port)).toBe(false);
    });

    test("a listener on all addresses counts too", async () => {
        const port = await listen(0, "0.0.0.0");
        expect(await isPortFree(HOST, port)).toBe(process.platform !== "linux");
    });

    test("an address that is not this machine's is an error, not a port in use", async () => {
        await expect(isPortFree("192.0.2.1", 21000)).rejects.toThrow(/^port: 21000 cannot be used on 192\.0\.2\.1: /);
    });
});

describe("freePorts", () => {
    test("gives different free ports of the default range", async () => {
        const ports = await freePorts(HOST, 20);
        expect(new Set(ports).size).toBe(20);
        for (const port of ports) {
            expect(port).toBeGreaterThanOrEqual(21000);
            expect(port).toBeLessThanOrEqual(28999);
        }
    });

    test("passes over ports that are in use or taken, and wraps around", async () => {
        const [from = 0] = await freeRun(4);
        await listen(from + 1);
        const ports = await freePorts(HOST, 2, { from, to: from + 3, taken: [from + 2] });
        expect(ports.sort()).toEqual([from, from + 3]);
    });

    test("callers at the same time get different ports", async () => {
        const [from = 0] = await freeRun(6);
        const range = { from, to: from + 5 };
        const ports = await Promise.all([freePorts(HOST, 3, range), freePorts(HOST, 3, range)]);
        expect(new Set(ports.flat()).size).toBe(6);
    });

    test("gives a port again that was promised but is still free when there is no other", async () => {
        const [from = 0] = await freeRun(1);
        const range = { from, to: from };
        expect(await freePorts(HOST, 1, range)).toEqual([from]);
        expect(await freePorts(HOST, 1, range)).toEqual([from]);
    });

    test("says when the range has too few", async () => {
        const port = await listen(0);
        await expect(freePorts(HOST, 1, { from: port, to: port })).rejects.toThrow(
            `ports: only 0 of 1 are free on 127.0.0.1 from ${port} to ${port}; ` +
                "stop what listens there or ask for fewer instances",
        );
    });

    /** Neighbouring free ports that no other test was promised. */
    async function freeRun(length: number): Promise<number[]> {
        for (let from = 29000 + Math.floor(Math.random() * 2000); ; from += length) {
            const run = Array.from({ length }, (_, index) => from + index);
            const free = await Promise.all(run.map((port) => isPortFree(HOST, port)));
            if (free.every(Boolean)) return run;
        }
    }
});

describe("listenerOf", () => {
    const onLinux = process.platform === "linux" ? test : test.skip;

    onLinux.each([HOST, "::1"])("names the process that listens on %s", async (host) => {
        const port = await listen(0, host);
        expect(listenerOf(port)).toMatch(new RegExp(`^pid ${process.pid} \\(.+\\)$`));
    });

    test("is undefined when nobody listens", async () => {
        const [port = 0] = await freePorts(HOST, 1);
        expect(listenerOf(port)).toBeUndefined();
    });
});
