import { freshClient, type Visitor } from "../../tools/traffic";
import { HEALTH } from "../support/instance";
import type { Target, TargetStack } from "../support/target";
import { expectContent, stopClean, visitor } from "../support/traffic";
import { crowd } from "./crowd";

/** Instances that their operators, or they themselves, take out and back in. */
export function healthScenarios<S extends TargetStack>(target: Target<S>): () => S {
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

    test("S20 health: an operator takes one instance out and back in, on each tier, and no visitor sees an error", async () => {
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
                for (let n = 0; n < 8; n++) expect((await somebodyNew()).pid).toBe(second?.pid);
            }
            await first?.control("enable");
            await stack.seen("blue", tier, 2);
        }
        await stopClean(traffic);
    });

    test("S20 health: the controls are not to be reached through the router", async () => {
        const refusal = target.capabilities.routerRefusesControls ? 404 : 403;
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

    const kept = "takes no new visitors and keeps its own, also across a reload of the router";
    const lost = "is out for everybody; its visitors go on with their release elsewhere, and none sees an error";
    test(`S21 soft stop: the instance ${target.capabilities.softDrain ? kept : lost}`, async () => {
        const [first, second] = await stack.instances("blue", "backend");
        const guests = await Promise.all(Array.from({ length: 16 }, somebodyNew));
        const own = guests.filter(({ pid }) => pid === first?.pid);
        expect(own.length).toBeGreaterThan(0);
        expect(own.length).toBeLessThan(guests.length);
        const expectStopped = async () => {
            for (const { somebody, pid } of guests) {
                expect(await servedBy(somebody)).toBe(target.capabilities.softDrain ? pid : second?.pid);
            }
            for (let n = 0; n < 12; n++) expect((await somebodyNew()).pid).toBe(second?.pid);
        };

        await first?.control("drain");
        await stack.seen("blue", "backend", 1);
        await expectStopped();
        const { applied } = await stack.facts();
        await stack.mustUp({ greenRelease: "v2" });
        expect((await stack.facts()).applied).not.toBe(applied);
        await expectStopped();

        await first?.control("enable");
        await stack.seen("blue", "backend", 2);
        const pids = await Promise.all(Array.from({ length: 12 }, somebodyNew));
        expect(pids.some(({ pid }) => pid === first?.pid)).toBe(true);
        for (const { somebody } of guests) expectContent(somebody);
    });

    return () => stack;
}

/** The process that answers a visitor's API call. */
async function servedBy(somebody: Visitor): Promise<number> {
    const { body } = await somebody.api("/api/whoami");
    return (JSON.parse(body) as { pid: number }).pid;
}
