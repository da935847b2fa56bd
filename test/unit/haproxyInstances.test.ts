import { readdirSync, readFileSync, rmSync, statSync } from "node:fs";
import { get } from "node:http";
import { createServer } from "node:net";
import { join } from "node:path";
import {
    createSet,
    deadOnes,
    deleteSet,
    type Instance,
    type InstanceSetSpec,
    orphans,
    readSet,
    reapOrphans,
    scaleSet,
} from "../../components/haproxy/runtime/instances";
import { isAlive } from "../../components/haproxy/runtime/process";
import { until } from "../../components/haproxy/runtime/wait";
import { Sample } from "../support/sampleInstance";

let sample: Sample;
let said: string[];
const tell = (text: string) => said.push(text);

beforeEach(() => {
    sample = new Sample();
    said = [];
});

afterEach(() => sample.close());

const recordFolder = () => join(sample.state, "instances");
const recordFiles = () => readdirSync(recordFolder());
const pidsOf = (set: { readonly instances: readonly Instance[] }) => set.instances.map(({ pid }) => pid);

/** The failure that is expected of a start; nothing may be left of it. */
async function failure(spec: InstanceSetSpec): Promise<string> {
    const error = await createSet(spec, tell).then(
        () => undefined,
        (reason: Error) => reason,
    );
    expect(sample.running).toEqual([]);
    expect(recordFiles()).toEqual([]);
    return error?.message ?? "no error";
}

function environmentOf({ port }: Instance): Promise<Record<string, string>> {
    return new Promise((resolve, reject) => {
        get({ host: "127.0.0.1", port, agent: false }, async (response) => {
            resolve(JSON.parse((await response.toArray()).join("")));
        }).once("error", reject);
    });
}

async function kill(instance: Instance | undefined): Promise<void> {
    if (!instance) throw new Error("no such instance");
    process.kill(instance.pid, "SIGKILL");
    await until(10, () => (isAlive(instance) ? undefined : true), 10);
}

