import { constants } from "node:os";

const SIGNALS = ["SIGINT", "SIGTERM", "SIGHUP"];
const GRACE_MS = 10_000;
const children = new Set();
let aborting = false;
const undos = new Set();

/** Remembers a child of the set-up until it ends, so that an aborted set-up stops it. */
export function trackChild(child) {
    children.add(child);
    child.once("close", () => children.delete(child));
}

/** Remembers a synchronous clean-up for an aborted set-up; the answer forgets it again. */
export function onAbort(undo) {
    undos.add(undo);
    return () => undos.delete(undo);
}

/** Lets Ctrl-C and `kill` end the set-up with nothing left half; the answer takes the handlers off. */
export function handleAbort() {
    const handlers = SIGNALS.map((signal) => [signal, () => abort(signal)]);
    for (const [signal, handler] of handlers) process.on(signal, handler);
    return () => {
        for (const [signal, handler] of handlers) process.off(signal, handler);
    };
}

/** Whether the set-up is being ended: then nothing more is to be started or told. */
export function isAborting() {
    return aborting;
}

/** Once only: with Ctrl-C the signal comes twice, from the terminal and handed on by npm. */
async function abort(signal) {
    if (aborting) return;
    aborting = true;
    const ended = [...children].map((child) => new Promise((resolve) => child.once("close", resolve)));
    // SIGINT whatever came: npm, go and apt all clean up after it.
    for (const child of children) child.kill("SIGINT");
    const kill = setTimeout(() => {
        for (const child of children) child.kill("SIGKILL");
    }, GRACE_MS);
    await Promise.all(ended);
    clearTimeout(kill);
    for (const undo of undos) undo();
    process.stderr.write("[setup] stopped; what was half done is removed\n");
    process.exit(128 + constants.signals[signal]);
}
