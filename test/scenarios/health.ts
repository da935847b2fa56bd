import { until } from "../../components/haproxy/runtime/wait";
import { freshClient, type Visitor } from "../../tools/traffic";
import { HEALTH } from "../support/instance";
import type { Instance, Target, TargetStack, Tier } from "../support/target";
import { expectContent, stopClean, visitor } from "../support/traffic";
import { crowd } from "./crowd";

/** Instances that their operators, or they themselves, take out and back in. */
export function healthScenarios<S extends TargetStack>(target: Target<S>): () => S {
    const { softDrain, replacesUnfit, routerRefusesControls } = target.capabilities;
    let stack: S;

    beforeAll(async () => {
        stack = await target.stack({ frontendInstances: "2", backendInstances: "2" });
    });

    afterAll(() => stack?.dispose());

    const somebodyNew = async () => {
        const somebody = visitor(stack.url);
        await somebody.page();
        return { somebody, pid: await servedBy(somebody) };
    };

    /** The full number of instances again: this one is fit again, or another one has taken its place. */
    async function backIn(tier: Tier, instance: Instance | undefined): Promise<void> {
        const isThere = async () => (await stack.instances("blue", tier)).some(({ pid }) => pid === instance?.pid);
        if (replacesUnfit) {
            expect(await until(60, async () => ((await isThere()) ? undefined : true))).toBe(true);
        } else {
            await instance?.control("enable");
        }
        await stack.seen("blue", tier, 2);
        expect(await isThere()).toBe(!replacesUnfit);
    }

    const back = replacesUnfit ? "and another one takes its place" : "and back in";
    test(`S20 health: an operator takes one instance out ${back}, on each tier, and no visitor sees an error`, async () => {
        const traffic = await crowd(target, stack.url);
        for (const tier of ["frontend", "backend"] as const) {
            const [first, second] = await stack.instances("blue", tier);
            const health = async (method = "GET") => (await first?.ask(HEALTH[tier], method))?.status;
            expect(await health()).toBe(200);
            await first?.control("disable");
            expect(await health()).toBe(503);
            expect(await health("HEAD")).toBe(503);
            await stack.seen("blue", tier, 1);
            if (tier === "backend") {
                for (let n = 0; n < 8; n++) {
                    const { pid } = await somebodyNew();
                    expect(pid).not.toBe(first?.pid);
                    if (!replacesUnfit) expect(pid).toBe(second?.pid);
                }
            }
            await backIn(tier, first);
        }
        await stopClean(traffic);
    });

    test("S20 health: the controls are not to be reached through the router", async () => {
        const refusal = routerRefusesControls ? 404 : 403;
        for (const path of Object.values(HEALTH)) {
            for (const name of ["disable", "drain", "enable", "anything"]) {
                for (const method of ["POST", "GET"]) {
                    const { status } = await freshClient(stack.url, `${path}/${name}`, {}, undefined, method);
                    expect(status).toBe(refusal);
                }
            }
            expect((await freshClient(stack.url, path)).status).toBe(200);
        }
        expect((await stack.live()).colors.blue?.up).toEqual({ frontend: 2, backend: 2 });
    });

    /** Visitors of the backend's instances; each instance has some of them. */
    async function guestsOf(instances: readonly Instance[]) {
        const guests = await Promise.all(Array.from({ length: 16 }, somebodyNew));
        const pids = new Set(guests.map(({ pid }) => pid));
        expect([...pids].sort()).toEqual(instances.map(({ pid }) => pid).sort());
        return guests;
    }

    async function expectNewVisitorsOnBoth(): Promise<void> {
        const pids = (await Promise.all(Array.from({ length: 16 }, somebodyNew))).map(({ pid }) => pid);
        const instances = await stack.instances("blue", "backend");
        expect(new Set(pids)).toEqual(new Set(instances.map(({ pid }) => pid)));
    }

    if (softDrain) {
        test("S21 soft stop: the instance takes no new visitors and keeps its own, also across a reload of the router", async () => {
            const [first, second] = await stack.instances("blue", "backend");
            const guests = await guestsOf(await stack.instances("blue", "backend"));
            const expectStopped = async () => {
                for (const { somebody, pid } of guests) expect(await servedBy(somebody)).toBe(pid);
                for (let n = 0; n < 12; n++) expect((await somebodyNew()).pid).toBe(second?.pid);
            };

            await first?.control("drain");
            await stack.seen("blue", "backend", 1);
            await expectStopped();
            const { applied } = await stack.facts();
            await stack.mustUp({ greenRelease: "v2" });
            expect((await stack.facts()).applied).not.toBe(applied);
            await expectStopped();

            await backIn("backend", first);
            await expectNewVisitorsOnBoth();
            for (const { somebody } of guests) expectContent(somebody);
        });
    } else {
        test("S21 soft stop: the instance is out for everybody; its visitors go on with their release elsewhere, and none sees an error", async () => {
            const [first] = await stack.instances("blue", "backend");
            const guests = await guestsOf(await stack.instances("blue", "backend"));
            await first?.control("drain");
            await stack.seen("blue", "backend", 1);
            for (const { somebody } of guests) expect(await servedBy(somebody)).not.toBe(first?.pid);
            await stack.mustUp({ greenRelease: "v2" });
            for (const { somebody } of guests) expect(await servedBy(somebody)).not.toBe(first?.pid);
            await backIn("backend", first);
            await expectNewVisitorsOnBoth();
            for (const { somebody } of guests) {
                expect(somebody.release).toBe("v1");
                expectContent(somebody);
            }
        });
    }

    return () => stack;
}

/** The process that answers a visitor's API call. */
async function servedBy(somebody: Visitor): Promise<number> {
    const { body } = await somebody.api("/api/whoami");
    return (JSON.parse(body) as { pid: number }).pid;
}
