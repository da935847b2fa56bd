import type { Change } from "./change";
import type { Context, GlobalOptions } from "./context";
import { lookAt, type StatusReport } from "./live/status";
import { changesInWords } from "./output/changes";
import type { Selected } from "./select";
import { pickApp } from "./stack/apps";
import type { Done } from "./stack/events";
import type { Values } from "./stack/workspace";

/** What a change prints with `--json`. */
export interface ChangeReport {
    readonly command: string;
    readonly stack: string;
    readonly app: string;
    readonly dryRun: boolean;
    readonly plan: readonly string[];
    readonly config: Values;
    /** Resources by what was done to them, or with `dryRun` would be. */
    readonly changes: Done["changes"];
    readonly seconds: number;
    /** What is live afterwards. */
    readonly status: StatusReport;
}

/** A change that was carried out, or would be. */
export interface CarriedOut extends Pick<Change, "command" | "plan" | "values" | "done"> {
    readonly changes: Done["changes"];
    /** When it began, in milliseconds since 1970. */
    readonly start: number;
    /** More for scripts. */
    readonly more?: object;
}

/** Says what was done. */
export async function report(
    context: Context,
    options: GlobalOptions,
    selected: Selected,
    done: CarriedOut,
): Promise<void> {
    const { screen, clock } = context;
    if (options.json) {
        return screen.print(JSON.stringify(await reportOf(context, options, selected, done), undefined, 2));
    }
    const dryRun = options.dryRun === true;
    screen.print(`  ${changesInWords(done.changes, dryRun)}`);
    screen.print(dryRun ? "nothing was changed" : `${done.done} (${secondsSince(done.start, clock.now())} s)`);
}

/** The same for scripts. */
export async function reportOf(
    { workspace, live, clock }: Context,
    { dryRun = false }: GlobalOptions,
    { state, app }: Selected,
    { command, plan, values, changes, start, more }: CarriedOut,
): Promise<ChangeReport> {
    const seconds = secondsSince(start, clock.now());
    const after = await workspace.state();
    const status = await lookAt(after, pickApp(after, app.name), live, clock.now());
    return {
        command,
        stack: state.stack,
        app: app.name,
        dryRun,
        plan,
        config: values,
        changes,
        seconds,
        ...more,
        status,
    };
}

/** Seconds with one decimal. */
export function secondsSince(start: number, now: number): number {
    return Math.round((now - start) / 100) / 10;
}
