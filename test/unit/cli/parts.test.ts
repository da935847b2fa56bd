import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { EngineEvent } from "@pulumi/pulumi/automation";
import { span } from "../../../cli/output/words";
import { contentOf, putBack, withCopy } from "../../../cli/stack/configFile";
import { failureOf } from "../../../cli/stack/errors";
import { EventLog } from "../../../cli/stack/events";
import { findProject } from "../../../cli/stack/project";
import { FakeShop } from "../../support/cli/fakeShop";
import { typed } from "../../support/cli/typed";

let folder: string;
beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), "bg-cli-"));
});
afterEach(() => rmSync(folder, { recursive: true }));

describe("what pulumi says becomes one line", () => {
    test.each([
        [
            "error: no stack named 'prod' found",
            4,
            '--stack: there is no stack "prod" on this backend; `pulumi stack ls` lists them',
        ],
        [
            "error: no stack selected; please use",
            4,
            "no stack is selected; name one with --stack, or run `pulumi stack select`",
        ],
        [
            "error: incorrect passphrase",
            1,
            "PULUMI_CONFIG_PASSPHRASE: it is not the passphrase of this stack; set the right one and try again",
        ],
        [
            "error: performing HTTP request: dial tcp 127.0.0.1:1: connect: connection refused",
            1,
            "the Pulumi backend cannot be reached (dial tcp 127.0.0.1:1: connect: connection refused); check the network and `pulumi whoami -v`",
        ],
        [
            "error: the stack is currently locked by 1 lock(s).\n  file:///x.json: created by ada@desk (pid 12) at 2026-03-01T12:00:00Z",
            1,
            "the stack is locked by ada@desk (pid 12) since 2026-03-01T12:00:00Z; wait for that update, or, when it is dead, run `pulumi cancel`",
        ],
        ["warning: x\nerror: first\nerror: second\n", 1, "pulumi: first; second"],
        ["killed", 1, "pulumi: killed"],
    ])("%p", (text, exit, message) => {
        expect(failureOf(text)).toMatchObject({ exit, message });
    });
});

describe("the engine's events", () => {
    const urn = (type: string, name: string) =>
        `urn:pulumi:dev::p::blue-green:index:HaproxyBlueGreen$pulumi-nodejs:dynamic/blue-green:${type}::${name}`;
    const component = "urn:pulumi:dev::p::blue-green:index:HaproxyBlueGreen::shop";
    const said = (severity: string, message: string, of = "") =>
        ({ diagnosticEvent: { severity, message, urn: of, color: "never" } }) as unknown as EngineEvent;
    const step = (op: string, of: string) =>
        ({ resOutputsEvent: { metadata: { op, urn: of } } }) as unknown as EngineEvent;
    const heard = (...events: EngineEvent[]) => {
        const lines: string[] = [];
        const log = new EventLog((line) => lines.push(line));
        for (const event of events) log.hear(event);
        return { log, lines };
    };

    test("progress is shown, noise is not", () => {
        const { lines } = heard(
            said("info", "frontend green: starting\n\n"),
            said("debug", "Found ts-node"),
            said("warning", "using pulumi-resource-pulumi-nodejs from $PATH"),
            said("warning", "a warning"),
        );
        expect(lines).toEqual(["frontend green: starting", "a warning"]);
    });

    test("what changed is told by what was done, without records of the program itself", () => {
        const { log } = heard(
            step("update", urn("Traffic", "shop-traffic")),
            step("same", urn("Router", "shop-router")),
            step("update", component),
            step("create", urn("Instances", "shop-backend-green")),
        );
        expect(log.done.changes).toEqual({ update: ["shop-traffic"], create: ["shop-backend-green"] });
    });

    test.each([
        ["the plan", urn("ReleasePlan", "shop-plan"), 3],
        ["the plan on AWS", urn("AlbPlan", "shop-plan"), 3],
        ["the gate", urn("SwitchGate", "shop-gate"), 3],
        ["the arguments", component, 3],
        ["the check", urn("SwitchCheck", "shop-check"), 1],
        ["an instance", urn("Instances", "shop-backend-green"), 1],
    ])("a complaint of %s", (_who, of, exit) => {
        const { log } = heard(
            said("error", `a:b/c:D resource 'shop-plan' has a problem: green.release: no\n`, of),
            said("error", "update failed\n"),
        );
        expect(log.failure("")).toMatchObject({ exit, message: "green.release: no" });
    });

    test("a failure that is no resource's is told by what the command printed", () => {
        expect(heard(said("error", "update failed")).log.failure("error: incorrect passphrase").message).toMatch(
            /^PULUMI_CONFIG/,
        );
    });
});

describe("a config file", () => {
    test("is put back byte by byte", () => {
        const file = join(folder, "Pulumi.dev.yaml");
        writeFileSync(file, "# mine\nconfig: {}\n");
        const before = contentOf(file);
        writeFileSync(file, "config:\n  a: b\n");
        expect(putBack(file, before, contentOf(file))).toBe(true);
        expect(readFileSync(file, "utf8")).toBe("# mine\nconfig: {}\n");
    });

    test("is removed when it was not there", () => {
        const file = join(folder, "Pulumi.dev.yaml");
        writeFileSync(file, "x");
        expect(putBack(file, undefined, contentOf(file))).toBe(true);
        expect(contentOf(file)).toBeUndefined();
    });

    test("is left alone when somebody else has changed it", () => {
        const file = join(folder, "Pulumi.dev.yaml");
        writeFileSync(file, "theirs");
        expect(putBack(file, Buffer.from("before"), Buffer.from("after"))).toBe(false);
        expect(readFileSync(file, "utf8")).toBe("theirs");
    });

    test("is copied for one use only, also when that fails", async () => {
        const file = join(folder, "Pulumi.dev.yaml");
        writeFileSync(file, "config");
        let copy = "";
        const used = withCopy(file, async (one) => {
            copy = one;
            expect(readFileSync(one, "utf8")).toBe("config");
            throw new Error("no");
        });
        await expect(used).rejects.toThrow("no");
        expect(contentOf(copy)).toBeUndefined();
    });
});

describe("the project", () => {
    test("is found from a folder below it, with the folder of its stacks' config", () => {
        writeFileSync(join(folder, "Pulumi.yaml"), 'name: "shop" # ours\nruntime: nodejs\nstackConfigDir: stacks\n');
        mkdirSync(join(folder, "src/deep"), { recursive: true });
        const project = findProject(join(folder, "src/deep"));
        expect(project).toMatchObject({ folder, name: "shop" });
        expect(project.configFile("org/shop/dev")).toBe(join(folder, "stacks/Pulumi.dev.yaml"));
    });

    test("is missed, or the folder is", () => {
        expect(() => findProject(folder)).toThrow(`no Pulumi project in ${folder} or above`);
        expect(() => findProject(join(folder, "nope"))).toThrow("--cwd: must be a folder that exists");
    });
});

test.each([
    [400, "0 s"],
    [90_000, "1 min 30 s"],
    [3_600_000, "1 h"],
    [93_784_000, "1 d 2 h"],
])("%d ms are %s", (ms, text) => expect(span(ms)).toBe(text));

test("--version prints the version of the package", async () => {
    const { version } = JSON.parse(readFileSync(join(__dirname, "../../../package.json"), "utf8"));
    expect(await typed(new FakeShop(), "--version")).toMatchObject({ code: 0, out: `${version}\n`, error: "" });
});
