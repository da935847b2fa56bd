import { spawn } from "node:child_process";
import { constants } from "node:os";
import { SetupError } from "./failure.mjs";

const SIGNALS = ["SIGINT", "SIGTERM", "SIGHUP"];
const GRACE_MS = 30_000;

/**
 * Runs a command with this process's terminal, hands signals on and waits for its own clean-up.
 * Answers the exit code a shell would give: 128 + n when signal n ended it. `stop` is an AbortSignal that ends it.
 */
export function runForeground(command, args, { cwd, env = process.env, stop } = {}) {
    return new Promise((resolve, reject) => {
        const child = spawn(command, args, { cwd, env, stdio: "inherit" });
        const handlers = SIGNALS.map((signal) => [signal, () => handOn(child, signal)]);
        for (const [signal, handler] of handlers) process.on(signal, handler);
        const end = () => terminate(child);
        stop?.addEventListener("abort", end);
        const settle = (action) => (value, signal) => {
            stop?.removeEventListener("abort", end);
            for (const [name, handler] of handlers) process.off(name, handler);
            action(value, signal);
        };
        child.once(
            "error",
            settle((error) => reject(new SetupError(`${command}: cannot be run: ${error.message}`))),
        );
        child.once(
            "close",
            settle((code, signal) => resolve(signal ? 128 + constants.signals[signal] : code)),
        );
    });
}

/** A terminal sends Ctrl-C to the child too; a second SIGINT could make it skip its clean-up. */
function handOn(child, signal) {
    const fromTerminal = signal === "SIGINT" && [process.stdin, process.stdout, process.stderr].some((it) => it.isTTY);
    if (!fromTerminal) child.kill(signal);
}

function terminate(child) {
    child.kill("SIGTERM");
    const kill = setTimeout(() => child.kill("SIGKILL"), GRACE_MS);
    child.once("close", () => clearTimeout(kill));
}
