import { type Addresses, sourceAddresses } from "./addresses";
import type { AppRules } from "./appRules";
import { startArrivals } from "./arrivals";
import { Ledger, type LedgerEvent, type Mark, type Problem, type Snapshot } from "./ledger";
import { seeded } from "./random";
import { type Kind, type Resident, Stay } from "./stay";
import { Visitor } from "./visitor";

export interface LoadOptions {
    /** Where the app is, for example `http://127.0.0.1:8080`. */
    readonly url: string;
    /** Visitors that are there all the time. */
    readonly visitors: number;
    /** Visitors that come for a short visit. Unit: count a second. Default: 0. */
    readonly newVisitorsPerSecond?: number;
    /** How many of each kind, as proportions. Default: 6 page, 2 oldTab, 1 cookieless, 1 api. */
    readonly mix?: Partial<Record<Resident, number>>;
    /** Mean pause between two requests of a visitor; 0 asks as fast as it gets answers. Unit: milliseconds. Default: 500. */
    readonly thinkMs?: number;
    /** API paths that visitors ask for with GET. */
    readonly apiPaths: readonly string[];
    /** What to check in pages, assets and API answers of this app. Default: `anyApp`. */
    readonly rules?: AppRules;
    readonly onEvent?: (event: LedgerEvent) => void;
    /** Choices of visitors follow from it. Default: 1. */
    readonly seed?: number;
    /** First source address. Two loads at once, or soon after each other, need ranges that do not overlap. Default: 127.1.0.1. */
    readonly firstAddress?: string;
    /** Longest time for one answer. Unit: milliseconds. Default: 10000. */
    readonly timeoutMs?: number;
    /** Name of the cookie that holds the pin. Default: `release`. */
    readonly pinCookie?: string;
    /** Time without a request that ends the claim of a client without cookies. Unit: milliseconds. Default: 1800000. */
    readonly cookielessIdleMs?: number;
}

export interface Report extends Snapshot {
    readonly problems: readonly Problem[];
    readonly seconds: number;
    readonly requestsPerSecond: number;
    /** What was not as asked for, for example that all visitors shared one address. */
    readonly notes: readonly string[];
}

export interface EndSessionsOptions {
    /** Default: 2000. */
    readonly withinMs?: number;
    /** Who leaves. Default: everybody; an old release can only be retired when nobody is left on it. */
    readonly kinds?: readonly Kind[];
}

const MIX = { page: 6, oldTab: 2, cookieless: 1, api: 1 };
/** A visit that takes longer than this, its pause left out, is one of an app or a machine that cannot keep up. */
const SLOWEST_VISIT_SECONDS = 2;
const FEWEST_VISITS = 10;

/** Starts the visitors. They run until {@link Load.stop}. Throws when an option makes no sense. */
export function startLoad(options: LoadOptions): Load {
    checkOptions(options);
    return new Load(options);
}

/** Visitors at work. */
export class Load {
    /** Resolves when every visitor of the start had its first answer. */
    readonly ready: Promise<void>;
    private readonly ledger: Ledger;
    private readonly notes: string[] = [];
    private readonly startedAt = performance.now();
    private readonly stays = new Set<Stay>();
    private readonly running = new Set<Promise<void>>();
    private stopArrivals = () => {};
    private stopping = false;
    private visitorNumber = 0;

    constructor(private readonly options: LoadOptions) {
        const onEvent = options.onEvent ?? (() => {});
        this.ledger = new Ledger((event) => {
            if (event.type === "note") this.notes.push(event.text);
            onEvent(event);
        });
        this.ready = this.open();
    }

    /** The first 20 problems. */
    get problems(): readonly Problem[] {
        return this.ledger.problems;
    }

    snapshot(): Snapshot {
        return this.ledger.snapshot();
    }

    /** Begins a window for {@link share}. */
    mark(): Mark {
        return this.ledger.mark();
    }

    /** Share of the new visitors since the mark that the release got, 0 to 1; NaN when nobody came. */
    share(release: string, since?: Mark): number {
        return this.ledger.share(release, since);
    }

    /** New visitors of each release since the mark. */
    newVisitors(since?: Mark): Record<string, number> {
        return this.ledger.newVisitors(since);
    }

    /** When the release last gave a new visitor its first answer, in milliseconds since 1970; undefined when it never did. */
    lastAnswerToNewVisitor(release: string): number | undefined {
        return this.ledger.lastAnswerToNewVisitor(release);
    }

    /**
     * The operator ends the release: from now on its visitors may move once, to `to` only when given, without a fault. A page of it that is
     * answered by another release is loaded again. {@link forbidMove} takes it back when the release is deployed again.
     */
    allowMove(release: string, to?: string): void {
        this.ledger.allowMove(release, to);
    }

    forbidMove(release: string): void {
        this.ledger.forbidMove(release);
    }

    /** Visitors of the release finish, each at some moment within the time; new visitors take their places. May be called again. */
    endSessions(release: string, { withinMs = 2000, kinds }: EndSessionsOptions = {}): void {
        for (const stay of this.of(kinds)) stay.leaveWithin(withinMs, release);
    }

