import { carryOut } from "../change";
import type { CliCommand } from "../command";
import { refused } from "../failure";
import { switchChange } from "../moves";
import { selectToChange, sidesOf } from "../select";
import { LAST_UPDATES, refuseHalfSwitched } from "../stack/unfinished";
import { switchInSteps } from "../steps/climb";
import { STEP_OPTIONS, stepPlan } from "../steps/plan";

/** Makes the standby live. */
export const switchOver: CliCommand = {
    name: "switch",
    summary: "make the standby live: new visitors get it, the others stay where they are",
    details:
        "With --steps it goes up bit by bit. Between the steps it compares the new release with the old by the router's own " +
        "numbers and asks HTTP gates; a breach or Ctrl-C takes all new visitors back from it at once.",
    options: STEP_OPTIONS,
    async run(context, options) {
        const plan = stepPlan(options);
        const [selected, updates] = await Promise.all([
            selectToChange(context, options),
            context.workspace.history(LAST_UPDATES),
        ]);
        const { standby, releases } = sidesOf(selected);
        refuseHalfSwitched(selected, updates);
        if (releases[standby] === undefined) {
            throw refused(`${standby} has no release to switch to; put one there with \`blue-green deploy\``);
        }
        if (plan) return switchInSteps(context, options, selected, plan);
        await carryOut(context, options, selected, switchChange(selected, "switch"));
    },
};
