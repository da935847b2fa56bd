/** What can be wrong with an answer. */
export type Fault = "failed" | "flipped" | "skewed";

export interface Problem {
    /** ISO 8601. */
    readonly time: string;
    readonly fault: Fault;
    /** Kind of visitor and its source address. */
    readonly visitor: string;
    readonly url: string;
    readonly expected: string;
    readonly got: string;
}

export interface Snapshot {
    /** Requests that got an answer or failed; a retry is not counted again. */
    readonly requests: number;
    /** Sessions begun: a visitor has another one when its pin ran out. */
    readonly sessions: number;
    /**
     * No answer, an incomplete one, a status other than 2xx, no `X-Release`, or a body of a wrong shape. At most once a request. An answer can
     * be failed and also flipped or skewed.
     */
    readonly failed: number;
    /** What decides a visitor's release (a page load, a call by a client without a page) came from another release than its pin. */
    readonly flipped: number;
    /** A page's asset or API call was answered by another release than the page's. */
    readonly skewed: number;
    /** Requests sent again since a kept connection was closed under them. */
    readonly retried: number;
    /** Visitors that moved on when {@link Ledger.allowMove} let them. */
    readonly moved: number;
    readonly byRelease: Readonly<Record<string, ReleaseCounters>>;
}

export interface ReleaseCounters {
    readonly requests: number;
    /** Sessions whose first answer came from this release. */
    readonly newVisitors: number;
}

/** New visitors of each release so far. */
export type Mark = Readonly<Record<string, number>>;

export type LedgerEvent =
    | { readonly type: "problem"; readonly problem: Problem }
    | { readonly type: "moved"; readonly visitor: string; readonly from: string; readonly to: string }
    | { readonly type: "note"; readonly text: string };

const KEPT = 20;

/** What was counted, and which moves between releases are no fault. */
export class Ledger {
    /** The first problems, for messages. */
    readonly problems: Problem[] = [];
    private readonly counts = { requests: 0, sessions: 0, failed: 0, flipped: 0, skewed: 0, retried: 0, moved: 0 };
    private readonly releases = new Map<string, { requests: number; newVisitors: number; lastNew: number }>();
    private readonly moves = new Map<string, string | undefined>();

    constructor(private readonly onEvent: (event: LedgerEvent) => void = () => {}) {}

    count(what: "requests" | "sessions" | "retried"): void {
        this.counts[what]++;
    }

    answered(release: string): void {
        this.of(release).requests++;
    }

    arrived(release: string): void {
        const counters = this.of(release);
        counters.newVisitors++;
        counters.lastNew = Date.now();
    }

    fault(problem: Omit<Problem, "time">): void {
        this.counts[problem.fault]++;
        const full = { time: new Date().toISOString(), ...problem };
        if (this.problems.length < KEPT) this.problems.push(full);
        this.onEvent({ type: "problem", problem: full });
    }

    moved(visitor: string, from: string, to: string): void {
        this.counts.moved++;
        this.onEvent({ type: "moved", visitor, from, to });
    }

    note(text: string): void {
        this.onEvent({ type: "note", text });
    }

    /** From now on visitors of the release may move to another one (to `to` only, when given). Back is a fault. */
    allowMove(release: string, to?: string): void {
        this.moves.set(release, to);
    }

    /** Takes {@link allowMove} back, for a release that is deployed again. */
    forbidMove(release: string): void {
        this.moves.delete(release);
    }

    mayMove(from: string, to: string): boolean {
        return this.moves.has(from) && (this.moves.get(from) ?? to) === to;
    }

    mark(): Mark {
        return Object.fromEntries([...this.releases].map(([release, { newVisitors }]) => [release, newVisitors]));
    }

    /** New visitors of each release since the mark. */
    newVisitors(since: Mark = {}): Record<string, number> {
        return Object.fromEntries(
            Object.entries(this.mark()).map(([release, count]) => [release, count - (since[release] ?? 0)]),
        );
    }

    /** Share of the new visitors since the mark that the release got, 0 to 1; NaN when nobody came. */
    share(release: string, since: Mark = {}): number {
        const came = this.newVisitors(since);
        return (came[release] ?? 0) / Object.values(came).reduce((sum, count) => sum + count, 0);
    }

    /** When the release last gave a new visitor its first answer, in milliseconds since 1970; undefined when it never did. */
    lastAnswerToNewVisitor(release: string): number | undefined {
        return this.releases.get(release)?.lastNew || undefined;
    }

    snapshot(): Snapshot {
        const byRelease = Object.fromEntries(
            [...this.releases].map(([release, { requests, newVisitors }]) => [release, { requests, newVisitors }]),
        );
        return { ...this.counts, byRelease };
    }

    private of(release: string) {
        let counters = this.releases.get(release);
        if (!counters) {
            counters = { requests: 0, newVisitors: 0, lastNew: 0 };
            this.releases.set(release, counters);
        }
        return counters;
    }
}
