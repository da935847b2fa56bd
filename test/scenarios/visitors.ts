import { setTimeout as sleep } from "node:timers/promises";
import { freshClient } from "../../tools/traffic";
import type { RouterOptions, Target, TargetRouter } from "../support/target";
import { draws, expectContent, ownAddresses, stopClean, visitor } from "../support/traffic";
import { crowd, tied } from "./crowd";

type RouterOf = () => TargetRouter;

const HTML = { accept: "text/html" };

/** Who gets what, and stays there. */
export function visitorScenarios(target: Target): void {
    if (target.capabilities.cookieless === "source-address") {
        describe("clients without cookies are tied by their address", () => {
            const routerOf = routerFor(target, { instances: 3 });
            everybody(target, routerOf);
            tiedByAddress(routerOf);
        });
    }
    describe("clients without cookies are tied by nothing", () => {
        const routerOf = routerFor(target, { instances: 3, session: { cookieless: "none" } });
        if (target.capabilities.cookieless === "none") everybody(target, routerOf);
        tiedByNothing(routerOf);
    });
}

function routerFor(target: Target, options: RouterOptions): RouterOf {
    let router: TargetRouter;

    beforeAll(async () => {
        router = await target.router(options);
    });

    afterAll(() => router?.dispose());

    return () => router;
}

function everybody(target: Target, routerOf: RouterOf): void {
    test("S12 never flip: through switches, shares and reloads every answer of a visitor comes from one release", async () => {
        const router = routerOf();
        const traffic = await crowd(target, router.url, { newVisitorsPerSecond: 50, thinkMs: 60 });
        const residents = tied(target);
        const before = traffic.sessionsOn("v1", residents);
        for (const green of [100, 10, 50, 90, 0, 100]) {
            await router.weigh({ blue: 100 - green, green });
            await router.reload();
            await sleep(300);
        }
        expect(traffic.sessionsOn("v1", residents)).toBe(before);
        const { byRelease } = await stopClean(traffic);
        expect(byRelease.v2?.newVisitors).toBeGreaterThan(0);
    });

    test("S13 even load: within a color by instances, between colors by the weights", async () => {
        const router = routerOf();
        await router.weigh({ blue: 50, green: 50 });
        const visitors = 900;
        const perInstance = new Map<string, number>();
        const byRelease: Record<string, number> = {};
        const first = ownAddresses().split(".")[1];
        for (let n = 0; n < visitors; n++) {
            const { body } = await freshClient(router.url, "/api/whoami", {}, `127.${first}.${n >> 8}.${n & 255}`);
            const { release, pid } = JSON.parse(body) as { release: string; pid: number };
            byRelease[release] = (byRelease[release] ?? 0) + 1;
            perInstance.set(`${release} ${pid}`, (perInstance.get(`${release} ${pid}`) ?? 0) + 1);
        }
        expect(Math.abs((byRelease.v1 ?? 0) - visitors / 2)).toBeLessThan(deviations(visitors, 0.5));
        expect(perInstance.size).toBe(6);
        for (const [instance, count] of perInstance) {
            const all = byRelease[instance.split(" ")[0] ?? ""] ?? 0;
            expect(Math.abs(count - all / 3)).toBeLessThan(deviations(all, 1 / 3));
        }
        await router.weigh({ blue: 80, green: 20 });
        const { v2 = 0 } = await draws(router.url, "/whoami", 2000);
        expect(Math.abs(v2 - 400)).toBeLessThan(deviations(2000, 0.2));
    });

    test("S15 ask for a release: a visitor goes to the new one by a link, stays there, and goes back", async () => {
        const router = routerOf();
        await router.weigh({ blue: 100, green: 0 });
        const somebody = visitor(router.url);
        const wholeVisit = async (release: string) => {
            await somebody.page();
            await somebody.asset();
            await somebody.api("/api/whoami");
            expect(somebody.tab?.release).toBe(release);
        };
        await wholeVisit("v1");
        await somebody.page({ ask: "v2" });
        await wholeVisit("v2");
        await somebody.page({ ask: "v1" });
        await wholeVisit("v1");
        await somebody.page({ ask: "v9" });
        await wholeVisit("v1");
        expectContent(somebody);
    });

    test("S16 several tabs: an old tab keeps its API after another tab moved the cookie", async () => {
        const router = routerOf();
        await router.weigh({ blue: 100, green: 0 });
        const oldTab = visitor(router.url);
        await oldTab.page();
        const newTab = oldTab.openTab();
        await newTab.page({ ask: "v2" });
        for (let turn = 0; turn < 5; turn++) {
            expect((await oldTab.api("/api/whoami")).release).toBe("v1");
            expect((await oldTab.asset())?.release).toBe("v1");
            expect((await newTab.api("/api/whoami")).release).toBe("v2");
        }
        // The calls of the old tab did not take the cookie back.
        const third = oldTab.openTab();
        await third.page();
        expect(third.tab?.release).toBe("v2");
        expectContent(oldTab);
    });
}

