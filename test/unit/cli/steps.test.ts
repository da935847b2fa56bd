import { FakeShop } from "../../support/cli/fakeShop";
import { typed } from "../../support/cli/typed";

const two = { config: { greenRelease: "v2" }, visitors: { blue: 412 } };

describe("canary", () => {
    test("shows how new visitors are shared before and after", async () => {
        const shop = new FakeShop(two);
        const { out } = await typed(shop, "canary 10 --yes");
        expect(out).toContain("  new visitors: blue 100 %, green 0 % -> blue 90 %, green 10 %\n");
        expect(shop.ran).toEqual(["set canary=10", "up"]);
    });

    test.each(["101", "-1", "ten", "1.5", "1e1", ""])("refuses %p", async (percent) => {
        const shop = new FakeShop(two);
        const { code, error } = await typed(shop, `canary --yes -- ${percent}`);
        expect([code, shop.ran]).toEqual([2, []]);
        if (percent) {
            expect(error).toBe(`blue-green: percent: must be a whole number from 0 to 100, got "${percent}"\n`);
        }
    });

    test("is refused while the standby is off, but can always be ended", async () => {
        const shop = new FakeShop();
        expect((await typed(shop, "canary 5 --yes")).code).toBe(3);
        expect((await typed(shop, "canary 0 --yes")).code).toBe(0);
    });
});

describe("deploy", () => {
    test("puts the release on the standby, with what runs its tiers", async () => {
        const shop = new FakeShop();
        const { code, out } = await typed(shop, "deploy v2 --frontend f2 --backend b2 --yes");
        expect(code).toBe(0);
        expect(out).toContain("  new visitors: blue (v1), as before\n  green: off -> v2, reachable by its link only\n");
        expect(shop.config_).toMatchObject({
            greenRelease: "v2",
            greenFrontend: "f2",
            greenBackend: "b2",
            active: "blue",
        });
    });

    test("says which artifacts stay", async () => {
        const { out } = await typed(new FakeShop(), "deploy v2 --backend b2 --yes");
        expect(out).toContain("  greenFrontend stays f\n");
        expect(out).not.toContain("greenBackend stays");
    });

    test("sets keys of the program's own", async () => {
        const shop = new FakeShop();
        await typed(shop, "deploy v2 --set images=a=b --set ns:other=c --yes");
        expect(shop.ran[0]).toBe("set images=a=b ns:other=c greenRelease=v2");
    });

    test.each([
        [
            "deploy -- -v2",
            2,
            'release: must be 1 to 40 of A-Z, a-z, 0-9, dot, _ and -, starting with a letter or digit, got "-v2"',
        ],
        ["deploy v2 --set nothing", 2, '--set: must be KEY=VALUE, got "nothing"'],
        ["deploy v1", 3, "release: v1 is live on blue; give the new release an id of its own"],
    ])("%s is refused", async (words, code, message) => {
        const shop = new FakeShop();
        expect(await typed(shop, words)).toMatchObject({ code, error: `blue-green: ${message}\n` });
        expect(shop.ran).toEqual([]);
    });

    test("a program without keys for artifacts wants them by name", async () => {
        const shop = new FakeShop();
        delete shop.config_.greenFrontend;
        expect(await typed(shop, "deploy v2 --frontend f2 --yes")).toMatchObject({
            code: 2,
            error: "blue-green: --frontend: this program has no config key greenFrontend; name its key with --set KEY=f2\n",
        });
    });

    test("tells who is left on what it replaces", async () => {
        const shop = new FakeShop({ config: { greenRelease: "v0" }, visitors: { green: 2 } });
        expect((await typed(shop, "deploy v2 --yes")).out).toContain("v0 on green goes; it still has 2 visitors");
    });
});

describe("rollback", () => {
    const switched = () => {
        const shop = new FakeShop();
        shop.plainUp({});
        shop.plainUp({ greenRelease: "v2" });
        shop.plainUp({ active: "green", epoch: "1" });
        return shop;
    };

    test("goes back to what was live before", async () => {
        const shop = switched();
        expect(await typed(shop, "rollback --yes")).toMatchObject({ code: 0 });
        expect(shop.live).toMatchObject({ active: "blue", epoch: 2 });
    });

    test("goes back in the middle of a canary the other way, too", async () => {
        const shop = switched();
        shop.plainUp({ canary: "30" });
        await typed(shop, "rollback --yes");
        expect(shop.live).toMatchObject({ active: "blue" });
        expect(shop.config_).toMatchObject({ canary: "0" });
    });

    test("ends the canary of a release that was never live", async () => {
        const shop = switched();
        shop.plainUp({ blueRelease: "v3", canary: "10" });
        const { out } = await typed(shop, "rollback --yes");
        expect(out).toContain("new visitors: green (v2) only");
        expect(shop.config_).toMatchObject({ active: "green", canary: "0" });
    });

    test.each([
        [{ blueRelease: "v3" }, "v1, live before, is gone: blue runs v3, which was never live"],
        [{ blueRelease: "" }, "v1, live before, is gone: blue is off"],
    ])("is refused once that is gone: %p", async (config, message) => {
        const shop = switched();
        shop.plainUp(config);
        expect(await typed(shop, "rollback --yes")).toMatchObject({ code: 3, error: expect.stringContaining(message) });
        expect(shop.ran).toEqual([]);
    });

    test("is refused when nothing was live before", async () => {
        const shop = new FakeShop(two);
        shop.plainUp({});
        expect(await typed(shop, "rollback --yes")).toMatchObject({
            code: 3,
            error: expect.stringContaining("nothing to go back to"),
        });
    });
});

describe("retire", () => {
    test("removes the standby's release", async () => {
        const shop = new FakeShop(two);
        expect((await typed(shop, "retire --yes")).code).toBe(0);
        expect(shop.ran).toEqual(["set greenRelease=", "up"]);
    });

    test("--force is for this update only: it never comes into the config", async () => {
        const shop = new FakeShop({ ...two, visitors: { green: 3 } });
        const { out } = await typed(shop, "retire --force --yes");
        expect(out).toContain("3 visitors left on v2; they move to v1 on blue");
        expect(shop.ran).toEqual(["set greenRelease=", "up force=true"]);
        expect(shop.config_).toMatchObject({ force: "false" });
    });

    test("is refused during a canary", async () => {
        const shop = new FakeShop({ config: { greenRelease: "v2", canary: "5" } });
        expect(await typed(shop, "retire --yes")).toMatchObject({
            code: 3,
            error: expect.stringContaining("`blue-green canary 0` first"),
        });
    });

    test("is refused without a release", async () => {
        expect((await typed(new FakeShop(), "retire --yes")).code).toBe(3);
    });
});
