import { FakeShop } from "../../support/cli/fakeShop";
import { sets, shopWith, UP } from "../../support/cli/stepping";
import { typed } from "../../support/cli/typed";

const SWITCHED = "set active=green canary=0 epoch=1 greenRelease=v2";

describe("going up", () => {
    test("each step is a canary, the last is the switch, with probes in the pauses", async () => {
        const shop = shopWith({});
        const { code, out, shown } = await typed(shop, UP);
        expect([code, sets(shop)]).toEqual([0, ["set canary=5", "set canary=50", SWITCHED]]);
        expect(shop.live).toMatchObject({ active: "green", epoch: 1 });
        expect(out).toContain("step 1 of 3: 5 % of new visitors to v2 on green\n");
        expect(out).toContain("step 3 of 3: the switch to v2 on green\n");
        expect(out).toContain("  frontend 1000 requests, 0.1 % failed (old 0.1 %), 30 ms (old 30 ms); backend 1000");
        expect(shown.filter((line) => line !== "")).toHaveLength(4);
    });

    test("the plan tells steps, probes, limits and the way back, and --dry-run changes nothing", async () => {
        const shop = shopWith({});
        const gates = "--check-url https://me:pw@gate.test/ok?token=s3 --every 2m";
        const { code, out } = await typed(shop, `switch --steps 5,25,50,100 ${gates} --dry-run`);
        expect(code).toBe(0);
        expect(out.split("\n").slice(0, 8)).toEqual([
            "shop on stack dev: blue (v1) -> green (v2)",
            "  v2 on green gets 5 %, 25 % then 50 % of new visitors, 2 min each, then all",
            "  every 5 s a probe:",
            "    by the router: more than 1 percentage points more errors than v1, or 2 times its answer time, is a breach; fewer than 100 requests decide nothing",
            "    gate https://gate.test/ok: anything but 2xx is a breach",
            "  a breach, or Ctrl-C, gives all new visitors back to blue (v1) at once",
            "  new visitors: blue (v1) -> green (v2)",
            "  blue (v1) keeps who is on it: 412 visitors",
        ]);
        expect(shop.ran).toEqual([`preview ${SWITCHED.slice(4)}`]);
    });

    test("--json prints one object with every step and its numbers", async () => {
        const { out } = await typed(shopWith({}), `${UP} --json`);
        expect(JSON.parse(out)).toMatchObject({
            command: "switch",
            outcome: "switched",
            status: { active: "green" },
            changes: { update: ["shop-traffic"] },
            steps: [
                { percent: 5, result: "passed", probes: 2, seconds: 10, at: "2026-03-01T12:00:00.000Z" },
                { percent: 50, result: "passed", probes: 2, reason: null },
                { percent: 100, result: "passed", probes: 0 },
            ],
        });
        expect(JSON.parse(out).steps[0].numbers[0]).toEqual({
            tier: "frontend",
            old: { requests: 1000, errors: 1, errorRate: 0.1, latencyMs: 30 },
            new: { requests: 1000, errors: 1, errorRate: 0.1, latencyMs: 30 },
            decides: true,
        });
    });

    test("goes on from the canary that is live, but not below it", async () => {
        const live = { config: { greenRelease: "v2", canary: "25" } };
        const shop = new FakeShop(live);
        expect((await typed(shop, "switch --steps 25,100 --every 1s --yes")).code).toBe(0);
        const other = new FakeShop(live);
        expect(await typed(other, UP)).toMatchObject({
            code: 2,
            error: "blue-green: --steps: must go up from the canary of 25 % that is live, got 5 first\n",
        });
        expect(other.ran).toEqual([]);
    });

    test.each([
        ["few requests decide nothing", { requests: 99, errors: 99 }],
        ["next to no time may double", { latencyMs: 40 }],
        ["one point more is allowed", { errors: 10 }],
    ])("%s", async (_name, fresh) => {
        expect((await typed(shopWith(fresh, { errors: 0, latencyMs: 2 }), UP)).code).toBe(0);
    });
});

describe("a breach takes all new visitors back at the next probe", () => {
    test.each([
        [
            "errors",
            { errors: 12 },
            "at 5 %: tier frontend: 1.2 % of 1000 requests failed, 0.1 % of the old release's; allowed: 1 points more",
        ],
        [
            "latency",
            { latencyMs: 61 },
            "at 5 %: tier frontend: an answer takes 61 ms, 30 ms of the old release; allowed: 60 ms",
        ],
    ])("%s", async (_name, fresh, reason) => {
        const shop = shopWith(fresh);
        const { code, error, out } = await typed(shop, UP);
        const told = `blue-green: ${reason}\nRolled back: all new visitors get v1 on blue.\n`;
        expect([code, error]).toEqual([3, expect.stringContaining(told)]);
        expect(out).toContain("rolling back: no more new visitors for v2 on green (at 5 %: tier frontend");
        expect(sets(shop)).toEqual(["set canary=5", "set canary=0"]);
        // The pause is of ten seconds, a probe comes after five.
        expect(shop.now - Date.parse("2026-03-01T12:00:00Z")).toBe(5000);
    });

    test("in a later step, with what was true before in the report", async () => {
        const shop = shopWith(({ config_ }) => (config_.canary === "50" ? { errors: 900 } : {}));
        const { code, out } = await typed(shop, `${UP} --json`);
        expect(code).toBe(3);
        expect(JSON.parse(out)).toMatchObject({
            outcome: "rolled-back",
            error: { code: "refused", exitCode: 3, message: expect.stringContaining("at 50 %: tier frontend: 90 %") },
            steps: [
                { percent: 5, result: "passed" },
                { percent: 50, result: "breach", probes: 1, reason: expect.stringContaining("90 %") },
            ],
            status: { active: "blue", canary: 0 },
        });
        expect(shop.updates[0]?.message).toBe(
            "blue-green rollback: no more new visitors for v2 on green (by ada@desk)",
        );
    });

    test("thresholds are the caller's", async () => {
        expect((await typed(shopWith({ errors: 12 }), `${UP} --max-error-rate 5`)).code).toBe(0);
        expect((await typed(shopWith({ latencyMs: 61 }), `${UP} --max-latency 3`)).code).toBe(0);
        expect((await typed(shopWith({ requests: 10, errors: 5 }), `${UP} --min-requests 10`)).code).toBe(3);
        expect((await typed(shopWith({ errors: 900 }), `${UP} --no-probe`)).code).toBe(0);
    });

    test("numbers that cannot be read for a while are none, for longer are a breach", async () => {
        const shop = shopWith({});
        const { numbers } = shop;
        let asked = 0;
        shop.numbers = async () => {
            if (++asked % 3 !== 0) throw new Error("no answer within 2000 ms");
            return (await numbers?.()) ?? {};
        };
        expect((await typed(shop, `${UP} --every 30s`)).code).toBe(0);
        const blind = shopWith({});
        blind.numbers = async () => {
            throw new Error("no answer within 2000 ms");
        };
        expect(await typed(blind, `${UP} --every 30s`)).toMatchObject({
            code: 3,
            error: expect.stringContaining(
                "at 5 %: nobody can tell how the new release does: the router cannot be read",
            ),
        });
        expect(blind.now - Date.parse("2026-03-01T12:00:00Z")).toBe(15_000);
        // A pause that is too short for three probes.
        expect((await typed(Object.assign(shopWith({}), { numbers: blind.numbers }), UP)).code).toBe(3);
    });
});
