import { readFileSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { until } from "../../components/haproxy/runtime/wait";
import { ROOT } from "../../tools/stack/pulumiStack";
import { crowd } from "../scenarios/crowd";
import { haproxy } from "../support/haproxyTarget";
import { familyOf, killAll } from "../support/processes";
import type { TestStack } from "../support/testStack";
import { stopClean } from "../support/traffic";

const BIN = join(ROOT, "dist/cli/bin.js");

let stack: TestStack;

beforeAll(async () => {
    stack = await haproxy.stack({ sessionIdleSeconds: "3" });
});

afterAll(() => stack?.dispose());

const typed = (words: string) => stack.pulumi.startShell(`node ${BIN} ${words}`);
const configFile = () => readFileSync(join(ROOT, `Pulumi.${stack.pulumi.name}.yaml`), "utf8");

async function mustType(words: string): Promise<void> {
    const { code, stdout, stderr } = await typed(words).done;
    expect({ words, code, said: code === 0 ? "" : stdout + stderr }).toEqual({ words, code: 0, said: "" });
}

/** Starts a command and kills it with all that it started at a random moment, as a power cut would. */
async function kill(words: string): Promise<void> {
    const mendConfig = stack.pulumi.guardConfig();
    const { child, done } = typed(words);
    await Promise.race([sleep(1000 + Math.random() * haproxy.updateMs), done]);
    if (child.pid !== undefined && child.exitCode === null) killAll(familyOf(child.pid).map(({ pid }) => pid));
    await done;
    mendConfig();
}

/** What the README says to do then: the lock is cleared, and the update run again. */
async function finish(): Promise<void> {
    stack.pulumi.mend();
    await stack.pulumi.run(["cancel", "--yes", "--stack", stack.pulumi.name]);
    await stack.pulumi.mustUp();
}

const isLive = async (active: string, canary: number, green: string | undefined) => {
    const live = await stack.live();
    const share = live.colors[live.active === "blue" ? "green" : "blue"]?.weights.frontend ?? 0;
    return live.active === active && share === canary && live.colors.green?.release === green;
};

/** Kills a command, finishes what it left, and types it again where nothing had come of it; then it must be true. */
async function survives(words: string, done: () => Promise<boolean>): Promise<void> {
    await kill(`${words} --yes`);
    await finish();
    if (!(await done())) await mustType(`${words} --yes`);
    expect({ words, done: await done() }).toEqual({ words, done: true });
    await stack.settle();
    expect(await stack.strays()).toEqual([]);
}

test("S33 each command is killed half-way: an update finishes it, or it is typed again, and no visitor sees anything of it", async () => {
    const traffic = await crowd(haproxy, stack.url);
    await survives("deploy v2", () => isLive("blue", 0, "v2"));
    await survives("canary 20", () => isLive("blue", 20, "v2"));
    await survives("switch", () => isLive("green", 0, "v2"));
    await survives("rollback", () => isLive("blue", 0, "v2"));
    await stopClean(traffic);
    await mustType("drain --wait --timeout 2");
    const others = await crowd(haproxy, stack.url);
    await survives("retire", () => isLive("blue", 0, undefined));
    await stopClean(others);
});

test("two operators at once: the second is told of the first, whatever it types, and the first one's switch goes through", async () => {
    await mustType("deploy v2 --yes");
    const traffic = await crowd(haproxy, stack.url);
    await stack.pulumi.set({ orderPauseSeconds: "8" });
    const first = typed("switch --yes");
    const half = async () => {
        const { frontend, backend } = (await stack.live()).colors.green?.weights ?? {};
        return frontend === 0 && backend === 100 ? true : undefined;
    };
    expect(await until(60, half)).toBe(true);
    const config = configFile();
    const [rollback, up] = await Promise.all([typed("rollback --yes").done, stack.pulumi.up()]);
    expect([rollback.code, rollback.stderr]).toEqual([
        3,
        expect.stringMatching(
            /^blue-green: the stack is in use by \S+@\S+ \(pid \d+\) since \S+; wait for that command/m,
        ),
    ]);
    expect(up.code).not.toBe(0);
    expect(up.stdout + up.stderr).toContain("the stack is currently locked by");
    expect(configFile()).toBe(config);
    const { code, stdout } = await first.done;
    expect([code, stdout]).toEqual([0, expect.stringContaining("new visitors now get v2 on green")]);
    expect(await isLive("green", 0, "v2")).toBe(true);
    await stopClean(traffic);
});
