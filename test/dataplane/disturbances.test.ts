import { setTimeout as sleep } from "node:timers/promises";
import { freshClient } from "../../tools/traffic";
import { crowd } from "../scenarios/crowd";
import { haproxy } from "../support/haproxyTarget";
import type { TestStack } from "../support/testStack";
import { load, stopClean } from "../support/traffic";

let stack: TestStack;

beforeAll(async () => {
    stack = await haproxy.stack({ frontendInstances: "2", backendInstances: "2", greenRelease: "v2" });
});

afterAll(() => stack?.dispose());

test("S34 an instance whose health flaps: no visitor sees an error or another release", async () => {
    const traffic = await crowd(haproxy, stack.url);
    const [flapping] = await stack.instances("blue", "backend");
    for (let n = 0; n < 12; n++) {
        await flapping?.control(n % 2 === 0 ? "disable" : "enable");
        await sleep(200 + 150 * (n % 4));
    }
    await flapping?.control("enable");
    await stack.seen("blue", "backend", 2);
    await stopClean(traffic);
});

test("S34 an instance that hangs for some seconds: its visitors wait or go to another one, and no one else notices", async () => {
    const traffic = await load(stack.url, { timeoutMs: 20_000 });
    const [hanging] = await stack.instances("blue", "backend");
    process.kill(hanging?.pid ?? 0, "SIGSTOP");
    try {
        await stack.seen("blue", "backend", 1);
        for (let n = 0; n < 10; n++) {
            expect((await freshClient(stack.url, "/api/whoami")).body).not.toContain(`"pid":${hanging?.pid},`);
        }
    } finally {
        process.kill(hanging?.pid ?? 0, "SIGCONT");
    }
    await stack.seen("blue", "backend", 2);
    await stopClean(traffic);
});

test("S23 S33 the machine's clock jumps back: nothing is retired early, and a switch and its reversal go on", async () => {
    const traffic = await crowd(haproxy, stack.url);
    // What was written an hour in the future is what a clock that jumped back an hour makes of the past.
    stack.backdate("green", -60);
    await stack.mustUp({ active: "green", epoch: "1" });
    stack.backdate("blue", -60);
    const early = await stack.up({ blueRelease: "", drainMinutes: "30" });
    expect(early.code).not.toBe(0);
    expect(early.stdout).toMatch(/v1 on blue still has \d+ visitors?/);
    await stack.mustUp({ active: "blue", epoch: "2", blueRelease: "v1" });
    await stopClean(traffic);
});
