import { setTimeout as sleep } from "node:timers/promises";
import { freshClient } from "../../tools/traffic";
import type { Target, TargetStack } from "../support/target";
import { ownAddresses, stopClean } from "../support/traffic";
import { crowd } from "./crowd";

/** Which tier's default moves first. */
export function orderScenarios(target: Target): void {
    let stack: TargetStack;

    beforeAll(async () => {
        stack = await target.stack({ greenRelease: "v2", orderPauseSeconds: "2" });
    });

    afterAll(() => stack?.dispose());

    /**
     * What clients without a pin meet on both tiers while an update runs, without repeats. The tier that moves last is asked first: if that
     * one shows the new release already, so must the other.
     */
    async function statesDuring(update: Promise<unknown>, last: string, first: string): Promise<string[]> {
        const range = ownAddresses().split(".")[1];
        const states: string[] = [];
        let running = true;
        void update.finally(() => {
            running = false;
        });
        for (let n = 0; running || n < 2; n += 2) {
            const address = (one: number) => `127.${range}.${one >> 8}.${one & 255}`;
            const late = await freshClient(stack.url, last, {}, address(n));
            const early = await freshClient(stack.url, first, {}, address(n + 1));
            const state = `${early.release} then ${late.release}`;
            if (states.at(-1) !== state) states.push(state);
            await sleep(50);
        }
        await update;
        return states;
    }

    test("S11 server first: clients without a pin meet the new backend before the new frontend; no visitor mixes them", async () => {
        await stack.ensure({ active: "blue", order: "backend-first" });
        const traffic = await crowd(target, stack.url, { newVisitorsPerSecond: 40 });
        const update = stack.mustUp({ active: "green" });
        const states = await statesDuring(update, "/whoami", "/api/whoami");
        expect(states).toEqual(["v1 then v1", "v2 then v1", "v2 then v2"]);
        await stopClean(traffic);
    });

    test("S11 client first: clients without a pin meet the new frontend before the new backend; no visitor mixes them", async () => {
        await stack.ensure({ active: "blue", order: "frontend-first" });
        const traffic = await crowd(target, stack.url, { newVisitorsPerSecond: 40 });
        const update = stack.mustUp({ active: "green" });
        const states = await statesDuring(update, "/api/whoami", "/whoami");
        expect(states).toEqual(["v1 then v1", "v2 then v1", "v2 then v2"]);
        await stopClean(traffic);
    });
}