describe("createSet", () => {
    test("starts all and waits until each answers as its release", async () => {
        const set = await createSet(sample.spec({ instances: 3 }), tell);
        expect(set.id).toMatch(/^backend-green-[0-9a-f]{8}$/);
        expect(set.instances.map(({ name }) => name)).toEqual(["v2-1", "v2-2", "v2-3"]);
        expect(new Set(set.instances.map(({ port }) => port)).size).toBe(3);
        expect(deadOnes(set)).toEqual([]);
        expect(readSet(sample.state, set.id)).toEqual(set);
        expect(said[0]).toBe("backend green: starting 3 instances of v2");
        expect(said.slice(1).map((line) => line.replace(/\d+ s/, "n s"))).toEqual([
            "backend green: 1 of 3 instances healthy (n s)",
            "backend green: 2 of 3 instances healthy (n s)",
            "backend green: 3 of 3 instances healthy (n s)",
        ]);
    });

    test("gives the declared environment, passes no credentials on and writes no values down", async () => {
        process.env.PULUMI_CONFIG_PASSPHRASE = "leak-me-not";
        try {
            const env = { DATABASE_URL: "secret-of-the-app", RELEASE: "not this", "dotted.name": "kept" };
            const set = await createSet(sample.spec({ env }), tell);
            const [one] = set.instances as [Instance];
            const seen = await environmentOf(one);
            expect(seen).toMatchObject({
                ...env,
                RELEASE: "v2",
                COLOR: "green",
                TIER: "backend",
                PORT: String(one.port),
                HOST: "127.0.0.1",
                PATH: process.env.PATH,
            });
            expect(JSON.stringify(seen)).not.toContain("leak-me-not");
            const file = join(recordFolder(), `${set.id}.json`);
            expect(readFileSync(file, "utf8")).not.toContain("secret-of-the-app");
            expect(statSync(file).mode & 0o777).toBe(0o600);
            expect(statSync(join(sample.state, "logs", "backend-green-1.log")).mode & 0o777).toBe(0o600);
        } finally {
            delete process.env.PULUMI_CONFIG_PASSPHRASE;
        }
    });

    test("an instance that ends early fails the set at once, with the end of its log", async () => {
        const message = await failure(sample.spec({ instances: 2, env: { SAMPLE_EXIT: "v2" } }));
        expect(message).toMatch(
            /^backend green, instance v2-[12]: the process exited with code 3 before GET http:\/\/127\.0\.0\.1:\d+\/healthz answered 200\n/,
        );
        const log = /-(\d): /.exec(message)?.[1];
        expect(message).toContain(`log ${join(sample.state, "logs", `backend-green-${log}.log`)}, its last lines:\n`);
        expect(message.split("\n").slice(2)).toEqual(
            Array.from({ length: 15 }, (_, index) => `    trouble ${index + 6}`),
        );
    });

    test("the log of an earlier run is not blamed", async () => {
        await failure(sample.spec({ env: { SAMPLE_EXIT: "v2" } }));
        const message = await failure(sample.spec({ command: ["/bin/sh", "-c", "kill -9 $$"] }));
        expect(message).toContain("the process was ended by SIGKILL before");
        expect(message).toContain("which it wrote nothing to");
    });

    test.each([
        ["v1", '"v1"'],
        ["none", "no such header"],
    ])("an answer as release %s fails at once", async (release, shown) => {
        const message = await failure(sample.spec({ env: { SAMPLE_RELEASE: release } }));
        expect(message).toMatch(/^backend green, instance v2-1: GET http:\/\/127\.0\.0\.1:\d+\/healthz must answer /);
        expect(message).toContain(
            `with the header X-Release: v2, got ${shown}; the app must answer with the RELEASE of its environment`,
        );
        expect(message).toContain("    sample v2 starts");
    });

    test("one that never becomes healthy fails when the time is over", async () => {
        const message = await failure(sample.spec({ startSeconds: 0.6, env: { SAMPLE_STATUS: "503" } }));
        expect(message).toContain(
            "/healthz must answer 200 within 0.6 s, last got status 503; " +
                "correct the app or its health path, or raise startSeconds",
        );
    });

    test("one that never listens fails when the time is over", async () => {
        const command = ["/bin/sh", "-c", "exec sleep 1000"];
        const message = await failure(sample.spec({ startSeconds: 0.3, command }));
        expect(message).toMatch(/must answer 200 within 0\.3 s, last got connect ECONNREFUSED/);
    });

    test("one that takes the connection and says nothing is given up and asked again", async () => {
        const silent = "require('node:net').createServer(() => {}).listen(process.env.PORT, process.env.HOST)";
        const command = [process.execPath, "-e", silent];
        const message = await failure(sample.spec({ startSeconds: 1, command }));
        expect(message).toContain("last got no answer within 2 s");
    });

    test("a command that is not found names the instance", async () => {
        expect(await failure(sample.spec({ command: ["no-such-command"] }))).toMatch(
            /^backend green, instance v2-1: command: must name an executable file on the PATH .+, got "no-such-command"; /,
        );
    });

    test("one that is deaf to SIGTERM is killed when another fails", async () => {
        const late = "setTimeout(() => process.exit(1), 500)";
        const code = `process.env.PORT % 2 ? ${late} : require(${JSON.stringify(sample.app)})`;
        const env = { SAMPLE_DEAF: "yes" };
        const command = [process.execPath, "-e", code];
        const spec = sample.spec({ instances: 2, command, env, stopSeconds: 0.3 });
        expect(await failure(spec)).toContain("the process exited with code 1 before");
    });

    test("an app that puts itself in the background fails, and is ended too", async () => {
        const code = `
            require("node:child_process").spawn(process.execPath, [${JSON.stringify(sample.app)}], { stdio: "inherit" });
            const { PORT, HOST } = process.env;
            const look = () => require("node:net").connect(PORT, HOST).once("error", () => setTimeout(look, 20))
                .once("connect", () => process.exit(4));
            look();`;
        const spec = sample.spec({ command: [process.execPath, "-e", code], env: { SAMPLE_STATUS: "503" } });
        const message = await failure(spec);
        expect(message).toMatch(
            /the process exited with code 4 before GET .* answered 200; its port \d+ is in use by /,
        );
    });
});

