import { cpSync, lstatSync, mkdtempSync, readFileSync, realpathSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { changesPlanned, type Running, releaseAt, STACK_TRACE, stackOf } from "../support/engineStack";
import { install, pack } from "../support/packed";

const ROOT = join(__dirname, "../..");

/** Another repository: the example, with the packed package in its own node_modules. */
const repository = mkdtempSync(join(realpathSync(tmpdir()), "bg-consumer-"));
beforeAll(() => {
    install(repository, pack(repository), ["@pulumi/pulumi", "typescript", "ts-node", "@types/node"]);
    for (const file of ["Pulumi.yaml", "package.json", "tsconfig.json", "index.ts"]) {
        cpSync(join(ROOT, "examples/consumer", file), join(repository, file));
    }
    // The copy says something of its own, so that it can be told which code ran.
    const gate = join(repository, "node_modules/@seesaw/blue-green/dist/components/gate/gateProvider.js");
    writeFileSync(gate, readFileSync(gate, "utf8").replace("is fit on every tier", "is fit, says the copy"));
});

const used = stackOf({
    label: "consumer",
    project: repository,
    temporary: repository,
    app: "storefront",
    config: { builds: join(ROOT, "examples/shop/build"), greenVersion: "2" },
});

let url: string;
let before: Running;

test("the package is a copy in the other repository, not this one", () => {
    const installed = join(repository, "node_modules/@seesaw/blue-green");
    expect(lstatSync(installed).isSymbolicLink()).toBe(false);
    expect(lstatSync(join(installed, "dist/index.js")).isFile()).toBe(true);
});

test("an update from there starts everything, with the code of that copy", async () => {
    const { stdout } = await used.stack.mustUp();
    expect(stdout).toContain("storefront: 1 on blue is fit, says the copy");
    before = await used.running();
    expect(Object.keys(before)).toHaveLength(8);
    url = (await used.stack.outputs()).url ?? "";
    expect([await releaseAt(url), await releaseAt(`${url}/?release=2`)]).toEqual(["1", "2"]);
    expect(await changesPlanned(used.stack)).toEqual([]);
});

test("S06 its switchover sets its own config keys and touches nothing that runs", async () => {
    const { switchover = "" } = await used.stack.outputs();
    expect(switchover).toContain("--config liveColor=green --config trialPercent=0 --config switchNumber=1 ");
    expect(await used.stack.shell(switchover)).toMatchObject({ code: 0 });
    expect([await releaseAt(url), await releaseAt(`${url}/api/products`)]).toEqual(["2", "2"]);
    expect(await used.running()).toEqual(before);
});

test("its command finds the app and the config keys of its own", async () => {
    const { code, stdout } = await used.stack.shell(
        "node node_modules/@seesaw/blue-green/dist/cli/bin.js rollback --yes --json",
    );
    expect([code, JSON.parse(stdout)]).toMatchObject([
        0,
        {
            app: "storefront",
            config: { liveColor: "blue", trialPercent: "0", switchNumber: "2", blueVersion: "1" },
            status: { active: "blue", epoch: 2, warnings: [] },
        },
    ]);
    expect([await releaseAt(url), await releaseAt(`${url}/api/products`)]).toEqual(["1", "1"]);
    expect(await used.running()).toEqual(before);
});

test("a refusal names its own config key, on one line without a stack trace", async () => {
    await used.stack.set({ trialPercent: "500" });
    const { code, stdout, stderr } = await used.stack.run(["preview", "--stack", used.stack.name]);
    expect(code).not.toBe(0);
    const said = `${stdout}${stderr}`;
    expect(said).toContain(
        'traffic.canaryPercent: must be a whole number from 0 to 100, got 500 (config key "trialPercent")',
    );
    expect(said).not.toMatch(STACK_TRACE);
});
