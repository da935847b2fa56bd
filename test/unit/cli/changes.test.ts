import { interrupted } from "../../../cli/failure";
import { FakeShop, planRefuses, upFails } from "../../support/cli/fakeShop";
import { typed } from "../../support/cli/typed";

const two = { config: { greenRelease: "v2" }, visitors: { blue: 412 } };

describe("switch", () => {
    test("says in words what it will do, does it, and says what is true then", async () => {
        const shop = new FakeShop(two);
        const { code, out, error } = await typed(shop, "switch --yes");
        expect(code).toBe(0);
        expect(out.split("\n").slice(0, -2)).toEqual([
            "shop on stack dev: blue (v1) -> green (v2)",
            "  new visitors: blue (v1) -> green (v2)",
            "  blue (v1) keeps who is on it: 412 visitors",
            "  blue is kept until nobody is left on it and `blue-green retire` removes it",
            "  nothing is built, started or restarted",
            "  did update shop-traffic",
        ]);
        expect(out).toContain("new visitors now get v2 on green; `blue-green rollback` goes back to v1");
        expect(error).toBe("  shop: 20 fresh clients a tier saw it\n");
        expect(shop.ran).toEqual(["set active=green canary=0 epoch=1 greenRelease=v2", "up"]);
        expect(shop.live?.active).toBe("green");
    });

    test("tells the deadline of the config", async () => {
        const { out } = await typed(new FakeShop({ ...two, drainMinutes: 45 }), "switch --yes");
        expect(out).toContain("removes it, at the latest 45 min after its last new visitor");
    });

    test("its update says in Pulumi's history what it was and who typed it", async () => {
        const shop = new FakeShop(two);
        await typed(shop, "switch --yes");
        expect(shop.updates[0]?.message).toBe("blue-green switch: blue (v1) -> green (v2) (by ada@desk)");
    });

    test("goes on from the number that is live", async () => {
        const shop = new FakeShop({ config: { greenRelease: "v2", epoch: "7" } });
        await typed(shop, "switch --yes");
        expect(shop.config_).toMatchObject({ epoch: "8" });
    });

    test("--json prints plan, config, changes and what is live afterwards, and nothing else", async () => {
        const shop = new FakeShop(two);
        const { out } = await typed(shop, "switch --yes --json");
        expect(JSON.parse(out)).toMatchObject({
            command: "switch",
            stack: "dev",
            app: "shop",
            dryRun: false,
            config: { active: "green", canary: "0", epoch: "1", greenRelease: "v2" },
            changes: { update: ["shop-traffic"] },
            status: { active: "green", epoch: 1, warnings: [] },
        });
    });

    test("--dry-run shows the plan and what pulumi would do, and changes nothing", async () => {
        const shop = new FakeShop(two);
        const { code, out } = await typed(shop, "switch --dry-run");
        expect(code).toBe(0);
        expect(out).toContain("  new visitors: blue (v1) -> green (v2)\n");
        expect(out).toContain("  would update shop-traffic\nnothing was changed\n");
        expect(shop.ran).toEqual(["preview active=green canary=0 epoch=1 greenRelease=v2"]);
        expect(shop.config_).toMatchObject({ active: "blue", epoch: "0" });
    });

    test("--dry-run of what would be refused says so", async () => {
        const shop = new FakeShop(two);
        shop.trouble = planRefuses("traffic.epoch: this config is stale");
        expect(await typed(shop, "switch --dry-run")).toMatchObject({
            code: 3,
            error: expect.stringContaining("is stale"),
        });
    });

    test("is refused without a release to switch to", async () => {
        const shop = new FakeShop();
        expect((await typed(shop, "switch --yes")).code).toBe(3);
        expect(shop.ran).toEqual([]);
    });

    test("is refused from a config that is older than the switch that is live", async () => {
        const shop = new FakeShop({ config: { greenRelease: "v2", epoch: "4" } });
        shop.config_.epoch = "3";
        const { code, error } = await typed(shop, "switch --yes");
        expect(code).toBe(3);
        expect(error).toBe(
            "blue-green: traffic.epoch: this config is stale: switch number 4 is live, got 3; take over the newer config of this stack, " +
                'or run `pulumi config set epoch 4` to go on from here (config key "epoch")\n',
        );
        expect(shop.ran).toEqual([]);
    });
});

describe("a confirmation", () => {
    test("is asked for at a terminal", async () => {
        const shop = new FakeShop(two);
        expect(await typed(shop, "switch", { answer: true })).toMatchObject({
            code: 0,
            asked: ["blue (v1) -> green (v2)?"],
        });
        expect(shop.live?.active).toBe("green");
    });

    test("that is not given stops it", async () => {
        const shop = new FakeShop(two);
        expect(await typed(shop, "switch", { answer: false })).toMatchObject({
            code: 3,
            error: "blue-green: not confirmed; nothing was changed\n",
        });
        expect(shop.ran).toEqual([]);
    });

    test.each(["switch", "canary 5", "deploy v3", "retire"])("%s: nobody is there to give it", async (words) => {
        const shop = new FakeShop(two);
        expect(await typed(shop, words)).toMatchObject({
            code: 2,
            error: expect.stringContaining("add --yes to go ahead"),
        });
        expect(shop.ran).toEqual([]);
    });
});

describe("when the update does not go through", () => {
    test("a refusal leaves the config as it was, and says so", async () => {
        const shop = new FakeShop(two);
        shop.trouble = planRefuses("green.release: no");
        const before = { ...shop.config_ };
        expect(await typed(shop, "switch --yes")).toMatchObject({
            code: 3,
            error: expect.stringContaining(
                "green.release: no\nVisitors get what they got before; the config is as it was.\n",
            ),
        });
        expect(shop.config_).toEqual(before);
    });

    test("so does a failure before the router took over anything", async () => {
        const shop = new FakeShop(two);
        shop.trouble = upFails("backend green, instance v2-1: the process exited");
        const before = { ...shop.config_ };
        expect((await typed(shop, "deploy v3 --yes")).code).toBe(1);
        expect(shop.config_).toEqual(before);
    });

    test("a failure after the weights changed keeps the config, and says how to finish", async () => {
        const shop = new FakeShop(two);
        shop.trouble = upFails("the weights are set, but fresh clients do not see them", true);
        const { code, error } = await typed(shop, "switch --yes");
        expect(code).toBe(1);
        expect(error).toContain(
            "so the config keeps active=green canary=0 epoch=1 greenRelease=v2; run `pulumi up` to finish",
        );
        expect(shop.config_).toMatchObject({ active: "green", epoch: "1" });
    });

    test("a failure after which the router cannot be asked keeps the config", async () => {
        const shop = new FakeShop(two);
        shop.trouble = upFails("the router is gone");
        shop.live = undefined;
        expect((await typed(shop, "switch --yes")).error).toContain("so the config keeps active=green");
    });

    test("config that somebody else changed meanwhile is not overwritten", async () => {
        const shop = new FakeShop(two);
        shop.trouble = planRefuses("no");
        shop.meanwhile = { port: "1" };
        expect((await typed(shop, "switch --yes")).error).toContain("Somebody changed the config meanwhile");
        expect(shop.config_).toMatchObject({ port: "1" });
    });

    test("an interrupted one ends with 130", async () => {
        const shop = new FakeShop(two);
        shop.trouble = { failure: interrupted() };
        expect((await typed(shop, "switch --yes")).code).toBe(130);
    });
});
