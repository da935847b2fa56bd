import { once } from "node:events";
import {
    type Kind,
    Ledger,
    type LedgerEvent,
    type Load,
    type Problem,
    type Reply,
    SHOP_API_PATHS,
    type Snapshot,
    shopRules,
    startLoad,
    Visitor,
} from "../traffic";
import { sendNewcomers } from "./newcomers";
import { count } from "./numbers";

/** Ranges that do not overlap. */
const FIRST_ADDRESS = { load: "127.1.0.1", newcomers: "127.64.0.1" };
/** New visitors a second, as a part of those that are there all the time. */
const NEW_PART = 0.1;
const FEWEST_NEW = 5;
/** Lively, and still light enough to leave one of two processors to Pulumi. */
const THINK_MS = 700;
const CONTRACTS: Readonly<Record<string, number>> = { v1: 1, v2: 2 };

export interface Counts extends Omit<Snapshot, "byRelease"> {
    /** From the first visitor to the last. */
    readonly seconds: number;
}

/** What a preview showed. */
export interface Preview {
    readonly page: Reply;
    readonly api: Reply;
    /** The page again, by the plain address. */
    readonly again: Reply;
}

/** Everybody who visits the shop in the demo. Every answer is checked. */
export class Audience {
    private readonly rules = shopRules((release) => CONTRACTS[release]);
    /** Who comes beside the load. */
    private readonly others: Ledger;
    private readonly startedAt = performance.now();
    private readonly load: Load;
    private leftAt: number | undefined;

    constructor(
        private readonly url: string,
        private readonly visitors: number,
        idleSeconds: number,
        onEvent: (event: LedgerEvent) => void,
    ) {
        this.others = new Ledger(onEvent);
        this.load = startLoad({
            url,
            visitors,
            newVisitorsPerSecond: this.newPerSecond,
            thinkMs: THINK_MS,
            apiPaths: SHOP_API_PATHS,
            rules: this.rules,
            cookielessIdleMs: idleSeconds * 1000,
            firstAddress: FIRST_ADDRESS.load,
            onEvent,
        });
    }

    get newPerSecond(): number {
        return Math.max(FEWEST_NEW, Math.round(this.visitors * NEW_PART));
    }

    /** Resolves when all of the first visitors had their first answer. */
    async arrived(signal: AbortSignal): Promise<void> {
        await Promise.race([this.load.ready, once(signal, "abort")]);
        signal.throwIfAborted();
    }

    counts(): Counts {
        const [{ byRelease: _, ...load }, others] = [this.load.snapshot(), this.others.snapshot()];
        const sum = (name: keyof typeof load) => load[name] + others[name];
        return {
            requests: sum("requests"),
            sessions: sum("sessions"),
            failed: sum("failed"),
            flipped: sum("flipped"),
            skewed: sum("skewed"),
            retried: sum("retried"),
            moved: sum("moved"),
            seconds: ((this.leftAt ?? performance.now()) - this.startedAt) / 1000,
        };
    }

    get problems(): readonly Problem[] {
        return [...this.load.problems, ...this.others.problems].sort((a, b) => a.time.localeCompare(b.time));
    }

    /** Answers of a release to the load, previews left out. */
    answersOf(release: string): number {
        return this.load.snapshot().byRelease[release]?.requests ?? 0;
    }

    /** The load's visitors that are on a release now. */
    on(release: string): number {
        return this.load.sessionsOn(release);
    }

    lastAnswerToNewVisitor(release: string): number | undefined {
        return this.load.lastAnswerToNewVisitor(release);
    }

    /** Sends new visitors beside the load. Answers how many new visitors each release got meanwhile, those of the load included. */
    async receive(newcomers: number, signal: AbortSignal): Promise<Record<string, number>> {
        const marks = [this.load.mark(), this.others.mark()];
        const { url, rules, others: ledger } = this;
        await sendNewcomers({ url, count: newcomers, rules, ledger, firstAddress: FIRST_ADDRESS.newcomers, signal });
        const came: Record<string, number> = {};
        for (const part of [this.load.newVisitors(marks[0]), this.others.newVisitors(marks[1])]) {
            for (const [release, visitors] of Object.entries(part)) came[release] = (came[release] ?? 0) + visitors;
        }
        return came;
    }

    /** One more visitor, with an empty jar, who follows a link. */
    async preview(link: string): Promise<Preview> {
        const { pathname, search } = new URL(link);
        const { url, rules, others: ledger } = this;
        const visitor = new Visitor({ url, kind: "preview", rules, ledger });
        const page = await visitor.page({ path: pathname + search });
        await visitor.asset();
        const api = await visitor.api("/api/whoami");
        const again = await visitor.page();
        await visitor.close();
        return { page, api, again };
    }

    /** The visitors of a release finish, one after the other; new ones come instead. */
    endSessions(release: string, withinSeconds: number, kinds?: readonly Kind[]): void {
        this.load.endSessions(release, { withinMs: withinSeconds * 1000, kinds });
    }

    async leave(): Promise<void> {
        await this.load.stop().finally(() => {
            this.leftAt = performance.now();
        });
    }

    /** What goes on, in a line. */
    line(): string {
        const { requests, sessions, failed, flipped, skewed, seconds } = this.counts();
        return [
            `${Math.round(seconds)} s`,
            `${count(requests)} requests, ${count(sessions)} sessions`,
            `failed ${failed}, flipped ${flipped}, skewed ${skewed}`,
            `now on v1 ${this.on("v1")}, v2 ${this.on("v2")}`,
        ].join(" | ");
    }
}
