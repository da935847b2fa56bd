import type { AppRules, Ledger } from "../traffic";
import { Visitor } from "../traffic";
import { sourceAddresses } from "../traffic/addresses";

export interface NewcomersOptions {
    readonly url: string;
    readonly count: number;
    readonly rules: AppRules;
    readonly ledger: Ledger;
    /** First of their addresses, each has its own. */
    readonly firstAddress: string;
    readonly signal: AbortSignal;
}

/** Enough to keep the router busy, few enough for nobody to wait. */
const AT_ONCE = 32;

/**
 * Visitors who were never here, each with an own address and an empty jar. Each loads the page, calls the API from it and leaves. A fixed number
 * at once, so that a slow machine takes longer and nobody times out.
 */
export async function sendNewcomers({ count, signal, firstAddress, ...options }: NewcomersOptions): Promise<void> {
    const addresses = await sourceAddresses(new URL(options.url).hostname, firstAddress);
    let left = count;
    const oneByOne = async () => {
        while (left-- > 0 && !signal.aborted) await visit({ ...options, localAddress: addresses.next() });
    };
    await Promise.all(Array.from({ length: AT_ONCE }, oneByOne));
    signal.throwIfAborted();
}

async function visit(options: { url: string; rules: AppRules; ledger: Ledger; localAddress?: string }): Promise<void> {
    const visitor = new Visitor({ ...options, kind: "newcomer" });
    await visitor.page();
    await visitor.api("/api/whoami");
    await visitor.close();
}
