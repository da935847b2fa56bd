import { sameJson } from "../components/dynamic/provider";
import type { LiveStatus } from "../components/gate/status";
import type { Context, GlobalOptions } from "./context";
import { Exit, Failure, refused, usage } from "./failure";
import { lookAt, type StatusReport } from "./live/status";
import { changesInWords } from "./output/changes";
import type { Changeable, Selected } from "./select";
import { pickApp } from "./stack/apps";
import { fullKey } from "./stack/history";
import type { Ended, Undo, Values } from "./stack/workspace";

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
    /** What is true once it is done. */
    readonly done: string;
}

/** What a change prints with `--json`. */
export interface ChangeReport {
    readonly command: string;
    readonly stack: string;
    readonly app: string;
    readonly dryRun: boolean;
    readonly plan: readonly string[];
    readonly config: Values;
    /** Resources by what was done to them, or with `dryRun` would be. */
    readonly changes: Readonly<Record<string, readonly string[]>>;
    readonly seconds: number;
    /** What is live afterwards. */
    readonly status: StatusReport;
}

/**
 * Shows the plan, asks, sets the config and runs the update. When the update is refused or fails before the router took over anything
 * of it, the config is put back. Error: a Failure that says what is as it was.
 */
export async function carryOut(
    context: Context,
    options: GlobalOptions,
    selected: Changeable,
    change: Change,
): Promise<void> {
    const { screen, clock } = context;
    const { state, app } = selected;
    refuseStale(selected);
    if (!options.json) {
        screen.print(`${app.name} on stack ${state.stack}: ${change.title}`);
        for (const line of change.plan) screen.print(`  ${line}`);
    }
    const start = clock.now();
    if (options.dryRun) {
        const ended = await context.workspace.preview({
            message: change.title,
            values: { ...change.values, ...change.once },
            show: (line) => screen.note(`  ${line}`),
        });
        if (ended.failure) throw ended.failure;
        return report(context, options, selected, change, ended, start);
    }
    await agree(context, options, change);
    const ended = await update(context, selected, change);
    return report(context, options, selected, change, ended, start);
}

/** A config from before the live switch would undo it. */
function refuseStale({ state, app, status, config }: Changeable): void {
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

async function agree({ screen, signal }: Context, { yes }: GlobalOptions, { title }: Change): Promise<void> {
    if (yes) return;
    if (!screen.interactive) {
        throw usage("--yes: nobody is there to confirm; add --yes to go ahead, or --dry-run to see what would be done");
    }
    const agreed = await screen.confirm(`${title}?`);
    if (signal.aborted) throw new Failure(Exit.Interrupted, "interrupted; nothing was changed");
    if (!agreed) throw refused("not confirmed; nothing was changed");
}

async function update(context: Context, { app }: Selected, change: Change): Promise<Ended> {
    const { workspace, screen, live, operator } = context;
    const before = await live.status(app);
    const undo = await workspace.set(change.values);
    let ended: Ended;
    try {
        ended = await workspace.up({
            message: `blue-green ${change.command}: ${change.title} (by ${operator})`,
            values: change.once,
            show: (line) => screen.note(`  ${line}`),
        });
    } catch (error) {
        undo();
        throw error;
    }
    if (!ended.failure) return ended;
    const after = ended.touched ? await live.status(app).catch(() => undefined) : before;
    const unharmed = !ended.touched || (before !== undefined && after !== undefined && asBefore(before, after));
    const { exit, message } = ended.failure;
    throw new Failure(exit, `${message}\n${unharmed ? putBack(undo) : kept(change)}`);
}

function putBack(undo: Undo): string {
    return undo()
        ? "Visitors get what they got before; the config is as it was."
        : "Visitors get what they got before. Somebody changed the config meanwhile, so it is left as it is: look at it before the next update.";
}

function kept({ values }: Change): string {
    const pairs = Object.entries(values).map(([key, value]) => `${key}=${value}`);
    return `The router has taken over a part of it, so the config keeps ${pairs.join(" ")}; run \`pulumi up\` to finish, or \`blue-green status\` to look.`;
}

/** Whether the router serves the same: instances come and go by themselves. */
function asBefore(before: LiveStatus, after: LiveStatus): boolean {
    const served = ({ active, epoch, colors }: LiveStatus) => ({
        active,
        epoch,
        colors: Object.entries(colors)
            .filter(([, { release }]) => release !== "")
            .map(([color, { release, weights }]) => ({ color, release, weights })),
    });
    return sameJson(served(before), served(after));
}

async function report(
    context: Context,
    options: GlobalOptions,
    { state, app }: Selected,
    { command, plan, values, done }: Change,
    { changes }: Ended,
    start: number,
): Promise<void> {
    const { screen, clock, live, workspace } = context;
    const seconds = Math.round((clock.now() - start) / 100) / 10;
    const dryRun = options.dryRun === true;
    if (options.json) {
        const after = await workspace.state();
        const status = await lookAt(after, pickApp(after, app.name), live, clock.now());
        const shown: ChangeReport = {
            command,
            stack: state.stack,
            app: app.name,
            dryRun,
            plan,
            config: values,
            changes,
            seconds,
            status,
        };
        return screen.print(JSON.stringify(shown, undefined, 2));
    }
    screen.print(`  ${changesInWords(changes, dryRun)}`);
    screen.print(dryRun ? "nothing was changed" : `${done} (${seconds} s)`);
}
