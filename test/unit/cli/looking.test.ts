import { FakeShop } from "../../support/cli/fakeShop";
import { typed } from "../../support/cli/typed";

const two = { config: { greenRelease: "v2" }, visitors: { blue: 412, green: 3 } };

describe("preview", () => {
    test("prints the link and nothing else", async () => {
        const { out, opened } = await typed(new FakeShop(two), "preview");
        expect([out, opened]).toEqual(["http://shop.test/?release=v2\n", []]);
    });

    test("--open opens it too", async () => {
        expect((await typed(new FakeShop(two), "preview --open")).opened).toEqual(["http://shop.test/?release=v2"]);
    });

    test("--json tells what it leads to", async () => {
        const { out } = await typed(new FakeShop(two), "preview --json");
        const url = "http://shop.test/?release=v2";
        expect(JSON.parse(out)).toEqual({ stack: "dev", app: "shop", color: "green", release: "v2", url });
    });

    test("S03 a signed link is read from the secrets of the state, and only then", async () => {
        const [plain, signed] = [new FakeShop(two), new FakeShop({ ...two, signed: true })];
        expect((await typed(plain, "preview")).out).toBe((await typed(signed, "preview")).out);
        expect([plain.ran, signed.ran]).toEqual([[], ["revealed"]]);
    });

    test("is refused while the standby is off", async () => {
        expect((await typed(new FakeShop(), "preview")).code).toBe(3);
    });
});

describe("drain", () => {
    test("tells who is left", async () => {
        const { code, out } = await typed(new FakeShop(two), "drain");
        expect([code, out]).toEqual([0, "v2 on green: 3 visitors left; kept until nobody is\n"]);
    });

    test("--json tells whether the release may go", async () => {
        const { out } = await typed(new FakeShop({ ...two, drainMinutes: 1 }), "drain --json");
        expect(JSON.parse(out)).toMatchObject({
            color: "green",
            release: "v2",
            drained: true,
            deadline: "2026-03-01T11:59:30.000Z",
        });
    });

    test("--wait waits until nobody is left, and says how many are", async () => {
        const shop = new FakeShop(two);
        const { code, out, error } = await typed(shop, "drain --wait", {
            onSleep: () => {
                shop.visitors.green = Math.max(0, (shop.visitors.green ?? 0) - 1);
            },
        });
        expect([code, out]).toEqual([0, "v2 on green: 0 visitors left\n"]);
        expect(error.match(/\d visitors? left/g)).toEqual(["3 visitors left", "2 visitors left", "1 visitor left"]);
    });

    test("--wait ends when the deadline of the config is over", async () => {
        const shop = new FakeShop({ ...two, drainMinutes: 2 });
        const { code, out } = await typed(shop, "drain --wait");
        expect([code, out]).toEqual([0, "v2 on green: 3 visitors left; the deadline is over\n"]);
        expect(shop.now).toBe(Date.parse("2026-03-01T12:00:30Z"));
    });

    test("--timeout gives up, and the exit code tells", async () => {
        const shop = new FakeShop(two);
        const { code, error } = await typed(shop, "drain --wait --timeout 1");
        expect(code).toBe(1);
        expect(error).toContain("after 1 min 3 visitors left on green");
        expect(shop.now).toBe(Date.parse("2026-03-01T12:01:00Z"));
    });

    test("Ctrl-C ends the wait", async () => {
        expect((await typed(new FakeShop(two), "drain --wait", { onSleep: (_ms, stop) => stop() })).code).toBe(130);
    });

    test("nobody leaves while new visitors come", async () => {
        const shop = new FakeShop({ config: { greenRelease: "v2", canary: "5" } });
        expect(await typed(shop, "drain")).toMatchObject({
            code: 3,
            error: expect.stringContaining("gets 5 % of new visitors"),
        });
    });

    test("the router that does not answer is no empty one", async () => {
        const shop = new FakeShop(two);
        shop.live = undefined;
        const { out } = await typed(shop, "drain --json");
        expect(JSON.parse(out)).toMatchObject({ drained: false, census: null });
    });

    test.each(["0", "-1", "soon"])("--timeout %s is refused", async (timeout) => {
        expect((await typed(new FakeShop(two), `drain --wait --timeout=${timeout}`)).code).toBe(2);
    });
});

