import { chmodSync, mkdirSync, mkdtempSync, readFileSync, rmSync, utimesSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { callEach, runModule } from "../support/runModule";

const SETUP = "tools/setup";

let folder: string;
beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), "blue-green-setup-"));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

describe("versions", () => {
    test("are read from what programs print", () => {
        const texts = [
            "v3.250.0",
            "3.200.1-alpha.2",
            "HAProxy version 2.6.12-1+deb12u4 2026/10/17 - https://haproxy.org/",
            "go version go1.26 linux/amd64",
            "none at all",
            "",
        ];
        const versions = callEach(
            `${SETUP}/versions.mjs`,
            "parseVersion",
            texts.map((text) => [text]),
        );
        expect(versions).toEqual([[3, 250, 0], [3, 200, 1], [2, 6, 12], [1, 26, 0], null, null]);
    });

    test("are compared as numbers, part by part", () => {
        const enough = callEach(`${SETUP}/versions.mjs`, "isAtLeast", [
            ["2.6.0", "2.6"],
            ["2.10.0", "2.6"],
            ["3.0.1", "2.6"],
            ["2.5.99", "2.6"],
            ["20.18.3", "20.19"],
            ["22.0.0", "20.19"],
            ["unknown", "2.6"],
        ]);
        expect(enough).toEqual([true, true, true, false, false, true, false]);
    });
});

describe("the command that installs a missing tool", () => {
    const system = (id: string, like: string[] = [], root = false, platform = "linux") => ({
        id,
        like,
        root,
        platform,
    });

    test("is that of the distribution, with sudo for anybody but root", () => {
        const commands = callEach(`${SETUP}/system.mjs`, "installCommand", [
            ["haproxy", system("debian", [], true)],
            ["haproxy", system("debian")],
            ["haproxy", system("linuxmint", ["ubuntu", "debian"])],
            ["haproxy", system("fedora")],
            ["haproxy", system("rocky", ["rhel", "centos", "fedora"])],
            ["haproxy", system("alpine", [], true)],
            ["haproxy", system("arch")],
            ["haproxy", system("opensuse-leap", ["suse", "opensuse"])],
            ["wrk", system("", [], false, "darwin")],
            ["chromium", system("", [], true, "darwin")],
            ["chromium", system("ubuntu", ["debian"])],
            ["python", system("debian", [], true)],
            ["haproxy", system("unheard-of")],
        ]);
        expect(commands).toEqual([
            "apt-get install -y haproxy",
            "sudo apt-get install -y haproxy",
            "sudo apt-get install -y haproxy",
            "sudo dnf install -y haproxy",
            "sudo dnf install -y haproxy",
            "apk add haproxy",
            "sudo pacman -S --needed haproxy",
            "sudo zypper install -y haproxy",
            "brew install wrk",
            "brew install --cask google-chrome",
            "sudo snap install chromium",
            "apt-get install -y python3-venv",
            null,
        ]);
    });

    test("is run by the set-up itself only by root and only where apt has the package", () => {
        const allowed = callEach(`${SETUP}/system.mjs`, "canInstall", [
            ["haproxy", system("debian", [], true)],
            ["haproxy", system("ubuntu", ["debian"], true)],
            ["haproxy", system("debian")],
            ["haproxy", system("fedora", [], true)],
            ["chromium", system("debian", [], true)],
            ["chromium", system("ubuntu", ["debian"], true)],
        ]);
        expect(allowed).toEqual([true, true, false, false, true, false]);
    });

    test("follows os-release, quoted or not", () => {
        const systems = callEach(`${SETUP}/system.mjs`, "parseOsRelease", [
            ['NAME="Debian GNU/Linux"\nVERSION_ID="12"\nID=debian\n'],
            ['ID="rocky"\nID_LIKE="rhel centos fedora"\n'],
            [""],
        ]);
        expect(systems).toEqual([
            { id: "debian", like: [] },
            { id: "rocky", like: ["rhel", "centos", "fedora"] },
            { id: "", like: [] },
        ]);
    });
});

describe("PATH", () => {
    test("has the first folders before, the last behind, and each once", () => {
        const paths = callEach(`${SETUP}/paths.mjs`, "composePath", [
            ["/usr/bin:/bin", { first: ["/cache/bin"], last: ["/usr/sbin", "/bin"] }],
            ["/usr/bin:/cache/bin", { first: ["/cache/bin"] }],
            [undefined, { last: ["/bin"] }],
        ]);
        expect(paths).toEqual(["/cache/bin:/usr/bin:/bin:/usr/sbin", "/cache/bin:/usr/bin", "/bin"]);
    });

    test("a tool is the first executable file of one of its names", () => {
        for (const name of ["a", "b", "c"]) mkdirSync(join(folder, name));
        writeFileSync(join(folder, "a", "tool"), "");
        mkdirSync(join(folder, "b", "tool"));
        writeFileSync(join(folder, "c", "other-tool"), "");
        chmodSync(join(folder, "c", "other-tool"), 0o755);
        const folders = ["a", "b", "c", "absent"].map((name) => join(folder, name));
        const found = callEach(`${SETUP}/paths.mjs`, "findExecutable", [
            [["tool", "other-tool"], folders],
            [["tool"], folders],
        ]);
        expect(found).toEqual([join(folder, "c", "other-tool"), null]);
    });

    test("what the steps found is put together, and written for a shell", () => {
        const merged = runModule(
            `const { changedVariables, mergeParts, shellExports } = await load("${SETUP}/commandLine.mjs");
             const before = { PATH: "/bin", HOME: "/h" };
             const after = mergeParts(before, [{ first: ["/a"] }, {}, { last: ["/z"], variables: { X: "it's" } }]);
             return [after, shellExports(changedVariables(before, after))];`,
        );
        const after = { PATH: "/a:/bin:/z", HOME: "/h", X: "it's" };
        expect(merged).toEqual([after, `export PATH='/a:/bin:/z'\nexport X='it'\\''s'\n`]);
    });
});

