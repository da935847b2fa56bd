import { existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync, utimesSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { callEach, runModule } from "../support/runModule";

const SETUP = "tools/setup";

let folder: string;
beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), "blue-green-setup-"));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

describe("the cache", () => {
    const fill = (script: string) =>
        runModule(
            `const { fillFolder } = await load("${SETUP}/cache.mjs");
             const { writeFileSync } = await import("node:fs");
             return fillFolder(args[0], async (folder) => { ${script} }).then(() => "filled", (error) => error.message);`,
            join(folder, "tool-1.0"),
        );

    test("is where the environment says", () => {
        const folders = callEach(`${SETUP}/cache.mjs`, "cacheFolder", [
            [{ BLUE_GREEN_CACHE: "/b", XDG_CACHE_HOME: "/x", HOME: "/h" }],
            [{ XDG_CACHE_HOME: "/x", HOME: "/h" }],
            [{ XDG_CACHE_HOME: "", HOME: "/h" }],
        ]);
        expect(folders).toEqual(["/b", "/x/blue-green", "/h/.cache/blue-green"]);
    });

    test("gets a folder only when it is whole, and drops what a killed attempt left", () => {
        mkdirSync(join(folder, ".partial-tool-1.0-killed"));
        expect(fill(`writeFileSync(folder + "/half", ""); throw new Error("broke off");`)).toBe("broke off");
        expect(readdirSync(folder)).toEqual([]);
        expect(fill(`writeFileSync(folder + "/whole", "");`)).toBe("filled");
        expect(readdirSync(folder)).toEqual(["tool-1.0"]);
        expect(existsSync(join(folder, "tool-1.0/whole"))).toBe(true);
    });

    test("lets one set-up at a time work on a thing, and takes over a lock that nobody keeps fresh", () => {
        writeFileSync(join(folder, "lock"), "");
        utimesSync(join(folder, "lock"), 1000, 1000);
        const order = runModule(
            `const { underLock } = await load("${SETUP}/lock.mjs");
             const order = [];
             const turn = async (name) => {
                 order.push(name + " in");
                 await new Promise((resolve) => setTimeout(resolve, 20));
                 order.push(name + " out");
             };
             await Promise.all(["first", "second"].map((name) => underLock(args[0], "it", () => turn(name))));
             return order;`,
            join(folder, "lock"),
        );
        expect(order).toEqual(["first in", "first out", "second in", "second out"]);
        expect(existsSync(join(folder, "lock"))).toBe(false);
    });
});