    /** Visitors that are on the release now: their page, else their pin. */
    sessionsOn(release: string, kinds?: readonly Kind[]): number {
        return this.of(kinds).filter(({ visitor }) => visitor.release === release).length;
    }

    /** Ends the load after the answers that are under way. */
    async stop(): Promise<Report> {
        this.stopping = true;
        this.stopArrivals();
        for (const stay of this.stays) stay.leave();
        await this.ready;
        while (this.running.size > 0) await Promise.all(this.running);
        const seconds = (performance.now() - this.startedAt) / 1000;
        const snapshot = this.snapshot();
        const requestsPerSecond = snapshot.requests / seconds;
        return { ...snapshot, problems: [...this.problems], seconds, requestsPerSecond, notes: [...this.notes] };
    }

    private of(kinds: readonly Kind[] | undefined): Stay[] {
        return [...this.stays].filter(({ kind }) => kinds?.includes(kind) ?? true);
    }

    private async open(): Promise<void> {
        const { url, visitors, firstAddress, newVisitorsPerSecond = 0, mix = MIX } = this.options;
        const addresses = await sourceAddresses(new URL(url).hostname, firstAddress);
        if (addresses.note !== undefined) this.ledger.note(addresses.note);
        const kinds = residents(visitors, addresses.note === undefined ? mix : { ...mix, cookieless: 0 });
        const first = kinds.map((kind) => this.settle(kind, addresses));
        if (newVisitorsPerSecond > 0 && !this.stopping) {
            this.stopArrivals = this.receive(newVisitorsPerSecond, addresses);
        }
        await Promise.all(first);
    }

    /** Keeps one visitor of the kind there; resolves when the first of them has arrived. */
    private settle(kind: Resident, addresses: Addresses): Promise<void> {
        const first = this.checkIn(kind, addresses);
        const stayAndReplace = async () => {
            for (let stay: Stay | undefined = first; stay; stay = this.checkIn(kind, addresses)) await this.host(stay);
        };
        if (first) void this.track(stayAndReplace());
        return first?.arrived ?? Promise.resolve();
    }

    private receive(perSecond: number, addresses: Addresses): () => void {
        const { thinkMs = 500 } = this.options;
        const most = Math.ceil(FEWEST_VISITS + perSecond * (thinkMs / 1000 + SLOWEST_VISIT_SECONDS));
        return startArrivals({
            perSecond,
            most,
            visit: async () => {
                const stay = this.checkIn("visit", addresses);
                if (stay) await this.track(this.host(stay));
            },
            onHeld: () => this.ledger.note(`new visitors had to wait: ${most} visits were under way already`),
        });
    }

    private checkIn(kind: Kind, addresses: Addresses): Stay | undefined {
        if (this.stopping) return undefined;
        const { options, ledger } = this;
        const localAddress = addresses.next();
        const cookies = kind !== "cookieless";
        const sendsRelease = kind !== "cookieless" && kind !== "api";
        const visitor = new Visitor({ ...options, kind, localAddress, cookies, sendsRelease, ledger });
        const { apiPaths, thinkMs = 500, seed = 1 } = options;
        // One source of numbers a visitor, so that its choices do not depend on who is answered first.
        const random = seeded(Math.imul(seed, 0x9e3779b1) + this.visitorNumber++);
        return new Stay(kind, visitor, { apiPaths, thinkMs }, random);
    }

    private async host(stay: Stay): Promise<void> {
        this.stays.add(stay);
        await stay.run();
        this.stays.delete(stay);
    }

    private async track(task: Promise<void>): Promise<void> {
        this.running.add(task);
        await task.finally(() => this.running.delete(task));
    }
}

function checkOptions({ url, visitors, apiPaths, newVisitorsPerSecond = 0, thinkMs = 0 }: LoadOptions): void {
    const { protocol } = new URL(url);
    if (protocol !== "http:") throw new Error(`url: must start with http://, got ${url}`);
    if (apiPaths.length === 0) throw new Error("apiPaths: must name at least one path of the API, got none");
    for (const [name, value] of Object.entries({ visitors, newVisitorsPerSecond, thinkMs })) {
        if (!(value >= 0)) throw new Error(`${name}: must be 0 or more, got ${value}`);
    }
}

/** The kinds in their proportions, spread evenly, so that any first few have about the mix too. */
export function residents(count: number, mix: Partial<Record<Resident, number>>): Resident[] {
    const kinds = Object.entries(mix).filter(([, part]) => part > 0) as [Resident, number][];
    const total = kinds.reduce((sum, [, part]) => sum + part, 0);
    const chosen: Resident[] = [];
    const owed = new Map(kinds.map(([kind]) => [kind, 0]));
    for (let i = 0; i < count && total > 0; i++) {
        for (const [kind, part] of kinds) owed.set(kind, (owed.get(kind) ?? 0) + part / total);
        const [most] = [...owed].reduce((a, b) => (b[1] > a[1] ? b : a));
        owed.set(most, (owed.get(most) ?? 0) - 1);
        chosen.push(most);
    }
    return chosen;
}
