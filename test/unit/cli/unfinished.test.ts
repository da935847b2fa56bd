import { failed } from "../../../cli/failure";
import { FakeShop } from "../../support/cli/fakeShop";
import { typed } from "../../support/cli/typed";

const SWITCHED = { active: "green", epoch: "1" };
const UNDONE = /the config makes green \(v2\) live, but no update that ended well did/;

/** Both colors are on, and v1 is live by an update that ended well. */
function shopOfTwo(): FakeShop {
    const shop = new FakeShop({ config: { greenRelease: "v2" } });
    shop.plainUp({});
    return shop;
}

async function expectRefused(shop: FakeShop, words: string): Promise<void> {
    const before = { ...shop.config_ };
    const { code, error } = await typed(shop, `${words} --yes`);
    expect([words, code, error]).toEqual([words, 3, expect.stringMatching(UNDONE)]);
    expect(error).toContain("run `pulumi up` to finish it, or set active back first to undo it");
    expect([shop.ran, shop.config_]).toEqual([[], before]);
}

describe("after an update that was killed", () => {
    test("a switch that the router took over is neither toggled by one more switch nor by a rollback", async () => {
        const shop = shopOfTwo();
        shop.killedUp(SWITCHED, true);
        for (const words of ["switch", "switch --steps 50,100", "rollback"]) await expectRefused(shop, words);
        shop.plainUp({});
        expect((await typed(shop, "rollback --yes")).code).toBe(0);
        expect(shop.live?.active).toBe("blue");
    });

    test("a switch that the router did not take over is finished by one more; a rollback cannot know", async () => {
        const shop = shopOfTwo();
        shop.killedUp(SWITCHED, false);
        await expectRefused(shop, "rollback");
        expect((await typed(shop, "switch --yes")).code).toBe(0);
        expect(shop.live?.active).toBe("green");
    });
});

describe("after an update that failed when the router had taken it over", () => {
    const checkFails = { failure: failed("shop-check: v2 was not seen"), taken: true };

    test("a switch is rolled back at once, and not toggled by one more", async () => {
        const shop = shopOfTwo();
        shop.trouble = checkFails;
        expect((await typed(shop, "switch --yes")).code).toBe(1);
        expect(shop.live?.active).toBe("green");
        shop.trouble = undefined;
        shop.ran.length = 0;
        await expectRefused(shop, "switch");
        expect((await typed(shop, "rollback --yes")).code).toBe(0);
        expect(shop.live?.active).toBe("blue");
    });

    test("a rollback is not undone by one more", async () => {
        const shop = shopOfTwo();
        shop.plainUp(SWITCHED);
        shop.trouble = checkFails;
        expect((await typed(shop, "rollback --yes")).code).toBe(1);
        shop.trouble = undefined;
        expect(shop.live?.active).toBe("blue");
        const { code, error } = await typed(shop, "rollback --yes");
        expect([code, error]).toEqual([3, expect.stringContaining("the config makes blue (v1) live")]);
        expect(shop.live?.active).toBe("blue");
    });
});

test("nothing is set while another command is at work", async () => {
    const shop = shopOfTwo();
    shop.holder = "eve@desk";
    const before = { ...shop.config_ };
    expect(await typed(shop, "switch --yes")).toMatchObject({ code: 3, error: expect.stringContaining("eve@desk") });
    expect([shop.ran, shop.config_]).toEqual([[], before]);
    shop.holder = undefined;
    expect((await typed(shop, "switch --yes")).code).toBe(0);
    expect(shop.holder).toBeUndefined();
});
