import type { CliCommand } from "../command";
import { usage } from "../failure";
import { SHELLS, script } from "../output/completion";

/** Shell completion for all commands; the list is asked for when it runs, since this one is in it. */
export function completionOf(commands: () => readonly CliCommand[]): CliCommand {
    return {
        name: "completion",
        argument: { flags: "<shell>", description: SHELLS.join(", ") },
        summary: "print a completion script for bash, zsh or fish",
        details:
            'Bash and zsh: eval "$(blue-green completion bash)" in the start file. Fish: blue-green completion fish | source.',
        async run({ screen }, _options, shell) {
            const known = SHELLS.find((one) => one === shell);
            if (!known) throw usage(`shell: must be ${SHELLS.join(", ")}, got "${shell}"`);
            screen.print(script(known, commands()));
        },
    };
}
