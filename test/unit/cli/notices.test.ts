import type { Call } from "../../../cli/http";
import type { Notice } from "../../../cli/notice/notice";
import { FakeShop, planRefuses, upFails } from "../../support/cli/fakeShop";
import { type Seat, typed } from "../../support/cli/typed";

const HOOK = "https://me:pw@hooks.test/services/T0/s3cret?key=k3y";
const two = { config: { greenRelease: "v2" } };

/** A receiver that answers in some way; what it got, and what it was asked when. */
function receiver(answer: (tries: number) => Promise<number> = async () => 200) {
    const got: Notice[] = [];
    const calls: { readonly url: string; readonly call: Call }[] = [];
    const call: Seat["call"] = async (url, one) => {
        calls.push({ url, call: one });
        const status = await answer(calls.length);
        if (status === 200) got.push(one.body as Notice);
        return status;
    };
    return { got, calls, call };
}

test("a switch is told with all that the docs say", async () => {
    const { got, calls, call } = receiver();
    const shop = new FakeShop(two);
    expect((await typed(shop, `switch --yes --notify ${HOOK}`, { call })).code).toBe(0);
    expect(got).toEqual([
        {
            version: 1,
            id: expect.stringMatching(/^[0-9a-f-]{36}$/),
            time: "2026-03-01T12:00:00.000Z",
            event: "switch",
            command: "switch",
            result: "done",
            stack: "dev",
            project: "blue-green",
            app: "shop",
            from: { color: "blue", release: "v1" },
            to: { color: "green", release: "v2" },
            percent: 100,
            by: "ada@desk",
            message: "new visitors now get v2 on green; `blue-green rollback` goes back to v1",
        },
    ]);
    expect(calls).toMatchObject([{ url: HOOK, call: { method: "POST", timeoutMs: 2000 } }]);
});

describe("each change is told", () => {
    const sides = { off: { color: "green", release: null }, v1: { color: "blue", release: "v1" } };
    const v2 = { color: "green", release: "v2" };
    test.each([
        ["deploy v2", "", { event: "deploy", from: sides.off, to: v2, percent: 0 }],
        ["canary 10", "v2", { event: "canary", from: sides.v1, to: v2, percent: 10 }],
        ["retire", "v2", { event: "retire", from: v2, to: sides.v1, percent: 100 }],
    ])("%s", async (words, greenRelease, notice) => {
        const { got, call } = receiver();
        await typed(new FakeShop({ config: { greenRelease } }), `${words} --yes --notify ${HOOK}`, { call });
        expect(got).toMatchObject([{ ...notice, command: words.split(" ")[0], result: "done" }]);
    });

    test("rollback of a canary, and of a switch", async () => {
        const { got, call } = receiver();
        const shop = new FakeShop(two);
        shop.plainUp({ canary: "10" });
        await typed(shop, `rollback --yes --notify ${HOOK}`, { call });
        shop.plainUp({ active: "green", epoch: "1" });
        await typed(shop, `rollback --yes --notify ${HOOK}`, { call });
        expect(got).toMatchObject([
            { event: "rollback", from: v2, to: sides.v1, percent: 100 },
            { event: "rollback", from: v2, to: sides.v1, percent: 100 },
        ]);
    });

    test("steps, one by one, and why they were taken back", async () => {
        const { got, call } = receiver();
        const shop = new FakeShop(two);
        shop.numbers = async () => ({
            green: { frontend: { requests: 500, errors: shop.config_.canary === "50" ? 500 : 0 } },
        });
        await typed(shop, `switch --steps 5,50,100 --every 5s --yes --notify ${HOOK}`, { call });
        expect(got.map(({ event, percent, result }) => [event, percent, result])).toEqual([
            ["canary", 5, "done"],
            ["canary", 50, "done"],
            ["rollback", 100, "done"],
        ]);
        expect(got[2]?.message).toMatch(
            /^at 50 %: tier frontend: 100 % of 500 requests failed.*; rolled back: all new/,
        );
        expect(new Set(got.map(({ id }) => id)).size).toBe(3);
    });

    test("a refusal and a failure", async () => {
        const { got, call } = receiver();
        const shop = new FakeShop(two);
        shop.trouble = planRefuses("green.release: no");
        await typed(shop, `switch --yes --notify ${HOOK}`, { call });
        shop.trouble = upFails("it broke");
        await typed(shop, `canary 5 --yes --notify ${HOOK}`, { call });
        shop.trouble = undefined;
        shop.plainUp({ epoch: "4" });
        shop.config_.epoch = "3";
        await typed(shop, `switch --yes --notify ${HOOK}`, { call });
        expect(got).toMatchObject([
            {
                event: "refusal",
                command: "switch",
                result: "refused",
                message: expect.stringContaining("no\nVisitors"),
            },
            { event: "canary", command: "canary", result: "failed", message: expect.stringContaining("it broke") },
            { event: "refusal", command: "switch", message: expect.stringContaining("this config is stale") },
        ]);
    });

    test.each(["switch --dry-run", "status", "switch", "canary 101 --yes"])("but not %s", async (words) => {
        const { calls, call } = receiver();
        await typed(new FakeShop(two), `${words} --notify ${HOOK}`, { call });
        expect(calls).toEqual([]);
    });
});

