import { type ChildProcess, spawn } from "node:child_process";
import { join } from "node:path";
import { ask } from "../../components/gate/http";
import type { LiveStatus } from "../../components/gate/status";
import { readRecords } from "../../components/haproxy/runtime/instanceRecords";
import { until } from "../../components/haproxy/runtime/wait";
import { contractApp } from "../support/contractApp";
import { stackOf } from "../support/engineStack";
import { Hooks } from "../support/hooks";
import { load, stopClean } from "../support/traffic";

const ROOT = join(__dirname, "../..");
const BIN = join(ROOT, "dist/cli/bin.js");
const APP = contractApp(`steps-${process.pid}`).join(" ");
const used = stackOf({
    label: "steps",
    config: {
        frontendInstances: "1",
        backendInstances: "1",
        greenRelease: "v2",
        ...Object.fromEntries(
            ["blue", "green"].flatMap((color) => [
                [`${color}Frontend`, APP],
                [`${color}Backend`, APP],
            ]),
        ),
    },
});

/** Enough to count. */
const FEW = { visitors: 10, newVisitorsPerSecond: 5 };

let url: string;
let statusUrl: string;
let hooks: Hooks;
const started: ChildProcess[] = [];

beforeAll(async () => {
    hooks = await Hooks.start();
    await used.stack.mustUp();
    ({ url = "", statusUrl = "" } = await used.stack.outputs());
    const secret = `http://me:s3cret@${hooks.origin}/hook?key=k3y`;
    await used.stack.must(["config", "set", "--stack", used.stack.name, "--secret", "blue-green:notify", secret]);
});
afterAll(() => {
    for (const child of started) child.kill("SIGKILL");
    hooks?.stop();
});

const live = async () => JSON.parse((await ask(statusUrl)).body) as LiveStatus;
/** What v2 on green gets of new visitors, a tier. */
const share = async () => (await live()).colors.green?.weights;

/** Types a command; the answer can be interrupted or killed. */
function type(words: string) {
    const child = spawn(process.execPath, [BIN, ...words.split(" ")], {
        cwd: ROOT,
        env: used.stack.environment,
        stdio: ["ignore", "pipe", "pipe"],
    });
    started.push(child);
    const said = { stdout: "", stderr: "" };
    child.stdout.on("data", (data) => (said.stdout += data));
    child.stderr.on("data", (data) => (said.stderr += data));
    const done = new Promise<{ code: number | null; stdout: string; stderr: string }>((resolve) =>
        child.on("close", (code) => resolve({ code, ...said })),
    );
    return { child, said, done };
}

/** Waits until a share of new visitors gets v2 on both tiers. */
async function reached(percent: number): Promise<void> {
    const there = async () => Object.values((await share()) ?? {}).every((one) => one === percent);
    expect(await until(60, async () => ((await there()) ? true : undefined))).toBe(true);
}

/** Makes all instances of v2 answer 500, health left out, or mends them. */
async function green(control: "fail" | "mend"): Promise<void> {
    for (const { tier, color, instances } of readRecords(used.folder())) {
        if (color !== "green") continue;
        const path = tier === "backend" ? "/api/healthz" : "/healthz";
        for (const { port } of instances) await ask(`http://127.0.0.1:${port}${path}/${control}`);
    }
}

test("instances that answer 500 are a breach: all new visitors are back, and everybody is told why", async () => {
    const visitors = await load(url, FEW);
    const { done } = type("switch --steps 50,100 --every 60s --probe-every 1s --min-requests 5 --yes --json");
    await reached(50);
    await green("fail");
    const { code, stdout, stderr } = await done;
    await visitors.stop();
    await green("mend");
    const { outcome, steps, error, status } = JSON.parse(stdout);
    expect([code, outcome, error.exitCode, steps.length]).toEqual([3, "rolled-back", 3, 1]);
    expect(error.message).toMatch(/^at 50 %: tier (frontend|backend): [\d.]+ % of \d+ requests failed, 0 % of the old/);
    expect(steps[0]).toMatchObject({ percent: 50, result: "breach", reason: expect.stringContaining("failed") });
    expect(status).toMatchObject({ active: "blue", canary: 0 });
    await reached(0);
    expect(hooks.got[1]?.message).toMatch(/^at 50 %: tier .* rolled back: all new visitors get v1 on blue$/);
    expect(hooks.take()).toEqual(["canary 50 done", "rollback 100 done"]);
    expect(stdout + stderr).not.toMatch(/s3cret|k3y/);
});

