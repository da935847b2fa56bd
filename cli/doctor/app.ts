import type { Context } from "../context";
import { lookAt, type StatusReport } from "../live/status";
import type { App } from "../stack/apps";
import { fullKey } from "../stack/history";
import type { StackState } from "../stack/state";
import type { Values } from "../stack/workspace";
import type { Finding } from "./examine";

/** Whether an app is live as it should be, and whether the config belongs to what is live. */
export async function examineApp(
    { live, clock }: Context,
    state: StackState,
    app: App,
    config: Values | undefined,
): Promise<Finding[]> {
    const check = `app ${app.name}`;
    try {
        const status = await lookAt(state, app, live, clock.now());
        return [...examineLive(check, status), ...staleness(state, app, status, config)];
    } catch (error) {
        // On AWS that is also where credentials that are missing or not allowed to look show.
        return [{ check, result: "problem", text: `what is live cannot be read: ${(error as Error).message}` }];
    }
}

function examineLive(check: string, { warnings, active, colors, url }: StatusReport): Finding[] {
    if (warnings.length > 0) return warnings.map((text) => ({ check, result: "problem", text }));
    const down = Object.entries(colors).flatMap(([color, report]) =>
        Object.entries(report?.instances ?? {})
            .filter(([, { up, of }]) => up < of)
            .map(
                ([tier, { up, of }]) =>
                    `${tier} of ${report?.release} on ${color}: ${up} of ${of} instances take requests`,
            ),
    );
    if (down.length > 0) return down.map((text) => ({ check, result: "warning", text }));
    const release = active && colors[active]?.release;
    return [{ check, result: "ok", text: `${release} on ${active} answers fresh clients at ${url}` }];
}

/** A switch that was refused leaves its number in the state, so only the router knows which is live. */
function staleness(
    { project }: StackState,
    { keys, name }: App,
    { reachable, epoch }: StatusReport,
    config: Values | undefined,
): Finding[] {
    if (!config || !keys.epoch || !reachable) return [];
    const has = Number(config[fullKey(project, keys.epoch)] ?? 0);
    if (has >= epoch) return [];
    const text = `the config of ${name} is stale: switch number ${epoch} is live, it says ${has}; take over the newer config of this stack`;
    return [{ check: "config", result: "problem", text }];
}