describe("history", () => {
    const lived = async () => {
        const shop = new FakeShop();
        shop.plainUp({}, "first commit");
        shop.plainUp({ greenRelease: "v2" }, "second commit");
        shop.plainUp({ port: "81" }, "another port");
        await typed(shop, "switch --yes");
        return shop;
    };

    test("tells who switched what and when", async () => {
        const { out } = await typed(await lived(), "history");
        expect(out.split("\n").map((line) => line.replace(/ {2,}/g, " | "))).toEqual([
            "WHEN | WHO | WHAT | RESULT | TOOK",
            "2026-03-01 12:00:00 UTC | ada@desk | switch blue (v1) -> green (v2) | done | 7 s",
            "2026-03-01 12:00:00 UTC | Ada | greenRelease empty -> v2 | done | 5 s",
            "2026-03-01 12:00:00 UTC | Ada | active empty -> blue, canary empty -> 0, blueRelease empty -> v1 | done | 5 s",
            "",
        ]);
    });

    test("--all has updates that changed neither releases nor traffic, too", async () => {
        expect((await typed(await lived(), "history --all")).out).toContain("pulumi up");
    });

    test("--json has the values before and after", async () => {
        const { out } = await typed(await lived(), "history --json");
        expect(JSON.parse(out)[0]).toEqual({
            at: "2026-03-01T12:00:00.000Z",
            by: "ada@desk",
            command: "switch",
            what: "switch blue (v1) -> green (v2)",
            result: "succeeded",
            seconds: 7,
            changes: { active: ["blue", "green"] },
        });
    });

    test.each(["0", "1.5", "all"])("--limit %s is refused", async (limit) => {
        expect((await typed(new FakeShop(), `history --limit ${limit}`)).code).toBe(2);
    });
});

describe("doctor", () => {
    test("tells what it looked at", async () => {
        const { code, out } = await typed(new FakeShop(two), "doctor");
        expect(code).toBe(0);
        const checks = out
            .trim()
            .split("\n")
            .map((line) => /^ok +(.+?):/.exec(line)?.[1]);
        expect(checks).toEqual(["node", "pulumi", "stack", "config", "package", "haproxy", "app shop"]);
    });

    test.each([
        [
            "version",
            (): Promise<string> => Promise.resolve("3.99.1"),
            "pulumi: version 3.99.1 is too old; allowed: 3.200.0 or newer",
        ],
        ["unlock", (): Promise<never> => Promise.reject(new Error("wrong passphrase")), "config: wrong passphrase"],
        [
            "state",
            (): Promise<never> => Promise.reject(new Error("no stack is selected")),
            "stack: no stack is selected",
        ],
    ] as const)("a problem with %s", async (method, behaviour, text) => {
        const shop = new FakeShop(two);
        Object.assign(shop, { [method]: behaviour });
        const { code, out, error } = await typed(shop, "doctor");
        expect([code, error]).toEqual([1, "blue-green: 1 problem found\n"]);
        expect(out).toContain(`problem  ${text}`);
    });

    const problemsOf = async (shop: FakeShop) => {
        const { out } = await typed(shop, "doctor --json");
        const { findings } = JSON.parse(out.slice(0, out.indexOf("\n}\n") + 2));
        return (findings as { result: string; text: string }[]).flatMap((one) =>
            one.result === "problem" ? one.text : [],
        );
    };

    test("a router that does not answer", async () => {
        const shop = new FakeShop(two);
        shop.live = undefined;
        expect(await problemsOf(shop)).toEqual([
            expect.stringContaining("the router does not answer"),
            expect.stringContaining("the front door does not answer"),
        ]);
    });

    test("a config that is stale", async () => {
        const shop = new FakeShop({ config: { greenRelease: "v2", epoch: "4" } });
        shop.config_.epoch = "3";
        expect(await problemsOf(shop)).toEqual([expect.stringContaining("switch number 4 is live, it says 3")]);
    });
});

describe("completion", () => {
    test.each(["bash", "zsh", "fish"])("%s knows every command and option", async (shell) => {
        const { code, out } = await typed(new FakeShop(), `completion ${shell}`);
        expect(code).toBe(0);
        for (const word of ["status", "rollback", "completion", "dry-run", "timeout", "frontend"])
            expect(out).toContain(word);
    });

    test("other shells are refused", async () => {
        expect(await typed(new FakeShop(), "completion tcsh")).toMatchObject({
            code: 2,
            error: 'blue-green: shell: must be bash, zsh, fish, got "tcsh"\n',
        });
    });
});

describe("the program", () => {
    test("--help of the program and of a command end with 0 and tell all options", async () => {
        for (const words of ["--help", "help", "switch --help", "help deploy"]) {
            const { code, out } = await typed(new FakeShop(), words);
            expect(code).toBe(0);
            expect(out).toContain("--dry-run");
        }
    });

    test.each(["", "frob", "status --frob", "canary", "deploy", "switch now"])("%p is wrong usage", async (words) => {
        const { code, out, error } = await typed(new FakeShop(), words);
        expect(code).toBe(2);
        expect(words === "" ? out : error).toMatch(words === "" ? /^Usage/ : /^blue-green: /);
    });
});
