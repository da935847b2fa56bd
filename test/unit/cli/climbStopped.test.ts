import { interrupted } from "../../../cli/failure";
import { FakeShop, planRefuses, upFails } from "../../support/cli/fakeShop";
import { sets, shopWith, TWO, UP } from "../../support/cli/stepping";
import { typed } from "../../support/cli/typed";

describe("HTTP gates", () => {
    const gate = "--check-url https://me:pw@gate.test/ok?token=s3cret";

    test("2xx goes on; each probe asks every gate", async () => {
        const asked: string[] = [];
        const call = async (url: string) => asked.push(url) && 204;
        const shop = shopWith({});
        expect((await typed(shop, `${UP} ${gate} --check-url http://b.test/`, { call })).code).toBe(0);
        expect(asked).toHaveLength(8);
        expect(asked[0]).toBe("https://me:pw@gate.test/ok?token=s3cret");
    });

    test.each([
        [async () => 302, "answers 302"],
        [async () => 500, "answers 500"],
        [() => Promise.reject(new Error("no answer within 5 s")), "does not answer (no answer within 5 s)"],
    ])("anything else is a breach, and no secret of the URL is shown", async (call, said) => {
        const shop = shopWith({});
        const { code, error, out } = await typed(shop, `${UP} ${gate}`, { call });
        expect([code, error]).toEqual([
            3,
            expect.stringContaining(`at 5 %: gate https://gate.test/ok ${said}; allowed: 2xx`),
        ]);
        expect(error + out).not.toMatch(/s3cret|pw/);
        expect(shop.config_.canary).toBe("0");
    });

    test("are enough where nobody counts; without any, the steps are refused", async () => {
        const shop = new FakeShop(TWO);
        shop.numbers = undefined;
        expect((await typed(shop, `${UP} ${gate}`, { call: async () => 200 })).code).toBe(0);
        const other = new FakeShop(TWO);
        other.numbers = undefined;
        expect(await typed(other, UP)).toMatchObject({
            code: 3,
            error: expect.stringContaining("--steps: the router's numbers are not there"),
        });
        expect(other.ran).toEqual([]);
        expect((await typed(other, `${UP} --no-probe`)).code).toBe(0);
    });

    test("one that hangs does not hold up what the numbers say", async () => {
        const shop = shopWith({ errors: 500 });
        const never = () => new Promise<number>(() => {});
        expect((await typed(shop, `${UP} ${gate}`, { call: never })).code).toBe(3);
    });
});

describe("when it is stopped", () => {
    test("Ctrl-C in a pause takes it back, undisturbed by the very signal", async () => {
        const shop = shopWith({});
        const { code, error } = await typed(shop, UP, { onSleep: (_ms, stop) => stop() });
        expect([code, error]).toEqual([
            130,
            expect.stringContaining("interrupted at 5 %\nRolled back: all new visitors get v1 on blue.\n"),
        ]);
        expect(shop.ran).toEqual(["set canary=5", "up", "undisturbed", "set canary=0", "up"]);
    });

    test("Ctrl-C does not wait for a gate that hangs", async () => {
        const shop = shopWith({});
        let stop = () => {};
        const call = () => {
            setImmediate(stop);
            return new Promise<number>(() => {});
        };
        const { code } = await typed(shop, `${UP} --check-url http://gate.test/`, {
            call,
            onSleep: (_ms, end) => {
                stop = end;
            },
        });
        expect([code, shop.config_.canary]).toEqual([130, "0"]);
    });

    test("an update that is interrupted half-way is taken back too", async () => {
        const shop = shopWith({});
        shop.trouble = { failure: interrupted(), touched: true, taken: true };
        shop.healsAfter = 1;
        const { code, error } = await typed(shop, UP);
        expect([code, shop.config_.canary]).toEqual([130, "0"]);
        expect(error).toContain("Rolled back: all new visitors get v1 on blue.");
    });

    test("a gate of Pulumi's that refuses the first step leaves nothing to take back", async () => {
        const shop = shopWith({});
        shop.trouble = planRefuses("no new visitors for v2: tier backend");
        const before = { ...shop.config_ };
        const { code, error } = await typed(shop, UP);
        expect([code, shop.config_]).toEqual([3, before]);
        expect(error).toContain("the config is as it was.\n");
        expect(shop.ran.filter((one) => one === "up")).toHaveLength(1);
    });

    test("one that refuses a later step takes back what the steps before gave", async () => {
        const shop = shopWith({});
        const { code } = await typed(shop, UP, {
            onSleep: () => {
                shop.trouble = planRefuses("no new visitors for v2: tier backend");
                shop.healsAfter = 1;
            },
        });
        expect([code, sets(shop), shop.config_.canary]).toEqual([
            3,
            ["set canary=5", "set canary=50", "set canary=0"],
            "0",
        ]);
    });

    test("a rollback is tried again while somebody else holds the stack", async () => {
        const shop = shopWith({ errors: 900 });
        const { code, error } = await typed(shop, UP, {
            onSleep: () => {
                if (shop.updates.length > 1) return;
                shop.trouble = planRefuses("the stack is locked by bob");
                shop.healsAfter = 4;
            },
        });
        expect([code, shop.config_.canary, error.match(/ {2}not yet: the stack is locked by bob\n/g)?.length]).toEqual([
            3,
            "0",
            4,
        ]);
        expect(error).toContain("Rolled back: all new visitors get v1 on blue.");
    });

    test("a rollback that fails says what to do", async () => {
        const shop = shopWith({ errors: 900 });
        const { code, error } = await typed(shop, UP, {
            onSleep: () => {
                shop.trouble = upFails("the stack is locked by bob");
            },
        });
        expect([code, error]).toEqual([
            1,
            expect.stringContaining("Rolling back failed too: the stack is locked by bob"),
        ]);
        expect(error).toContain("Run `blue-green rollback`.");
    });

    test("the switch itself is not taken back once it is made", async () => {
        const shop = shopWith({});
        const { code, error } = await typed(shop, "switch --steps 100 --yes", {});
        expect([code, error.includes("Rolled back")]).toEqual([0, false]);
        const failing = shopWith({});
        failing.trouble = upFails("fresh clients do not see it", true);
        const ended = await typed(failing, "switch --steps 100 --yes");
        expect([ended.code, ended.error]).toEqual([
            1,
            expect.stringContaining("The switch is made; `blue-green rollback` goes back.\n"),
        ]);
        expect(failing.live?.active).toBe("green");
    });

    test("what somebody else changed meanwhile ends the steps and stays", async () => {
        const shop = shopWith({});
        const { code, error } = await typed(shop, UP, {
            onSleep: () => {
                if (shop.config_.canary === "5") shop.plainUp({ canary: "30" });
            },
        });
        expect([code, error, shop.config_.canary]).toEqual([
            3,
            expect.stringContaining("green gets 30 % of new visitors now, not 5 %; somebody else did that meanwhile"),
            "30",
        ]);
    });

    test("a stale config is refused before anything", async () => {
        const shop = shopWith({});
        shop.plainUp({ epoch: "4" });
        shop.config_.epoch = "3";
        expect(await typed(shop, UP)).toMatchObject({
            code: 3,
            error: expect.stringContaining("this config is stale"),
        });
        expect(shop.ran).toEqual([]);
    });
});
