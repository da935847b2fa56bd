import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { ask } from "../../components/gate/http";
import { PulumiStack } from "../../tools/stack/pulumiStack";
import { changesPlanned, releaseAt, STACK_TRACE, stackOf } from "../support/engineStack";
import { programFolder } from "../support/programs";
import { Sample } from "../support/sampleInstance";

const HIDDEN = "s3cr3t-of-the-test";
const sample = new Sample();

/** Two apps beside each other, each with a secret in its environment. The second one's folder can be set. */
const PROGRAM = `
    const pulumi = require("@pulumi/pulumi");
    const { HaproxyBlueGreen } = require("@seesaw/blue-green/haproxy");
    const config = new pulumi.Config();
    const process = { command: ["node", ${JSON.stringify(sample.app)}], cwd: ${JSON.stringify(sample.folder)} };
    const app = (name, port, more) => new HaproxyBlueGreen(name, {
        tiers: { frontend: { paths: ["/*"], health: { path: "/healthz" } } },
        blue: { release: "v1", commands: { frontend: { ...process, env: { TOKEN: config.requireSecret("token"), MODE: name } } } },
        traffic: { active: "blue" },
        port,
        ...more,
    });
    const port = Number(config.require("port"));
    const one = app("one", port);
    const two = app("two", port + 1, { stateFolder: config.get("secondFolder") || undefined });
    module.exports = { oneUrl: one.url, twoUrl: two.url, oneStats: one.statusUrl, twoStats: two.statusUrl };
`;

const PROJECT = programFolder("two-apps", { secondFolder: "" }, PROGRAM);
const used = stackOf({ label: "programs", project: PROJECT, temporary: PROJECT });
afterAll(() => sample.close());

/** What an instance of an app sees of its environment. */
async function environment(url: string): Promise<Record<string, string>> {
    return JSON.parse((await ask(url)).body);
}

test("two apps in one program run beside each other and do not clash", async () => {
    await used.stack.must(["config", "set", "--secret", "token", HIDDEN, "--stack", used.stack.name]);
    await used.stack.mustUp();
    const outputs = await used.stack.outputs();
    const { oneUrl = "", twoUrl = "", oneStats, twoStats } = outputs;
    expect([await releaseAt(oneUrl), await releaseAt(twoUrl)]).toEqual(["v1", "v1"]);
    expect(oneStats).not.toBe(twoStats);
    const [one, two] = [await used.running("one"), await used.running("two")];
    const names = ["frontend v1-1", "router", "worker"];
    expect([Object.keys(one), Object.keys(two)]).toEqual([names, names]);
    expect(new Set([...Object.values(one), ...Object.values(two)]).size).toBe(6);
    expect([await environment(oneUrl), await environment(twoUrl)]).toMatchObject([{ MODE: "one" }, { MODE: "two" }]);
});

test("a secret reaches the instance and stands nowhere in plain text: state, records, configuration", async () => {
    const { oneUrl = "" } = await used.stack.outputs();
    expect((await environment(oneUrl)).TOKEN).toBe(HIDDEN);
    expect(await changesPlanned(used.stack)).toEqual([]);
    const { stdout } = await used.stack.must(["stack", "export", "--stack", used.stack.name]);
    expect(stdout).toContain('"ciphertext"');
    expect(stdout).not.toContain(HIDDEN);
    const kept = readdirSync(used.folder("one"), { recursive: true, withFileTypes: true }).filter((one) =>
        one.isFile(),
    );
    const texts = kept.map(({ parentPath, name }) => readFileSync(join(parentPath, name), "utf8"));
    expect(texts.filter((text) => text.includes("v1"))).not.toEqual([]);
    expect(texts.filter((text) => text.includes(HIDDEN))).toEqual([]);
});

test("the state folder of another stack that runs is refused, and that stack goes on", async () => {
    const before = await used.running("one");
    const config = { secondFolder: used.folder("one") };
    const other = await PulumiStack.create({ name: `${used.stack.name}-other`, project: PROJECT, config });
    try {
        await other.must(["config", "set", "--secret", "token", HIDDEN, "--stack", other.name]);
        const { code, stdout, stderr } = await other.up();
        expect(code).not.toBe(0);
        expect(stdout).toContain(
            `stateFolder: ${used.folder("one")} belongs to another stack whose processes run ` +
                `(router pid ${before.router}, pid ${before["frontend v1-1"]}); ` +
                "allowed: a folder of this app's own; set stateFolder to another path, or destroy that stack",
        );
        expect(`${stdout}${stderr}`).not.toMatch(STACK_TRACE);
    } finally {
        expect(await other.dispose()).toBeUndefined();
    }
    expect(await used.running("one")).toEqual(before);
});
