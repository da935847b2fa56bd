import type { IncomingHttpHeaders } from "node:http";
import { Cookie, CookieJar } from "tough-cookie";

export interface SessionSettings {
    /** The visitor keeps cookies. */
    readonly cookies: boolean;
    /** Name of the cookie that holds the pin. */
    readonly pinCookie: string;
    /** Milliseconds without a request after which a client without cookies has no claim to its release any more. */
    readonly cookielessIdleMs: number;
}

/** What a visitor is tied to: its cookies and the release it was given. All its tabs share it. */
export class Session {
    readonly jar: CookieJar | undefined;
    /** The release that the visitor must go on seeing. */
    pin: string | undefined;
    begun = false;
    private held = false;
    private lastAt = 0;

    constructor(private readonly settings: SessionSettings) {
        this.jar = settings.cookies ? new CookieJar() : undefined;
    }

    cookiesFor(url: string): string {
        return this.jar?.getCookieStringSync(url) ?? "";
    }

    /** Called before a request that needs the pin: a session whose pin ran out is over, and the next answer begins another one. */
    renew(cookies: string): void {
        if (this.pin !== undefined && this.isOver(cookies)) {
            this.pin = undefined;
            this.begun = false;
            this.held = false;
        }
    }

    /** Called for every answer. */
    keep(headers: IncomingHttpHeaders, url: string): void {
        this.lastAt = Date.now();
        const lines = headers["set-cookie"];
        if (!this.jar || lines === undefined) return;
        for (const line of [lines].flat()) {
            const cookie = Cookie.parse(line);
            if (!cookie) continue;
            fixExpiry(cookie);
            const kept = this.jar.setCookieSync(cookie, url, { ignoreError: true });
            if (kept?.key === this.settings.pinCookie) this.held = isAlive(kept);
        }
    }

    /**
     * With cookies: the pin's time ran out, or the visitor removed it. A server that deletes the cookie or never sets one ends nothing: what
     * follows is then a flip.
     */
    private isOver(cookies: string): boolean {
        const { pinCookie, cookielessIdleMs } = this.settings;
        if (!this.jar) return Date.now() - this.lastAt >= cookielessIdleMs;
        if (!this.held || `; ${cookies}`.includes(`; ${pinCookie}=`)) return false;
        const kept = this.jar.toJSON()?.cookies ?? [];
        return !kept.some((cookie) => cookie.key === pinCookie && isAlive(Cookie.fromJSON(cookie)));
    }
}

/** The jar would count Max-Age from the last time a cookie was sent; browsers count it from when it was set (RFC 6265 section 5.2.2). */
function fixExpiry(cookie: Cookie): void {
    if (typeof cookie.maxAge !== "number") return;
    cookie.expires = new Date(cookie.maxAge > 0 ? Date.now() + cookie.maxAge * 1000 : 0);
    cookie.maxAge = null;
}

function isAlive(cookie: Cookie | undefined): boolean {
    return (cookie?.expiryTime() ?? 0) > Date.now();
}
