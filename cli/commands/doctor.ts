import type { CliCommand } from "../command";
import { examine } from "../doctor/examine";
import { failed } from "../failure";
import { styleOf } from "../output/style";
import { count } from "../output/words";

/** Whether everything is there that the other commands need. */
export const doctor: CliCommand = {
    name: "doctor",
    summary: "check tools, project, backend, passphrase, stack, credentials, router and front door",
    async run(context, options) {
        const findings = await examine(context, options);
        const problems = findings.filter(({ result }) => result === "problem").length;
        const { screen } = context;
        if (options.json) {
            screen.print(JSON.stringify({ healthy: problems === 0, findings }, undefined, 2));
        } else {
            const { good, bad, strong } = styleOf(screen.color);
            const marks = { ok: good("ok     "), warning: strong("warning"), problem: bad("problem") };
            for (const { check, result, text } of findings) screen.print(`${marks[result]}  ${check}: ${text}`);
        }
        if (problems > 0) throw failed(`${count(problems, "problem")} found`);
    },
};
