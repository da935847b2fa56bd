import type { Color, Releases } from "../components/release";
import { other } from "../components/release";
import type { Context, GlobalOptions } from "./context";
import { refused } from "./failure";
import { lookAt, type StatusReport } from "./live/status";
import { type App, pickApp } from "./stack/apps";
import type { StackState } from "./stack/state";
import type { Values } from "./stack/workspace";

/** The app that a command is about, and all that is live of it. */
export interface Selected {
    readonly state: StackState;
    readonly app: App;
    readonly status: StatusReport;
}

/** Reads stack, app and what is live. Error: no stack, no app, several. */
export async function select(context: Context, { app: name }: GlobalOptions): Promise<Selected> {
    const state = await context.workspace.state();
    const app = pickApp(state, name);
    return { state, app, status: await lookAt(state, app, context.live, context.clock.now()) };
}

/** The same with the config, for a command that changes something. */
export interface Changeable extends Selected {
    /** All config values by full key. */
    readonly config: Values;
}

/** Reads all that a change needs, at once: at three in the morning seconds count. */
export async function selectToChange(context: Context, options: GlobalOptions): Promise<Changeable> {
    const reading = Promise.all([select(context, options), context.workspace.config()]);
    // It fails by itself later when it has to.
    context.workspace.prepare();
    const [selected, config] = await reading;
    // What it changes half-way must not be taken for what is live.
    context.workspace.refuseHeld();
    return { ...selected, config };
}

/** Which color is live and which stands by, with what they run. */
export interface Sides {
    readonly active: Color;
    readonly standby: Color;
    readonly releases: Releases;
}

/** The two sides of an app. Error: nothing is live yet. */
export function sidesOf({ state, app, status }: Selected): Sides {
    if (!status.active)
        throw refused(`${app.name}: nothing is live yet on stack ${state.stack}; run \`pulumi up\` first`);
    const { blue, green } = status.colors;
    return {
        active: status.active,
        standby: other(status.active),
        releases: { ...(blue ? { blue: blue.release } : {}), ...(green ? { green: green.release } : {}) },
    };
}
