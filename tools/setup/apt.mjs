import { rmSync, writeFileSync } from "node:fs";
import { onAbort } from "./abort.mjs";
import { lockFile } from "./cache.mjs";
import { underLock } from "./lock.mjs";
import { composePath } from "./paths.mjs";
import { say } from "./progress.mjs";
import { run } from "./run.mjs";

const POLICY = "/usr/sbin/policy-rc.d";
const OPTIONS = ["-o", "DPkg::Lock::Timeout=300", "-o", "Acquire::Retries=3"];

/** Installs a Debian package as root, without starting the service that comes with it. */
export async function aptInstall(name, env) {
    const aptEnv = {
        ...env,
        DEBIAN_FRONTEND: "noninteractive",
        PATH: composePath(env.PATH, { last: ["/usr/sbin", "/usr/bin", "/sbin", "/bin"] }),
    };
    const apt = (...args) => run("apt-get", [...OPTIONS, ...args], { env: aptEnv });
    await underLock(lockFile("apt"), `package ${name}`, async () => {
        // One unreachable source fails the update; what the others have may still be enough.
        await apt("update").catch((error) => say(error.message));
        await withoutServices(() => apt("install", "-y", "--no-install-recommends", name));
    });
}

/** Debian asks policy-rc.d before it starts a service: 101 means no. One that is there already is left as it is. */
async function withoutServices(work) {
    if (!writePolicy()) return work();
    const removePolicy = () => rmSync(POLICY, { force: true });
    const forget = onAbort(removePolicy);
    try {
        return await work();
    } finally {
        forget();
        removePolicy();
    }
}

function writePolicy() {
    try {
        writeFileSync(POLICY, "#!/bin/sh\nexit 101\n", { flag: "wx", mode: 0o755 });
        return true;
    } catch (error) {
        if (error.code === "EEXIST") return false;
        throw error;
    }
}
