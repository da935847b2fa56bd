import type { Color } from "../../components/release";
import { carryOut } from "../change";
import type { CliCommand, CliOptions } from "../command";
import type { Context } from "../context";
import { refused } from "../failure";
import { type Changeable, selectToChange, sidesOf } from "../select";
import type { Values } from "../stack/workspace";
import { stay } from "./visitors";

/** Makes the standby live. */
export const switchOver: CliCommand = {
    name: "switch",
    summary: "make the standby live: new visitors get it, the others stay where they are",
    async run(context, options) {
        const selected = await selectToChange(context, options);
        const { standby, releases } = sidesOf(selected);
        if (releases[standby] === undefined) {
            throw refused(`${standby} has no release to switch to; put one there with \`blue-green deploy\``);
        }
        await switchSides(context, options, selected, "switch");
    },
};

/** Gives new visitors to the other color, in either direction. */
export async function switchSides(context: Context, options: CliOptions, selected: Changeable, command: string) {
    const { app, status } = selected;
    const { active, standby, releases } = sidesOf(selected);
    const target = releases[standby] ?? "";
    await carryOut(context, options, selected, {
        command,
        title: `${active} (${releases[active]}) -> ${standby} (${target})`,
        plan: [
            `new visitors: ${active} (${releases[active]}) -> ${standby} (${target})`,
            ...stay(status),
            `${active} is kept until nobody is left on it and \`blue-green retire\` removes it${deadline(app.deadlineMinutes)}`,
            "nothing is built, started or restarted",
        ],
        values: switchValues(selected, standby, target),
        done: `new visitors now get ${target} on ${standby}; \`blue-green rollback\` goes back to ${releases[active]}`,
    });
}

/**
 * The number that is live counts, not the one of a switch that was refused. It names the release too: a refused retirement by plain
 * pulumi leaves an empty one in the config.
 */
function switchValues({ app: { keys }, status }: Changeable, to: Color, release: string): Values {
    return {
        [keys.active]: to,
        [keys.canary]: "0",
        ...(keys.epoch ? { [keys.epoch]: String(status.epoch + 1) } : {}),
        [keys.release[to]]: release,
    };
}

function deadline(minutes: number): string {
    return minutes > 0 ? `, at the latest ${minutes} min after its last new visitor` : "";
}
