import { setTimeout as sleep } from "node:timers/promises";
import { freshClient } from "../../tools/traffic";
import type { Target, TargetStack } from "../support/target";
import { draws, expectContent, stopClean, visitor } from "../support/traffic";
import { crowd, tied, tiedMix } from "./crowd";

const TIERS = ["/whoami", "/api/whoami"];
/** Paths of each tier: for its warm-up, and for what an instance was asked. */
const WARMUP = {
    frontend: { warm: "/warm", asked: "/asked" },
    backend: { warm: "/api/warm", asked: "/api/asked" },
} as const;

/** A release goes to the idle color, is looked at, gets all new visitors, a part of them, none. */
export function switchScenarios<S extends TargetStack>(target: Target<S>): () => S {
    let stack: S;

    beforeAll(async () => {
        stack = await target.stack({ frontendInstances: "2", backendInstances: "2" });
    });

    afterAll(() => stack?.dispose());

    const releasesOn = async (path: string, clients: number) => Object.keys(await draws(stack.url, path, clients));

    test("S02 deploy to the idle color: the live color serves everybody and nobody notices", async () => {
        const traffic = await crowd(target, stack.url);
        await stack.mustUp({ greenRelease: "v2" });
        expect((await stack.live()).colors.green).toMatchObject({
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

    const who = target.capabilities.warmsEveryInstance ? "every instance" : "every tier";
    test(`S04 warm-up: ${who} answered its warm-up paths before the first visitor, and the size is full`, async () => {
        await stack.mustUp({ active: "blue", greenRelease: "v3", force: "true" });
        const traffic = await crowd(target, stack.url, { newVisitorsPerSecond: 40 });
        await stack.mustUp({ active: "green", force: "false" });
        expect((await stack.live()).colors.green?.up).toEqual({ frontend: 2, backend: 2 });
        await sleep(1000);
        for (const tier of ["frontend", "backend"] as const) {
            const { warm, asked } = WARMUP[tier];
            const instances = await stack.instances("green", tier);
            expect(instances).toHaveLength(2);
            const histories = await Promise.all(
                instances.map(async (instance) => JSON.parse((await instance.ask(asked)).body) as string[]),
            );
            for (const paths of histories) expect(paths.some((path) => path !== warm)).toBe(true);
            const warmed = histories.filter(([first]) => first === warm);
            if (target.capabilities.warmsEveryInstance) expect(warmed).toEqual(histories);
            else expect(warmed).not.toEqual([]);
        }
        await stopClean(traffic);
    });

    test("S05 switch by one config value: new visitors get the new release, open sessions stay", async () => {
        await stack.ensure({ active: "blue", greenRelease: "v3" });
        const traffic = await crowd(target, stack.url);
        const residents = tied(target);
        const before = traffic.sessionsOn("v1", residents);
        await stack.pulumi.set({ active: "green" });
        await stack.mustUp();
        const since = traffic.mark();
        await sleep(1000);
        const came = traffic.newVisitors(since);
        expect(came.v3).toBeGreaterThan(0);
        // Visitors that were under way at the mark may still have been counted for v1 before it, never after it.
        expect(came.v1).toBe(0);
        expect(traffic.sessionsOn("v1", residents)).toBeGreaterThanOrEqual(Math.min(before, 20));
        await stopClean(traffic);
        stack.note({ active: "green" });
    });

    test("S06 switch by the stack output: the command does the same, says so, and becomes the way back", async () => {
        await stack.ensure({ active: "green", greenRelease: "v3" });
        const traffic = await crowd(target, stack.url);
        const { epoch } = await stack.live();
        const back = await stack.pulumi.shell((await stack.pulumi.outputs()).switchover ?? "");
        expect(back.code).toBe(0);
        expect(back.stdout.trim().split("\n").at(-1)).toBe("shop: new visitors now get v1 on blue");
        expect(await stack.live()).toMatchObject({ active: "blue", epoch: epoch + 1 });
        const forth = await stack.pulumi.shell((await stack.pulumi.outputs()).switchover ?? "");
        expect(forth.stdout.trim().split("\n").at(-1)).toBe("shop: new visitors now get v3 on green");
        expect(await stack.live()).toMatchObject({ active: "green", epoch: epoch + 2 });
        for (const path of TIERS) expect(await releasesOn(path, 50)).toEqual(["v3"]);
        await stopClean(traffic);
        stack.note({ active: "green", canary: "0", epoch: String(epoch + 2) });
    });

    test("S07 canary: 10 % of new visitors get the other color, and nobody pinned moves", async () => {
        await stack.ensure({ active: "blue", greenRelease: "v3" });
        const traffic = await crowd(target, stack.url, { newVisitorsPerSecond: 0, mix: tiedMix(target) });
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
        const traffic = await crowd(target, stack.url);
        const { pids } = await stack.facts();
        await stack.pulumi.set({ active: "blue" });
        const steps = (await stack.pulumi.plan()).filter(({ op }) => op !== "same");
        expect(steps.map(({ op }) => op)).not.toEqual(expect.arrayContaining(["create", "delete", "replace"]));
        const names = steps.map(({ name }) => name).filter((name) => !target.switched.includes(name));
        expect(names).toEqual(target.around);
        await stack.mustUp();
        expect((await stack.live()).active).toBe("blue");
        expect((await stack.facts()).pids).toEqual(pids);
        for (const path of TIERS) expect(await releasesOn(path, 50)).toEqual(["v1"]);
        await stopClean(traffic);
        stack.note({ active: "blue" });
    });

    test("S25 which color is live? Outputs and status tell color, releases, state and weights", async () => {
        await stack.ensure({ active: "blue", greenRelease: "v3", canary: "30" });
        expect(await stack.pulumi.outputs()).toMatchObject({
            url: stack.url,
            activeColor: "blue",
            blueRelease: "v1",
            greenRelease: "v3",
            blueWeight: 70,
            greenWeight: 30,
            bluePreviewUrl: `${stack.url}/?release=v1`,
            greenPreviewUrl: `${stack.url}/?release=v3`,
        });
        expect(await stack.live()).toMatchObject({
            active: "blue",
            colors: {
                blue: { release: "v1", weights: { frontend: 70, backend: 70 }, up: { frontend: 2, backend: 2 } },
                green: { release: "v3", weights: { frontend: 30, backend: 30 }, up: { frontend: 2, backend: 2 } },
            },
        });
    });

    return () => stack;
}
