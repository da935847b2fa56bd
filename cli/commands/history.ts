import type { CliCommand } from "../command";
import { usage } from "../failure";
import { styleOf } from "../output/style";
import { table } from "../output/table";
import { span, time } from "../output/words";
import { pickApp } from "../stack/apps";
import { entriesOf } from "../stack/past";

/** Who changed what and when, from Pulumi's own history. */
export const history: CliCommand = {
    name: "history",
    summary: "who deployed, switched and retired what, and when",
    details:
        "It is read from Pulumi's own update history. WHO is who typed the command; for updates by plain pulumi " +
        "it is the author of the commit that they ran from.",
    options: [
        { flags: "--limit <count>", description: "how many of the last updates to look at", fallback: "50" },
        { flags: "--all", description: "also updates that changed neither releases nor traffic" },
    ],
    async run({ workspace, screen }, options) {
        const limit = Number(options.limit);
        if (!Number.isInteger(limit) || limit < 1 || limit > 1000) {
            throw usage(`--limit: must be a whole number from 1 to 1000, got "${options.limit}"`);
        }
        const [state, updates] = await Promise.all([workspace.state(), workspace.history(limit)]);
        const app = pickApp(state, options.app);
        const entries = entriesOf(updates, { project: state.project, keys: app.keys }).filter(
            ({ command, changes }) => options.all || command !== null || Object.keys(changes).length > 0,
        );
        if (options.json) return screen.print(JSON.stringify(entries, undefined, 2));
        const { faint, bad } = styleOf(screen.color);
        const rows = entries.map(({ at, by, what, result, seconds }) => [
            time(Date.parse(at)),
            by,
            what,
            result === "succeeded" ? "done" : bad(result),
            span(seconds * 1000),
        ]);
        const head = ["WHEN", "WHO", "WHAT", "RESULT", "TOOK"].map(faint);
        screen.print(rows.length === 0 ? `no update of ${app.name} yet` : table([head, ...rows]));
    },
};
