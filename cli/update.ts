import { sameJson } from "../components/dynamic/provider";
import type { LiveStatus } from "../components/gate/status";
import type { Change } from "./change";
import type { Context } from "./context";
import { Failure } from "./failure";
import type { Selected } from "./select";
import type { App } from "./stack/apps";
import type { Ended, Undo } from "./stack/workspace";

/**
 * Sets the config and runs the update. When the update is refused or fails before the router took over anything of it, the config is
 * put back. Error: a Failure that says what is as it was.
 */
export async function update(context: Context, { app }: Selected, change: Change): Promise<Ended> {
    const letGo = context.workspace.hold(context.operator);
    try {
        return await held(context, app, change);
    } finally {
        letGo();
    }
}

async function held({ workspace, screen, live, operator }: Context, app: App, change: Change): Promise<Ended> {
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
