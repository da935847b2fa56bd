import { spawnSync } from "node:child_process";
import { mkdtempSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { hold } from "../../../cli/stack/hold";

const NOW = new Date("2026-03-01T12:00:00Z");
let folder: string;

beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), "bg-hold-"));
});

afterEach(() => rmSync(folder, { recursive: true }));

const held = (stack: string, by: string) => hold(`/shop/Pulumi.${stack}.yaml`, by, NOW, folder);
const locks = () => readdirSync(folder);

test("one at a time: the others are told who it is; another stack is not concerned", () => {
    const letGo = held("dev", "ada@desk");
    expect(() => held("dev", "eve@desk")).toThrow(
        `the stack is in use by ada@desk (pid ${process.pid}) since 2026-03-01T12:00:00.000Z; wait for that command`,
    );
    held("prod", "eve@desk")();
    letGo();
    expect(locks()).toEqual([]);
    held("dev", "eve@desk")();
});

test.each([
    ["of a dead command", () => JSON.stringify({ pid: spawnSync("true").pid, by: "ada@desk", at: "then" })],
    ["that was torn off while it was written", () => '{"pid": 1'],
])("a lock %s counts as free", (_, left) => {
    held("dev", "ada@desk");
    const [lock = ""] = locks();
    writeFileSync(join(folder, lock), left());
    held("dev", "eve@desk")();
    expect(locks()).toEqual([]);
});
