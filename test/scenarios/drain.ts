import { setTimeout as sleep } from "node:timers/promises";
import { freshClient, type Visitor } from "../../tools/traffic";
import type { Target, TargetStack } from "../support/target";
import { expectContent, ownAddresses, stopClean, visitor } from "../support/traffic";
import { allEnded, crowd, whoIsLeft } from "./crowd";

const IDLE_SECONDS = 8;

/** Who is left on a release, and how it goes. */
export function drainScenarios(target: Target): void {
    const { exactCensus, routerSetsCookie } = target.capabilities;
    let stack: TargetStack;

    beforeAll(async () => {
        stack = await target.stack({ greenRelease: "v2", sessionIdleSeconds: String(IDLE_SECONDS) });
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

    /** Expects so many visitors on green; at least so many requests where those are counted. */
    async function expectVisitors(count: number): Promise<void> {
        const { visitors } = await stack.census("green");
        if (exactCensus) expect(visitors).toBe(count);
        else expect(visitors).toBeGreaterThanOrEqual(count);
    }

    const counted = exactCensus ? "visitors" : "visitors' requests";
    test(`S22 census: the number of ${counted} on a release, down to 0 when their sessions are over`, async () => {
        await stack.emptied("green");
        const all = await visitors("v2", 25);
        await expectVisitors(25);
        for (const somebody of all) {
            await somebody.page();
            await somebody.api("/api/whoami");
            expectContent(somebody);
        }
        await expectVisitors(25);
        await stack.emptied("green");
        expect((await stack.census("green")).visitors).toBe(0);
    });

    test(`S22 census: clients without cookies count by their ${exactCensus ? "address" : "requests"}`, async () => {
        await stack.emptied("green");
        const range = ownAddresses().split(".")[1];
        for (let n = 0; n < 12; n++) {
            await freshClient(stack.url, "/api/whoami", { "x-release": "v2" }, `127.${range}.0.${n}`);
        }
        const counts = exactCensus ? { visitors: 0, addresses: 12 } : { visitors: 12, addresses: 0 };
        expect(await stack.census("green")).toEqual(counts);
        await stack.emptied("green");
    });

    test("S23 taper off: the standby goes when its census is 0, and not before", async () => {
        await stack.ensure({ active: "blue", greenRelease: "v2" });
        const some = await visitors("v2", 3);
        const before = await stack.facts();
        const refused = await whileActive(some, stack.up({ greenRelease: "" }));
        expect(refused.code).not.toBe(0);
        expect(refused.stdout).toMatch(
            new RegExp(`green\\.release: v2 on green ${whoIsLeft(target)}.*config key "greenRelease"`),
        );
        expect(await stack.facts()).toEqual(before);
        await stack.emptied("green");
        await stack.mustUp({ greenRelease: "" });
        expect((await stack.live()).colors.green).toBeUndefined();
        expect(await stack.instances("green", "frontend")).toEqual([]);
        await allEnded(target, stack);
        expect(stack.running()).toHaveLength(2);
    });

    test("S23 taper off: the standby goes at the deadline, whoever is left, and not before", async () => {
        await stack.ensure({ active: "blue", greenRelease: "v3" });
        const some = await visitors("v3", 2);
        const refused = await whileActive(some, stack.up({ greenRelease: "", drainMinutes: "30" }));
        expect(refused.code).not.toBe(0);
        expect(refused.stdout).toMatch(
            new RegExp(`v3 on green ${whoIsLeft(target)}.*keep it until the census is 0, until 20\\d\\d-`),
        );

        await stack.backdate("green", 31);
        for (const { ledger } of some) ledger.allowMove("v3", "v1");
        await whileActive(some, stack.mustUp({ greenRelease: "" }));
        for (const one of some) {
            await one.page();
            expect(one.release).toBe("v1");
            expectContent(one);
        }
        expect((await stack.live()).colors.green).toBeUndefined();
    });

    test("S23 taper off: the standby goes by force; S24 its visitors land on the live release at once, without an error", async () => {
        await stack.mustUp({ active: "blue", greenRelease: "v4", drainMinutes: "0" });
        await stack.mustUp({ active: "green" });
        const traffic = await crowd(target, stack.url, { visitors: 30 });
        await stack.mustUp({ active: "blue" });
        expect(traffic.sessionsOn("v4")).toBeGreaterThan(0);
        const refused = await stack.up({ greenRelease: "" });
        expect(refused.code).not.toBe(0);

        traffic.allowMove("v4", "v1");
        await stack.mustUp({ greenRelease: "", force: "true" });
        for (const path of ["/", "/whoami", "/api/whoami"]) {
            const { status, release, headers } = await freshClient(stack.url, path, { cookie: "release=v4" });
            expect({ path, status, release }).toEqual({ path, status: 200, release: "v1" });
            if (!routerSetsCookie && path !== "/") continue;
            expect(String(headers["set-cookie"])).toMatch(/(^|,)release=v1; Path=\//);
        }
        await sleep(1000);
        const { byRelease } = await stopClean(traffic);
        expect(byRelease.v4?.requests).toBeGreaterThan(0);
        expect((await stack.live()).colors.green).toBeUndefined();
        await allEnded(target, stack);
        expect(stack.running()).toHaveLength(2);
    });
}
