import { existsSync, mkdtempSync, realpathSync, rmSync, statSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { files } from "../../components/haproxy/config/spec";
import { folderProvider } from "../../components/haproxy/providers/folder";
import { writeJson } from "../../components/haproxy/runtime/files";
import { createSet } from "../../components/haproxy/runtime/instances";
import { baseEnvironment, isAlive, startProcess } from "../../components/haproxy/runtime/process";
import { Sample } from "../support/sampleInstance";

const inputs = (path: string) => ({ app: "shop", project: "shop", stack: "dev", path, statsPort: 0 });
let base: string;

beforeEach(() => {
    base = realpathSync(mkdtempSync(join(tmpdir(), "bg-")));
});

afterEach(() => rmSync(base, { recursive: true, force: true }));

test("the state folder is made with all that lies above it, for its owner only, and goes with the stack", async () => {
    const path = join(base, "one", "two");
    const { id, outs } = await folderProvider.create(inputs(path));
    for (const part of ["run", "logs", "instances"]) expect(statSync(join(path, part)).mode & 0o777).toBe(0o700);
    await folderProvider.delete(id, outs);
    // What lies above a folder that was given is not ours to remove.
    expect([existsSync(path), existsSync(join(base, "one"))]).toEqual([false, true]);
});

test("instances and router that a killed update left behind go with the folder", async () => {
    const sample = new Sample();
    try {
        const { id, outs } = await folderProvider.create(inputs(sample.state));
        await createSet(sample.spec({ instances: 2 }), () => {});
        const router = {
            argv: ["sleep", "60"],
            cwd: sample.folder,
            env: baseEnvironment(process.env),
            logFile: `${sample.state}/log`,
        };
        const { identity } = await startProcess(router);
        writeJson(files(sample.state).process, identity);
        expect([sample.running.length, isAlive(identity)]).toEqual([2, true]);
        await folderProvider.delete(id, outs);
        expect([sample.running.length, isAlive(identity)]).toEqual([0, false]);
        expect(existsSync(sample.state)).toBe(false);
    } finally {
        await sample.close();
    }
});

test("a place that takes no folders is refused, and soon", async () => {
    await expect(folderProvider.create(inputs("/proc/blue-green/shop"))).rejects.toThrow(
        /^stateFolder: must be a folder that can be made \(.*\), got "\/proc\/blue-green\/shop"; set another folder$/,
    );
});

test.each(["/bin/sh/state", "/etc/hostname/state"])("a place below a file is refused: %s", async (path) => {
    const { failures } = await folderProvider.check(undefined, inputs(path));
    expect(failures?.[0]?.reason).toMatch(/^stateFolder: must be writable .* is no folder, got /);
});
