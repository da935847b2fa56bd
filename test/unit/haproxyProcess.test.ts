import { spawn } from "node:child_process";
import { once } from "node:events";
import { chmodSync, readFileSync, statSync, symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { freePorts, isPortFree } from "../../components/haproxy/runtime/ports";
import {
    identify,
    isAlive,
    type StartedProcess,
    startProcess,
    stopProcess,
} from "../../components/haproxy/runtime/process";
import { entriesFromPs, processEntry } from "../../components/haproxy/runtime/processTable";
import { until } from "../../components/haproxy/runtime/wait";
import { endGroup, Sample } from "../support/sampleInstance";

let sample: Sample;
let started: StartedProcess[];

beforeEach(() => {
    sample = new Sample();
    started = [];
});

afterEach(async () => {
    for (const { identity } of started) endGroup(identity.pid);
    await sample.close();
});

const logFile = () => join(sample.folder, "logs", "one.log");

async function start(argv: string[], env: Record<string, string> = {}): Promise<StartedProcess> {
    const process = await startProcess({ argv, cwd: sample.folder, env, logFile: logFile() });
    started.push(process);
    return process;
}

const script = (code: string) => start([process.execPath, "-e", code]);

async function logged(text: string): Promise<void> {
    expect(await until(10, () => readFileSync(logFile(), "utf8").includes(text) || undefined)).toBe(true);
}

const FOREVER = "setInterval(() => {}, 1000);";

describe("identity", () => {
    test("holds for the life of a process", async () => {
        const { identity, exited } = await script(FOREVER);
        expect(identify(identity.pid)).toEqual(identity);
        expect(isAlive(identity)).toBe(true);
        process.kill(identity.pid, "SIGKILL");
        expect(await exited).toEqual({ code: null, signal: "SIGKILL" });
        expect(isAlive(identity)).toBe(false);
        expect(identify(identity.pid)).toBeUndefined();
    });

    test("a command's name cannot fake the fields after it", async () => {
        const named = join(sample.folder, "a) Z 1 2");
        symlinkSync(process.execPath, named);
        const { identity } = await start([named, "-e", FOREVER]);
        expect(isAlive(identity)).toBe(true);
        expect(processEntry(identity.pid)).toMatchObject({ group: identity.pid, zombie: false });
    });

    test("a zombie is dead", async () => {
        // The shell's child ends, and the program that takes the shell's place never asks for its result.
        const { identity } = await start(["/bin/sh", "-c", "true & echo $!; exec sleep 1000"]);
        await logged("\n");
        const pid = Number(readFileSync(logFile(), "utf8"));
        expect(await until(10, () => processEntry(pid)?.zombie || undefined)).toBe(true);
        expect(identify(pid)).toBeUndefined();
        expect(isAlive(identity)).toBe(true);
    });

    test("a process is alive as long as it may hold its port", async () => {
        const ports = await freePorts("127.0.0.1", 10);
        for (const port of ports) {
            const { identity } = await script(
                `require("node:net").createServer().listen(${port}, "127.0.0.1", () => console.log("on ${port}"))`,
            );
            await logged(`on ${port}`);
            process.kill(identity.pid, "SIGKILL");
            // Without a pause, so that the moment between the end of its first and its last thread is seen.
            for (const limit = Date.now() + 5000; isAlive(identity) && Date.now() < limit; );
            expect(await isPortFree("127.0.0.1", port)).toBe(true);
        }
    });

    test.each([0, 1, -1, 1.5, Number.NaN])("pid %p is nobody", (pid) => {
        expect(identify(pid)).toBeUndefined();
    });

    test("systems without /proc get the same rows from ps", async () => {
        const { identity } = await script(FOREVER);
        const rows = entriesFromPs(["-p", String(identity.pid)]);
        expect(rows).toEqual([
            { pid: identity.pid, group: identity.pid, zombie: false, startTime: expect.any(String) },
        ]);
        expect(Math.abs(Date.parse(`${rows[0]?.startTime} UTC`) - Date.now())).toBeLessThan(60_000);
        expect(entriesFromPs(["-A"]).map(({ pid }) => pid)).toContain(process.pid);
    });
});

describe("startProcess", () => {
    test("gives exactly the environment, its own session, no input and a private log", async () => {
        const env = { ONLY: "this" };
        const { identity, exited } = await start(
            [
                process.execPath,
                "-e",
                "process.stdin.on('end', () => console.log(JSON.stringify(process.env))).resume()",
            ],
            env,
        );
        expect(await exited).toEqual({ code: 0, signal: null });
        expect(JSON.parse(readFileSync(logFile(), "utf8"))).toEqual(env);
        expect(statSync(logFile()).mode & 0o777).toBe(0o600);
        expect(identity.pid).toBeGreaterThan(1);
    });

    test("appends to the log, errors too", async () => {
        await (await script("console.log('one')")).exited;
        await (await script("console.error('two')")).exited;
        expect(readFileSync(logFile(), "utf8")).toBe("one\ntwo\n");
    });

    test("outlives the process that started it", async () => {
        const { identity } = await script(FOREVER);
        expect(processEntry(identity.pid)?.group).toBe(identity.pid);
        expect(processEntry(process.pid)?.group).not.toBe(identity.pid);
    });

    test("says what command is not found, and where it looked", async () => {
        await expect(start(["no-such-command"], { PATH: "/nowhere:/bin" })).rejects.toThrow(
            'command: must name an executable file on the PATH /nowhere:/bin, got "no-such-command"; ' +
                "install it, build it or correct the command",
        );
        await expect(start(["./server"])).rejects.toThrow(
            `command: must name an executable file in ${sample.folder}, got "./server"`,
        );
        await expect(start([])).rejects.toThrow('got ""');
    });

    test("says when the folder is missing", async () => {
        const spec = { argv: [process.execPath], cwd: join(sample.folder, "none"), env: {}, logFile: logFile() };
        await expect(startProcess(spec)).rejects.toThrow(`cwd: must be an existing folder, got "${spec.cwd}"`);
    });

    test("says when the system refuses", async () => {
        const broken = join(sample.folder, "broken");
        writeFileSync(broken, "#!/no/such/interpreter\n");
        chmodSync(broken, 0o755);
        await expect(start([broken])).rejects.toThrow(/^command: ".*broken" cannot be started: .*ENOENT/);
    });
});

describe("stopProcess", () => {
    test("asks it to end, and waits", async () => {
        const { identity, exited } = await script(
            `process.on("SIGTERM", () => setTimeout(() => process.exit(7), 100)); console.log("up"); ${FOREVER}`,
        );
        await logged("up");
        expect(await stopProcess(identity, 10)).toBe("stopped");
        expect(isAlive(identity)).toBe(false);
        expect(await exited).toEqual({ code: 7, signal: null });
        expect(await stopProcess(identity, 10)).toBe("gone");
    });

    test("kills it after the grace", async () => {
        const { identity, exited } = await script(
            `process.on("SIGTERM", () => console.log("asked")); console.log("up"); ${FOREVER}`,
        );
        await logged("up");
        expect(await stopProcess(identity, 0.3)).toBe("killed");
        expect(await exited).toEqual({ code: null, signal: "SIGKILL" });
        await logged("asked");
    });

    test("ends the whole group, and waits for the one that its leader leaves behind", async () => {
        const child = `process.on("SIGTERM", () => setTimeout(() => process.exit(), 300)); console.log("up"); ${FOREVER}`;
        writeFileSync(join(sample.folder, "child.js"), child);
        const { identity } = await start(["/bin/sh", "-c", `"${process.execPath}" child.js & echo "pid $!"; wait`]);
        await logged("up");
        const pid = Number(/pid (\d+)/.exec(readFileSync(logFile(), "utf8"))?.[1]);
        expect(identify(pid)).toBeDefined();
        expect(await stopProcess(identity, 10)).toBe("stopped");
        expect(identify(pid)).toBeUndefined();
    });

    test("a started process that ended by itself takes with it what it left behind", async () => {
        const one = await start(["/bin/sh", "-c", "sleep 1000 & echo $!"]);
        expect(await one.exited).toEqual({ code: 0, signal: null });
        const pid = Number(readFileSync(logFile(), "utf8"));
        expect(identify(pid)).toBeDefined();
        expect(await one.stop(10)).toBe("stopped");
        expect(identify(pid)).toBeUndefined();
        expect(await one.stop(10)).toBe("gone");
    });

    test("ends only the process when it does not lead a group", async () => {
        const child = spawn(process.execPath, ["-e", FOREVER], { stdio: "ignore" });
        const exited = once(child, "exit");
        const identity = identify(child.pid ?? 0);
        if (!identity) throw new Error("not started");
        expect(processEntry(identity.pid)?.group).not.toBe(identity.pid);
        expect(await stopProcess(identity, 10)).toBe("stopped");
        expect(await exited).toEqual([null, "SIGTERM"]);
    });

    test("does not touch another process that has the pid now", async () => {
        const { identity } = await script(FOREVER);
        const before = { pid: identity.pid, startTime: `${identity.startTime}0` };
        expect(isAlive(before)).toBe(false);
        expect(await stopProcess(before, 0)).toBe("gone");
        expect(isAlive(identity)).toBe(true);
    });
});
