import { setTimeout as sleep } from "node:timers/promises";
import { type Color, other } from "../../components/release";
import { contractRules } from "../../test/support/contractApp";
import { startLoad } from "../../tools/traffic";
import { RELEASES, type Way } from "./way";

/** What visitors saw of a change. */
export interface Seen {
    /** From the start of the change to the last old answer that a new visitor got. */
    readonly seconds: number;
    /** From the moment at which the change reached the API server, where that is another one. */
    readonly routerSeconds: number;
    readonly requests: number;
    readonly failed: number;
    readonly flipped: number;
    readonly skewed: number;
}

/** Sessions are open for a while before a change, and go on after its start, for all ways alike. */
const BEFORE_SECONDS = 2;
const AFTER_START_SECONDS = 30;
/** At least as long after its end. */
const AFTER_END_SECONDS = 5;

/**
 * Makes a change while visitors with open pages and new ones are there. All keep cookies and have a page: who has neither cannot be
 * recognised by a Gateway.
 */
export async function seenOf(way: Way, color: Color): Promise<Seen> {
    const load = startLoad({
        url: way.url,
        visitors: 20,
        newVisitorsPerSecond: 20,
        mix: { page: 3, oldTab: 1 },
        apiPaths: ["/api/whoami", "/api/orders"],
        rules: contractRules,
    });
    await load.ready;
    await sleep(BEFORE_SECONDS * 1000);
    const start = Date.now();
    try {
        await way.makeLive(color);
        const left = AFTER_START_SECONDS * 1000 - (Date.now() - start);
        await sleep(Math.max(left, AFTER_END_SECONDS * 1000));
    } finally {
        await load.stop();
    }
    const { requests, failed, flipped, skewed } = load.snapshot();
    const last = load.lastAnswerToNewVisitor(RELEASES[other(color)]) ?? start;
    const since = (from: number) => Math.max(0, last - from) / 1000;
    const routerSeconds = since((await way.writtenAt?.()) ?? start);
    return { seconds: since(start), routerSeconds, requests, failed, flipped, skewed };
}
