import { writeFileSync } from "node:fs";
import { onPath } from "../stack/pulumiStack";
import { Demo } from "./demo";
import { catchInterrupts } from "./interrupt";
import { Narrator } from "./narrator";
import { type DemoOptions, HELP, parseOptions, UsageError } from "./options";
import { described, exitCode, reasons, report, table } from "./outcome";

const PROBLEMS_SHOWN = 5;

async function main(options: DemoOptions): Promise<number> {
    const narrator = new Narrator();
    const interrupt = catchInterrupts(() => narrator.note("Still cleaning up, please wait."));
    interrupt.signal.addEventListener("abort", () => narrator.note("Stopping: cleaning up, please wait."));
    const outcome = await new Demo(options, narrator, interrupt).run();
    narrator.print(`\n${table(outcome)}`);
    const why = reasons(outcome);
    if (why.length > 0) narrator.print(`\nWhat went wrong:\n${why.map((one) => `  ${one}`).join("\n")}`);
    const problems = outcome.problems.slice(0, PROBLEMS_SHOWN);
    if (problems.length > 0) narrator.print(`\nThe first problems:\n${problems.map(described).join("\n")}`);
    if (options.report !== undefined) {
        writeFileSync(options.report, `${JSON.stringify(report(outcome), undefined, 4)}\n`);
        narrator.print(`\nThe report is in ${options.report}`);
    }
    if (outcome.kept !== undefined) narrator.print(outcome.kept);
    return exitCode(outcome);
}

function start(): Promise<number> | number {
    try {
        const options = parseOptions(process.argv.slice(2));
        if (!options) {
            process.stdout.write(HELP);
            return 0;
        }
        if (onPath("pulumi")) return main(options);
        process.stderr.write("pulumi: not on PATH; start the demo by `npm run demo`, which does the set-up\n");
        return 1;
    } catch (error) {
        if (!(error instanceof UsageError)) throw error;
        process.stderr.write(`${error.message}\n`);
        return 2;
    }
}

// Should nothing be left to wait for, that was not the end.
process.exitCode = 1;
void Promise.resolve(start()).then(
    (code) => process.exit(code),
    (error) => {
        process.stderr.write(`${error.stack}\n`);
        process.exit(1);
    },
);
