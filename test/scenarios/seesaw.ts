import { setTimeout as sleep } from "node:timers/promises";
import { until } from "../../components/haproxy/runtime/wait";
import { type Color, normalise, onEveryTier, other, routeTable, ruleFor } from "../../components/release";
import { freshClient, type Load } from "../../tools/traffic";
import type { Target, TargetRouter, TargetStack } from "../support/target";
import { draws, expectContent, stopClean, visitor } from "../support/traffic";
import { allEnded, crowd } from "./crowd";

/** Two tiers with one instance in each of two colors. */
const INSTANCES = 4;

/** Release after release, and both tiers as one. */
export function seesawScenarios(target: Target): void {
    describe("on a real stack", () => onStack(target));
    describe("on a router alone", () => onRouter(target));
    describe("by the rules alone", () => byRules(target));
}

function onStack(target: Target): void {
    const { tiesApiClients, movesReplaced } = target.capabilities;
    let stack: TargetStack;

    beforeAll(async () => {
        stack = await target.stack();
    });

    afterAll(() => stack?.dispose());

    /** Who is still on the release is moved on by force; where that does not go without a fault, all have left before. */
    async function end(traffic: Load, release: string, color: Color, to: string): Promise<void> {
        traffic.allowMove(release, to);
        if (movesReplaced) return;
        traffic.endSessions(release, { withinMs: 1000 });
        const left = () => (traffic.sessionsOn(release) === 0 ? true : undefined);
        expect(await until(20, left)).toBe(true);
        await stack.emptied(color);
    }

    const last = target.turns + 1;
    test(`S09 see-saw: ${target.turns} releases in turn leave nothing behind, and no cookie reaches a later release of its color`, async () => {
        const traffic = await crowd(
            target,
            stack.url,
            tiesApiClients ? {} : { mix: { page: 6, oldTab: 2, cookieless: 1 } },
        );
        const cookies: Record<string, string> = {};
        const releases: { blue?: string; green?: string } = { blue: "v1" };
        let active: Color = "blue";
        for (let n = 2; n <= last; n++) {
            cookies[`v${n - 1}`] = `release=v${n - 1}`;
            active = other(active);
            const old = releases[active];
            if (old) await end(traffic, old, active, `v${n - 1}`);
            releases[active] = `v${n}`;
            // Deploy and switch in one update.
            await stack.mustUp({
                [`${active}Release`]: `v${n}`,
                active,
                epoch: String(n),
                force: String(movesReplaced),
            });
            await allEnded(target, stack);
            expect(stack.running()).toHaveLength(INSTANCES);
            for (const [release, cookie] of Object.entries(cookies)) {
                const answer = await freshClient(stack.url, "/whoami", { cookie });
                const kept = release === `v${n - 1}`;
                expect([answer.status, answer.release]).toEqual([200, kept ? release : `v${n}`]);
            }
        }
        expect(await draws(stack.url, "/api/whoami", 50)).toEqual({ [`v${last}`]: 50 });
        const { colors } = await stack.live();
        expect({ blue: colors.blue?.release, green: colors.green?.release }).toEqual(releases);
        const named = new Set((await stack.facts()).routes?.match(/\bv\d\b/g));
        expect([...named].sort()).toEqual(Object.values(releases).sort());
        expect((await stack.pulumi.plan()).filter(({ op }) => op !== "same")).toEqual([]);
        await stopClean(traffic);
        await stack.settle();
        expect(await stack.strays()).toEqual([]);
        expect(stack.running()).toHaveLength(INSTANCES);
    });

    test("S10 both tiers flip as one: nobody mixes them while updates switch", async () => {
        const traffic = await crowd(target, stack.url, { newVisitorsPerSecond: 50 });
        const { epoch, colors } = await stack.live();
        for (const [turn, active] of ["green", "blue", "green"].entries()) {
            await stack.mustUp({ active, epoch: String(epoch + turn + 1), force: "false" });
        }
        const { byRelease } = await stopClean(traffic);
        for (const color of ["blue", "green"] as const) {
            expect(byRelease[colors[color]?.release ?? ""]?.newVisitors).toBeGreaterThan(0);
        }
    });
}

function onRouter(target: Target): void {
    let router: TargetRouter;

    beforeAll(async () => {
        router = await target.router();
    });

    afterAll(() => router?.dispose());

    test(`S10 both tiers flip as one: nobody mixes them in ${target.switches} quick switches`, async () => {
        const traffic = await crowd(target, router.url, { newVisitorsPerSecond: 100 });
        for (let turn = 1; turn <= target.switches; turn++) {
            await router.weigh(turn % 2 ? { blue: 0, green: 100 } : { blue: 100, green: 0 });
            await sleep(150);
        }
        const { byRelease } = await stopClean(traffic);
        expect(byRelease.v1?.newVisitors).toBeGreaterThan(0);
        expect(byRelease.v2?.newVisitors).toBeGreaterThan(0);
    });

    test("S10 both tiers flip as one: nobody mixes them when a switch stops between its two writes", async () => {
        await router.weigh({ blue: 100, green: 0 });
        await router.weighTiers({ frontend: { blue: 100, green: 0 }, backend: { blue: 0, green: 100 } });
        const traffic = await crowd(target, router.url, { newVisitorsPerSecond: 100 });
        await sleep(2000);
        const { byRelease } = await stopClean(traffic);
        expect(byRelease.v1?.newVisitors).toBeGreaterThan(0);
        expect((await draws(router.url, "/whoami", 50)).v1).toBe(50);
        expect((await draws(router.url, "/api/whoami", 50)).v2).toBe(50);
    });

    test("S10 one draw for all tiers: a new visitor's page and API calls agree, with and without cookies", async () => {
        await router.weigh({ blue: 50, green: 50 });
        const seen = new Set<string>();
        for (let n = 0; n < 60; n++) {
            const somebody = visitor(router.url, { cookies: n % 2 === 0, localAddress: `127.9.0.${n}` });
            await somebody.page();
            await somebody.api("/api/whoami");
            await somebody.api("/api/whoami", { headers: {} });
            expectContent(somebody);
            seen.add(somebody.release ?? "");
        }
        expect([...seen].sort()).toEqual(["v1", "v2"]);
    });
}

function byRules(target: Target): void {
    const { app } = normalise("shop", {
        tiers: {
            frontend: { paths: ["/*"], health: { path: "/healthz" } },
            backend: { paths: ["/api/*"], health: { path: "/api/healthz" } },
        },
        blue: { release: "r0" },
        traffic: { active: "blue" },
    });

    test("S09 see-saw: after a hundred releases rules and configuration name the last two only", () => {
        const releases: { blue: string; green: string } = { blue: "r0", green: "r1" };
        for (let n = 2; n < 100; n++) {
            const color = n % 2 ? "green" : "blue";
            const old = releases[color];
            releases[color] = `r${n}`;
            const rules = routeTable(app, releases, onEveryTier(app, { blue: 50, green: 50 }));
            const request = { path: "/api/x", query: {}, headers: {}, cookies: { release: old } };
            expect(ruleFor(rules, request)?.match.by).toBe("default");
            const named = new Set(target.rules(releases).match(/\br\d+\b/g));
            expect([...named].sort()).toEqual(Object.values(releases).sort());
        }
    });
}
