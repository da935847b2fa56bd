import { setTimeout as sleep } from "node:timers/promises";
import { ask } from "../../components/gate/http";
import type { RouterStatus } from "../../components/gate/status";
import { freshClient } from "../../tools/traffic";
import { TestStack } from "../support/testStack";
import { draws, expectContent, load, stopClean, visitor } from "../support/traffic";

const ROUTER_RESOURCES = ["shop-plan", "shop-gate", "shop-traffic", "shop-check"];
const PARENTS = ["shop"];
const TIERS = ["/whoami", "/api/whoami"];

let stack: TestStack;

beforeAll(async () => {
    stack = await TestStack.create({ frontendInstances: "2", backendInstances: "2" });
});

afterAll(() => stack?.dispose());

const releasesOn = async (path: string, clients: number) => Object.keys(await draws(stack.url, path, clients));

test("S02 deploy to the idle color: the live color serves everybody and nobody notices", async () => {
    const traffic = await load(stack.url);
    await stack.mustUp({ greenRelease: "v2" });
    expect((await stack.status()).colors.green).toMatchObject({
        release: "v2",
        weights: { frontend: 0, backend: 0 },
        up: { frontend: 2, backend: 2 },
    });
    const report = await stopClean(traffic);
    expect(Object.keys(report.byRelease)).toEqual(["v1"]);
});

test("S03 look before you leap: query, header or cookie open the release that is not live, on both tiers", async () => {
    await stack.ensure({ greenRelease: "v2", active: "blue" });
    const asks: [string, Record<string, string>][] = [
        ["?release=v2", {}],
        ["", { "x-release": "v2" }],
        ["", { cookie: "release=v2" }],
    ];
    for (const [query, headers] of asks) {
        for (const path of TIERS) {
            const { status, release } = await freshClient(stack.url, path + query, headers);
            expect({ path, query, headers, status, release }).toMatchObject({ status: 200, release: "v2" });
        }
    }
    for (const path of TIERS) expect(await releasesOn(path, 50)).toEqual(["v1"]);

    const link = new URL((await stack.pulumi.outputs()).greenPreviewUrl ?? "");
    const operator = visitor(link.origin);
    await operator.page({ ask: link.searchParams.get("release") ?? "" });
    await operator.asset();
    await operator.api("/api/whoami");
    await operator.page();
    expect(operator.tab?.release).toBe("v2");
    expectContent(operator);
});

test("S04 warm-up: every instance answered its warm-up paths before the first visitor, and the size is full", async () => {
    await stack.mustUp({ active: "blue", greenRelease: "v3", force: "true" });
    const traffic = await load(stack.url, { newVisitorsPerSecond: 40 });
    await stack.mustUp({ active: "green", force: "false" });
    expect((await stack.status()).colors.green?.up).toEqual({ frontend: 2, backend: 2 });
    const instances = [
        ...stack.servers("green", "frontend").map(({ port }) => ({ port, warm: "/warm", asked: "/asked" })),
        ...stack.servers("green", "backend").map(({ port }) => ({ port, warm: "/api/warm", asked: "/api/asked" })),
    ];
    expect(instances).toHaveLength(4);
    await sleep(1000);
    for (const { port, warm, asked } of instances) {
        const { body } = await ask(`http://127.0.0.1:${port}${asked}`);
        const paths = JSON.parse(body) as string[];
        expect(paths[0]).toBe(warm);
        expect(paths.some((path) => path !== warm)).toBe(true);
    }
    await stopClean(traffic);
});

test("S05 switch by one config value: new visitors get the new release, open sessions stay", async () => {
    await stack.ensure({ active: "blue", greenRelease: "v3" });
    const traffic = await load(stack.url);
    const residents = ["page", "oldTab", "cookieless", "api"] as const;
    const before = traffic.sessionsOn("v1", residents);
    await stack.pulumi.set({ active: "green" });
    await stack.mustUp();
    const since = traffic.mark();
    await sleep(1000);
    const came = traffic.newVisitors(since);
    expect(came.v3).toBeGreaterThan(0);
    // Visitors that were under way at the mark may still have been counted for v1 before it, never after it.
    expect(came.v1).toBe(0);
    expect(traffic.sessionsOn("v1", ["page", "oldTab", "cookieless", "api"])).toBeGreaterThanOrEqual(
        Math.min(before, 20),
    );
    await stopClean(traffic);
    stack.note({ active: "green" });
});

