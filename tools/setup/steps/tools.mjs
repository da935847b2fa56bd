import { dirname } from "node:path";
import { aptInstall } from "../apt.mjs";
import { SetupError } from "../failure.mjs";
import { findExecutable, isExecutable, splitPath } from "../paths.mjs";
import { say, sayWhile } from "../progress.mjs";
import { run } from "../run.mjs";
import { canInstall, installCommand, packageOf } from "../system.mjs";
import { isAtLeast, parseVersion } from "../versions.mjs";

const FOLDERS = [
    "/usr/sbin",
    "/usr/local/sbin",
    "/usr/local/bin",
    "/opt/homebrew/sbin",
    "/opt/homebrew/bin",
    "/snap/bin",
];

/** The system's own programs: what each is called, how it says its version, and the oldest that will do. */
const TOOLS = {
    haproxy: { names: ["haproxy"], version: ["-v"], minimum: "2.6" },
    wrk: { names: ["wrk"] },
    etcd: { names: ["etcd"], version: ["--version"], minimum: "3.4" },
    containerd: { names: ["containerd"], version: ["--version"], minimum: "1.6" },
    runc: { names: ["runc"], version: ["--version"], minimum: "1.1" },
    // Not looked for on PATH: another program has the plugin's name.
    cni: { names: [], files: ["/usr/lib/cni/bridge", "/opt/cni/bin/bridge", "/usr/libexec/cni/bridge"] },
    registry: { names: ["docker-registry", "registry"] },
    dockerd: { names: ["dockerd"], version: ["--version"], minimum: "20.10" },
    busybox: { names: ["busybox"] },
    iptables: { names: ["iptables"] },
    ip: { names: ["ip"] },
    chromium: {
        names: ["chromium", "chromium-browser", "google-chrome", "google-chrome-stable"],
        variable: "CHROME_BIN",
        files: [
            "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
            "/Applications/Chromium.app/Contents/MacOS/Chromium",
        ],
    },
};

/** A step for each tool; they run together, so that everything missing is named at once. */
export async function ensureTools(names, context) {
    const parts = [];
    const missing = [];
    for (const name of names) {
        try {
            parts.push(await ensureTool(name, context));
        } catch (error) {
            if (!(error instanceof SetupError)) throw error;
            missing.push(error.message);
        }
    }
    if (missing.length > 0) throw new SetupError(missing.join("\n"));
    return parts;
}

async function ensureTool(name, { env, system }) {
    const tool = TOOLS[name];
    const command = installCommand(name, system);
    let file = find(tool, env);
    if (file === undefined && canInstall(name, system)) {
        const install = () => aptInstall(packageOf(name, system), env);
        await sayWhile(`installing the package ${packageOf(name, system)} (${command})`, install).catch((error) => {
            throw new SetupError(`${name}: not found on PATH, and its package cannot be installed: ${error.message}`);
        });
        file = find(tool, env);
    }
    const remedy = command === undefined ? `install ${name} with this system's package manager` : `run: ${command}`;
    if (file === undefined) throw new SetupError(`${name}: not found on PATH; ${remedy}`);
    const version = await checkedVersion(name, file, remedy, env);
    say([name, version, `found: ${file}`].filter(Boolean).join(" "));
    const variables = tool.variable === undefined ? {} : { [tool.variable]: file };
    // Last: other programs of its folder must not hide those that the caller's PATH names first.
    return { name, file, last: [dirname(file)], variables };
}

/** The file that the tool's own variable names, else the one on PATH, else one at a usual place. */
function find({ names, variable, files = [] }, env) {
    if (env[variable] && isExecutable(env[variable])) return env[variable];
    return findExecutable(names, [...splitPath(env.PATH), ...FOLDERS]) ?? files.find(isExecutable);
}

async function checkedVersion(name, file, remedy, env) {
    const { version, minimum } = TOOLS[name];
    if (version === undefined) return "";
    const text = await run(file, version, { env, timeoutMs: 20_000 });
    if (!isAtLeast(text, minimum)) {
        const found = parseVersion(text)?.join(".") ?? "unknown";
        throw new SetupError(`${name}: ${file} has version ${found}; allowed: ${minimum} or newer; ${remedy}`);
    }
    return parseVersion(text).join(".");
}