describe("scaleSet", () => {
    test("starts what is missing and leaves the others alone", async () => {
        const set = await createSet(sample.spec({ instances: 1 }), tell);
        const more = await scaleSet(sample.spec({ instances: 3 }), set, tell);
        expect(more.id).toBe(set.id);
        expect(more.instances.map(({ name }) => name)).toEqual(["v2-1", "v2-2", "v2-3"]);
        expect(more.instances[0]).toEqual(set.instances[0]);
        expect(deadOnes(more)).toEqual([]);
        expect(readSet(sample.state, set.id)).toEqual(more);
        expect(said.at(-1)).toMatch(/^backend green: 3 of 3 instances healthy/);
        expect(await scaleSet(sample.spec({ instances: 3 }), more, tell)).toEqual(more);
    });

    test("keeps surplus ones running until they are reaped", async () => {
        const set = await createSet(sample.spec({ instances: 3 }), tell);
        const fewer = await scaleSet(sample.spec({ instances: 1 }), set, tell);
        expect(fewer.instances).toEqual(set.instances.slice(0, 1));
        expect(deadOnes(set)).toEqual([]);
        expect(pidsOf({ instances: orphans(sample.state, fewer.instances) })).toEqual(pidsOf(set).slice(1));
        const reaped = await reapOrphans(sample.state, fewer.instances, 5, tell);
        expect(reaped.map(({ name }) => name)).toEqual(["v2-2", "v2-3"]);
        expect(pidsOf({ instances: deadOnes(set) })).toEqual(pidsOf(set).slice(1));
        expect(readSet(sample.state, set.id)).toEqual(fewer);
        expect(said.at(-1)).toMatch(/^backend green: stopped v2-[23], no longer in use \(pid \d+, port \d+\)$/);
    });

    test("starts a dead one again on its port", async () => {
        const set = await createSet(sample.spec({ instances: 2 }), tell);
        await kill(set.instances[0]);
        expect(deadOnes(set)).toEqual([set.instances[0]]);
        const whole = await scaleSet(sample.spec({ instances: 2 }), set, tell);
        expect(whole.instances.map(({ name, port }) => ({ name, port }))).toEqual(
            set.instances.map(({ name, port }) => ({ name, port })),
        );
        expect(whole.instances[1]).toEqual(set.instances[1]);
        expect(deadOnes(whole)).toEqual([]);
        expect(pidsOf(readSet(sample.state, set.id) ?? set).sort()).toEqual(pidsOf(whole).sort());
    });

    test("gives a dead one a new port when another took its own", async () => {
        const set = await createSet(sample.spec(), tell);
        const [one] = set.instances as [Instance];
        await kill(one);
        const other = createServer().listen(one.port, "127.0.0.1");
        try {
            const whole = await scaleSet(sample.spec(), set, tell);
            expect(deadOnes(whole)).toEqual([]);
            expect(whole.instances[0]?.port).not.toBe(one.port);
            expect(said.join("\n")).toContain("backend green: v2-1 gets a new port, ");
            expect(said.join("\n")).toContain(` took ${one.port}`);
        } finally {
            await new Promise((closed) => other.close(closed));
        }
    });

    test("a failed start stops only what it started", async () => {
        const set = await createSet(sample.spec({ instances: 1 }), tell);
        const bad = sample.spec({ instances: 3, env: { SAMPLE_EXIT: "v2" } });
        await expect(scaleSet(bad, set, tell)).rejects.toThrow(/instance v2-[23]: the process exited with code 3/);
        expect(sample.running).toEqual(pidsOf(set));
        expect(readSet(sample.state, set.id)).toEqual(set);
    });

    test("what runs is recorded again when the record was lost", async () => {
        const set = await createSet(sample.spec({ instances: 2 }), tell);
        rmSync(recordFolder(), { recursive: true });
        const fewer = await scaleSet(sample.spec({ instances: 1 }), set, tell);
        await reapOrphans(sample.state, fewer.instances, 5, tell);
        expect(sample.running).toEqual(pidsOf(fewer));
    });
});

describe("deleteSet", () => {
    test("stops all, also what only the record names, and removes the record", async () => {
        const set = await createSet(sample.spec({ instances: 2 }), tell);
        await deleteSet(sample.state, { id: set.id, instances: set.instances.slice(0, 1) }, 5);
        expect(sample.running).toEqual([]);
        expect(recordFiles()).toEqual([]);
        await deleteSet(sample.state, set, 5);
    });

    test("kills what is deaf after the time to end", async () => {
        const set = await createSet(sample.spec({ env: { SAMPLE_DEAF: "yes" } }), tell);
        await deleteSet(sample.state, set, 0.2);
        expect(sample.running).toEqual([]);
    });
});
