import { setTimeout as sleep } from "node:timers/promises";
import { until } from "../../components/haproxy/runtime/wait";
import { COLORS } from "../../components/release";
import { familyOf, killAll } from "../support/processes";
import type { Config, Target, TargetStack } from "../support/target";
import { stopClean } from "../support/traffic";
import { allEnded, crowd } from "./crowd";

/** Updates that die half-way. */
export function killedScenarios(target: Target): void {
    let stack: TargetStack;

    beforeAll(async () => {
        stack = await target.stack({ gateSeconds: "20" });
    });

    afterAll(() => stack?.dispose());

    /** Starts an update and kills Pulumi with all its helpers at a random moment, as a power cut or an OOM killer would. */
    async function killedUpdate(config: Config): Promise<number> {
        const mendConfig = stack.pulumi.guardConfig();
        const { child, done } = stack.pulumi.start(stack.upWith(config));
        const after = Math.round(Math.random() * target.updateMs);
        await Promise.race([sleep(after), done]);
        if (child.pid !== undefined && child.exitCode === null) killAll(familyOf(child.pid).map(({ pid }) => pid));
        await done;
        mendConfig();
        return after;
    }

    /** What the operator does then: clears the lock that the dead update left, and runs it again. */
    async function converge(config: Config, killedAfter: number): Promise<void> {
        stack.pulumi.mend();
        await stack.pulumi.run(["cancel", "--yes", "--stack", stack.pulumi.name]);
        await stack.tidy();
        const { code, stdout, stderr } = await stack.up(config);
        const said = code === 0 ? "" : stdout + stderr;
        expect({ killedAfter, code, said }).toEqual({ killedAfter, code: 0, said: "" });
    }

    /** The instances that run are those that the router leads to, and no more. */
    async function expectNoStrays(): Promise<void> {
        const tiers = COLORS.flatMap((color) => [
            stack.instances(color, "frontend"),
            stack.instances(color, "backend"),
        ]);
        await allEnded(target, stack);
        const led = (await Promise.all(tiers)).flat().map(({ pid }) => pid);
        expect(stack.running()).toEqual(led.sort((a, b) => a - b));
    }

    test("S33 a deploy killed at five random moments: the next update converges, visitors see no error", async () => {
        const traffic = await crowd(target, stack.url);
        for (let n = 1; n <= 5; n++) {
            const config = { greenRelease: `v2.${n}` };
            await converge(config, await killedUpdate(config));
            expect((await stack.live()).colors.green).toMatchObject({
                release: `v2.${n}`,
                up: { frontend: 1, backend: 1 },
            });
            await expectNoStrays();
        }
        await stopClean(traffic);
    });

    test("S33 a switch killed at five random moments: the next update converges, nobody flips or sees an error", async () => {
        await stack.ensure({ greenRelease: "v2.5", active: "blue" });
        const { pids } = await stack.facts();
        const traffic = await crowd(target, stack.url);
        for (let n = 1; n <= 5; n++) {
            const active = n % 2 === 1 ? "green" : "blue";
            await converge({ active }, await killedUpdate({ active }));
            expect(await stack.live()).toMatchObject({ active });
        }
        await stopClean(traffic);
        expect((await stack.facts()).pids).toEqual(pids);
        const steps = await stack.pulumi.plan();
        expect(steps.filter(({ op }) => op !== "same")).toEqual([]);
    });

    test("S33 a deploy killed while instances start: the operator is told of the lock, and a destroy leaves no process behind", async () => {
        await stack.ensure({ active: "blue", greenRelease: "v2.5" });
        const before = stack.running().length;
        const config = { greenRelease: "v3", greenBackend: stack.app("--deaf"), force: "true" };
        const { child, done } = stack.pulumi.start(stack.upWith(config));
        // Who replaces instances one by one may have ended an old one before the next new one starts.
        const least = before + (target.capabilities.replacesInstances ? 1 : 2);
        const started = () => (stack.running().length >= least ? true : undefined);
        expect(await until(60, started)).toBe(true);
        killAll(familyOf(child.pid ?? 0).map(({ pid }) => pid));
        await done;
        stack.pulumi.mend();

        const locked = await stack.up();
        expect(locked.code).not.toBe(0);
        expect(locked.stdout + locked.stderr).toContain("the stack is currently locked by 1 lock(s)");
        await stack.pulumi.must(["cancel", "--yes", "--stack", stack.pulumi.name]);
        await stack.tidy();
        await stack.pulumi.must(["destroy", "--yes", "--skip-preview", "--stack", stack.pulumi.name]);
        expect(stack.running()).toEqual([]);
        expect(await stack.strays()).toEqual([]);
    });
}
