import { mkdirSync, mkdtempSync, rmSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { run } from "../setup/run.mjs";
import { makeControlGroup, removeControlGroup } from "./cgroups.mjs";
import { stateFolder } from "./layout.mjs";

const PROBE = fileURLToPath(new URL("inside/probe.sh", import.meta.url));
const CGROUP = "blue-green-probe";

/** Why this machine cannot run a cluster, although its user is root, as in a plain container; undefined when it can. */
export async function whyNotHere() {
    const parent = dirname(stateFolder());
    mkdirSync(parent, { recursive: true });
    const folder = mkdtempSync(join(parent, "probe-"));
    try {
        makeControlGroup(CGROUP);
        const namespaces = ["--mount", "--pid", "--net", "--fork", "--mount-proc", "--kill-child=SIGKILL"];
        await run("unshare", [...namespaces, "bash", PROBE, folder]);
        return undefined;
    } catch (error) {
        return error.message.split("\n").at(-1).trim();
    } finally {
        await removeControlGroup(CGROUP).catch(() => undefined);
        rmSync(folder, { recursive: true, force: true });
    }
}
