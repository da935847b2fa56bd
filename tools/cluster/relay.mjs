import { once } from "node:events";
import { connect, createServer } from "node:net";

/** Has a port on loopback lead to another address: engines push without TLS there, and visitors of tests come from many addresses. */
export async function relay(port, address) {
    const server = createServer((near) => {
        const far = connect(port, address);
        for (const [from, to] of [
            [near, far],
            [far, near],
        ]) {
            from.pipe(to);
            from.once("error", () => to.destroy());
            from.once("close", () => to.destroy());
        }
    });
    server.listen(port, "127.0.0.1");
    await once(server, "listening");
    return server;
}
