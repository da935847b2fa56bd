import { execFileSync } from "node:child_process";
import { closeSync, mkdtempSync, openSync, rmSync, writeSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { ROOT } from "../../tools/stack/pulumiStack";
import { crowd } from "../scenarios/crowd";
import { STACK_TRACE } from "../support/engineStack";
import { haproxy } from "../support/haproxyTarget";
import type { TestStack } from "../support/testStack";
import { stopClean } from "../support/traffic";

/** A file system of its own for the state folder; undefined where none may be mounted. */
const disk = mounted();
const STATE = join(disk ?? "", "state");
const BALLAST = join(disk ?? "", "ballast");

let stack: TestStack;

function mounted(): string | undefined {
    const folder = mkdtempSync(join(tmpdir(), "bg-disk-"));
    try {
        execFileSync("mount", ["-t", "tmpfs", "-o", "size=4m", "tmpfs", folder], { stdio: "ignore" });
        return folder;
    } catch {
        rmSync(folder, { recursive: true });
        return undefined;
    }
}

/** Leaves no byte free. */
function fill(): void {
    const file = openSync(BALLAST, "w");
    try {
        for (;;) writeSync(file, Buffer.alloc(4096));
    } catch (error) {
        if ((error as NodeJS.ErrnoException).code !== "ENOSPC") throw error;
    } finally {
        closeSync(file);
    }
}

const type = (words: string) => stack.pulumi.shell(`node ${join(ROOT, "dist/cli/bin.js")} ${words} --yes`);

afterAll(async () => {
    if (disk === undefined) return;
    rmSync(BALLAST, { force: true });
    await stack?.dispose();
    execFileSync("umount", [disk]);
    rmSync(disk, { recursive: true });
});

(disk === undefined ? test.skip : test)(
    "S33 the disk of the state folder is full: a deploy and a switch fail with the reason, nothing is lost, visitors see nothing of it",
    async () => {
        stack = await haproxy.stack({ stateFolder: STATE });
        const traffic = await crowd(haproxy, stack.url);
        const before = await stack.live();

        fill();
        const deploy = await type("deploy v2");
        expect([deploy.code, deploy.stderr]).toEqual([1, expect.stringMatching(/no space left on device/)]);
        expect(deploy.stderr).not.toMatch(STACK_TRACE);
        expect(await stack.live()).toMatchObject({
            active: "blue",
            epoch: before.epoch,
            colors: { blue: { release: "v1" } },
        });
        rmSync(BALLAST);
        expect(await type("deploy v2")).toMatchObject({ code: 0 });

        fill();
        const turned = await type("switch");
        expect([turned.code, turned.stderr]).toEqual([1, expect.stringMatching(/no space left on device/)]);
        expect(turned.stderr).not.toMatch(STACK_TRACE);
        expect(await stack.live()).toMatchObject({ active: "blue", colors: { green: { release: "v2" } } });
        rmSync(BALLAST);
        expect(await type("switch")).toMatchObject({ code: 0 });
        expect(await stack.live()).toMatchObject({ active: "green" });
        await stack.settle();
        expect(await stack.strays()).toEqual([]);
        await stopClean(traffic);
    },
);
