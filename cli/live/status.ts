import { type LiveStatus, liveWeights } from "../../components/gate/status";
import { COLORS, type Color, other, type PerColor, parseColor, sameWeights } from "../../components/release";
import { list } from "../output/words";
import type { App } from "../stack/apps";
import type { StackState } from "../stack/state";
import type { Census } from "./census";
import type { LiveReader, Met } from "./reader";

/** What a color does: `live` gets new visitors, `canary` gets a share of them, `standby` gets none. */
export type Role = "live" | "canary" | "standby";

/** One color that is on. */
export interface ColorReport {
    readonly role: Role;
    readonly release: string;
    /** Percent of new visitors, a tier. */
    readonly weights: Readonly<Record<string, number>>;
    /** Instances that take requests, and how many there are to be, a tier. */
    readonly instances: Readonly<Record<string, { readonly up: number; readonly of: number }>>;
    readonly census?: Census;
    /** Since when it has got no new visitors, in ISO 8601. */
    readonly standbySince?: string;
    /** When it may be retired although visitors are left, in ISO 8601. */
    readonly deadline?: string;
    readonly previewUrl?: string;
}

/** What `status --json` prints. */
export interface StatusReport {
    readonly stack: string;
    readonly project: string;
    readonly app: string;
    readonly target: string;
    readonly url: string;
    /** Whether the router answered; else all below is what the last update left behind. */
    readonly reachable: boolean;
    readonly active: Color | null;
    /** Percent of new visitors that the standby gets. */
    readonly canary: number;
    /** Number of the last switch. */
    readonly epoch: number;
    readonly colors: { readonly [C in Color]: ColorReport | null };
    /** What a fresh client meets, a tier. */
    readonly frontDoor: Readonly<Record<string, Met>>;
    readonly warnings: readonly string[];
}

/** Looks at everything of an app that is live. */
export async function lookAt(state: StackState, app: App, live: LiveReader, now: number): Promise<StatusReport> {
    const [status, frontDoor] = await Promise.all([live.status(app), live.frontDoor(app)]);
    const census: PerColor<Census> = status ? await live.census(app, status, now) : {};
    const since = live.standbySince(app);
    const active = (status && status.epoch >= 0 ? parseColor(status.active) : undefined) ?? app.active;
    const report = (color: Color) => colorReport({ app, color, active, status, census: census[color], since });
    const colors = { blue: report("blue"), green: report("green") };
    const standby = active && colors[other(active)];
    return {
        stack: state.stack,
        project: state.project,
        app: app.name,
        target: app.target,
        url: app.url,
        reachable: status !== undefined,
        active: active ?? null,
        canary: standby ? Math.max(0, ...Object.values(standby.weights)) : 0,
        epoch: status && status.epoch >= 0 ? status.epoch : app.epoch,
        colors,
        frontDoor,
        warnings: warnings(state, app, status, frontDoor),
    };
}

interface Seen {
    readonly app: App;
    readonly color: Color;
    readonly active: Color | undefined;
    readonly status: LiveStatus | undefined;
    readonly census: Census | undefined;
    readonly since: PerColor<number>;
}

function colorReport({ app, color, active, status, census, since }: Seen): ColorReport | null {
    const live = status?.colors[color];
    const release = (status ? live?.release : app.releases[color]) ?? "";
    if (release === "") return null;
    const tiers = app.tiers.map(({ name, instances }) => ({ name, of: app.sizes?.[color]?.[name] ?? instances }));
    const weights =
        live?.weights ?? Object.fromEntries(tiers.map(({ name }) => [name, app.weights[name]?.[color] ?? 0]));
    const share = Math.max(0, ...Object.values(weights));
    const start = share > 0 ? undefined : since[color];
    const deadline = start !== undefined && app.deadlineMinutes > 0 ? start + app.deadlineMinutes * 60_000 : undefined;
    return {
        role: color === active ? "live" : share > 0 ? "canary" : "standby",
        release,
        weights,
        instances: Object.fromEntries(tiers.map(({ name, of }) => [name, { up: live?.up[name] ?? 0, of }])),
        ...(census ? { census } : {}),
        ...(start !== undefined ? { standbySince: new Date(start).toISOString() } : {}),
        ...(deadline !== undefined ? { deadline: new Date(deadline).toISOString() } : {}),
        ...(app.previews[color] ? { previewUrl: app.previews[color] } : {}),
    };
}

function warnings(state: StackState, app: App, status: LiveStatus | undefined, met: Record<string, Met>): string[] {
    const found: string[] = [];
    if (!status)
        found.push("the router does not answer: this is what the last update left; `pulumi up` brings it back");
    const weights = liveWeights(status);
    if (weights && Object.keys(app.weights).length > 0 && !sameWeights(weights, app.weights)) {
        found.push("the router serves other weights than the last update that ended well; `pulumi up` settles it");
    }
    if (state.pending > 0) found.push("an update was interrupted; run `pulumi up` to finish it");
    const closed = Object.entries(met).filter(([, { status: code }]) => code !== 200);
    if (closed.length > 0) {
        const said = closed.map(([tier, { status: code, error }]) => `${tier}: ${code ?? error}`);
        found.push(`the front door does not answer a fresh client with 200 (${list(said)})`);
    }
    const allowed = COLORS.flatMap((color) => {
        const share = Object.values(weights ?? {}).some((one) => one[color] > 0);
        return share && status?.colors[color] ? [status.colors[color].release] : [];
    });
    for (const [tier, { status: code, release }] of Object.entries(met)) {
        if (code !== 200 || allowed.length === 0 || (release !== undefined && allowed.includes(release))) continue;
        found.push(`a fresh client met ${release ?? "no release"} on ${tier}, expected ${list(allowed, "or")}`);
    }
    return found;
}
