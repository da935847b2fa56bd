import { createServer } from "node:net";

const NETS = { first: 60, count: 40 };
const used = new Set<string>();

/** A loopback address of its own for a task, at which a port is free: several clouds may run on one machine. */
export async function freeAddress(port: number): Promise<string> {
    for (;;) {
        const [net, third, fourth] = [NETS.count, 256, 254].map((below) => Math.floor(Math.random() * below));
        const address = `127.${NETS.first + (net ?? 0)}.${third}.${1 + (fourth ?? 0)}`;
        if (used.has(address)) continue;
        used.add(address);
        if (await canListen(address, port)) return address;
    }
}

function canListen(host: string, port: number): Promise<boolean> {
    return new Promise((resolve) => {
        const server = createServer();
        server.once("error", () => resolve(false));
        server.listen({ host, port, exclusive: true }, () => server.close(() => resolve(true)));
    });
}
