import type { Color } from "../../components/release";
import type { CliCommand } from "../command";
import type { Context } from "../context";
import { failed, interrupted, refused, usage } from "../failure";
import type { Census } from "../live/census";
import { type ColorReport, lookAt } from "../live/status";
import { left, span } from "../output/words";
import { type Selected, select, sidesOf } from "../select";

/** How often is looked: a router of our own is asked at no cost, an API limits how often, and its metrics come once a minute. */
const EVERY_MS = { visitors: 2000, requests: 30_000 };

/** What `drain --json` prints. */
export interface DrainReport {
    readonly stack: string;
    readonly app: string;
    readonly color: Color;
    readonly release: string;
    /** Whether `retire` would be let through: nobody is left, or the deadline is over. */
    readonly drained: boolean;
    readonly census: Census | null;
    readonly standbySince: string | null;
    readonly deadline: string | null;
}

/** Who is left on the standby. */
export const drain: CliCommand = {
    name: "drain",
    summary: "who is left on the standby; with --wait until nobody is",
    options: [
        { flags: "--wait", description: "wait until nobody is left, or the drain deadline of the config is over" },
        {
            flags: "--timeout <minutes>",
            description: "give up waiting after that time, with exit code 1 (default: never)",
        },
    ],
    async run(context, options) {
        const minutes = options.timeout === undefined ? Number.POSITIVE_INFINITY : Number(options.timeout);
        if (!(minutes > 0)) throw usage(`--timeout: must be a number of minutes above 0, got "${options.timeout}"`);
        const selected = await select(context, options);
        const { standby, releases } = sidesOf(selected);
        const release = releases[standby];
        const { screen } = context;
        if (release === undefined) throw refused(`${standby} has no release; nobody is left on it`);
        const { canary } = selected.status;
        if (canary > 0) {
            throw refused(
                `${release} on ${standby} still gets ${canary} % of new visitors; run \`blue-green canary 0\` first`,
            );
        }
        const first = selected.status.colors[standby];
        const last = options.wait && !options.dryRun ? await emptied(context, selected, standby, minutes) : first;
        const { state, app } = selected;
        const report: DrainReport = {
            stack: state.stack,
            app: app.name,
            color: standby,
            release,
            drained: drained(last, context.clock.now()),
            census: last?.census ?? null,
            standbySince: last?.standbySince ?? null,
            deadline: last?.deadline ?? null,
        };
        if (options.json) return screen.print(JSON.stringify(report, undefined, 2));
        screen.print(`${release} on ${standby}: ${left(last?.census)} left${until(last, context.clock.now())}`);
    },
};

/** Waits; says so whenever the number changes. */
async function emptied(
    { live, clock, signal, screen }: Context,
    { state, app }: Selected,
    standby: Color,
    minutes: number,
): Promise<ColorReport | null> {
    const end = clock.now() + minutes * 60_000;
    let said = "";
    while (!signal.aborted) {
        const { colors, canary } = await lookAt(state, app, live, clock.now());
        const report = colors[standby];
        if (drained(report, clock.now())) return report;
        if (canary > 0) throw failed(`${standby} gets new visitors again; waiting is over`);
        const who = left(report?.census);
        if (who !== said) screen.note(`  ${who} left${until(report, clock.now())}`);
        said = who;
        if (clock.now() >= end) throw failed(`--timeout: after ${minutes} min ${who} left on ${standby}; wait longer`);
        const every = EVERY_MS[report?.census?.unit ?? "visitors"];
        await clock.sleep(Math.min(every, end - clock.now()), signal);
    }
    throw interrupted("interrupted; nothing was changed");
}

/** Whether the release may go. One that is off is gone already. */
function drained(report: ColorReport | null | undefined, now: number): boolean {
    if (!report) return true;
    return report.census?.count === 0 || (report.deadline !== undefined && now >= Date.parse(report.deadline));
}

function until(report: ColorReport | null | undefined, now: number): string {
    if (!report || report.census?.count === 0) return "";
    if (report.deadline === undefined) return "; kept until nobody is";
    const rest = Date.parse(report.deadline) - now;
    return rest > 0 ? `; kept for at most ${span(rest)}` : "; the deadline is over";
}
