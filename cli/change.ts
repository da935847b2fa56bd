import type { Context, GlobalOptions } from "./context";
import { Exit, Failure, refused, usage } from "./failure";
import type { Move } from "./notice/notice";
import { noticesOf, type Told } from "./notice/notices";
import { report } from "./report";
import type { Changeable } from "./select";
import { fullKey } from "./stack/history";
import type { Values } from "./stack/workspace";
import { update } from "./update";

/** A change of a stack that an operator asks for: config values and an update. */
export interface Change {
    readonly command: string;
    /** The change in a few words, for the question and the history. */
    readonly title: string;
    /** What it will do to whom, a line each. */
    readonly plan: readonly string[];
    readonly values: Values;
    /** Values for this one update, which do not stay in the config. */
    readonly once?: Values;
    /** Whom it moves, for notices. */
    readonly move: Move;
    /** What is true once it is done. */
    readonly done: string;
}

/** Shows the plan, asks, sets the config and runs the update, and tells those who want notices. Error: a Failure that says what is as it was. */
export async function carryOut(
    context: Context,
    options: GlobalOptions,
    selected: Changeable,
    change: Change,
): Promise<void> {
    const notices = noticesOf(context, options, selected);
    const start = context.clock.now();
    if (options.dryRun) {
        refuseStale(selected);
        showPlan(context, options, selected, change);
        const { changes } = await dryRun(context, change);
        return report(context, options, selected, { ...change, changes, start });
    }
    try {
        refuseStale(selected);
    } catch (failure) {
        notices.tell(toldOf(change, failure as Failure));
        throw failure;
    }
    showPlan(context, options, selected, change);
    await agree(context, options, change);
    const { changes } = await update(context, selected, change).catch((failure: Failure) => {
        notices.tell(toldOf(change, failure));
        throw failure;
    });
    notices.tell(toldOf(change));
    return report(context, options, selected, { ...change, changes, start });
}

/** What notices tell of a change. */
export function toldOf({ command, move, done }: Change, failure?: Failure): Told {
    return { command, move, message: done, failure };
}

/** What Pulumi would do. Error: it would refuse. */
export async function dryRun({ workspace, screen }: Context, { title, values, once }: Change) {
    const ended = await workspace.preview({
        message: title,
        values: { ...values, ...once },
        show: (line) => screen.note(`  ${line}`),
    });
    if (ended.failure) throw ended.failure;
    return ended;
}

/** Says what will be done to whom. */
export function showPlan(
    { screen }: Context,
    { json }: GlobalOptions,
    { state, app }: Changeable,
    { title, plan }: Pick<Change, "title" | "plan">,
): void {
    if (json) return;
    screen.print(`${app.name} on stack ${state.stack}: ${title}`);
    for (const line of plan) screen.print(`  ${line}`);
}

/** Error: the config is from before the live switch, and would undo it. */
export function refuseStale({ state, app, status, config }: Changeable): void {
    // Only the router knows: a switch that was refused leaves its number in the state.
    if (!app.keys.epoch || !status.reachable) return;
    const key = fullKey(state.project, app.keys.epoch);
    const has = Number(config[key] ?? 0);
    if (has >= status.epoch) return;
    throw refused(
        `traffic.epoch: this config is stale: switch number ${status.epoch} is live, got ${has}; take over the newer config of this ` +
            `stack, or run \`pulumi config set ${app.keys.epoch} ${status.epoch}\` to go on from here (config key "${app.keys.epoch}")`,
    );
}

/** Asks whether to go ahead. Error: no, or nobody is there. */
export async function agree(
    { screen, signal }: Context,
    { yes }: GlobalOptions,
    { title }: Pick<Change, "title">,
): Promise<void> {
    if (yes) return;
    if (!screen.interactive) {
        throw usage("--yes: nobody is there to confirm; add --yes to go ahead, or --dry-run to see what would be done");
    }
    const agreed = await screen.confirm(`${title}?`);
    if (signal.aborted) throw new Failure(Exit.Interrupted, "interrupted; nothing was changed");
    if (!agreed) throw refused("not confirmed; nothing was changed");
}