describe("receivers", () => {
    const KEY = "blue-green:notify";

    test("come from the stack's config too, each once", async () => {
        const { calls, call } = receiver();
        const shop = new FakeShop({ config: { ...two.config } });
        shop.extra = { [KEY]: `https://a.test/x  ${HOOK}` };
        await typed(shop, `switch --yes --notify ${HOOK} --notify https://b.test/`, { call });
        expect(calls.map(({ url }) => url)).toEqual([HOOK, "https://b.test/", "https://a.test/x"]);
    });

    test("also from a secret, which is asked for only then", async () => {
        const { calls, call } = receiver();
        const shop = new FakeShop(two);
        shop.extra = { [KEY]: "" };
        shop.secrets = { [KEY]: HOOK };
        await typed(shop, "switch --yes", { call });
        expect(calls).toHaveLength(1);
    });

    test.each([
        [{ [KEY]: "" }, "no notice is sent to blue-green:notify: PULUMI_CONFIG_PASSPHRASE: it is not the passphrase"],
        [{ [KEY]: "hooks/s3cret" }, "blue-green:notify: not all of it are http or https URLs\n"],
    ])("what is wrong in the config is one warning, and stops nothing", async (extra, message) => {
        const shop = new FakeShop(two);
        shop.extra = extra;
        const { code, error } = await typed(shop, "switch --yes");
        expect([code, shop.live?.active, error.match(/warning/g)]).toEqual([0, "green", ["warning"]]);
        expect(error).toContain(`warning: ${message}`);
        expect(error).not.toContain("s3cret");
    });
});

describe("a receiver that fails", () => {
    test("is tried three times, a little later each time, with the same body", async () => {
        const { got, calls, call } = receiver(async (tries) => (tries < 3 ? 503 : 200));
        const waited: number[] = [];
        const shop = new FakeShop(two);
        const { error } = await typed(shop, `switch --yes --notify ${HOOK}`, {
            call,
            onSleep: (ms) => waited.push(ms),
        });
        expect([got.length, waited, error]).toEqual([1, [500, 1000], expect.not.stringContaining("warning")]);
        expect(new Set(calls.map(({ call: { body } }) => (body as Notice).id)).size).toBe(1);
    });

    test.each([
        [async () => 503, 3, "it answers 503, 3 tries"],
        [() => Promise.reject(new Error("no answer within 2 s")), 3, "no answer within 2 s, 3 tries"],
        [async () => 404, 1, "it answers 404"],
    ])("is one warning without the secrets of its URL, and the change is made", async (answer, tries, said) => {
        const { calls, call } = receiver(answer);
        const shop = new FakeShop(two);
        const { code, out, error } = await typed(shop, `switch --yes --notify ${HOOK}`, { call });
        expect([code, shop.live?.active, calls.length]).toEqual([0, "green", tries]);
        expect(error).toContain(`warning: the notice of the switch did not reach https://hooks.test (${said})\n`);
        expect(out + error).not.toMatch(/pw|s3cret|k3y/);
    });

    test("gets a single try of what comes later, without another warning", async () => {
        const { calls, call } = receiver(async () => 500);
        const words = `switch --steps 5,50,100 --every 5s --no-probe --yes --notify ${HOOK}`;
        const { code, error } = await typed(new FakeShop(two), words, { call });
        expect([code, calls.length, error.match(/warning/g)]).toEqual([0, 5, ["warning"]]);
    });

    test("one that hangs is not waited for before new visitors are back", async () => {
        const shop = new FakeShop(two);
        shop.numbers = async () => ({ green: { frontend: { requests: 500, errors: 500 } } });
        const canaries: (string | undefined)[] = [];
        let letGo = (_status: number) => {};
        // It answers only once the rollback is through: were it waited for before, the test would hang.
        const call = (): Promise<number> => {
            canaries.push(shop.config_.canary);
            return new Promise((resolve) => {
                letGo = resolve;
            });
        };
        const ended = typed(shop, `switch --steps 5,100 --every 5s --yes --notify ${HOOK}`, { call });
        while (shop.config_.canary !== "0" || shop.updates.length < 2) await new Promise(setImmediate);
        letGo(200);
        while (canaries.length < 2) await new Promise(setImmediate);
        letGo(200);
        expect([(await ended).code, canaries]).toEqual([3, ["5", "0"]]);
    });
});
