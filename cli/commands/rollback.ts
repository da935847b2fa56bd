import { carryOut } from "../change";
import type { CliCommand } from "../command";
import { refused } from "../failure";
import { endCanaryChange, switchChange } from "../moves";
import { selectToChange, sidesOf } from "../select";
import { liveBefore } from "../stack/past";
import { refuseHalfRolledBack } from "../stack/unfinished";

/** How many updates back the release before is looked for. */
const LOOK_BACK = 200;

/** Goes back to what was live before. */
export const rollback: CliCommand = {
    name: "rollback",
    summary: "go back to the release that was live before, or end a canary",
    details:
        "A canary of a release that was never live is ended: all new visitors get the live release again. " +
        "Otherwise the release that was live before the last switch becomes live again; refused when it is gone.",
    async run(context, options) {
        const [selected, updates] = await Promise.all([
            selectToChange(context, options),
            context.workspace.history(LOOK_BACK),
        ]);
        refuseHalfRolledBack(selected, updates);
        const { app, state, status } = selected;
        const { active, standby, releases } = sidesOf(selected);
        const before = liveBefore(updates, { project: state.project, keys: app.keys, active });
        const there = releases[standby];
        if (there !== undefined && before?.color === standby && before.release === there) {
            return carryOut(context, options, selected, switchChange(selected, "rollback"));
        }
        if (status.canary > 0) {
            return carryOut(context, options, selected, endCanaryChange(selected));
        }
        if (!before)
            throw refused(`nothing was live before ${releases[active]} on ${active}; there is nothing to go back to`);
        const now = there === undefined ? "is off" : `runs ${there}, which was never live`;
        throw refused(
            `${before.release}, live before, is gone: ${standby} ${now}; put it back with \`blue-green deploy ${before.release}\`, then switch`,
        );
    },
};
