import type { CookieJar } from "tough-cookie";
import { type AppRules, anyApp, type Page } from "./appRules";
import { Connections, type Outgoing } from "./connections";
import { type Fault, Ledger } from "./ledger";
import { Reply } from "./reply";
import { Session, type SessionSettings } from "./session";

export interface VisitorOptions extends Partial<SessionSettings> {
    /** Where the app is, for example `http://127.0.0.1:8080`. */
    readonly url: string;
    /** Name of the kind of visitor, for messages. Default: `visitor`. */
    readonly kind?: string;
    /** Calls of a page carry the header `X-Release`. Without it a visitor is judged by its pin alone. Default: true. */
    readonly sendsRelease?: boolean;
    /** Source address. Default: the system's choice. */
    readonly localAddress?: string;
    /** What pins a visitor to a release, where that is not its id. */
    readonly pinOf?: (release: string) => string;
    readonly rules?: AppRules;
    /** Where faults are counted. Default: one of its own. */
    readonly ledger?: Ledger;
    /** Unit: milliseconds. Default: 10000. */
    readonly timeoutMs?: number;
}

interface Exchange {
    readonly method?: string;
    readonly headers: Record<string, string>;
    readonly body?: string;
    /** The page that sends the request; undefined when the visitor's pin decides. */
    readonly from?: Page;
    /** Release that the visitor asks for, and whether getting it moves the pin. */
    readonly asked?: { readonly release: string; readonly keeps: boolean };
    /** What is wrong with the answer. */
    readonly check?: (reply: Reply) => string | undefined;
}

/** `refresh`: the operator ended the page's release, and the page learns so by this answer. */
type Verdict = "fine" | "flipped" | "skewed" | "refresh";

/** One browser tab, or one API client. Every answer is judged, and counted in the ledger. */
export class Visitor {
    readonly ledger: Ledger;
    /** The page that is open. */
    tab: Page | undefined;
    private readonly rules: AppRules;
    private readonly name: string;
    private readonly origin: string;
    private readonly session: Session;
    private readonly connections: Connections;

    constructor(
        private readonly options: VisitorOptions,
        sibling?: Visitor,
    ) {
        const { kind = "visitor", url, localAddress, timeoutMs = 10_000 } = options;
        const { cookies = true, pinCookie = "release", cookielessIdleMs = 1_800_000 } = options;
        this.ledger = options.ledger ?? new Ledger();
        this.rules = options.rules ?? anyApp;
        this.name = localAddress ? `${kind} ${localAddress}` : kind;
        this.origin = new URL(url).origin;
        const onRetry = () => this.ledger.count("retried");
        this.connections =
            sibling?.connections ?? new Connections({ origin: this.origin, localAddress, timeoutMs, onRetry });
        this.session = sibling?.session ?? new Session({ cookies, pinCookie, cookielessIdleMs });
    }

    /** The cookies; undefined for a visitor that keeps none. */
    get jar(): CookieJar | undefined {
        return this.session.jar;
    }

    /** The release that the visitor is on: the open page's, else the pin. */
    get release(): string | undefined {
        return this.sender?.release ?? this.session.pin;
    }

    /** The open page, where it names its release. */
    private get sender(): Page | undefined {
        return this.options.sendsRelease === false ? undefined : this.tab;
    }

    /** Loads the page, or loads it again. `ask` asks for a release, as a link with `?release=` does. */
    async page({ ask, path = "/" }: { ask?: string; path?: string } = {}): Promise<Reply> {
        let page: Page | undefined;
        const { pinOf = (release: string) => release } = this.options;
        const target = new URL(path, this.origin);
        if (ask !== undefined) target.searchParams.set("release", pinOf(ask));
        const release = ask ?? target.searchParams.get("release");
        const reply = await this.exchange(target.pathname + target.search, {
            headers: { accept: "text/html" },
            asked: release === null ? undefined : { release, keeps: this.jar !== undefined },
            check: (answer) => {
                page = { ...this.rules.readPage(answer), release: answer.release ?? "" };
                return undefined;
            },
        });
        this.tab = page;
        return reply;
    }

    /** Fetches an asset of the open page, the first when no path is given; undefined when there is none. */
    async asset(path = this.tab?.assets[0]): Promise<Reply | undefined> {
        const page = this.tab;
        if (!page || path === undefined) return undefined;
        return this.exchange(path, {
            // As browsers do, and how a router tells a page's asset from a link that asks for a release.
            headers: { referer: `${this.origin}/` },
            from: this.sender,
            check: (reply) => this.rules.checkAsset?.(reply, page),
        });
    }