describe("node modules are up to date", () => {
    const lock = (packages: Record<string, object>) => ({ packages: { "": { name: "root" }, ...packages } });
    const installed = lock({ "node_modules/a": { version: "1.0.0", integrity: "x" } });

    test.each([
        ["with the same packages", lock({ "node_modules/a": { version: "1.0.0", integrity: "x" } }), true],
        [
            "without another system's optional package",
            lock({ "node_modules/o": { version: "1", optional: true } }),
            true,
        ],
        ["but not with another version", lock({ "node_modules/a": { version: "1.0.1", integrity: "x" } }), false],
        ["but not with other contents", lock({ "node_modules/a": { version: "1.0.0", integrity: "y" } }), false],
        ["but not without a package", lock({ "node_modules/b": { version: "1.0.0" } }), false],
    ])("%s", (_name, wanted, expected) => {
        expect(callEach(`${SETUP}/installed.mjs`, "isInstalled", [[wanted, installed]])).toEqual([expected]);
    });
});

describe("package-lock.json", () => {
    interface Entry {
        version: string;
        resolved?: string;
        optionalDependencies?: Record<string, string>;
    }
    const { packages } = JSON.parse(readFileSync(join(__dirname, "../../package-lock.json"), "utf8")) as {
        packages: Record<string, Entry>;
    };

    test("names the packages for every system: npm ci refuses a lock file without them", () => {
        const missing = Object.entries(packages).flatMap(([path, { optionalDependencies }]) =>
            Object.keys(optionalDependencies ?? {}).filter(
                (name) => !packages[`node_modules/${name}`] && !packages[`${path}/node_modules/${name}`],
            ),
        );
        expect(missing).toEqual([]);
    });

    test("names no download addresses", () => {
        expect(Object.entries(packages).filter(([, { resolved }]) => resolved !== undefined)).toEqual([]);
    });
});

describe("dist/ is up to date", () => {
    const at = (file: string, seconds: number) => {
        mkdirSync(join(folder, file, ".."), { recursive: true });
        writeFileSync(join(folder, file), "");
        utimesSync(join(folder, file), seconds, seconds);
    };
    const stale = () =>
        runModule(
            `const { compiledPairs, firstStale } = await load("${SETUP}/stamps.mjs");
             return firstStale(compiledPairs(args[0]))?.source ?? null;`,
            folder,
        );

    beforeEach(() => {
        for (const file of ["tsconfig.json", "tsconfig.build.json", "index.ts", "components/a/b.ts", "cli/b.ts"])
            at(file, 1000);
        for (const file of ["dist/index.js", "dist/components/a/b.js", "dist/cli/b.js"]) at(file, 2000);
    });

    test("when every output is newer than its source", () => expect(stale()).toBeNull());

    test("but not after a source changed", () => {
        at("components/a/b.ts", 3000);
        expect(stale()).toBe(join(folder, "components/a/b.ts"));
    });

    test("but not after a source of the command changed", () => {
        at("cli/b.ts", 3000);
        expect(stale()).toBe(join(folder, "cli/b.ts"));
    });

    test("but not when an output is missing", () => {
        at("components/a/c.ts", 1000);
        expect(stale()).toBe(join(folder, "components/a/c.ts"));
    });

    test("but not after the compiler's settings changed", () => {
        at("tsconfig.json", 3000);
        expect(stale()).toBe(join(folder, "tsconfig.json"));
    });

    test("whatever lies beside the sources", () => {
        at("components/a/notes.md", 3000);
        at("components/a/d.d.ts", 3000);
        expect(stale()).toBeNull();
    });
});

describe("the command line", () => {
    const parse = (...args: string[]) =>
        runModule(
            `const { parseCommandLine } = await load("${SETUP}/commandLine.mjs");
             try { return parseCommandLine(args, ["demo", "test"]); } catch (error) { return error.message; }`,
            ...args,
        );

    test("ends at --, and leaves the rest to the command", () => {
        expect(parse("--for", "test", "--", "node", "x.js", "--for", "--", "y")).toEqual({
            purpose: "test",
            printEnv: false,
            command: ["node", "x.js", "--for", "--", "y"],
        });
    });

    test("names what it does not know", () => {
        expect(parse("--fro", "test")).toBe("--fro: unknown; allowed: --for, --print-env, and a command after --");
        expect(parse("--for", "production")).toBe('--for: must be one of demo, test, got "production"');
    });
});
