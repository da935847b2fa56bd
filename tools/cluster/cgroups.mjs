import { existsSync, mkdirSync, readdirSync, readFileSync, rmdirSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";

const ROOT = "/sys/fs/cgroup";

/** The folders of a control group of this name: one on a system with version 2, one a controller with version 1. */
function foldersOf(name) {
    if (existsSync(join(ROOT, "cgroup.controllers"))) return [join(ROOT, name)];
    return readdirSync(ROOT)
        .filter((controller) => statSync(join(ROOT, controller)).isDirectory())
        .map((controller) => join(ROOT, controller, name));
}

/** Makes the control group below which all pods are. */
export function makeControlGroup(name) {
    for (const folder of foldersOf(name)) {
        mkdirSync(folder, { recursive: true });
        const parent = join(folder, "..");
        if (existsSync(join(parent, "cgroup.subtree_control"))) delegate(parent, folder);
        for (const file of ["cpuset.cpus", "cpuset.mems"]) {
            // A new group of version 1 has none, and then nothing can be in it.
            if (existsSync(join(parent, "tasks")) && existsSync(join(folder, file))) {
                writeFileSync(join(folder, file), readFileSync(join(parent, file)));
            }
        }
    }
}

/** Version 2 gives a group only the controllers that its parent hands on. */
function delegate(parent, folder) {
    for (const group of [parent, folder]) {
        for (const controller of readFileSync(join(group, "cgroup.controllers"), "utf8").trim().split(/\s+/)) {
            if (controller !== "") writeFileSync(join(group, "cgroup.subtree_control"), `+${controller}`);
        }
    }
}

/** Removes it with all below it. What was in it has to have ended; the kernel may need a moment to notice. */
export async function removeControlGroup(name) {
    for (const folder of foldersOf(name)) {
        for (let tries = 0; existsSync(folder) && tries < 50; tries += 1) {
            if (tries > 0) await sleep(100);
            removeBelow(folder);
        }
    }
}

function removeBelow(folder) {
    for (const entry of readdirSync(folder, { withFileTypes: true })) {
        if (entry.isDirectory()) removeBelow(join(folder, entry.name));
    }
    try {
        rmdirSync(folder);
    } catch (error) {
        if (!["EBUSY", "ENOENT", "ENOTEMPTY"].includes(error.code)) throw error;
    }
}
