import { execFileSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { ask } from "../../components/gate/http";
import { readRecords } from "../../components/haproxy/runtime/instanceRecords";
import { changesPlanned, type Running, releaseAt, STACK_TRACE, stackOf } from "../support/engineStack";

const ROOT = join(__dirname, "../..");
const BIN = join(ROOT, "dist/cli/bin.js");
const SMALL = { frontendInstances: "1", backendInstances: "1", gateSeconds: "2", startSeconds: "5" };

const used = stackOf({ label: "cli", config: SMALL });

let url: string;
let before: Running;

/** Types a command in the project's folder. */
const type = (words: string) => used.stack.shell(`node ${BIN} ${words}`);
/** The same, which has to succeed, with what it prints as JSON. */
const typeJson = async (words: string) => {
    const { code, stdout, stderr } = await type(`${words} --json`);
    expect([code, stderr.match(STACK_TRACE)]).toEqual([0, null]);
    return JSON.parse(stdout);
};
const configFile = () => readFileSync(join(ROOT, `Pulumi.${used.stack.name}.yaml`), "utf8");

test("status tells what plain pulumi brought up, without selecting the stack", async () => {
    await used.stack.mustUp();
    url = (await used.stack.outputs()).url ?? "";
    expect(await typeJson("status")).toMatchObject({
        stack: used.stack.name,
        project: "blue-green",
        app: "shop",
        reachable: true,
        active: "blue",
        colors: { blue: { role: "live", release: "v1", instances: { frontend: { up: 1, of: 1 } } }, green: null },
        frontDoor: { frontend: { status: 200, release: "v1" }, backend: { status: 200, release: "v1" } },
        warnings: [],
    });
});

test("a dry run of a deploy shows the plan, and nothing is there afterwards", async () => {
    const config = configFile();
    const { code, stdout } = await type("deploy v2 --dry-run");
    expect([code, stdout]).toEqual([0, expect.stringContaining("green: off -> v2, reachable by its link only")]);
    expect(stdout).toMatch(/would .*create shop-\w+-green/);
    expect(configFile()).toBe(config);
    expect(await changesPlanned(used.stack)).toEqual([]);
});

test("a deploy that does not start leaves config and router as they were", async () => {
    const config = configFile();
    const { code, stderr } = await type("deploy v2 --backend 'node nothing.mjs' --yes");
    expect([code, stderr]).toEqual([1, expect.stringContaining("the config is as it was")]);
    expect(stderr).toContain("backend green, instance v2-1: the process exited with code 1");
    expect(configFile()).toBe(config);
    expect(await typeJson("status")).toMatchObject({ active: "blue", colors: { green: null } });
});

test("deploy puts a release on the standby, where its link reaches it", async () => {
    const { status, config } = await typeJson("deploy v2 --yes");
    expect(config).toEqual({ greenRelease: "v2" });
    expect(status).toMatchObject({
        active: "blue",
        colors: { green: { role: "standby", release: "v2" } },
        warnings: [],
    });
    before = await used.running();
    const { stdout } = await type("preview");
    expect([await releaseAt(url), await releaseAt(stdout.trim())]).toEqual(["v1", "v2"]);
});

test("canary shares new visitors, and rollback ends it", async () => {
    expect((await typeJson("canary 10 --yes")).status).toMatchObject({
        canary: 10,
        colors: { green: { role: "canary" } },
    });
    expect((await typeJson("rollback --yes")).status).toMatchObject({ active: "blue", canary: 0, epoch: 0 });
});

test("switch is refused when the gate refuses, with the config as it was", async () => {
    const config = configFile();
    const sick = readRecords(used.folder()).find(({ tier, color }) => tier === "backend" && color === "green");
    const control = (what: string) =>
        execFileSync("curl", [
            "-fsS",
            "-X",
            "POST",
            `http://127.0.0.1:${sick?.instances[0]?.port}/api/healthz/${what}`,
        ]);
    control("disable");
    const { code, stdout, stderr } = await type("switch --yes --json");
    expect(code).toBe(3);
    expect(JSON.parse(stdout)).toMatchObject({ error: { code: "refused", exitCode: 3 } });
    expect(stderr).toMatch(/no new visitors for v2: tier backend of v2 on green/);
    expect(configFile()).toBe(config);
    expect(await releaseAt(url)).toBe("v1");
    control("enable");
});

test("switch and rollback change whom new visitors get and nothing that runs", async () => {
    expect((await typeJson("switch --yes")).status).toMatchObject({ active: "green", epoch: 1, warnings: [] });
    expect([await releaseAt(url), await releaseAt(`${url}/api/products`)]).toEqual(["v2", "v2"]);
    expect((await typeJson("rollback --yes")).status).toMatchObject({ active: "blue", epoch: 2, warnings: [] });
    expect([await releaseAt(url), await releaseAt(`${url}/api/products`)]).toEqual(["v1", "v1"]);
    expect(await used.running()).toEqual(before);
    expect(await changesPlanned(used.stack)).toEqual([]);
});

test("a config from before the live switch is refused", async () => {
    await used.stack.set({ epoch: "1" });
    const { code, stderr } = await type("switch --yes");
    expect([code, stderr]).toEqual([
        3,
        expect.stringContaining("this config is stale: switch number 2 is live, got 1"),
    ]);
    await used.stack.set({ epoch: "2" });
});

test("retire is refused while somebody is left, forced for one update only, and cannot be rolled back", async () => {
    await ask(`${url}/`, { headers: { cookie: "release=v2; release-visitor=somebody", accept: "text/html" } });
    const config = configFile();
    const refused = await type("retire --yes");
    expect([refused.code, refused.stderr]).toEqual([3, expect.stringMatching(/v2 on green still has \d+ visitors?/)]);
    expect(configFile()).toBe(config);
    expect(await typeJson("drain")).toMatchObject({ release: "v2", drained: false });
    expect((await typeJson("retire --force --yes")).status).toMatchObject({ active: "blue", colors: { green: null } });
    expect(configFile()).not.toContain("force");
    expect((await type("rollback --yes")).code).toBe(3);
});

test("history tells who did what, also by plain pulumi", async () => {
    const entries = (await typeJson("history")) as { command: string | null; result: string; by: string }[];
    expect(entries.map(({ command, result }) => `${command} ${result}`)).toEqual([
        "retire succeeded",
        "retire failed",
        "rollback succeeded",
        "switch succeeded",
        "switch failed",
        "rollback succeeded",
        "canary succeeded",
        "deploy succeeded",
        "deploy failed",
        "null succeeded",
    ]);
    expect(entries[0]?.by).toMatch(/^\S+@\S+$/);
});

test("doctor finds nothing wrong, and says what is: a wrong passphrase", async () => {
    const { code, stdout } = await type("doctor");
    expect([code, stdout]).toEqual([0, expect.stringMatching(/^ok +app shop: v1 on blue answers fresh clients/m)]);
    const wrong = await used.stack.shell(`PULUMI_CONFIG_PASSPHRASE=wrong node ${BIN} doctor`);
    expect([wrong.code, wrong.stdout]).toEqual([
        1,
        expect.stringContaining("problem  config: PULUMI_CONFIG_PASSPHRASE:"),
    ]);
});

test.each([
    ["", "status --stack nobody-made-it", 4, /^blue-green: --stack: there is no stack "nobody-made-it"/],
    ["env -u PULUMI_STACK PULUMI_HOME=$XDG_STATE_HOME/nobody", "status", 4, /^blue-green: no stack is selected/],
    [
        "PULUMI_CONFIG_PASSPHRASE=wrong",
        "canary 0 --yes",
        1,
        /blue-green: PULUMI_CONFIG_PASSPHRASE: it is not the passphrase/,
    ],
    [
        "PULUMI_BACKEND_URL=file:///nobody/made/it",
        "canary 0 --yes",
        1,
        /^blue-green: the Pulumi backend cannot be reached/,
    ],
    ["", "canary 101 --yes", 2, /^blue-green: percent: must be a whole number from 0 to 100, got "101"/],
    ["", "-C / status", 4, /^blue-green: no Pulumi project in \/ or above/],
])("bad input, %s %s: one clear line, and nothing is changed", async (environment, words, exit, message) => {
    const config = configFile();
    const { code, stderr } = await used.stack.shell(`${environment} node ${BIN} ${words}`);
    expect([code, stderr]).toEqual([exit, expect.stringMatching(message)]);
    expect(configFile()).toBe(config);
});
