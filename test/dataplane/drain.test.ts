import { readFileSync, writeFileSync } from "node:fs";
import { setTimeout as sleep } from "node:timers/promises";
import { files } from "../../components/haproxy/config/spec";
import { until } from "../../components/haproxy/runtime/wait";
import { freshClient, type Visitor } from "../../tools/traffic";
import { TestStack } from "../support/testStack";
import { expectContent, load, ownAddresses, stopClean, visitor } from "../support/traffic";

const IDLE_SECONDS = 8;

let stack: TestStack;

beforeAll(async () => {
    stack = await TestStack.create({ greenRelease: "v2", sessionIdleSeconds: String(IDLE_SECONDS) });
});

afterAll(() => stack?.dispose());

/** So many visitors with cookies who open a page of the release and call the API from it. */
async function visitors(release: string, count: number) {
    return Promise.all(
        Array.from({ length: count }, async () => {
            const somebody = visitor(stack.url);
            await somebody.page({ ask: release });
            await somebody.api("/api/whoami");
            expect(somebody.release).toBe(release);
            return somebody;
        }),
    );
}

const visitorsOn = async (color: string) => (await stack.status()).colors[color]?.visitors;

/** Runs something while these visitors go on calling the API. */
async function whileActive<T>(all: readonly Visitor[], work: Promise<T>): Promise<T> {
    let running = true;
    const done = work.finally(() => {
        running = false;
    });
    while (running) {
        await Promise.all(all.map((one) => one.api("/api/whoami")));
        await sleep(500);
    }
    for (const one of all) expectContent(one);
    return done;
}

/** Waits until the session idle time of everybody on a color is over. */
async function emptied(color: string): Promise<void> {
    const nobody = async () => {
        const now = (await stack.status()).colors[color];
        return now && now.visitors + now.addresses === 0 ? true : undefined;
    };
    expect(await until(IDLE_SECONDS * 4, nobody, 200)).toBe(true);
}

test("S22 census: the number of visitors on a release, down to 0 when their sessions are over", async () => {
    await emptied("green");
    const all = await visitors("v2", 25);
    expect(await visitorsOn("green")).toBe(25);
    for (const somebody of all) {
        await somebody.page();
        await somebody.api("/api/whoami");
        expectContent(somebody);
    }
    expect(await visitorsOn("green")).toBe(25);
    await emptied("green");
    expect(await visitorsOn("green")).toBe(0);
});

test("S22 census: clients without cookies count by their address", async () => {
    await emptied("green");
    const range = ownAddresses().split(".")[1];
    for (let n = 0; n < 12; n++) {
        await freshClient(stack.url, "/api/whoami", { "x-release": "v2" }, `127.${range}.0.${n}`);
    }
    expect((await stack.status()).colors.green).toMatchObject({ visitors: 0, addresses: 12 });
    await emptied("green");
});

test("S23 taper off: the standby goes when its census is 0, and not before", async () => {
    await stack.ensure({ active: "blue", greenRelease: "v2" });
    const some = await visitors("v2", 3);
    const before = await stack.facts();
    const refused = await whileActive(some, stack.up({ greenRelease: "" }));
    expect(refused.code).not.toBe(0);
    expect(refused.stdout).toMatch(/green\.release: v2 on green still has \d+ visitors.*config key "greenRelease"/);
    expect(await stack.facts()).toEqual(before);
    await emptied("green");
    await stack.mustUp({ greenRelease: "" });
    expect((await stack.status()).colors.green).toBeUndefined();
    expect(stack.servers("green", "frontend")).toEqual([]);
    expect(stack.running()).toHaveLength(2);
});

test("S23 taper off: the standby goes at the deadline, whoever is left, and not before", async () => {
    await stack.ensure({ active: "blue", greenRelease: "v3" });
    const some = await visitors("v3", 2);
    const refused = await whileActive(some, stack.up({ greenRelease: "", drainMinutes: "30" }));
    expect(refused.code).not.toBe(0);
    expect(refused.stdout).toMatch(/v3 on green still has \d+ visitors.*keep it until the census is 0, until 20\d\d-/);

    const { traffic } = files(stack.folder);
    const applied = JSON.parse(readFileSync(traffic, "utf8")) as { standbySince: { green: number } };
    applied.standbySince.green -= 31 * 60_000;
    writeFileSync(traffic, JSON.stringify(applied));
    for (const { ledger } of some) ledger.allowMove("v3", "v1");
    await whileActive(some, stack.mustUp({ greenRelease: "" }));
    for (const one of some) {
        await one.page();
        expect(one.release).toBe("v1");
        expectContent(one);
    }
    expect((await stack.status()).colors.green).toBeUndefined();
});

test("S23 taper off: the standby goes by force; S24 its visitors land on the live release at once, without an error", async () => {
    await stack.mustUp({ active: "blue", greenRelease: "v4", drainMinutes: "0" });
    await stack.mustUp({ active: "green" });
    const traffic = await load(stack.url, { visitors: 30 });
    await stack.mustUp({ active: "blue" });
    expect(traffic.sessionsOn("v4")).toBeGreaterThan(0);
    const refused = await stack.up({ greenRelease: "" });
    expect(refused.code).not.toBe(0);

    traffic.allowMove("v4", "v1");
    await stack.mustUp({ greenRelease: "", force: "true" });
    for (const path of ["/", "/whoami", "/api/whoami"]) {
        const { status, release, headers } = await freshClient(stack.url, path, { cookie: "release=v4" });
        expect({ path, status, release }).toEqual({ path, status: 200, release: "v1" });
        expect(String(headers["set-cookie"])).toMatch(/(^|,)release=v1; Path=\//);
    }
    await sleep(1000);
    const { byRelease } = await stopClean(traffic);
    expect(byRelease.v4?.requests).toBeGreaterThan(0);
    expect((await stack.status()).colors.green).toBeUndefined();
    expect(stack.running()).toHaveLength(2);
});
