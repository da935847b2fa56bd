import type { CliOption } from "./command";

/** The options that every command has. */
export const GLOBAL_OPTIONS: readonly CliOption[] = [
    { flags: "-s, --stack <name>", description: "stack to use (default: $PULUMI_STACK, else the selected one)" },
    { flags: "-a, --app <name>", description: "app to use, where the stack has several" },
    { flags: "-C, --cwd <folder>", description: "folder of the Pulumi project (default: this one)" },
    { flags: "-y, --yes", description: "do not ask" },
    { flags: "-n, --dry-run", description: "show what would be done, and change nothing" },
    { flags: "--json", description: "print JSON, for scripts" },
    {
        flags: "--notify <url>",
        description: "webhook that is told of changes, beside those of config key blue-green:notify; may be repeated",
        many: true,
    },
    { flags: "--no-color", description: "plain text; NO_COLOR in the environment does the same" },
];
