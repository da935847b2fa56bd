#!/usr/bin/env node
import { Exit } from "./failure";
import { main } from "./program";
import { terminalContext } from "./terminal";

const signal = new AbortController();
const stop = new AbortController();

/** Signals this close together are one: to the process and to its group. */
const SAME_MS = 1000;
let endedAt = 0;

/** Ctrl-C at a terminal reaches the programs that we started too; a second signal would make them drop everything. */
function end(name: NodeJS.Signals): void {
    if (signal.signal.aborted) {
        if (Date.now() - endedAt < SAME_MS) return;
        process.stderr.write(
            "blue-green: ended at once; look with `blue-green status`, and run `pulumi up` to finish\n",
        );
        process.exit(Exit.Interrupted);
    }
    endedAt = Date.now();
    signal.abort();
    if (name !== "SIGINT" || !process.stdin.isTTY) stop.abort();
}
for (const name of ["SIGINT", "SIGTERM", "SIGHUP"] as const) process.on(name, end);
// A reader that goes away, such as `head`, is no failure.
process.stdout.on("error", () => process.exit(Exit.Done));

main(process.argv.slice(2), (options) => terminalContext(options, { signal: signal.signal, stop: stop.signal }), {
    out: (text) => process.stdout.write(text),
    error: (text) => process.stderr.write(text),
}).then((code) => {
    process.exitCode = signal.signal.aborted ? Exit.Interrupted : code;
});
