import { failed, notFound } from "../../../cli/failure";
import { FakeShop } from "../../support/cli/fakeShop";
import { typed } from "../../support/cli/typed";

const two = { config: { greenRelease: "v2" }, visitors: { blue: 412, green: 3 } };

describe("status", () => {
    test("shows both colors, what they run, who is left, and how long the standby drains", async () => {
        const { code, out } = await typed(new FakeShop({ ...two, drainMinutes: 30 }), "status");
        expect(code).toBe(0);
        expect(out.split("\n")).toEqual([
            "shop on stack dev (haproxy), http://shop.test",
            "",
            "COLOR  ROLE     RELEASE  NEW    FRONTEND  BACKEND  LEFT          DRAIN",
            "blue   live     v1       100 %  2 of 2    2 of 2   412 visitors",
            "green  standby  v2       0 %    2 of 2    2 of 2   3 visitors    for 1 min 30 s, at most 28 min 30 s more",
            "",
        ]);
    });

    test("a color that is off says so", async () => {
        expect((await typed(new FakeShop(), "status")).out).toMatch(/^green {2}off$/m);
    });

    test("--json holds the same for scripts", async () => {
        const { out } = await typed(new FakeShop({ ...two, drainMinutes: 30 }), "status --json");
        const census = { unit: "visitors", withinSeconds: 1800, addresses: 0 };
        const instances = { frontend: { up: 2, of: 2 }, backend: { up: 2, of: 2 } };
        expect(JSON.parse(out)).toEqual({
            stack: "dev",
            project: "blue-green",
            app: "shop",
            target: "haproxy",
            url: "http://shop.test",
            reachable: true,
            active: "blue",
            canary: 0,
            epoch: 0,
            colors: {
                blue: {
                    role: "live",
                    release: "v1",
                    weights: { frontend: 100, backend: 100 },
                    instances,
                    census: { ...census, count: 412, visitors: 412 },
                    previewUrl: "http://shop.test/?release=v1",
                },
                green: {
                    role: "standby",
                    release: "v2",
                    weights: { frontend: 0, backend: 0 },
                    instances,
                    census: { ...census, count: 3, visitors: 3 },
                    standbySince: "2026-03-01T11:58:30.000Z",
                    deadline: "2026-03-01T12:28:30.000Z",
                    previewUrl: "http://shop.test/?release=v2",
                },
            },
            frontDoor: { frontend: { status: 200, release: "v1" }, backend: { status: 200, release: "v1" } },
            warnings: [],
        });
    });

    test("without an answer of the router it tells what the last update left, and warns", async () => {
        const shop = new FakeShop(two);
        shop.live = undefined;
        const { code, out } = await typed(shop, "status");
        expect(code).toBe(0);
        expect(out).toContain("warning: the router does not answer");
        expect(out).toMatch(/^blue {3}live {5}v1/m);
        expect(out).toContain("unknown");
    });

    test("it warns when the router serves something else than the last update asked for", async () => {
        const shop = new FakeShop(two);
        const elsewhere = new FakeShop({ config: { ...two.config, active: "green" } });
        shop.live = elsewhere.live;
        expect((await typed(shop, "status")).out).toContain("warning: the router serves other weights");
    });

    test("it warns when fresh clients meet a release that gets no new visitors", async () => {
        const shop = new FakeShop(two);
        const met = { status: 200, release: "v2" };
        Object.assign(shop.reader, { frontDoor: async () => ({ frontend: met, backend: met }) });
        expect((await typed(shop, "status")).out).toContain("a fresh client met v2 on frontend, expected v1");
    });

    test("--watch draws again until Ctrl-C, and reads the state again now and then only", async () => {
        const shop = new FakeShop(two);
        const state = jest.spyOn(shop, "state");
        let looks = 0;
        const { code, out } = await typed(shop, "status --watch --every 2", {
            terminal: true,
            onSleep: (ms, stop) => {
                expect(ms).toBe(2000);
                if (++looks === 10) stop();
            },
        });
        expect(code).toBe(130);
        expect(out.match(/<redrawn>shop/g)).toHaveLength(10);
        expect(state).toHaveBeenCalledTimes(2);
    });

    test("--watch without a terminal prints only what has changed", async () => {
        const shop = new FakeShop(two);
        let looks = 0;
        const { out } = await typed(shop, "status --watch --json", {
            onSleep: (_ms, stop) => {
                if (++looks === 3) shop.visitors.blue = 411;
                if (looks === 5) stop();
            },
        });
        const lines = out.trim().split("\n");
        expect(lines.map((line) => JSON.parse(line).colors.blue.census.count)).toEqual([412, 411]);
    });
});

describe("what a command is about", () => {
    test("several apps are asked for by name", async () => {
        const shop = new FakeShop({ apps: ["shop", "blog"] });
        expect(await typed(shop, "status")).toMatchObject({
            code: 4,
            error: "blue-green: --app: stack dev has several apps (blog, shop); name one with --app\n",
        });
        expect(await typed(shop, "status --app blog")).toMatchObject({ code: 0 });
        expect(await typed(shop, "--app cart status")).toMatchObject({
            code: 4,
            error: 'blue-green: --app: stack dev has no app "cart"; allowed: blog, shop\n',
        });
    });

    test("a stack without an app", async () => {
        const { code, error } = await typed(new FakeShop({ apps: [] }), "switch --yes");
        expect([code, error]).toEqual([
            4,
            "blue-green: stack dev has no blue-green app; run `pulumi up` first, or choose another stack with --stack\n",
        ]);
    });

    test.each([
        [notFound("no stack is selected"), 4],
        [failed("the Pulumi backend cannot be reached"), 1],
    ])("%s: one line, and nothing was changed", async (failure, code) => {
        const shop = new FakeShop(two);
        shop.stateFailure = failure;
        for (const words of [
            "status",
            "switch --yes",
            "canary 5 --yes",
            "deploy v3 --yes",
            "rollback --yes",
            "retire --yes",
        ]) {
            expect(await typed(shop, words)).toMatchObject({
                code,
                error: `blue-green: ${failure.message}\n`,
                out: "",
            });
        }
        expect(shop.ran).toEqual([]);
    });

    test("with --json an error is JSON on standard output too", async () => {
        const { out } = await typed(new FakeShop(), "switch --json --yes");
        const message = "green has no release to switch to; put one there with `blue-green deploy`";
        expect(JSON.parse(out)).toEqual({ error: { code: "refused", exitCode: 3, message } });
    });
});
