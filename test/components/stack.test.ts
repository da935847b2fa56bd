import { join } from "node:path";
import { RunError } from "@pulumi/pulumi";
import { HaproxyBlueGreen } from "../../components/haproxy";
import { deployHaproxy } from "../../stacks/haproxy";
import { outputsOf } from "../../stacks/outputs";
import { parseSettings } from "../../stacks/settings";
import { changes, flat } from "../support/flat";
import { made } from "../support/haproxyApp";
import { Recorder, thrownBy } from "../support/harness";
import { DeclaredConfig } from "../support/stackConfig";

const ROOT = join(__dirname, "../..");

let recorder: Recorder;
beforeEach(async () => {
    recorder = await Recorder.start(made);
});
afterEach(() => recorder.settled());

const deploy = (values: Record<string, string | number | boolean> = {}) =>
    deployHaproxy(parseSettings(new DeclaredConfig(values)));

/** All inputs of all resources, flat. */
async function inputs(): Promise<Record<string, unknown>> {
    return flat(Object.fromEntries((await recorder.settled()).slice(1).map(({ name, inputs }) => [name, inputs])));
}

test("the config's defaults are the component's own, but for these", async () => {
    deploy();
    const ours = await inputs();
    recorder = await Recorder.start(made);
    const command = (tier: string) => ({
        command: ["node", `examples/shop/build/1/${tier}/server.mjs`],
        cwd: ROOT,
    });
    new HaproxyBlueGreen("shop", {
        tiers: {
            frontend: { paths: ["/*"], health: { path: "/healthz" } },
            backend: { paths: ["/api/*"], health: { path: "/api/healthz" } },
        },
        blue: { release: "v1", commands: { frontend: command("frontend"), backend: command("backend") } },
        traffic: { active: "blue" },
        port: 8080,
    });
    const others = Object.entries(changes(await inputs(), ours));
    const fields = others.map(([path, value]) => `${path.split(".").at(-1)}: ${JSON.stringify(value)}`);
    expect([...new Set(fields)].sort()).toEqual([
        "instances: 2",
        'warmupPaths: ["/"]',
        'warmupPaths: ["/api/products"]',
    ]);
});

test.each([
    ['node a.js --title "a b"', ["node", "a.js", "--title", "a b"]],
    ["./run me=1 ~/x", ["./run", "me=1", "~/x"]],
])("the command %s is these words, started in the project's root", async (blueBackend, command) => {
    deploy({ blueBackend });
    const { inputs } = await recorder.one("shop-backend-blue");
    expect(inputs).toMatchObject({ command, cwd: ROOT });
});

test.each(["node a.js && node b.js", "node $APP/a.js", "node *.js", "node a.js # live", "node a.js > log"])(
    "the command %s is refused, since no shell runs it",
    (greenFrontend) => {
        const error = thrownBy(() => deploy({ greenRelease: "v2", greenFrontend }));
        expect(RunError.isInstance(error)).toBe(true);
        expect((error as Error).message).toBe(
            "greenFrontend: must be a program with arguments, without shell operators and variables, " +
                `got "${greenFrontend}"; put the line into a script and name that`,
        );
    },
);

test("the stack's outputs are a contract", () => {
    expect(Object.keys(outputsOf(deploy()))).toEqual([
        ...["url", "activeColor", "blueRelease", "greenRelease", "blueWeight", "greenWeight"],
        ...["bluePreviewUrl", "greenPreviewUrl", "switchover", "retire", "statsUrl", "statusUrl"],
    ]);
});

test("every output of the stack is the component's output of that name", () => {
    const app = deploy();
    for (const [name, output] of Object.entries(outputsOf(app))) expect(output).toBe(app[name as keyof typeof app]);
});
