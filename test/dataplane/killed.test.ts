import { existsSync } from "node:fs";
import { setTimeout as sleep } from "node:timers/promises";
import { until } from "../../components/haproxy/runtime/wait";
import { familyOf, killAll } from "../support/processes";
import { TestStack } from "../support/testStack";
import { load, stopClean } from "../support/traffic";

/** Longest time into an update at which it is killed; an undisturbed one takes about as long. */
const LATEST_MS = 4000;

let stack: TestStack;

beforeAll(async () => {
    stack = await TestStack.create({ gateSeconds: "20" });
});

afterAll(() => stack?.dispose());

/** Starts an update and kills Pulumi with all its helpers at a random moment, as a power cut or an OOM killer would. */
async function killedUpdate(config: Record<string, string>): Promise<number> {
    const { child, done } = stack.pulumi.start(stack.upWith(config));
    const after = Math.round(Math.random() * LATEST_MS);
    await Promise.race([sleep(after), done]);
    if (child.pid !== undefined && child.exitCode === null) killAll(familyOf(child.pid).map(({ pid }) => pid));
    await done;
    return after;
}

/** What the operator does then: clears the lock that the dead update left, and runs it again. */
async function converge(config: Record<string, string>, killedAfter: number): Promise<void> {
    await stack.pulumi.run(["cancel", "--yes", "--stack", stack.pulumi.name]);
    const { code, stdout, stderr } = await stack.up(config);
    expect({ killedAfter, code, said: code === 0 ? "" : stdout + stderr }).toEqual({ killedAfter, code: 0, said: "" });
}

/** The instances that run are those that the router leads to, and no more. */
function expectNoStrays(): void {
    const led = (["blue", "green"] as const).flatMap((color) =>
        ["frontend", "backend"].flatMap((tier) => stack.servers(color, tier).map(({ pid }) => pid)),
    );
    const running = stack.processes().filter(({ command }) => command.includes("contractServer"));
    expect(running.map(({ pid }) => pid).sort()).toEqual([...led].sort());
}

test("S33 a deploy killed at five random moments: the next update converges, visitors see no error", async () => {
    const traffic = await load(stack.url);
    for (let n = 1; n <= 5; n++) {
        const config = { greenRelease: `v2.${n}` };
        await converge(config, await killedUpdate(config));
        expect((await stack.status()).colors.green).toMatchObject({
            release: `v2.${n}`,
            up: { frontend: 1, backend: 1 },
        });
        expectNoStrays();
    }
    await stopClean(traffic);
});

test("S33 a switch killed at five random moments: the next update converges, nobody flips or sees an error", async () => {
    await stack.ensure({ greenRelease: "v2.5", active: "blue" });
    const before = stack.processes().map(({ pid }) => pid);
    const traffic = await load(stack.url);
    for (let n = 1; n <= 5; n++) {
        const active = n % 2 === 1 ? "green" : "blue";
        await converge({ active }, await killedUpdate({ active }));
        expect(await stack.status()).toMatchObject({ active });
    }
    await stopClean(traffic);
    expect(stack.processes().map(({ pid }) => pid)).toEqual(before);
    const steps = await stack.pulumi.plan();
    expect(steps.filter(({ op }) => op !== "same")).toEqual([]);
});

test("S33 a deploy killed while instances start: the operator is told of the lock, and a destroy leaves no process behind", async () => {
    await stack.ensure({ active: "blue", greenRelease: "v2.5" });
    const before = stack.running().length;
    const config = { greenRelease: "v3", greenBackend: stack.app("--deaf"), force: "true" };
    const { child, done } = stack.pulumi.start(stack.upWith(config));
    const started = () => (stack.running().length === before + 2 ? true : undefined);
    expect(await until(60, started)).toBe(true);
    killAll(familyOf(child.pid ?? 0).map(({ pid }) => pid));
    await done;

    const locked = await stack.up();
    expect(locked.code).not.toBe(0);
    expect(locked.stdout + locked.stderr).toContain("the stack is currently locked by 1 lock(s)");
    await stack.pulumi.must(["cancel", "--yes", "--stack", stack.pulumi.name]);
    await stack.pulumi.must(["destroy", "--yes", "--skip-preview", "--stack", stack.pulumi.name]);
    expect(stack.processes()).toEqual([]);
    expect(existsSync(stack.folder)).toBe(false);
});
