const HEARTBEAT_SECONDS = 15;
let depth = 0;

/** One line of progress, on stderr, so that a command's own output stays clean. */
export function say(text) {
    process.stderr.write(`[setup] ${text}\n`);
}

/**
 * Does work that can take long: says what begins, that it still goes on every 15 s, and how long it took.
 * `detail` is asked for a few words on how far it got.
 */
export async function sayWhile(what, work, detail = () => "") {
    const started = Date.now();
    const elapsed = () => `${Math.round((Date.now() - started) / 1000)} s`;
    say(`${what} ...`);
    const level = ++depth;
    const heartbeat = setInterval(() => {
        // Work inside this work has a heartbeat of its own.
        if (level !== depth) return;
        say([`  still at it: ${elapsed()}`, detail()].filter(Boolean).join(", "));
    }, HEARTBEAT_SECONDS * 1000);
    try {
        const result = await work();
        say(`${what}: done (${elapsed()})`);
        return result;
    } finally {
        clearInterval(heartbeat);
        depth -= 1;
    }
}
