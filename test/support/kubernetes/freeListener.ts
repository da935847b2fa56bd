import type { Cluster } from "./cluster";
import { GATEWAY_API } from "./objects";

interface Gateways {
    readonly items: readonly { readonly spec: { readonly listeners: readonly { readonly port: number }[] } }[];
}

/** A port on which the controller can listen, and no Gateway does. */
export async function freeListener({ api, facts }: Cluster): Promise<number> {
    const { items } = await api.ask<Gateways>("GET", await api.path(GATEWAY_API, "Gateway"));
    const used = new Set(items.flatMap(({ spec }) => spec.listeners.map(({ port }) => port)));
    // Another worker of jest may look at the same time: each has its own half. So may another run.
    const isOwn = (_: number, at: number) => (at + 1) % 2 === Number(process.env.JEST_WORKER_ID ?? 1) % 2;
    const free = facts.gatewayPorts.filter(isOwn).filter((port) => !used.has(port));
    const port = free[Math.floor(Math.random() * free.length)];
    if (port === undefined) throw new Error(`all ports of the controller are in use: ${facts.gatewayPorts.join(", ")}`);
    return port;
}
