import type { Color } from "../../components/release";
import { refused } from "../failure";
import { type Changeable, sidesOf } from "../select";
import { fullKey, type Update } from "./history";
import { lastApplied, lastTried } from "./past";

/** How many updates back the last one that ended well is looked for. */
export const LAST_UPDATES = 20;

/**
 * Error: an update that was to make another color live has not ended well, so nobody can tell whether one more `switch` would finish or
 * undo it. With the standby as its aim it is plain.
 */
export function refuseHalfSwitched(selected: Changeable, updates: readonly Update[]): void {
    const { wanted } = unfinished(selected, updates) ?? {};
    if (wanted !== undefined && wanted !== sidesOf(selected).standby) throw halfDone(selected, wanted);
}

/** Error: the same for one more `rollback`. After a switch that failed it is plain: back to what was live before. */
export function refuseHalfRolledBack(selected: Changeable, updates: readonly Update[]): void {
    const { wanted, command } = unfinished(selected, updates) ?? {};
    if (wanted === undefined || (command !== undefined && command !== "rollback")) return;
    throw halfDone(selected, wanted);
}

/** The color that the config names and no update has made live, and the command that failed to; undefined when there is no such color. */
function unfinished({ app, state, config }: Changeable, updates: readonly Update[]) {
    const looked = { project: state.project, keys: app.keys };
    const wanted = config[fullKey(state.project, app.keys.active)] as Color | undefined;
    const before = lastApplied(updates, looked);
    if (!wanted || !before || wanted === before.color) return undefined;
    const tried = lastTried(updates, looked);
    return { wanted, command: tried?.color === wanted ? tried.command : undefined };
}

function halfDone(selected: Changeable, wanted: Color) {
    const { app } = selected;
    const release = sidesOf(selected).releases[wanted];
    return refused(
        `the config makes ${wanted}${release ? ` (${release})` : ""} live, but no update that ended well did: one was interrupted or is at work, or the ` +
            `config was changed and not applied; run \`pulumi up\` to finish it, or set ${app.keys.active} back first to undo it`,
    );
}
