import {
    chmodSync,
    existsSync,
    mkdirSync,
    mkdtempSync,
    readdirSync,
    readFileSync,
    rmSync,
    writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { runModule } from "../support/runModule";

let folder: string;
let cache: string;
let bin: string;
beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), "blue-green-setup-"));
    [cache, bin] = [join(folder, "cache"), join(folder, "bin")];
    mkdirSync(bin);
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

/** The variables that the step answers on a system where it may not install Python. */
function variables(): Record<string, string> {
    return runModule(
        `process.env.BLUE_GREEN_CACHE = args[0];
         const { ensureEmulator } = await load("tools/setup/steps/emulator.mjs");
         const system = { platform: "linux", root: false, id: "unheard-of", like: [] };
         return (await ensureEmulator({ env: { PATH: args[1] }, system })).variables;`,
        cache,
        bin,
    ) as Record<string, string>;
}

/** A python3 that notes its calls, and whose pip does what is given. */
function python(pip: string): void {
    const script = `#!/bin/sh
        PATH=/bin:/usr/bin
        echo "$@" >> ${folder}/calls
        case "$*" in
            "-m venv "*) mkdir -p "$3/bin" && cp "$0" "$3/bin/python" ;;
            "-m pip "*) ${pip} ;;
            *moto.__version__*) echo 5.2.5 ;;
        esac`;
    writeFileSync(join(bin, "python3"), script);
    chmodSync(join(bin, "python3"), 0o755);
}

test("without Python the tests are told why there is no emulator", () => {
    expect(variables()).toEqual({ MOTO_MISSING: "python3: not found on PATH, or without venv" });
});

test("so they are when pip cannot install it, and nothing half done stays", () => {
    python("echo 'WARNING: retrying'; echo 'ERROR: no such package'; exit 1");
    expect(variables()).toEqual({ MOTO_MISSING: "ERROR: no such package" });
    expect(readdirSync(cache)).toEqual(["locks"]);
});

test("it is installed once, whole, in the cache", () => {
    python("exit 0");
    const file = join(cache, "moto-5.2.5/bin/python");
    expect(variables()).toEqual({ MOTO_PYTHON: file });
    expect(existsSync(file)).toBe(true);
    expect(variables()).toEqual({ MOTO_PYTHON: file });
    const installs = readFileSync(join(folder, "calls"), "utf8").match(/-m pip install .*/g);
    expect(installs).toEqual([expect.stringMatching(/ moto==5\.2\.5 flask==\S+ flask-cors==\S+$/)]);
});
