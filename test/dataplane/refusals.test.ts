import { chmodSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Color } from "../../components/release";
import type { Load } from "../../tools/traffic";
import { TestStack } from "../support/testStack";
import { load, stopClean, visitor } from "../support/traffic";

/** What every refusal has to leave as it is; a refused config is put back by the next case. */
const BASE = {
    active: "blue",
    canary: "0",
    order: "backend-first",
    epoch: "2",
    blueRelease: "v1",
    greenRelease: "v2",
    cookieless: "source-address",
    target: "haproxy",
    certificateFile: "",
    stateFolder: "",
    startSeconds: "2",
    gateSeconds: "3",
    force: "false",
};

let stack: TestStack;
let commands: Record<string, string>;
let squatter: Server;
let scratch: string;
let port: string;

beforeAll(async () => {
    scratch = mkdtempSync(join(tmpdir(), "bg-"));
    squatter = createServer();
    await new Promise<void>((resolve) => squatter.listen(0, "127.0.0.1", resolve));
    stack = await TestStack.create(BASE);
    port = String(stack.spec.listen.port);
    commands = { greenFrontend: stack.app(), greenBackend: stack.app() };
});

afterAll(async () => {
    squatter?.close();
    rmSync(scratch, { recursive: true, force: true });
    await stack?.dispose();
});

/** What Pulumi told as errors, without its own closing line. */
function errorsOf(said: string): string[] {
    const diagnostics = said.slice(said.indexOf("\nDiagnostics:"));
    const errors = diagnostics.matchAll(/^ +error: (.*(?:\n(?! *(?:error|warning): |\n).+)*)/gm);
    return [...new Set([...errors].map(([, text]) => text ?? ""))].filter((text) => text !== "update failed");
}

/** Tries a config under load: it is refused with these words, and no visitor noticed. */
async function refusedUnderLoad(config: Record<string, string>, words: readonly (string | RegExp)[]): Promise<void> {
    const traffic: Load = await load(stack.url);
    const { code, stdout, stderr } = await stack.up({ ...BASE, ...commands, port, ...config });
    const said = `${stdout}\n${stderr}`;
    const errors = errorsOf(said);
    expect(errors).toHaveLength(1);
    for (const word of words) expect(errors[0]).toMatch(word);
    expect(said).not.toMatch(/^\s+at \S+ \(.*:\d+:\d+\)/m);
    expect(code).not.toBe(0);
    await stopClean(traffic);
}

/** The same, and nothing at all has changed. */
async function refused(config: Record<string, string>, ...words: (string | RegExp)[]): Promise<void> {
    const before = await stack.facts();
    await refusedUnderLoad(config, words);
    expect(await stack.facts()).toEqual(before);
}

/** A deploy to the standby that fails: configuration, weights and what serves are as they were; the next update mends the rest. */
async function failedDeploy(config: Record<string, string>, ...words: (string | RegExp)[]): Promise<void> {
    const { pids, ...before } = await stack.facts();
    await refusedUnderLoad({ greenRelease: "v3", force: "true", ...config }, words);
    const { pids: after, ...now } = await stack.facts();
    expect(now).toEqual(before);
    expect(after).toEqual(expect.arrayContaining(pids));
    await stack.mustUp({ ...BASE, ...commands, port, force: "true" });
    expect((await stack.facts()).pids).toHaveLength(pids.length);
}

async function control(color: Color, tier: "frontend" | "backend", what: string): Promise<void> {
    const [server] = stack.servers(color, tier);
    const health = tier === "frontend" ? "/healthz" : "/api/healthz";
    await fetch(`http://127.0.0.1:${server?.port}${health}/${what}`, { method: "POST" });
}

