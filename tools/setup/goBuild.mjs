import { readFileSync } from "node:fs";
import { join } from "node:path";
import { SetupError } from "./failure.mjs";
import { findExecutable, splitPath } from "./paths.mjs";
import { say, sayWhile } from "./progress.mjs";
import { run } from "./run.mjs";
import { isAtLeast, parseVersion } from "./versions.mjs";

/** The Go version that a go.mod asks for. */
export function goVersionOf(goMod) {
    return /^go (\S+)$/m.exec(goMod)?.[1];
}

/** The Go to build the modules in these folders with, or why there is none: `{ go, version }` or `{ reason }`. */
export async function findGo({ root, env }, modules) {
    const go = findExecutable(["go"], [...splitPath(env.PATH), "/usr/local/go/bin", "/opt/homebrew/bin"]);
    if (go === undefined) return { reason: "no Go on PATH to build it with" };
    const text = await run(go, ["version"], { env, timeoutMs: 60_000 });
    const needed = modules.map((module) => goVersionOf(readFileSync(join(root, module, "go.mod"), "utf8")));
    const tooNew = needed.find((version) => !isAtLeast(text, version));
    const version = parseVersion(text)?.join(".");
    return tooNew === undefined
        ? { go, version }
        : { reason: `Go ${version} is too old to build it (needs ${tooNew})` };
}

/** Builds one program of a Go module into the file `output`; `onStep` hears how far it got. */
export async function goBuild({ root, env }, go, { name, module, source, variables, output }, onStep) {
    let packages = 0;
    const onLine = (line) => {
        if (line.startsWith("go: downloading ")) return onStep(`${name}: fetching Go modules`);
        if (/^[\w.-]+(\/[\w.@-]+)*$/.test(line)) packages += 1;
        onStep(`${name}: ${packages} packages compiled`);
    };
    // -trimpath and -buildvcs=false: the same program wherever the checkout is and whatever git thinks of it.
    const flags = ["-v", "-trimpath", "-buildvcs=false", "-mod=readonly"];
    const told = Object.entries(variables).map(([variable, value]) => `-X ${variable}=${value}`);
    const args = ["build", ...flags, "-ldflags", ["-s -w", ...told].join(" "), "-o", output, source];
    const build = () =>
        run(go, args, { cwd: join(root, module), env: { ...env, CGO_ENABLED: "0", GOWORK: "off" }, onLine });
    await build().catch((error) => {
        say(`${error.message}\nonce more, in case a module download broke off:`);
        return build();
    });
}

/**
 * Has `make` build with the Go for these modules, and shows how far it is. Error: a {@link SetupError}, `missing` with the reason in it, when
 * there is no such Go.
 */
export async function buildWithGo(context, { what, modules, time, make, missing }) {
    const { go, version, reason } = await findGo(context, modules);
    if (go === undefined) throw new SetupError(missing(reason));
    let step = "";
    await sayWhile(
        `building ${what} with Go ${version}, once a machine (about ${time} on 2 cores)`,
        () => make(go, (text) => (step = text)),
        () => step,
    );
}
