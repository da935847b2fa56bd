import { agree, type Change, dryRun, refuseStale, showPlan, toldOf } from "../change";
import type { Context, GlobalOptions } from "../context";
import { Exit, Failure, refused, usage } from "../failure";
import type { NumbersSource } from "../live/numbers";
import { canaryChange, endCanaryChange, switchChange } from "../moves";
import { type Notices, noticesOf } from "../notice/notices";
import { type CarriedOut, report, reportOf, secondsSince } from "../report";
import { type Changeable, sidesOf } from "../select";
import { update } from "../update";
import type { TierNumbers } from "./judge";
import { numbersInWords } from "./judge";
import type { StepPlan } from "./plan";
import { overtaken, Standing, standing } from "./standing";
import { watch } from "./watch";
import { planInWords } from "./words";

/** Somebody else's update may hold the stack for a moment. */
const ROLLBACK_TRIES = 5;
const ROLLBACK_PAUSE_MS = 2000;

/** What `--json` tells of a step. */
export interface StepReport {
    readonly percent: number;
    /** When it began, in ISO 8601. */
    readonly at: string;
    readonly seconds: number;
    readonly result: "passed" | "breach" | "interrupted" | "failed";
    readonly reason: string | null;
    readonly probes: number;
    readonly numbers: readonly TierNumbers[];
}

/** Goes up step by step, and back down when something is too bad. Error: a Failure that says why it stopped, and what visitors get now. */
export async function switchInSteps(
    context: Context,
    options: GlobalOptions,
    selected: Changeable,
    plan: StepPlan,
): Promise<void> {
    const notices = noticesOf(context, options, selected);
    const source = sourceFor(context, selected, plan);
    const { canary } = selected.status;
    const [first = 100] = plan.percents;
    if (first < canary) {
        throw usage(`--steps: must go up from the canary of ${canary} % that is live, got ${first} first`);
    }
    const last = switchChange(selected, "switch");
    const change: Change = { ...last, plan: planInWords(selected, plan, source, last.plan) };
    const start = context.clock.now();
    const climb = new Climb(context, options, selected, plan, source, notices);
    try {
        refuseStale(selected);
    } catch (failure) {
        if (!options.dryRun) notices.tell(toldOf(change, failure as Failure));
        throw failure;
    }
    showPlan(context, options, selected, change);
    const carriedOut = (): CarriedOut => ({
        ...change,
        changes: climb.changes,
        start,
        more: { outcome: climb.outcome, steps: climb.steps },
    });
    if (options.dryRun) {
        const { changes } = await dryRun(context, change);
        return report(context, options, selected, { ...carriedOut(), changes });
    }
    await agree(context, options, { title: `${change.title} in ${plan.percents.length} steps` });
    try {
        await climb.up();
    } catch (error) {
        const failure = error as Failure;
        if (!options.json) throw failure;
        const told = await reportOf(context, options, selected, carriedOut()).catch(() => ({}));
        throw new Failure(failure.exit, failure.message, told);
    }
    return report(context, options, selected, carriedOut());
}

/** Who counts. Error: nobody does, and nothing else would notice a bad release. */
function sourceFor({ live }: Context, { app }: Changeable, plan: StepPlan): NumbersSource | undefined {
    if (!plan.numbers) return undefined;
    const source = live.numbers(app);
    if (source || plan.checkUrls.length > 0) return source;
    throw refused(
        "--steps: the router's numbers are not there: no Prometheus server is known that has them (census.prometheusUrl), or not of " +
            "this controller; give an HTTP gate with --check-url, or --no-probe to go up without looking",
    );
}

/** One way up. */
class Climb {
    readonly steps: StepReport[] = [];
    readonly changes: Record<string, readonly string[]> = {};
    outcome: "planned" | "switched" | "rolled-back" | "stopped" = "planned";

    constructor(
        private readonly context: Context,
        private readonly options: GlobalOptions,
        private readonly selected: Changeable,
        private readonly plan: StepPlan,
        private readonly source: NumbersSource | undefined,
        private readonly notices: Notices,
    ) {}

    async up(): Promise<void> {
        const { percents } = this.plan;
        let before = this.selected.status.canary;
        this.outcome = "stopped";
        for (const [index, percent] of percents.entries()) {
            await this.refuseOvertaken(before);
            this.say(`step ${index + 1} of ${percents.length}: ${this.inWords(percent)}`);
            await this.step(percent, percent === 100);
            before = percent;
        }
        this.outcome = "switched";
    }