const AT_FIRST_SIGHT: [string, Record<string, string>, (string | RegExp)[]][] = [
    [
        "S26 a switch to a color without a release",
        { active: "green", greenRelease: "" },
        ['traffic.active: must name a color that has a release, got "green"', 'config key "active"'],
    ],
    [
        "S26 a color with a tier missing",
        { greenBackend: "" },
        ["green.commands.backend.command: must be a list of words, a program and its arguments, got"],
    ],
    [
        "S27 a canary above 100",
        { canary: "101" },
        ["traffic.canaryPercent: .*from 0 to 100, got 101", 'config key "canary"'],
    ],
    ["S27 a canary below 0", { canary: "-1" }, ["traffic.canaryPercent: .*from 0 to 100, got -1"]],
    [
        "S27 a share for a color that is off, which would leave nobody a share",
        { canary: "100", greenRelease: "" },
        ["traffic.canaryPercent: must be 0 while green has no release, got 100", 'config key "canary"'],
    ],
    [
        "S28 one release id on both colors",
        { greenRelease: "v1" },
        ['different releases, got "v1"', 'config key "greenRelease"'],
    ],
    ["S29 an unknown color", { active: "red" }, ['traffic.active: must be blue or green, got "red"']],
    ["S29 an unknown target", { target: "mars" }, ['target: must be haproxy or aws, got "mars"']],
    ["S29 an unknown order", { order: "sideways" }, ["traffic.order: must be backend-first or frontend-first"]],
    [
        "S30 a switch older than the live one",
        { active: "green", epoch: "1" },
        ["stale: switch number 2 is live, got 1"],
    ],
    [
        "S31 retiring the live color",
        { blueRelease: "" },
        ['traffic.active: must name a color that has a release, got "blue"', 'config key "active"'],
    ],
    [
        "S31 retiring the live color while switching",
        { active: "green", blueRelease: "" },
        ["blue is live with v1 and cannot be retired"],
    ],
    ["S31 replacing the live release", { blueRelease: "v9" }, ['its release cannot be replaced, got "v9"']],
    [
        "a program that is not there",
        { greenFrontend: "no-such-program x" },
        ['must be a program on PATH.*"no-such-program"'],
    ],
    [
        "a certificate file that is not there",
        { certificateFile: "/nowhere/cert.pem" },
        ['certificateFile: must be a PEM file that exists, got "/nowhere/cert.pem"'],
    ],
    ["a state folder that cannot be written", { stateFolder: "/etc/hostname/x" }, ["stateFolder: must be writable"]],
];

test.each(AT_FIRST_SIGHT)("%s is refused", (_what, config, words) =>
    refused(config, ...words.map((word) => new RegExp(word))),
);

test("a port in use is refused with who listens there", async () => {
    const taken = String((squatter.address() as AddressInfo).port);
    await refused({ port: taken }, new RegExp(`port: must be a free port .*pid ${process.pid} .*got ${taken}`));
});

test("an HAProxy that is too old is refused with the command that installs a new one", async () => {
    writeFileSync(join(scratch, "haproxy"), "#!/bin/sh\necho HAProxy version 2.0.1 2019/06/26\n");
    chmodSync(join(scratch, "haproxy"), 0o755);
    const { environment } = stack.pulumi;
    const path = environment.PATH;
    environment.PATH = `${scratch}:${path}`;
    try {
        await refused({ canary: "5" }, /haproxy: .*too old; install HAProxy 2\.6 or newer .*apt-get install haproxy/);
    } finally {
        environment.PATH = path;
    }
});

test("a certificate that HAProxy does not accept is refused with HAProxy's own words", async () => {
    const file = join(scratch, "garbage.pem");
    writeFileSync(file, "this is no certificate\n");
    await refused({ certificateFile: file }, /HAProxy rejects the configuration/, /garbage\.pem/);
});

test("S26 a switch to a color with an unhealthy instance is refused by the gate", async () => {
    await control("green", "backend", "disable");
    await stack.seen("green", "backend", 0);
    await refused({ active: "green" }, /no new visitors for v2: tier backend of v2 on green/, /set traffic\.active/);
    await control("green", "backend", "enable");
    await stack.seen("green", "backend", 1);
});

test("S26 a switch to a release that says another id is refused by the gate", async () => {
    await control("green", "frontend", "lie?as=v7");
    await stack.seen("green", "frontend", 0);
    await refused({ active: "green", canary: "0" }, /no new visitors for v2: tier frontend of v2 on green/);
    await control("green", "frontend", "lie?as=v2");
    await stack.seen("green", "frontend", 1);
});

test("S32 retiring or replacing a release that still has visitors is refused with their number", async () => {
    const guest = visitor(stack.url);
    await guest.page({ ask: "v2" });
    await guest.api("/api/whoami");
    await refused({ greenRelease: "" }, /green\.release: v2 on green still has \d+ visitors?/, /census is 0/);
    await refused({ greenRelease: "v3" }, /green\.release: v2 on green still has \d+ visitors?/);
});

test("an instance that never gets healthy fails the update with the last lines of its log, the router untouched", () =>
    failedDeploy(
        { greenBackend: stack.app("--deaf") },
        /backend green/,
        /still waiting for the database at db\.invalid/,
    ));

test("an instance that ends at once fails the update with its exit code and its log", () =>
    failedDeploy({ greenFrontend: stack.app("--exit") }, /exit(ed)?.*3/, /cannot reach the database at db\.invalid/));
