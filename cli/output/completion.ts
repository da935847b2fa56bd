import type { CliCommand, CliOption } from "../command";
import { GLOBAL_OPTIONS } from "../globals";

/** Shells that a script can be printed for. */
export const SHELLS = ["bash", "zsh", "fish"] as const;
export type Shell = (typeof SHELLS)[number];

/** Words that an argument can be. */
const ARGUMENTS: Readonly<Record<string, readonly string[]>> = {
    canary: ["0", "5", "10", "25", "50"],
    completion: SHELLS,
};

/** The completion script for a shell. */
export function script(shell: Shell, commands: readonly CliCommand[]): string {
    return shell === "fish" ? fish(commands) : bash(commands, shell === "zsh");
}

const long = ({ flags }: CliOption) => /--[\w-]+/.exec(flags)?.[0] ?? "";
const words = (options: readonly CliOption[]) => options.map(long).join(" ");

/** zsh has a layer that understands bash's scripts. */
function bash(commands: readonly CliCommand[], forZsh: boolean): string {
    const cases = commands.map(({ name, options = [] }) => {
        const all = [...(ARGUMENTS[name] ?? []), words([...options, ...GLOBAL_OPTIONS]), "--help"].join(" ");
        return `        ${name}) words="${all}" ;;`;
    });
    const names = commands.map(({ name }) => name);
    return [
        ...(forZsh ? ["autoload -Uz bashcompinit compinit; compinit; bashcompinit"] : []),
        "_blue_green() {",
        `    local word command="" words="${names.join(" ")} ${words(GLOBAL_OPTIONS)} --help"`,
        `    for word in "\${COMP_WORDS[@]:1:COMP_CWORD-1}"; do`,
        `        case "$word" in ${names.join("|")}) command="$word"; break ;; esac`,
        "    done",
        '    case "$command" in',
        ...cases,
        "    esac",
        `    COMPREPLY=($(compgen -W "$words" -- "\${COMP_WORDS[COMP_CWORD]}"))`,
        "}",
        "complete -F _blue_green blue-green",
    ].join("\n");
}

function fish(commands: readonly CliCommand[]): string {
    const quoted = (text: string) => `'${text.replaceAll("'", "\\'")}'`;
    const option = (one: CliOption, only: string) => {
        const letter = /^-(\w),/.exec(one.flags)?.[1];
        const value = one.flags.includes("<") ? " -r" : "";
        return `complete -c blue-green${only}${letter ? ` -s ${letter}` : ""} -l ${long(one).slice(2)}${value} -d ${quoted(one.description)}`;
    };
    return [
        "complete -c blue-green -f",
        ...GLOBAL_OPTIONS.map((one) => option(one, "")),
        ...commands.flatMap(({ name, summary, options = [] }) => [
            `complete -c blue-green -n __fish_use_subcommand -a ${name} -d ${quoted(summary)}`,
            ...(ARGUMENTS[name] ?? []).map(
                (word) => `complete -c blue-green -n '__fish_seen_subcommand_from ${name}' -a ${word}`,
            ),
            ...options.map((one) => option(one, ` -n '__fish_seen_subcommand_from ${name}'`)),
        ]),
    ].join("\n");
}
