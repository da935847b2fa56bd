import { pick, type Random } from "./random";
import type { Reply } from "./reply";
import type { Visitor } from "./visitor";

/**
 * Kinds of visitors that are there all the time:
 * `page` calls the API from its page and loads the page again now and then; `oldTab` never loads it again; `cookieless` keeps no
 * cookies and has its address only; `api` keeps cookies but sends no `X-Release`.
 */
export type Resident = "page" | "oldTab" | "cookieless" | "api";
/** All kinds: `visit` is a new visitor who leaves soon. */
export type Kind = Resident | "visit";

/** How visitors behave. */
export interface Manners {
    /** API paths to choose from, asked with GET. */
    readonly apiPaths: readonly string[];
    /** Mean pause between two requests; each pause is between half of it and one and a half. Unit: milliseconds. */
    readonly thinkMs: number;
}

/** Share of its requests with which a page is loaded again, and with which a client without cookies asks for the page. */
const RELOADS = 0.1;
/** Share of the requests of an open page with which it loads an asset late. */
const LATE_LOADS = 0.05;
/** After a failure nobody hammers on. */
const AFTER_FAILURE_MS = 100;

/** One visitor from its first request until it leaves. */
export class Stay {
    /** Resolves with the first answer, or when none came. */
    readonly arrived: Promise<void>;
    leaving = false;
    private leaveFrom: string | undefined;
    private arrive = () => {};
    private wake = () => {};
    private goodbye: NodeJS.Timeout | undefined;

    constructor(
        readonly kind: Kind,
        readonly visitor: Visitor,
        private readonly manners: Manners,
        private readonly random: Random,
    ) {
        this.arrived = new Promise((resolve) => {
            this.arrive = resolve;
        });
    }

    /** Runs until the visitor leaves, its last answer included. */
    async run(): Promise<void> {
        // Not all in the same instant.
        if (this.kind !== "visit") await this.sleep(this.random() * Math.min(this.manners.thinkMs, 1000));
        let left = this.kind === "visit" ? 2 : Number.POSITIVE_INFINITY;
        while (!this.leaving && left-- > 0) {
            const fine = await this.step();
            this.arrive();
            if (this.visitor.release === this.leaveFrom) this.leave();
            if (left > 0) await this.pause(fine);
        }
        this.leave();
        this.arrive();
        await this.visitor.close();
    }

    /** Leaves after the request that is under way. */
    leave(): void {
        this.leaving = true;
        clearTimeout(this.goodbye);
        this.wake();
    }

    /** Leaves at some moment within the time when on this release, or when its first answer shows that it is. */
    leaveWithin(ms: number, release: string): void {
        if (this.visitor.release === undefined) this.leaveFrom = release;
        if (this.visitor.release !== release || this.goodbye || this.leaving) return;
        this.goodbye = setTimeout(() => this.leave(), this.random() * ms);
    }

    /** One move of the visitor; whether all went well. */
    private async step(): Promise<boolean> {
        const { visitor, kind } = this;
        if (kind === "api") return fine(await this.call());
        if (kind === "cookieless") return fine(this.random() < RELOADS ? await visitor.page() : await this.call());
        const stays = visitor.tab !== undefined && (kind !== "page" || this.random() >= RELOADS);
        if (stays) return fine(await this.use());
        const page = await visitor.page();
        if (!visitor.tab || this.leaving) return fine(page);
        const replies = await Promise.all([visitor.asset(), this.call()]);
        return [page, ...replies].every(fine);
    }

    /** What an open page does next. */
    private use(): Promise<Reply | undefined> {
        const lazy = this.visitor.tab?.lazyAssets ?? [];
        const late = lazy.length > 0 && this.random() < LATE_LOADS;
        return late ? this.visitor.asset(pick(this.random, lazy)) : this.call();
    }

    private call(): Promise<Reply> {
        return this.visitor.api(pick(this.random, this.manners.apiPaths));
    }

    private async pause(fine: boolean): Promise<void> {
        const think = this.manners.thinkMs * (0.5 + this.random());
        await this.sleep(fine ? think : Math.max(think, AFTER_FAILURE_MS));
    }

    private async sleep(ms: number): Promise<void> {
        if (ms <= 0 || this.leaving) return;
        await new Promise<void>((resolve) => {
            const timer = setTimeout(resolve, ms);
            this.wake = () => {
                clearTimeout(timer);
                resolve();
            };
        });
    }
}

function fine(reply: Reply | undefined): boolean {
    return reply === undefined || reply.ok;
}
