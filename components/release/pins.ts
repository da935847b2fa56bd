import type { Session } from "./app";

/** The link that shows one release to whoever opens it. */
export function previewUrl(url: string, session: Pick<Session, "queries">, pin: string): string {
    return `${url}/?${session.queries[0]}=${pin}`;
}

/** Name of the cookie that carries the visitor's random id for the census. */
export function visitorCookie(session: Pick<Session, "cookie">): string {
    return `${session.cookie}-visitor`;
}

/** Name of the cookie that keeps a visitor on one instance of a tier. */
export function instanceCookie(session: Pick<Session, "cookie">, tier: string): string {
    return `${session.cookie}-${tier}`;
}

/** The attributes of our cookies, as they stand in `Set-Cookie` after the value. */
export function cookieAttributes(session: Session, secure: boolean): string {
    const attributes = ["Path=/", `Max-Age=${session.idleSeconds}`, `SameSite=${session.sameSite}`, "HttpOnly"];
    if (session.domain) attributes.push(`Domain=${session.domain}`);
    if (secure) attributes.push("Secure");
    return attributes.join("; ");
}
