import { randomBytes } from "node:crypto";
import { createServer } from "node:net";
import { run } from "../setup/run.mjs";

/** Parts of 10.0.0.0/8 that few use, the first free one is taken. */
const NETWORKS = [213, 214, 197, 198, 231].map((part) => `10.${part}`);
const FIRST_GATEWAY_PORT = 8000;
const GATEWAY_PORTS = 24;
const REGISTRY_PORT = 5077;

/** Addresses, ports and names of a cluster that is about to be started. */
export async function makePlan() {
    const network = await freeNetwork();
    return {
        network: `${network}.0.0/16`,
        /** This machine's side of the link, and the cluster's. */
        outside: `${network}.255.1`,
        inside: `${network}.255.2`,
        pods: `${network}.0.0/20`,
        services: `${network}.128.0/20`,
        firstService: `${network}.128.1`,
        link: `bgk${randomBytes(3).toString("hex")}`,
        node: "node-1",
        gatewayClass: "traefik",
        apiPort: 6443,
        /** The same number inside and outside, since it is part of the images' names. */
        registryPort: (await freePorts(REGISTRY_PORT, 1))[0],
        /** Ports on which Traefik listens, for Gateways' listeners; the same numbers lead there from loopback. */
        gatewayPorts: await freePorts(FIRST_GATEWAY_PORT, GATEWAY_PORTS),
        token: randomBytes(24).toString("hex"),
    };
}

async function freeNetwork() {
    const used = `${await run("ip", ["-4", "route", "show", "table", "all"])}\n${await run("ip", ["-4", "addr"])}`;
    const free = NETWORKS.find((network) => !used.includes(`${network}.`));
    if (free === undefined) throw new Error(`none of the networks ${NETWORKS.join(", ")} is free`);
    return free;
}

/** The first free ones on loopback. */
async function freePorts(first, count) {
    const free = [];
    for (let port = first; free.length < count; port += 1) if (await isFree(port)) free.push(port);
    return free;
}

function isFree(port) {
    return new Promise((resolve) => {
        const server = createServer();
        server.once("error", () => resolve(false));
        server.listen(port, "127.0.0.1", () => server.close(() => resolve(true)));
    });
}
