import { spawn } from "node:child_process";
import { createInterface } from "node:readline";
import { isAborting, trackChild } from "./abort.mjs";
import { SetupError } from "./failure.mjs";

const SHOWN_LINES = 15;

/**
 * Runs a command of the set-up with its output kept back; answers that output.
 * A failure's message has the first lines and the last. `onLine` sees each line as it comes.
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
            // Left unsettled: what waits for it would go on, and the process is about to end.
            if (isAborting()) return;
            if (code === 0) return resolve(lines.join("\n"));
            const end = signal ? `ended by ${signal}` : `exit code ${code}`;
            reject(new SetupError([`${[command, ...args].join(" ")}: ${end}`, ...shortened(lines)].join("\n")));
        });
    });
}

/** What went wrong stands first with npm, last with go and apt. */
function shortened(lines) {
    const middle = lines.length - 2 * SHOWN_LINES;
    const shown = [...lines.slice(0, SHOWN_LINES), `... ${middle} more lines ...`, ...lines.slice(-SHOWN_LINES)];
    return (middle > 0 ? shown : lines).map((line) => `    ${line}`);
}
