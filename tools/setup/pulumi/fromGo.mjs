import { readFileSync } from "node:fs";
import { join } from "node:path";
import { findExecutable, splitPath } from "../paths.mjs";
import { say } from "../progress.mjs";
import { run } from "../run.mjs";
import { isAtLeast, parseVersion } from "../versions.mjs";
import { LANGUAGE_HOST_VERSION, PULUMI_VERSION } from "./versions.mjs";

const VERSION_VARIABLE = "github.com/pulumi/pulumi/sdk/v3/go/common/version.Version";

/** What is built: the folder of its Go module, its package, and the version it is told it has. */
const PROGRAMS = [
    {
        name: "pulumi-language-nodejs",
        module: "tools/pulumi-language-nodejs",
        source: "github.com/pulumi/pulumi/sdk/v3/nodejs/cmd/pulumi-language-nodejs",
        version: LANGUAGE_HOST_VERSION,
    },
    {
        name: "pulumi",
        module: "tools/pulumi-cli",
        source: "github.com/pulumi/pulumi/pkg/v3/cmd/pulumi",
        version: PULUMI_VERSION,
    },
];

/** The Go version that a go.mod asks for. */
export function goVersionOf(goMod) {
    return /^go (\S+)$/m.exec(goMod)?.[1];
}

/** The Go to build with, or why there is none: `{ go, version }` or `{ reason }`. */
export async function findGo({ root, env }) {
    const go = findExecutable(["go"], [...splitPath(env.PATH), "/usr/local/go/bin", "/opt/homebrew/bin"]);
    if (go === undefined) return { reason: "no Go on PATH to build it with" };
    const text = await run(go, ["version"], { env, timeoutMs: 60_000 });
    const needed = PROGRAMS.map(({ module }) => goVersionOf(readFileSync(join(root, module, "go.mod"), "utf8")));
    const tooNew = needed.find((version) => !isAtLeast(text, version));
    const version = parseVersion(text)?.join(".");
    return tooNew === undefined
        ? { go, version }
        : { reason: `Go ${version} is too old to build it (needs ${tooNew})` };
}

/** Builds the CLI and its Node language host into `folder`/bin; `onStep` hears how far it got. */
export async function buildFromGo({ root, env }, go, folder, onStep) {
    for (const { name, module, source, version } of PROGRAMS) {
        let packages = 0;
        const onLine = (line) => {
            if (line.startsWith("go: downloading ")) return onStep(`${name}: fetching Go modules`);
            if (/^[\w.-]+(\/[\w.@-]+)*$/.test(line)) packages += 1;
            onStep(`${name}: ${packages} packages compiled`);
        };
        // -trimpath and -buildvcs=false: the same program wherever the checkout is and whatever git thinks of it.
        const flags = ["-v", "-trimpath", "-buildvcs=false", "-mod=readonly"];
        const ldflags = ["-ldflags", `-s -w -X ${VERSION_VARIABLE}=${version}`];
        const args = ["build", ...flags, ...ldflags, "-o", join(folder, "bin", name), source];
        const build = () =>
            run(go, args, { cwd: join(root, module), env: { ...env, CGO_ENABLED: "0", GOWORK: "off" }, onLine });
        await build().catch((error) => {
            say(`${error.message}\nonce more, in case a module download broke off:`);
            return build();
        });
    }
}
