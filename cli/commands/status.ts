import type { CliCommand, CliOptions } from "../command";
import type { Context } from "../context";
import { interrupted, usage } from "../failure";
import { lookAt } from "../live/status";
import { statusText } from "../output/status";
import { styleOf } from "../output/style";
import { time } from "../output/words";
import { pickApp } from "../stack/apps";

/** How often the stack's state is read again while watching; what is live is read every time. */
const STATE_EVERY_MS = 15_000;

/** What is live. */
export const status: CliCommand = {
    name: "status",
    summary: "what is live: color, releases, weights, health and size, visitors left, drain deadline",
    options: [
        { flags: "--watch", description: "look again and again, until Ctrl-C" },
        { flags: "--every <seconds>", description: "time between two looks with --watch", fallback: "2" },
    ],
    async run(context, options) {
        const seconds = Number(options.every);
        if (!(seconds >= 0.2 && seconds <= 3600)) {
            throw usage(`--every: must be a number of seconds from 0.2 to 3600, got "${options.every}"`);
        }
        const look = reader(context, options);
        if (!options.watch) return context.screen.print(await look());
        const { screen, clock, signal } = context;
        let last = "";
        while (!signal.aborted) {
            const text = await look();
            if (screen.terminal && !options.json) screen.redraw(`${text}\n\n${time(clock.now())}, Ctrl-C to end`);
            else if (text !== last) screen.print(text);
            last = text;
            await clock.sleep(seconds * 1000, signal);
        }
        throw interrupted("");
    },
};

/** Reads the state now and then, and what is live at each look. */
function reader(
    { workspace, live, clock, screen }: Context,
    { app: name, json, watch }: CliOptions,
): () => Promise<string> {
    let state = workspace.state();
    let readAt = clock.now();
    return async () => {
        const now = clock.now();
        if (now - readAt >= STATE_EVERY_MS) {
            state = workspace.state();
            readAt = now;
        }
        const known = await state;
        const report = await lookAt(known, pickApp(known, name), live, now);
        // A line an event, for scripts that follow.
        if (json) return JSON.stringify(report, undefined, watch ? undefined : 2);
        return statusText(report, styleOf(screen.color), now);
    };
}
