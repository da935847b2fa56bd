import { createServer } from "node:net";

/** Hands out the addresses that visitors connect from. */
export interface Addresses {
    /** The next address, never the same twice; undefined leaves the choice to the system. */
    next(): string | undefined;
    /** Why all visitors share one address; undefined when each has its own. */
    readonly note?: string;
}

/** First of the addresses handed out when nothing else is said. */
export const FIRST_ADDRESS = "127.1.0.1";

/** Own addresses from `first` upward where this machine has them, else one for all. */
export async function sourceAddresses(targetHost: string, first: string = FIRST_ADDRESS): Promise<Addresses> {
    const shared = (why: string) => ({
        next: () => undefined,
        note: `all visitors share one source address: ${why}; clients without cookies are left out`,
    });
    if (!targetHost.startsWith("127.")) return shared(`${targetHost} is not a loopback address`);
    if (!(await canUse(first))) {
        return shared(`this system has no ${first} (Linux has all of 127.0.0.0/8, macOS only 127.0.0.1)`);
    }
    let number = toNumber(first);
    return { next: () => toAddress(number++) };
}

function canUse(host: string): Promise<boolean> {
    return new Promise((resolve) => {
        const server = createServer();
        server.once("error", () => resolve(false));
        server.listen({ host, port: 0 }, () => server.close(() => resolve(true)));
    });
}

function toNumber(address: string): number {
    return address.split(".").reduce((sum, part) => sum * 256 + Number(part), 0);
}

function toAddress(number: number): string {
    return [24, 16, 8, 0].map((bits) => (number >>> bits) & 255).join(".");
}