test("S06 switch by the stack output: the command does the same, says so, and becomes the way back", async () => {
    await stack.ensure({ active: "green", greenRelease: "v3" });
    const traffic = await load(stack.url);
    const { epoch } = await stack.status();
    const back = await stack.pulumi.shell((await stack.pulumi.outputs()).switchover ?? "");
    expect(back.code).toBe(0);
    expect(back.stdout.trim().split("\n").at(-1)).toBe("shop: new visitors now get v1 on blue");
    expect(await stack.status()).toMatchObject({ active: "blue", epoch: epoch + 1 });
    const forth = await stack.pulumi.shell((await stack.pulumi.outputs()).switchover ?? "");
    expect(forth.stdout.trim().split("\n").at(-1)).toBe("shop: new visitors now get v3 on green");
    expect(await stack.status()).toMatchObject({ active: "green", epoch: epoch + 2 });
    for (const path of TIERS) expect(await releasesOn(path, 50)).toEqual(["v3"]);
    await stopClean(traffic);
    stack.note({ active: "green", canary: "0", epoch: String(epoch + 2) });
});

test("S07 canary: 10 % of new visitors get the other color, and nobody pinned moves", async () => {
    await stack.ensure({ active: "blue", greenRelease: "v3" });
    const traffic = await load(stack.url, { newVisitorsPerSecond: 0 });
    await stack.mustUp({ canary: "10" });
    const clients = 10_000;
    const { v1 = 0, v3 = 0 } = await draws(stack.url, "/api/whoami", clients);
    expect(v1 + v3).toBe(clients);
    // 3.3 times the standard deviation of 10,000 draws is one point.
    expect(Math.abs(v3 / clients - 0.1)).toBeLessThan(0.01);
    const { byRelease } = await stopClean(traffic);
    expect(Object.keys(byRelease)).toEqual(["v1"]);
    await stack.mustUp({ canary: "0" });
});

test("S08 rollback: the way back touches routes only, in the plan and in fact", async () => {
    await stack.ensure({ active: "green", greenRelease: "v3", canary: "0" });
    const traffic = await load(stack.url);
    const before = stack.processes().map(({ pid }) => pid);
    await stack.pulumi.set({ active: "blue" });
    const steps = (await stack.pulumi.plan()).filter(({ op }) => op !== "same");
    expect(steps.map(({ op }) => op)).not.toEqual(expect.arrayContaining(["create", "delete", "replace"]));
    expect(steps.filter(({ name }) => !ROUTER_RESOURCES.includes(name)).map(({ name }) => name)).toEqual(PARENTS);
    await stack.mustUp();
    expect((await stack.status()).active).toBe("blue");
    expect(stack.processes().map(({ pid }) => pid)).toEqual(before);
    for (const path of TIERS) expect(await releasesOn(path, 50)).toEqual(["v1"]);
    await stopClean(traffic);
    stack.note({ active: "blue" });
});

test("S25 which color is live? Outputs and status tell color, releases, state and weights", async () => {
    await stack.ensure({ active: "blue", greenRelease: "v3", canary: "0" });
    await stack.mustUp({ canary: "30" });
    const outputs = await stack.pulumi.outputs();
    expect(outputs).toMatchObject({
        url: stack.url,
        activeColor: "blue",
        blueRelease: "v1",
        greenRelease: "v3",
        blueWeight: 70,
        greenWeight: 30,
        bluePreviewUrl: `${stack.url}/?release=v1`,
        greenPreviewUrl: `${stack.url}/?release=v3`,
    });
    const status = JSON.parse((await ask(outputs.statusUrl ?? "")).body) as RouterStatus;
    expect(status).toMatchObject({
        app: "shop",
        active: "blue",
        colors: {
            blue: { release: "v1", weights: { frontend: 70, backend: 70 }, up: { frontend: 2, backend: 2 } },
            green: { release: "v3", weights: { frontend: 30, backend: 30 }, up: { frontend: 2, backend: 2 } },
        },
    });
    expect((await ask(outputs.statsUrl ?? "")).body).toContain("HAProxy");
    await stack.mustUp({ canary: "0" });
});
