import { carryOut } from "../change";
import type { CliCommand } from "../command";
import { refused, usage } from "../failure";
import { selectToChange, sidesOf } from "../select";
import { stay } from "./visitors";

/** Gives the standby a share of new visitors. */
export const canary: CliCommand = {
    name: "canary",
    argument: { flags: "<percent>", description: "share of new visitors for the standby, 0 to 100" },
    summary: "give the standby a share of new visitors; 0 ends it",
    async run(context, options, argument) {
        const percent = /^\d{1,3}%?$/.test(argument) ? Number.parseInt(argument, 10) : Number.NaN;
        if (!(percent >= 0 && percent <= 100)) {
            throw usage(`percent: must be a whole number from 0 to 100, got "${argument}"`);
        }
        const selected = await selectToChange(context, options);
        const { app, status } = selected;
        const { active, standby, releases } = sidesOf(selected);
        const release = releases[standby];
        if (release === undefined && percent > 0) {
            throw refused(`${standby} has no release to send visitors to; put one there with \`blue-green deploy\``);
        }
        const now = `${active} ${100 - status.canary} %, ${standby} ${status.canary} %`;
        const then = `${active} ${100 - percent} %, ${standby} ${percent} %`;
        await carryOut(context, options, selected, {
            command: "canary",
            title: release === undefined ? "no canary" : `${percent} % of new visitors to ${release} on ${standby}`,
            plan: [`new visitors: ${now} -> ${then}`, ...stay(status)],
            values: { [app.keys.canary]: String(percent) },
            done: `new visitors: ${then}`,
        });
    },
};
