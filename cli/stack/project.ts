import { existsSync, readFileSync, statSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join, resolve } from "node:path";
import { failed, notFound, usage } from "../failure";

/** A Pulumi project on disk. */
export interface Project {
    readonly folder: string;
    readonly name: string;
    /** The file that holds a stack's config. */
    readonly configFile: (stack: string) => string;
}

const FILES = ["Pulumi.yaml", "Pulumi.yml", "Pulumi.json"];

/** The project of a folder or of the nearest one above it. Error: no such folder, no project. */
export function findProject(cwd: string): Project {
    const start = resolve(cwd);
    if (!existsSync(start) || !statSync(start).isDirectory())
        throw usage(`--cwd: must be a folder that exists, got "${cwd}"`);
    for (let folder = start; ; folder = dirname(folder)) {
        const file = FILES.map((name) => join(folder, name)).find((one) => existsSync(one));
        if (file) return projectIn(folder, readFileSync(file, "utf8"));
        if (folder === dirname(folder)) break;
    }
    throw notFound(`no Pulumi project in ${start} or above; go to its folder, or name it with --cwd`);
}

/** Where a project's programs find this package, as the providers in the state look for it. Error: not installed. */
export function packageIn(folder: string): string {
    try {
        return dirname(createRequire(join(folder, "program.js")).resolve("@seesaw/blue-green/package.json"));
    } catch {
        throw failed(`@seesaw/blue-green cannot be loaded from ${folder}; run \`npm ci\` there, then try again`);
    }
}

/** Two scalars at the top level are all that is needed. */
function projectIn(folder: string, text: string): Project {
    const scalar = (key: string) => new RegExp(`^\\s*"?${key}"?:\\s*["']?([^"',#\\s]+)`, "m").exec(text)?.[1];
    const configFolder = resolve(folder, scalar("stackConfigDir") ?? ".");
    return {
        folder,
        name: scalar("name") ?? "",
        // A name may begin with the organization and the project.
        configFile: (stack) => join(configFolder, `Pulumi.${stack.split("/").at(-1)}.yaml`),
    };
}