function tiedByAddress(routerOf: RouterOf): void {
    test("S14 without cookies: a client sticks by its address, also at weight 0", async () => {
        const router = routerOf();
        await router.weigh({ blue: 50, green: 50 });
        const range = ownAddresses().split(".")[1];
        const addresses = Array.from({ length: 40 }, (_, n) => `127.${range}.0.${n}`);
        const releases = async (path: string, headers: Record<string, string> = {}) =>
            Promise.all(addresses.map(async (one) => (await freshClient(router.url, path, headers, one)).release));
        const drawn = await releases("/api/whoami");
        expect(new Set(drawn)).toEqual(new Set(["v1", "v2"]));
        expect(await releases("/", HTML)).toEqual(drawn);
        await router.weigh({ blue: 0, green: 100 });
        expect(await releases("/api/whoami")).toEqual(drawn);
        expect(await releases("/", HTML)).toEqual(drawn);
        await router.reload();
        expect(await releases("/whoami")).toEqual(drawn);
        expect(await draws(router.url, "/api/whoami", 100)).toEqual({ v2: 100 });
    });

    test("S14 where cookies are known to work, a page load without one is a new visitor who draws anew", async () => {
        const router = routerOf();
        await router.weigh({ blue: 100, green: 0 });
        const office = ownAddresses();
        const first = visitor(router.url, { localAddress: office });
        await first.page();
        await first.api("/api/whoami");
        await router.weigh({ blue: 0, green: 100 });
        expect((await freshClient(router.url, "/", HTML, office)).release).toBe("v2");
        expect((await freshClient(router.url, "/api/whoami", {}, office)).release).toBe("v1");
        await first.page();
        expect(first.release).toBe("v1");
        expectContent(first);
    });
}

function tiedByNothing(routerOf: RouterOf): void {
    test("S14 without cookies and without address: every request draws, and 0 and 100 are exact", async () => {
        const router = routerOf();
        const address = ownAddresses();
        const drawn = async (requests: number) => {
            const asked = Array.from({ length: requests }, () => freshClient(router.url, "/whoami", {}, address));
            return [...new Set((await Promise.all(asked)).map(({ release }) => release))].sort();
        };
        await router.weigh({ blue: 50, green: 50 });
        expect(await drawn(60)).toEqual(["v1", "v2"]);
        await router.weigh({ blue: 0, green: 100 });
        expect(await drawn(300)).toEqual(["v2"]);
        await router.weigh({ blue: 100, green: 0 });
        expect(await drawn(300)).toEqual(["v1"]);
    });

    test("S14 without cookies and without address: a visitor with cookies stays, a client without them beside it draws", async () => {
        const router = routerOf();
        await router.weigh({ blue: 100, green: 0 });
        const office = ownAddresses();
        const first = visitor(router.url, { localAddress: office });
        await first.page();
        await first.api("/api/whoami");
        await router.weigh({ blue: 0, green: 100 });
        expect((await freshClient(router.url, "/", HTML, office)).release).toBe("v2");
        expect((await freshClient(router.url, "/api/whoami", {}, office)).release).toBe("v2");
        await first.page();
        await first.api("/api/whoami");
        expect(first.release).toBe("v1");
        expectContent(first);
    });
}

/** 3.3 standard deviations of so many draws: what chance exceeds once in a thousand times. */
function deviations(draws: number, share: number): number {
    return 3.3 * Math.sqrt(draws * share * (1 - share));
}
