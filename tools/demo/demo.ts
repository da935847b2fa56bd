import { PulumiStack } from "../stack/pulumiStack";
import type { Audience } from "./audience";
import type { Interrupt } from "./interrupt";
import { keptText, leftText } from "./kept";
import type { Narrator } from "./narrator";
import { seconds } from "./numbers";
import { Operator, StepFailure } from "./operator";
import type { DemoOptions } from "./options";
import { NO_COUNTS, type Outcome } from "./outcome";
import { BRING_UP, bringUp, type Heading, invite, stepsOf } from "./steps";

/** Short enough for the census to fall while somebody watches; all visitors ask more often. */
const IDLE_SECONDS = 8;
/** The usual half an hour, for somebody who looks around. */
const KEPT_IDLE_SECONDS = 1800;

const DESTROY: Heading = {
    title: "Destroy",
    meaning: "Router, processes, state and the stack itself are removed.",
};

/** The whole story, on a stack of its own. */
export class Demo {
    private readonly steps: { title: string; seconds: number }[] = [];
    private readonly failures: string[] = [];
    private readonly findings = {};
    private readonly total: number;
    /** What is done now. */
    private title = "a stack for the demo";
    private operator: Operator | undefined;
    private audience: Audience | undefined;

    constructor(
        private readonly options: DemoOptions,
        private readonly narrator: Narrator,
        private readonly interrupt: Interrupt,
    ) {
        this.total = stepsOf(options).length + (options.keep ? 1 : 2);
    }

    /** Tells it. In the end the stack is removed, whatever happened, unless it is to be kept and all went well. */
    async run(): Promise<Outcome> {
        const { narrator, interrupt, findings, steps, failures } = this;
        let stack: PulumiStack | undefined;
        let kept: string | undefined;
        try {
            stack = await this.newStack();
            kept = await this.tell(stack);
        } catch (error) {
            this.blame(error);
        }
        narrator.still();
        // Whatever the visitors met, the stack is not left behind.
        await this.audience?.leave().catch((error) => this.blame(error));
        if (interrupt.signal.aborted) kept = undefined;
        if (stack && kept === undefined) await this.destroy(stack);
        const broken = interrupt.error();
        if (broken !== undefined) failures.push(`unexpected error: ${(broken as Error).stack ?? broken}`);
        return {
            counts: this.audience?.counts() ?? NO_COUNTS,
            findings,
            problems: this.audience?.problems ?? [],
            steps,
            failures,
            interrupted: interrupt.signal.aborted && broken === undefined,
            kept,
        };
    }

    private get idleSeconds(): number {
        return this.options.keep ? KEPT_IDLE_SECONDS : IDLE_SECONDS;
    }

    private async newStack(): Promise<PulumiStack> {
        return PulumiStack.create({
            name: `demo-${process.pid}`,
            config: { sessionIdleSeconds: String(this.idleSeconds) },
            onLine: (line) => this.operator?.hear(line),
            ownGroups: true,
        });
    }

    /** All steps but the last; answers how to go on with a stack that is to be kept. */
    private async tell(stack: PulumiStack): Promise<string | undefined> {
        const { options, narrator, findings, idleSeconds } = this;
        const { signal } = this.interrupt;
        const operator = new Operator(stack, narrator, signal);
        this.operator = operator;
        const stage = { options, narrator, operator, signal, idleSeconds, findings };
        const scene = await this.perform(BRING_UP, async () => {
            const urls = await bringUp(stage);
            const audience = invite(stage, urls);
            this.audience = audience;
            await audience.arrived(signal);
            return { ...stage, urls, audience };
        });
        for (const step of stepsOf(options)) await this.perform(step, () => step.run(scene));
        return options.keep ? keptText(stack, await operator.outputs()) : undefined;
    }

    private async destroy(stack: PulumiStack): Promise<void> {
        await this.perform(DESTROY, async () => {
            this.narrator.command("pulumi destroy && pulumi stack rm");
            const problem = await stack.dispose();
            if (problem === undefined) return this.narrator.good("nothing is left");
            this.blame(new StepFailure("the stack could not be removed", problem));
            this.narrator.print(leftText(stack));
        });
    }

    private async perform<T>(heading: Heading, work: () => Promise<T>): Promise<T> {
        const { title, meaning } = heading;
        const { narrator, steps } = this;
        const started = performance.now();
        const number = steps.length + 1;
        // After a failure or an interruption what is left to do is no step of the story.
        const torn = heading === DESTROY && number < this.total;
        this.title = title;
        narrator.step(torn ? "Clean up" : `Step ${number} of ${this.total}: ${title}`, meaning);
        const result = await work();
        const took = (performance.now() - started) / 1000;
        steps.push({ title, seconds: took });
        narrator.aside(seconds(took));
        return result;
    }

    /** Remembers what went wrong. What an interruption tore off is no failure. */
    private blame(error: unknown): void {
        if (this.interrupt.signal.aborted && !(error instanceof StepFailure)) return;
        const { message, stack } = error as Error;
        const output = error instanceof StepFailure ? error.output : stack;
        this.narrator.bad(message);
        if (output) this.narrator.print(output.replaceAll(/^/gm, "      "));
        this.failures.push(`${this.title}: ${message}`);
    }
}
