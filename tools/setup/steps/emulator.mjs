import { existsSync } from "node:fs";
import { join } from "node:path";
import { aptInstall } from "../apt.mjs";
import { cacheFolder, fillFolder, lockFile } from "../cache.mjs";
import { SetupError } from "../failure.mjs";
import { underLock } from "../lock.mjs";
import { findExecutable, splitPath } from "../paths.mjs";
import { say, sayWhile } from "../progress.mjs";
import { run } from "../run.mjs";
import { canInstall, installCommand } from "../system.mjs";

const VERSION = "5.2.5";
/** What its server needs for the load balancer's API; the extra `moto[server]` brings twice as much for other services. */
const PACKAGES = [`moto==${VERSION}`, "flask==3.1.3", "flask-cors==6.0.5"];
const PIP = ["--quiet", "--no-input", "--disable-pip-version-check", "--retries=2", "--timeout=30"];
const INSTALL_MS = 4 * 60_000;

/**
 * moto, a public emulator of AWS, in a Python environment of its own. Only tests use it: where it cannot be had they are skipped and
 * say why, and everything else goes on.
 */
export async function ensureEmulator(context) {
    const target = join(cacheFolder(), `moto-${VERSION}`);
    const python = join(target, "bin/python");
    try {
        if (!(await works(python, context.env))) {
            await underLock(lockFile("moto"), "moto", async () => {
                if (!(await works(python, context.env))) await install(context, target);
            });
        }
    } catch (error) {
        if (!(error instanceof SetupError)) throw error;
        say(`moto ${VERSION}: the tests that ask an emulator of AWS are skipped: ${error.message}`);
        // Pip says what went wrong last.
        return { variables: { MOTO_MISSING: error.message.split("\n").at(-1).trim() } };
    }
    say(`moto ${VERSION} found: ${target}`);
    return { variables: { MOTO_PYTHON: python } };
}

/** A Python that was updated or removed leaves an environment that does not run. */
async function works(python, env) {
    if (!existsSync(python)) return false;
    const said = await run(python, ["-c", "import flask, moto; print(moto.__version__)"], {
        env,
        timeoutMs: 30_000,
    }).catch(() => "");
    return said.trim() === VERSION;
}

async function install(context, target) {
    const { env } = context;
    const python = await findPython(context);
    await sayWhile(`installing the Python package moto ${VERSION}, for tests`, () =>
        fillFolder(target, async (folder) => {
            await run(python, ["-m", "venv", folder], { env, timeoutMs: INSTALL_MS });
            const pip = ["-m", "pip", "install", ...PIP, ...PACKAGES];
            await run(join(folder, "bin/python"), pip, { env, timeoutMs: INSTALL_MS });
        }),
    );
}

/** A Python that can make environments. Debian has that in a package of its own, and without it `venv` fails half way. */
async function findPython({ env, system }) {
    const find = async () => {
        const file = findExecutable(["python3"], splitPath(env.PATH));
        const able = file && (await run(file, ["-c", "import venv, ensurepip"], { env }).catch(() => undefined));
        return able === undefined ? undefined : file;
    };
    const found = await find();
    if (found) return found;
    if (canInstall("python", system)) await aptInstall("python3-venv", env);
    const installed = await find();
    if (installed) return installed;
    const command = installCommand("python", system);
    throw new SetupError(`python3: not found on PATH, or without venv${command ? `; run: ${command}` : ""}`);
}
