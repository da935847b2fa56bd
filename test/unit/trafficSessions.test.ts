import { setTimeout as wait } from "node:timers/promises";
import { freshClient, type Visitor, type VisitorOptions } from "../../tools/traffic";
import { API_CLIENT, browse, COOKIELESS, faults, Visits } from "../support/visits";

const visits = new Visits();
const visit = (options?: Partial<VisitorOptions>) => visits.visitor(options);
const spoil: Visits["spoil"] = (...args) => visits.spoil(...args);

beforeEach(() => visits.open());
afterEach(() => visits.close());

describe("allowMove", () => {
    it("lets a page refresh to the live release once, and only once", async () => {
        const visitor = visit();
        await visitor.page();
        visitor.ledger.allowMove("v1", "v2");
        visits.server.retire("v1");
        await Promise.all([visitor.api("/api/cart"), visitor.asset()]);
        expect([visitor.release, faults(visitor)]).toEqual(["v2", { moved: 1 }]);
        await browse(visitor);
        expect(faults(visitor)).toEqual({ moved: 1 });
        spoil("page", { release: "v1" });
        await visitor.page();
        expect(faults(visitor)).toEqual({ moved: 1, flipped: 1 });
    });

    it.each([API_CLIENT, COOKIELESS])("lets an API client move once: %p", async (options) => {
        const visitor = visit(options);
        await visitor.api("/api/cart");
        visitor.ledger.allowMove("v1");
        visits.server.retire("v1");
        visits.server.remembersSources = false;
        for (let i = 0; i < 3; i++) await visitor.api("/api/cart");
        expect(faults(visitor)).toEqual({ moved: 1 });
    });

    it.each<[string, (visitor: Visitor) => void]>([
        ["nobody allowed it", () => {}],
        ["another target was named", ({ ledger }) => ledger.allowMove("v1", "v3")],
        ["another release was named", ({ ledger }) => ledger.allowMove("v2")],
        [
            "it was taken back",
            ({ ledger }) => {
                ledger.allowMove("v1");
                ledger.forbidMove("v1");
            },
        ],
    ])("does not excuse a move when %s", async (_why, prepare) => {
        const visitor = visit();
        await visitor.page();
        prepare(visitor);
        visits.server.retire("v1");
        await visitor.api("/api/cart");
        await visitor.page();
        expect(faults(visitor)).toEqual({ skewed: 1, flipped: 1 });
    });

    it("takes a refusal of the old page's call as the word to refresh, but not a broken server", async () => {
        const visitor = visit();
        await visitor.page();
        visitor.ledger.allowMove("v1");
        spoil("api", { status: 409, release: "v2" });
        visits.server.retire("v1");
        await visitor.api("/api/cart");
        expect([visitor.release, faults(visitor)]).toEqual(["v2", { moved: 1 }]);
        const other = visit();
        visits.server.live = ["v1", "v2"];
        await other.page({ ask: "v1" });
        other.ledger.allowMove("v1");
        spoil("api", { status: 502, release: "v2" });
        await other.api("/api/cart");
        expect(faults(other)).toMatchObject({ moved: 1, failed: 1 });
    });
});

describe("asking for a release", () => {
    it("lets an old tab stay on its release, and a new tab be elsewhere", async () => {
        const old = visit();
        await old.page();
        const tab = old.openTab();
        await tab.page({ ask: "v2" });
        await Promise.all([old.api("/api/cart"), tab.api("/api/cart"), old.asset(), tab.asset()]);
        expect([old.release, tab.release]).toEqual(["v1", "v2"]);
        // Without the page's own release in the header the cookie decides, and that has moved.
        expect((await old.api("/api/cart", { headers: { "x-release": "v9" } })).release).toBe("v2");
        await old.page();
        expect(old.release).toBe("v2");
        expect(faults(old)).toEqual({});
    });

    it("moves the visitor without a flip, and a dead release moves nobody", async () => {
        const visitor = visit();
        await visitor.page();
        expect((await visitor.page({ ask: "v2" })).release).toBe("v2");
        expect((await visitor.page({ ask: "v9" })).release).toBe("v2");
        expect((await visitor.page({ path: "/?release=v1" })).release).toBe("v1");
        expect((await visitor.page({ path: "/?release=v2" })).release).toBe("v2");
        expect((await visitor.api("/api/cart", { headers: { "x-release": "v1" } })).release).toBe("v1");
        expect((await visitor.page()).release).toBe("v2");
        expect(faults(visitor)).toEqual({});
    });
});

describe("a first answer", () => {
    it("of an asked release says nothing about the weights", async () => {
        const asking = visit();
        await asking.page({ ask: "v2" });
        expect(asking.ledger.newVisitors()).toEqual({ v2: 0 });
        expect(asking.ledger.share("v2")).toBeNaN();
        await asking.page();
        expect([asking.release, faults(asking)]).toEqual(["v2", {}]);
    });
});

describe("cookies and addresses", () => {
    it("honours Max-Age, counted from when the cookie was set: then a session is new, not flipped", async () => {
        visits.server.maxAge = 1;
        visits.server.remembersSources = false;
        const visitor = visit(API_CLIENT);
        await visitor.api("/api/cart");
        visits.server.setsCookie = false;
        visits.server.share = 100;
        await wait(600);
        expect((await visitor.api("/api/cart")).release).toBe("v1");
        await wait(600);
        expect(visitor.jar?.getCookieStringSync(visits.server.url)).toBe("");
        expect((await visitor.api("/api/cart")).release).toBe("v2");
        expect(faults(visitor)).toEqual({});
        expect(visitor.ledger.snapshot()).toMatchObject({ sessions: 2, byRelease: { v2: { newVisitors: 1 } } });
    });

    it("connects from the visitor's own address", async () => {
        const own = process.platform === "linux" ? ["127.1.2.3", "127.1.2.4", "127.1.2.5"] : [];
        await Promise.all(own.slice(0, 2).map((localAddress) => browse(visit({ localAddress }))));
        if (own[2]) await freshClient(visits.server.url, "/", {}, own[2]);
        expect([...visits.server.sources].sort()).toEqual(own);
    });

    it("makes single raw requests", async () => {
        const answer = await freshClient(visits.server.url, "/api/cart?x=1", { "x-release": "v2" });
        expect(answer).toMatchObject({ status: 200, release: "v2", body: '{"shape":"v2"}' });
        expect(answer.headers["set-cookie"]).toBeDefined();
        await visits.server.stop();
        await expect(freshClient(visits.server.url, "/")).rejects.toThrow("ECONNREFUSED");
    });
});