    private async step(percent: number, isLast: boolean): Promise<void> {
        const { context, plan, source, selected, notices } = this;
        const { clock, signal, screen } = context;
        const start = clock.now();
        const note = (result: StepReport["result"], more: Partial<StepReport> = {}) => {
            const seconds = secondsSince(start, clock.now());
            const at = new Date(start).toISOString();
            this.steps.push({ percent, at, seconds, result, reason: null, probes: 0, numbers: [], ...more });
        };
        const change = isLast ? switchChange(selected, "switch") : canaryChange(selected, percent);
        try {
            this.took((await update(context, selected, change)).changes);
        } catch (error) {
            const failure = error as Failure;
            notices.tell(toldOf(change, failure));
            note(failure.exit === Exit.Interrupted ? "interrupted" : "failed", { reason: failure.message });
            return this.takeBack(failure);
        }
        notices.tell(toldOf(change));
        if (isLast) return note("passed");
        const { sidesTo } = this;
        const watched = await watch(context, { plan, source, to: sidesTo });
        screen.live("");
        if (source) this.say(`  ${numbersInWords(watched.numbers)}`);
        const { result, reason = null, probes, numbers } = watched;
        note(result, { reason, probes, numbers });
        if (result === "interrupted" || signal.aborted) {
            await this.takeBack(new Failure(Exit.Interrupted, `interrupted at ${percent} %`));
        } else if (result === "breach") {
            await this.takeBack(refused(`at ${percent} %: ${reason}`));
        }
    }

    /** Takes all new visitors back from the new release, and fails with the reason and what is true now. */
    private async takeBack(reason: Failure): Promise<never> {
        const { context, selected } = this;
        // Whoever asked to stop has asked for just this.
        const calm: Context = {
            ...context,
            workspace: context.workspace.undisturbed(),
            signal: new AbortController().signal,
        };
        const where = await standing(calm, selected);
        if (where === Standing.Back) throw reason;
        if (where === Standing.Switched) {
            throw new Failure(reason.exit, `${reason.message}\nThe switch is made; \`blue-green rollback\` goes back.`);
        }
        const change = endCanaryChange(selected);
        this.say(`rolling back: ${change.title} (${reason.message.split("\n")[0]})`);
        for (let tries = 1; ; tries++) {
            try {
                this.took((await update(calm, selected, change)).changes);
                break;
            } catch (error) {
                const failure = error as Failure;
                if (tries < ROLLBACK_TRIES) {
                    context.screen.note(`  not yet: ${failure.message.split("\n")[0]}`);
                    await context.clock.sleep(ROLLBACK_PAUSE_MS, calm.signal);
                    continue;
                }
                this.notices.tell(toldOf(change, failure));
                throw new Failure(
                    Exit.Failed,
                    `${reason.message}\nRolling back failed too: ${failure.message}\nRun \`blue-green rollback\`.`,
                );
            }
        }
        this.outcome = "rolled-back";
        this.notices.tell({ ...toldOf(change), message: `${reason.message}; rolled back: ${change.done}` });
        throw new Failure(reason.exit, `${reason.message}\nRolled back: ${change.done}.`);
    }

    private async refuseOvertaken(percent: number): Promise<void> {
        const what = await overtaken(this.context, this.selected, percent);
        if (what === undefined) return;
        throw refused(`${what}; somebody else did that meanwhile, so the steps end here and nothing more is changed`);
    }

    private get sidesTo() {
        return sidesOf(this.selected).standby;
    }

    private inWords(percent: number): string {
        const { standby, releases } = sidesOf(this.selected);
        return percent === 100
            ? `the switch to ${releases[standby]} on ${standby}`
            : `${percent} % of new visitors to ${releases[standby]} on ${standby}`;
    }

    private took(changes: Readonly<Record<string, readonly string[]>>): void {
        for (const [op, names] of Object.entries(changes)) {
            this.changes[op] = [...new Set([...(this.changes[op] ?? []), ...names])];
        }
    }

    private say(line: string): void {
        const { screen } = this.context;
        if (this.options.json) screen.note(line);
        else screen.print(line);
    }
}
