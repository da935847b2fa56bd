import { existsSync, mkdtempSync, realpathSync, rmSync, statSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { folderProvider } from "../../components/haproxy/providers/folder";

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
    expect(existsSync(path)).toBe(false);
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
