import { spawn } from "node:child_process";
import { createInterface } from "node:readline";
import { trackChild } from "./abort.mjs";
import { SetupError } from "./failure.mjs";

const KEPT_LINES = 25;

/**
 * Runs a command of the set-up with its output kept back; answers that output.
 * A failure's message has the last lines. `onLine` sees each line as it comes.
 */
export function run(command, args, { cwd, env = process.env, timeoutMs, onLine = () => {} } = {}) {
    return new Promise((resolve, reject) => {
        const child = spawn(command, args, { cwd, env, stdio: ["ignore", "pipe", "pipe"], timeout: timeoutMs });
        trackChild(child);
        const lines = [];
        for (const stream of [child.stdout, child.stderr]) {
            createInterface({ input: stream }).on("line", (line) => {
                lines.push(line);
                onLine(line);
            });
        }
        child.once("error", (error) => reject(new SetupError(`${command}: cannot be run: ${error.message}`)));
        child.once("close", (code, signal) => {
            if (code === 0) return resolve(lines.join("\n"));
            const end = signal ? `ended by ${signal}` : `exit code ${code}`;
            const tail = lines.slice(-KEPT_LINES).map((line) => `    ${line}`);
            reject(new SetupError([`${[command, ...args].join(" ")}: ${end}`, ...tail].join("\n")));
        });
    });
}