    /** Calls the API, from the open page when there is one. An own header `x-release` asks for a release, for this call alone. */
    async api(
        path: string,
        { method, body, headers }: { method?: string; body?: string; headers?: Record<string, string> } = {},
    ): Promise<Reply> {
        const asked = headers?.["x-release"];
        const from = asked === undefined ? this.sender : undefined;
        const own = from ? { "x-release": from.pin ?? from.release, ...this.rules.apiHeaders?.(from) } : undefined;
        const type = body === undefined ? undefined : { "content-type": "application/json" };
        return this.exchange(path, {
            method,
            body,
            headers: { accept: "application/json", ...type, ...own, ...headers },
            from,
            asked: asked === undefined ? undefined : { release: asked, keeps: false },
            check: (reply) => this.rules.checkApi?.(reply, from),
        });
    }

    /** Another tab of the same browser: it shares the cookies, the pin and the connections, and has no page yet. */
    openTab(): Visitor {
        return new Visitor({ ...this.options, ledger: this.ledger }, this);
    }

    /** Closes the connections, after the answers that are under way. */
    async close(): Promise<void> {
        await this.connections.close();
    }

    private async exchange(path: string, request: Exchange): Promise<Reply> {
        const { method = "GET", headers, body, from, check } = request;
        const target = this.origin + path;
        const cookie = this.session.cookiesFor(target);
        if (!from) this.session.renew(cookie);
        const expected = from ? from.release : this.session.pin;
        if (!this.session.begun) this.ledger.count("sessions");
        this.session.begun = true;
        this.ledger.count("requests");

        const reply = await this.send({ method, path, headers: cookie ? { ...headers, cookie } : headers, body });
        this.session.keep(reply.headers, target);
        const verdict = this.judge(reply, expected, request);
        if (verdict === "flipped" || verdict === "skewed") {
            this.fault(verdict, target, `release ${expected}`, `release ${reply.release} (status ${reply.status})`);
        }
        // A refusal (4xx) is how an API tells a page to load again; its body is not for this page either.
        const refused = verdict === "refresh" && reply.status < 500;
        const wrong = refused ? undefined : (brokenness(reply) ?? mistakeIn(reply, check));
        if (wrong !== undefined) this.fault("failed", target, `a good answer of ${expected ?? "any release"}`, wrong);
        if (verdict === "refresh") await this.refresh(from, reply);
        return reply;
    }

    /** Compares the answer's release with what the visitor must see, and moves the pin to what it saw. */
    private judge({ release }: Reply, expected: string | undefined, { from, asked }: Exchange): Verdict {
        if (release === undefined) return "fine";
        this.ledger.answered(release);
        if (asked?.release === release) {
            if (asked.keeps) this.session.pin = release;
            return "fine";
        }
        if (release === expected) return "fine";
        if (expected === undefined) {
            if (this.session.pin === undefined) this.ledger.arrived(release);
            this.session.pin ??= release;
            return "fine";
        }
        const allowed = this.ledger.mayMove(expected, release);
        if (from) return allowed ? "refresh" : "skewed";
        this.session.pin = release;
        if (allowed) this.ledger.moved(this.name, expected, release);
        return allowed ? "fine" : "flipped";
    }

    /** A page whose release is gone is loaded again, once for all its calls that learn so. */
    private async refresh(page: Page | undefined, { release }: Reply): Promise<void> {
        if (!page || !release || this.tab !== page) return;
        this.tab = undefined;
        if (this.session.pin === page.release) this.session.pin = release;
        this.ledger.moved(this.name, page.release, release);
        await this.page();
    }

    private fault(fault: Fault, url: string, expected: string, got: string): void {
        this.ledger.fault({ fault, visitor: this.name, url, expected, got });
    }

    private async send(request: Outgoing): Promise<Reply> {
        try {
            return new Reply(request.path, await this.connections.send(request));
        } catch (error) {
            return new Reply(request.path, undefined, describe(error));
        }
    }
}

/** What is wrong with an answer whatever the app. */
function brokenness(reply: Reply): string | undefined {
    if (reply.error !== undefined) return reply.error;
    if (!reply.ok) return `status ${reply.status}: ${reply.body.slice(0, 80)}`;
    return reply.release === undefined ? "no header X-Release" : undefined;
}

function mistakeIn(reply: Reply, check: Exchange["check"]): string | undefined {
    try {
        return check?.(reply);
    } catch (error) {
        return error instanceof Error ? error.message : String(error);
    }
}

function describe(error: unknown): string {
    if (!(error instanceof Error)) return String(error);
    const code = "code" in error ? `${error.code}: ` : "";
    return `${code}${error.message}`;
}
