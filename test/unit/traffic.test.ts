import { type AppRules, anyApp, type Visitor, type VisitorOptions } from "../../tools/traffic";
import type { Asked, Plan } from "../support/pinServer";
import { API_CLIENT, browse, COOKIELESS, faults, Visits } from "../support/visits";

const visits = new Visits();
const visit = (options?: Partial<VisitorOptions>) => visits.visitor(options);
const spoil: Visits["spoil"] = (...args) => visits.spoil(...args);

beforeEach(() => visits.open());
afterEach(() => visits.close());

describe("a right server", () => {
    it.each([
        ["page", {}],
        ["api client", API_CLIENT],
        ["client without cookies", COOKIELESS],
    ])("gives a %s no fault, also when new visitors get another release", async (_kind, options) => {
        const visitor = visit(options);
        await visitor.api("/api/cart");
        visits.server.share = 100;
        await browse(visitor);
        expect(faults(visitor)).toEqual({});
        expect(visitor.release).toBe("v1");
        expect(visitor.ledger.snapshot()).toMatchObject({
            requests: 7,
            sessions: 1,
            byRelease: { v1: { requests: 7, newVisitors: 1 } },
        });
    });

    it("is told the release of the page by the page's API calls only", async () => {
        const visitor = await browse(visit());
        const told = visits.server.headers.map((headers) => headers["x-release"]);
        expect(told).toEqual([undefined, undefined, "v1", "v1", "v1", undefined]);
        await visitor.close();
    });
});

describe("flipped", () => {
    it("counts a page load of another release, once, and goes on from there", async () => {
        const visitor = visit();
        await visitor.page();
        spoil("page", { release: "v2" });
        await visitor.page();
        await visitor.page();
        expect(faults(visitor)).toEqual({ flipped: 1 });
        expect(visitor.ledger.problems).toMatchObject([
            { fault: "flipped", visitor: "visitor", url: `${visits.server.url}/`, expected: "release v1" },
        ]);
        expect(visitor.ledger.problems[0]?.got).toContain("release v2");
    });

    it.each([
        ["an API client with cookies", API_CLIENT],
        ["a client without cookies", COOKIELESS],
    ])("counts every change that %s sees", async (_kind, options) => {
        const visitor = visit(options);
        spoil("api", { release: "v2" }, ({ index }) => index % 2 === 1);
        for (let i = 0; i < 4; i++) await visitor.api("/api/cart");
        expect(faults(visitor)).toEqual({ flipped: 3 });
    });

    it.each(["never sets the pin", "deletes the pin"])("counts a server that %s", async (how) => {
        visits.server.remembersSources = false;
        if (how === "deletes the pin") visits.server.maxAge = 0;
        else visits.server.setsCookie = false;
        const visitor = visit();
        await visitor.page();
        visits.server.share = 100;
        await visitor.page();
        expect(faults(visitor)).toEqual({ flipped: 1 });
    });
});

describe("skewed", () => {
    it.each(["api", "asset"] as const)("counts each %s answer of another release than the page's", async (tier) => {
        spoil(tier, { release: "v2" });
        const visitor = await browse(visit());
        expect(faults(visitor)).toEqual({ skewed: tier === "api" ? 3 : 1 });
        expect(visitor.release).toBe("v1");
    });
});

describe("failed", () => {
    it.each<[string, Partial<Plan>]>([
        ["status 500", { status: 500 }],
        ["status 404", { status: 404 }],
        ["a redirect", { status: 302 }],
        ["no X-Release", { named: false }],
        ["an answer that breaks off", { drop: "within" }],
        ["no answer", { silent: true }],
    ])("counts %s, and nothing else", async (_what, change) => {
        spoil("api", change);
        const visitor = visit({ timeoutMs: 300 });
        await browse(visitor);
        expect(faults(visitor)).toEqual({ failed: 3 });
    });

    it("counts an error of another release as failed and as skewed", async () => {
        spoil("api", { status: 500, release: "v2" });
        expect(faults(await browse(visit()))).toEqual({ failed: 3, skewed: 3 });
    });

    it("counts a server that is gone", async () => {
        const visitor = visit();
        await visits.server.stop();
        const reply = await visitor.page();
        expect([reply.status, reply.error]).toEqual([0, expect.stringContaining("ECONNREFUSED")]);
        expect(faults(visitor)).toEqual({ failed: 1 });
    });

    it("counts a page where an asset should be", async () => {
        spoil("asset", { type: "text/html" });
        expect(faults(await browse(visit()))).toEqual({ failed: 1 });
    });

    it("counts what the app's rules refuse, page by page and body by body", async () => {
        const rules: AppRules = {
            readPage: (page) => {
                if (!page.body.includes("app-v1")) throw new Error("not a page of v1");
                return anyApp.readPage(page);
            },
            checkApi: ({ body }, page) => (JSON.parse(body).shape === page?.release ? undefined : "wrong shape"),
        };
        expect(faults(await browse(visit({ rules })))).toEqual({});
        spoil("api", { body: '{"shape":"v2"}' });
        expect(faults(await browse(visit({ rules })))).toEqual({ failed: 3 });
        spoil("api", { body: "not json" });
        expect(faults(await browse(visit({ rules })))).toEqual({ failed: 3 });
        spoil("page", { body: "<p>maintenance</p>" });
        const visitor = visit({ rules });
        await visitor.page();
        expect([faults(visitor), visitor.tab]).toEqual([{ failed: 1 }, undefined]);
    });
});

describe("closed connections", () => {
    const used = ({ earlier }: Asked) => earlier > 0;

    it("are retried once when they were kept, and counted apart", async () => {
        const visitor = visit();
        await visitor.page();
        spoil("api", { drop: "before" }, used);
        expect((await visitor.api("/api/cart")).status).toBe(200);
        expect(faults(visitor)).toEqual({ retried: 1 });
        expect(visitor.ledger.snapshot().requests).toBe(2);
    });

    it.each<[string, (visitor: Visitor) => Promise<unknown>, (asked: Asked) => boolean, Record<string, number>]>([
        ["fresh", (v) => v.api("/api/cart"), () => true, { failed: 1 }],
        ["closed twice", (v) => v.page().then(() => v.api("/api/cart")), () => true, { failed: 1, retried: 1 }],
        ["used for a POST", (v) => v.page().then(() => v.api("/api/cart", { method: "POST" })), used, { failed: 1 }],
    ])("fail when they were %s", async (_how, act, when, expected) => {
        spoil("api", { drop: "before" }, when);
        const visitor = visit();
        await act(visitor);
        expect(faults(visitor)).toEqual(expected);
    });

    it("fail when they were fresh again after a broken one", async () => {
        const visitor = visit();
        await visitor.page();
        spoil("api", { drop: "within" });
        await visitor.api("/api/cart");
        spoil("api", { drop: "before" });
        await visitor.api("/api/cart");
        expect(faults(visitor)).toEqual({ failed: 2 });
    });

    it("fail when the answer had begun", async () => {
        spoil("api", { drop: "within" }, used);
        // The call after a broken one has a fresh connection.
        expect(faults(await browse(visit()))).toEqual({ failed: 2 });
    });
});
