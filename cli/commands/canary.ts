import { carryOut } from "../change";
import type { CliCommand } from "../command";
import { refused, usage } from "../failure";
import { canaryChange } from "../moves";
import { selectToChange, sidesOf } from "../select";

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
        const { standby, releases } = sidesOf(selected);
        const release = releases[standby];
        if (release === undefined && percent > 0) {
            throw refused(`${standby} has no release to send visitors to; put one there with \`blue-green deploy\``);
        }
        await carryOut(context, options, selected, canaryChange(selected, percent));
    },
};