test("Ctrl-C in a pause takes all new visitors back", async () => {
    const { child, done } = type("switch --steps 30,100 --every 1h --no-probe --yes");
    await reached(30);
    // The pause has begun once the webhook was told of the step.
    expect(await until(20, () => (hooks.got.length > 0 ? true : undefined))).toBe(true);
    child.kill("SIGINT");
    const { code, stderr } = await done;
    expect([code, stderr]).toEqual([
        130,
        expect.stringContaining("interrupted at 30 %\nRolled back: all new visitors"),
    ]);
    expect(await share()).toEqual({ frontend: 0, backend: 0 });
    expect(hooks.take()).toEqual(["canary 30 done", "rollback 100 done"]);
});

test("killed in a pause it leaves a canary: status shows it, and rollback ends it whatever a webhook does", async () => {
    const { child, done } = type("switch --steps 20,100 --every 1h --no-probe --yes");
    await reached(20);
    expect(await until(20, () => (hooks.got.length > 0 ? true : undefined))).toBe(true);
    child.kill("SIGKILL");
    await done;
    const shown = await type("status").done;
    expect(shown.stdout).toMatch(/^green +canary +v2 +20 %/m);
    const back = type(`rollback --yes --notify http://x:s3cret@${hooks.origin}/hangs?key=k3y`);
    await reached(0);
    expect(await until(30, () => (hooks.hung > 0 ? true : undefined))).toBe(true);
    // It has said all while the webhook still hangs.
    expect(
        await until(30, () => (back.said.stdout.includes("all new visitors get v1 on blue (") ? true : undefined)),
    ).toBe(true);
    const { code, stderr } = await back.done;
    expect([code, hooks.hung]).toEqual([0, 3]);
    expect(stderr).toContain(
        `warning: the notice of the rollback did not reach http://${hooks.origin} (no answer within 2 s, 3 tries)\n`,
    );
    expect(stderr).not.toMatch(/s3cret|k3y/);
    expect(hooks.take()).toEqual(["canary 20 done", "rollback 100 done"]);
});

test("steps up to the switch under load: nobody sees an error, a flip or a mix", async () => {
    const visitors = await load(url, FEW);
    // How fast two releases answer that share a busy machine with the tests says nothing.
    const limits = "--min-requests 5 --max-latency 1000";
    const gate = `--check-url http://${hooks.origin}/gate`;
    const { code, stdout, stderr } = await type(
        `switch --steps 20,60,100 --every 4s --probe-every 1s ${limits} ${gate} --yes --json`,
    ).done;
    expect([code, stderr]).toEqual([0, expect.stringContaining("step 3 of 3: the switch to v2 on green")]);
    const { outcome, steps, status } = JSON.parse(stdout);
    expect([outcome, status.active, status.epoch, status.canary]).toEqual(["switched", "green", 1, 0]);
    expect(steps).toMatchObject([
        { percent: 20, result: "passed", probes: 4 },
        { percent: 60, result: "passed", probes: 4 },
        { percent: 100, result: "passed" },
    ]);
    for (const { tier, old, new: fresh } of [...steps[0].numbers, ...steps[1].numbers]) {
        expect([tier, old.errors, fresh.errors]).toEqual([tier, 0, 0]);
        expect(Math.min(old.requests, fresh.requests)).toBeGreaterThan(0);
    }
    await stopClean(visitors);
    expect(hooks.take()).toEqual(["canary 20 done", "canary 60 done", "switch 100 done"]);
});
