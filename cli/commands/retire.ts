import { carryOut } from "../change";
import type { CliCommand } from "../command";
import { refused } from "../failure";
import { toLive } from "../moves";
import { left } from "../output/words";
import { selectToChange, sidesOf } from "../select";

/** Removes the standby's release. */
export const retire: CliCommand = {
    name: "retire",
    summary: "remove the standby's release; refused while it has visitors",
    options: [{ flags: "--force", description: "whoever is left: their next page is of the live release" }],
    async run(context, options) {
        const selected = await selectToChange(context, options);
        const { app, status } = selected;
        const sides = sidesOf(selected);
        const { active, standby, releases } = sides;
        const release = releases[standby];
        if (release === undefined) throw refused(`${standby} has no release; there is nothing to retire`);
        if (status.canary > 0) {
            throw refused(
                `${release} on ${standby} still gets ${status.canary} % of new visitors; run \`blue-green canary 0\` first`,
            );
        }
        const report = status.colors[standby];
        const who = `${left(report?.census)} left on ${release}`;
        await carryOut(context, options, selected, {
            command: "retire",
            title: `${release} on ${standby}${options.force ? ", whoever is left" : ""}`,
            plan: [
                `${standby}: ${release} -> off`,
                options.force
                    ? `${who}; they move to ${releases[active]} on ${active}`
                    : `${who}; refused unless nobody is`,
                ...(report?.deadline ? [`whoever is left may be moved from ${report.deadline} on`] : []),
                `new visitors: ${active} (${releases[active]}), as before`,
            ],
            move: toLive(sides),
            values: { [app.keys.release[standby]]: "" },
            ...(options.force ? { once: { [app.keys.force]: "true" } } : {}),
            done: `${release} on ${standby} is retired; its visitors' next page is of ${releases[active]}`,
        });
    },
};
