import { type Load, type LoadOptions, startLoad } from "../../tools/traffic";
import { startArrivals } from "../../tools/traffic/arrivals";
import { residents } from "../../tools/traffic/load";
import { Visits } from "../support/visits";

const visits = new Visits();
let load: Load;

beforeEach(() => visits.open());
afterEach(async () => {
    await load?.stop();
    await visits.close();
});

function start(options: Partial<LoadOptions> = {}): Promise<Load> {
    load = startLoad({ url: visits.server.url, visitors: 20, thinkMs: 10, apiPaths: ["/api/cart"], ...options });
    return load.ready.then(() => load);
}

async function until(done: () => boolean | Promise<boolean>): Promise<void> {
    while (!(await done())) await new Promise((resolve) => setTimeout(resolve, 5));
}

const requests = (count: number) => {
    const goal = load.snapshot().requests + count;
    return until(() => load.snapshot().requests >= goal);
};
const newcomers = (count: number) => {
    const mark = load.mark();
    return until(() => Object.values(load.newVisitors(mark)).reduce((a, b) => a + b, 0) >= count);
};

const CLEAN = { failed: 0, flipped: 0, skewed: 0, moved: 0 };

describe("a right server", () => {
    it("gives visitors of all kinds no fault, through canary and switch", async () => {
        await start({ newVisitorsPerSecond: 50, thinkMs: 50 });
        const before = load.mark();
        await newcomers(20);
        expect([load.share("v1", before), load.share("v2", before)]).toEqual([1, 0]);

        visits.server.share = 50;
        await newcomers(20);
        const canary = load.mark();
        await newcomers(60);
        // Answers come in another order than draws, so the ends of the window may be uneven.
        expect(load.share("v2", canary)).toBeGreaterThan(0.4);
        expect(load.share("v2", canary)).toBeLessThan(0.6);

        visits.server.share = 100;
        await newcomers(20);
        const after = load.mark();
        const last = load.lastAnswerToNewVisitor("v1");
        const now = Date.now();
        await newcomers(20);
        expect(load.share("v2", after)).toBe(1);
        expect(load.lastAnswerToNewVisitor("v1")).toBe(last);
        expect(load.lastAnswerToNewVisitor("v2")).toBeGreaterThanOrEqual(now);
        expect(load.lastAnswerToNewVisitor("v9")).toBeUndefined();

        const report = await load.stop();
        expect(report).toMatchObject({ ...CLEAN, problems: [] });
        expect(report.requests).toBe(visits.server.headers.length);
        expect(report.sessions).toBe(visits.server.sources.size);
        const counted = Object.values(report.byRelease).reduce((sum, release) => sum + release.newVisitors, 0);
        expect(counted).toBe(report.sessions);
    });

    it("sees nobody left after the end", async () => {
        await start();
        await requests(100);
        const { requests: total } = await load.stop();
        await until(async () => (await visits.server.connections()) === 0);
        expect(visits.server.headers.length).toBe(total);
    });
});

describe("a wrong server", () => {
    it("is found out, with the first 20 problems told", async () => {
        const seen: string[] = [];
        visits.server.spoil = (plan, { tier, index }) => {
            if (index > 50 && index % 5 === 0) plan.release = "v2";
            if (index > 50 && tier === "api" && index % 7 === 0) plan.status = 500;
        };
        await start({ onEvent: (event) => seen.push(event.type) });
        await requests(400);
        const report = await load.stop();
        const { failed, flipped, skewed } = report;
        expect(Math.min(failed, flipped, skewed)).toBeGreaterThan(0);
        expect(seen.filter((type) => type === "problem")).toHaveLength(failed + flipped + skewed);
        expect(report.problems).toHaveLength(20);
        expect(new Set(report.problems.map(({ fault }) => fault))).toEqual(new Set(["failed", "flipped", "skewed"]));
        for (const problem of report.problems) {
            expect(problem.time).toMatch(/^\d{4}-/);
            expect(problem.visitor).toMatch(/^(page|oldTab|cookieless|api)( 127\.1\.0\.\d+)?$/);
            expect(problem.url).toContain(visits.server.url);
            expect([problem.expected, problem.got]).not.toContain("");
        }
    });
});

