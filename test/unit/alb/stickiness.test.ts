import { AlbBench, addressOf, path, until, weighted } from "../../support/aws/albBench";

let bench: AlbBench;

beforeEach(async () => {
    bench = await AlbBench.start();
    await bench.filledGroup("blue");
    await bench.filledGroup("green");
    bench.group("idle");
});
afterEach(() => bench.stop());

/** The cookies of a fresh client. */
async function visit(headers: Record<string, string> = {}): Promise<{ body: string; cookie: string; lines: string[] }> {
    const { body, headers: got } = await bench.get("/", headers);
    const lines = got["set-cookie"] ?? [];
    return { body, lines, cookie: lines.map((line) => line.split(";")[0]).join("; ") };
}

test("a sticky rule sets two cookies for 7 days, which do not tell the group", async () => {
    await bench.listen([weighted({ blue: 1, green: 0 }, 60)]);
    const { lines } = await visit();
    const expires = lines.map((line) => Date.parse(/; Expires=([^;]+); Path=\//.exec(line)?.[1] ?? ""));
    const days = expires.map((time) => (time - Date.now()) / (24 * 3600_000));
    expect(lines.map((line) => line.replace(/=[^;]{40,}; Expires=[^;]+/, ""))).toEqual([
        "AWSALBTG; Path=/",
        "AWSALBTGCORS; Path=/; SameSite=None; Secure",
    ]);
    expect(days).toEqual([expect.closeTo(7, 2), expect.closeTo(7, 2)]);
    const value = /AWSALBTG=([^;]+)/.exec(lines[0] ?? "")?.[1] ?? "";
    expect(Buffer.from(value, "base64").toString("latin1")).not.toMatch(/blue/);
    expect((await visit()).lines).not.toEqual(lines);
});

test("a tied client stays while the weight is 0, by either cookie; fresh ones follow the weights", async () => {
    await bench.listen([weighted({ blue: 1, green: 0 }, 60)]);
    const [one, other] = (await visit()).cookie.split("; ");
    await bench.listen([weighted({ blue: 0, green: 1 }, 60)]);
    for (const Cookie of [one, other, `a=b; ${one}`]) {
        expect(await bench.bodies(3, { Cookie: String(Cookie) })).toEqual(["blue", "blue", "blue"]);
    }
    expect(await bench.bodies(3)).toEqual(["green", "green", "green"]);
});

test("the tie counts in every sticky rule that has the group, and in no other", async () => {
    await bench.listen([weighted({ blue: 1, green: 0 }, 60)]);
    const { cookie: Cookie } = await visit();
    await bench.listen([weighted({ blue: 0, green: 1 })]);
    expect(await bench.get("/", { Cookie })).toMatchObject({ body: "green" });
    expect((await bench.get("/", { Cookie })).headers["set-cookie"]).toBeUndefined();

    bench.rule(1, [path("/sticky")], weighted({ blue: 0, green: 1 }, 60));
    expect(await bench.get("/sticky", { Cookie })).toMatchObject({ body: "blue" });
    bench.rule(1, [path("/sticky")], weighted({ green: 1, idle: 0 }, 60));
    const moved = await bench.get("/sticky", { Cookie });
    expect([moved.body, moved.headers["set-cookie"]?.length]).toEqual(["green", 2]);
});

test("cookies that are forged, damaged, URL-encoded or of another balancer do not count", async () => {
    await bench.listen([weighted({ blue: 1, green: 0 }, 60)]);
    const { cookie } = await visit();
    const value = /AWSALBTG=([^;]+)/.exec(cookie)?.[1] ?? "";
    const other = await AlbBench.start();
    await other.filledGroup("blue");
    await other.listen([weighted({ blue: 1 }, 60)]);
    const foreign = (await other.get()).headers["set-cookie"]?.[0]?.split(";")[0] ?? "";
    await other.stop();

    await bench.listen([weighted({ blue: 0, green: 1 }, 60)]);
    const flipped = (value.startsWith("A") ? "B" : "A") + value.slice(1);
    const cookies = [
        "blue",
        "",
        flipped,
        `${encodeURIComponent(value)}%3D`,
        value.slice(0, -8),
        `${value}%`,
        Buffer.from("blue").toString("base64"),
    ];
    for (const Cookie of [...cookies.map((text) => `AWSALBTG=${text}`), foreign]) {
        expect(await bench.get("/", { Cookie })).toMatchObject({ status: 200, body: "green" });
    }
    expect(await bench.get("/", { Cookie: `AWSALBTG=${value}` })).toMatchObject({ body: "blue" });
});

test("the tie ends after the duration, counted from the last answer", async () => {
    const clock = jest.spyOn(Date, "now");
    try {
        let now = Date.now();
        clock.mockImplementation(() => now);
        await bench.listen([weighted({ blue: 1, green: 0 }, 60)]);
        let { cookie: Cookie } = await visit();
        const first = Cookie;
        await bench.listen([weighted({ blue: 0, green: 1 }, 60)]);
        for (let i = 0; i < 3; i++) {
            now += 59_000;
            const again = await visit({ Cookie });
            expect(again.body).toBe("blue");
            Cookie = again.cookie;
        }
        expect((await visit({ Cookie: first })).body).toBe("green");
        now += 60_000;
        expect((await visit({ Cookie })).body).toBe("green");
    } finally {
        clock.mockRestore();
    }
});

test("an emptied group answers 503 to its tied clients, and a dead one fails open", async () => {
    await bench.listen([weighted({ blue: 1, green: 0 }, 60)]);
    const { cookie: Cookie } = await visit();
    await bench.listen([weighted({ blue: 0, green: 1 }, 60)]);
    const [blue] = bench.alb.targetHealth("blue");
    await bench.alb.deregister("blue", blue?.Target ?? { Id: "", Port: 0 });
    const refused = await bench.get("/", { Cookie });
    expect([refused.status, refused.headers["set-cookie"]]).toEqual([503, undefined]);
    expect(await bench.get()).toMatchObject({ status: 200, body: "green" });

    const dead = await bench.target((_, response) => response.end("dead"));
    dead.health = 503;
    bench.alb.register("blue", addressOf(dead));
    await until(() => bench.states("blue")[0] === "unhealthy");
    expect(await bench.bodies(2, { Cookie })).toEqual(["dead", "dead"]);
});
