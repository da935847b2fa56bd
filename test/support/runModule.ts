import { spawnSync } from "node:child_process";
import { join } from "node:path";
import { pathToFileURL } from "node:url";

const ROOT = join(__dirname, "../..");

/**
 * Runs a script in a Node of its own, with `load(path)` to import a module of the repository, and answers what it returns as JSON.
 * jest cannot load the ES modules of tools/setup, and there they run in plain Node too.
 */
export function runModule(script: string, ...args: unknown[]): unknown {
    const source = `
        const load = (path) => import(new URL(path, ${JSON.stringify(`${pathToFileURL(ROOT)}/`)}));
        const args = JSON.parse(process.argv[1]);
        const result = await (async () => { ${script} })();
        console.log(JSON.stringify({ result }));
    `;
    const options = { encoding: "utf8", timeout: 30_000 } as const;
    const child = spawnSync(process.execPath, ["--input-type=module", "-e", source, JSON.stringify(args)], options);
    if (child.status !== 0) throw new Error(child.stderr);
    return JSON.parse(child.stdout.trim().split("\n").at(-1) ?? "").result;
}

/** Calls a function of a module once for each list of arguments; answers the results in order. */
export function callEach(path: string, name: string, calls: unknown[][]): unknown[] {
    const script = `const module = await load(args[0]); return args[2].map((it) => module[args[1]](...it) ?? null);`;
    return runModule(script, path, name, calls) as unknown[];
}
