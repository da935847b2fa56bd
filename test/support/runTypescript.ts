import { execFile } from "node:child_process";
import { promisify } from "node:util";
import { ROOT } from "./docComments";

/**
 * Runs a script in a Node of its own that knows TypeScript, with `load(path)` to get a module of the repository and `args`, and answers
 * what it returns as JSON. jest cannot load what is an ES module only, such as the client library of Kubernetes.
 */
export async function runTypescript<T>(
    script: string,
    args: readonly unknown[],
    env: Readonly<Record<string, string | undefined>> = process.env,
): Promise<T> {
    const source = `
        const load = (path) => require(${JSON.stringify(`${ROOT}/`)} + path);
        const args = JSON.parse(process.argv[1]);
        // What is loaded may tell its progress.
        console.log = console.error;
        (async () => { ${script} })().then((result) => process.stdout.write(JSON.stringify({ result })));`;
    const { stdout } = await promisify(execFile)(
        process.execPath,
        ["--import", "tsx", "-e", source, JSON.stringify(args)],
        { cwd: ROOT, env: env as NodeJS.ProcessEnv },
    );
    return (JSON.parse(stdout) as { result: T }).result;
}