describe("the end of a release", () => {
    it("has its visitors leave, and others take their places", async () => {
        await start({ newVisitorsPerSecond: 100 });
        visits.server.share = 100;
        expect(load.sessionsOn("v1")).toBeGreaterThanOrEqual(20);
        expect(load.sessionsOn("v1", ["oldTab"])).toBe(4);
        load.endSessions("v1", { withinMs: 50, kinds: ["page", "oldTab", "visit"] });
        await until(() => load.sessionsOn("v1") === load.sessionsOn("v1", ["api", "cookieless"]));
        expect(load.sessionsOn("v1")).toBe(4);
        load.endSessions("v1", { withinMs: 50 });
        await until(() => load.sessionsOn("v1") === 0);
        visits.server.retire("v1");
        await until(() => load.sessionsOn("v2") >= 20);
        await requests(100);
        expect(await load.stop()).toMatchObject({ ...CLEAN, problems: [] });
    });

    it("has those leave too whose first answer is still under way", async () => {
        visits.server.spoil = (_plan, { index }) => {
            if (index > 0) return;
            load.endSessions("v1");
            visits.server.share = 100;
        };
        await start();
        await until(() => load.sessionsOn("v2") === 20);
        expect((await load.stop()).byRelease.v1?.newVisitors).toBeGreaterThan(0);
    });

    it("moves those who stay once when the operator allows it", async () => {
        await start();
        load.allowMove("v1", "v2");
        visits.server.retire("v1");
        visits.server.remembersSources = false;
        await until(() => load.sessionsOn("v2") === 20);
        await requests(100);
        expect(await load.stop()).toMatchObject({ ...CLEAN, moved: 20, problems: [] });
    });

    it("is a fault when nobody allowed it", async () => {
        await start();
        visits.server.retire("v1");
        visits.server.remembersSources = false;
        await requests(200);
        const { moved, flipped, skewed } = await load.stop();
        expect(moved).toBe(0);
        expect(Math.min(flipped, skewed)).toBeGreaterThan(0);
    });
});

describe("arrivals", () => {
    it("come at their rate, and wait when too many visits are under way", async () => {
        const leave: (() => void)[] = [];
        const visit = () => new Promise<void>((resolve) => leave.push(resolve));
        let held = 0;
        const stop = startArrivals({ perSecond: 500, most: 3, visit, onHeld: () => held++ });
        await until(() => held === 1);
        expect(leave).toHaveLength(3);
        leave[0]?.();
        await until(() => leave.length === 4);
        stop();
        leave[1]?.();
        await new Promise((resolve) => setTimeout(resolve, 60));
        expect([leave.length, held]).toEqual([4, 1]);
    });
});

describe("options", () => {
    it("share one address where the system has no more, and say so", async () => {
        await start({ firstAddress: "192.0.2.1", mix: { cookieless: 1, api: 1 } });
        await requests(50);
        const { notes, ...report } = await load.stop();
        expect(notes).toEqual([expect.stringContaining("192.0.2.1")]);
        expect(report).toMatchObject(CLEAN);
        expect([...visits.server.sources]).toEqual(["127.0.0.1"]);
        // All of them keep cookies: only their first requests have none.
        expect(visits.server.headers.filter(({ cookie }) => cookie === undefined)).toHaveLength(20);
    });

    it("spread the kinds in their proportions", () => {
        const kinds = residents(20, { page: 6, oldTab: 2, cookieless: 1, api: 1 });
        const count = (kind: string) => kinds.filter((one) => one === kind).length;
        expect(["page", "oldTab", "cookieless", "api"].map(count)).toEqual([12, 4, 2, 2]);
        expect(residents(2, { page: 1, api: 1 }).sort()).toEqual(["api", "page"]);
        expect(residents(3, { page: 0 })).toEqual([]);
    });

    it.each<[string, Partial<LoadOptions>]>([
        ["url", { url: "https://127.0.0.1" }],
        ["apiPaths", { apiPaths: [] }],
        ["visitors", { visitors: -1 }],
        ["thinkMs", { thinkMs: Number.NaN }],
    ])("are checked: %s", (name, options) => {
        expect(() => startLoad({ url: "http://127.0.0.1:1", visitors: 1, apiPaths: ["/"], ...options })).toThrow(name);
    });
});
