/** Told when somebody wants the demo to end: Ctrl-C, `kill`, a closed terminal, or an error out of nowhere. */
export interface Interrupt {
    readonly signal: AbortSignal;
    /** What came out of nowhere; undefined when it was a person. */
    readonly error: () => unknown;
}

const SIGNALS = ["SIGINT", "SIGTERM", "SIGHUP"] as const;
/** npm hands a Ctrl-C on that the terminal sends as well. */
const SAME_KEY_MS = 500;

/** From now on no signal ends the process: the first aborts the signal, the others only call `again`. */
export function catchInterrupts(again: () => void): Interrupt {
    const controller = new AbortController();
    let broken: unknown;
    let last = 0;
    const interrupt = () => {
        const now = Date.now();
        if (controller.signal.aborted && now - last > SAME_KEY_MS) again();
        last = now;
        controller.abort();
    };
    for (const name of SIGNALS) process.on(name, interrupt);
    process.on("uncaughtException", (error) => {
        broken ??= error;
        controller.abort();
    });
    // A reader that went away, as in `npm run demo | head`.
    for (const stream of [process.stdout, process.stderr]) stream.on("error", () => controller.abort());
    return { signal: controller.signal, error: () => broken };
}
