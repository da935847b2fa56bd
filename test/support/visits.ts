import { Visitor, type VisitorOptions } from "../../tools/traffic";
import { type Asked, PinServer, type Plan } from "./pinServer";

/** A server and the visitors of one test. */
export class Visits {
    server = new PinServer();
    private visitors: Visitor[] = [];

    async open(): Promise<void> {
        this.server = await new PinServer().start();
    }

    async close(): Promise<void> {
        await Promise.all(this.visitors.map((visitor) => visitor.close()));
        this.visitors = [];
        await this.server.stop();
    }

    visitor(options: Partial<VisitorOptions> = {}): Visitor {
        const visitor = new Visitor({ url: this.server.url, ...options });
        this.visitors.push(visitor);
        return visitor;
    }

    /** Has the server do something wrong in its answers of a tier. */
    spoil(tier: Asked["tier"], change: Partial<Plan>, when: (asked: Asked) => boolean = () => true): void {
        this.server.spoil = (plan, asked) => {
            if (asked.tier === tier && when(asked)) Object.assign(plan, change);
        };
    }
}

export const API_CLIENT = { sendsRelease: false } as const;
export const COOKIELESS = { sendsRelease: false, cookies: false } as const;

/** The counters of faults and oddities that are not zero. */
export function faults({ ledger }: Visitor): Record<string, number> {
    const { failed, flipped, skewed, retried, moved } = ledger.snapshot();
    return Object.fromEntries(Object.entries({ failed, flipped, skewed, retried, moved }).filter(([, n]) => n > 0));
}

/** A page, an asset, three calls, and the page again. */
export async function browse(visitor: Visitor): Promise<Visitor> {
    await visitor.page();
    await visitor.asset();
    for (let i = 0; i < 3; i++) await visitor.api("/api/cart");
    await visitor.page();
    return visitor;
}
