import { Exit, Failure } from "../failure";

interface Known {
    readonly pattern: RegExp;
    readonly exit: Exit;
    readonly say: (match: RegExpExecArray, text: string) => string;
}

/** What Pulumi says when something is wrong with stack, backend or passphrase, and what to do about it. */
const KNOWN: readonly Known[] = [
    {
        pattern: /no stack named '([^']+)' found/,
        exit: Exit.NotFound,
        say: ([, name]) => `--stack: there is no stack "${name}" on this backend; \`pulumi stack ls\` lists them`,
    },
    {
        pattern: /no stack selected/,
        exit: Exit.NotFound,
        say: () => "no stack is selected; name one with --stack, or run `pulumi stack select`",
    },
    {
        pattern: /incorrect passphrase/,
        exit: Exit.Failed,
        say: () => "PULUMI_CONFIG_PASSPHRASE: it is not the passphrase of this stack; set the right one and try again",
    },
    {
        pattern: /passphrase must be set/,
        exit: Exit.Failed,
        say: () =>
            "PULUMI_CONFIG_PASSPHRASE: the stack's passphrase is not set; set it, or PULUMI_CONFIG_PASSPHRASE_FILE, and try again",
    },
    {
        pattern: /stack is currently locked by|Another update is currently in progress/,
        exit: Exit.Failed,
        say: (_match, text) => {
            const holder = /: created by (.+?) at (\S+)/.exec(text);
            const who = holder ? ` by ${holder[1]} since ${holder[2]}` : "";
            return `the stack is locked${who}; wait for that update, or, when it is dead, run \`pulumi cancel\``;
        },
    },
    {
        pattern: /(unable to open bucket .*|(?:dial|lookup) .*|connection refused|no such host|could not connect.*)/,
        exit: Exit.Failed,
        say: ([, why]) => `the Pulumi backend cannot be reached (${why}); check the network and \`pulumi whoami -v\``,
    },
    {
        pattern: /(PULUMI_ACCESS_TOKEN must be set|invalid access token|not logged in|Unauthorized)/i,
        exit: Exit.Failed,
        say: () => "you are not logged in to the Pulumi backend; run `pulumi login`",
    },
    {
        pattern: /(?:invalid stack name|a stack name may only|stack names? (?:are|is|must|may)).*/i,
        exit: Exit.Usage,
        say: ([text]) => `--stack: ${text}`,
    },
    {
        pattern: /no Pulumi\.yaml project file found/,
        exit: Exit.NotFound,
        say: () => "there is no Pulumi project here; go to its folder, or name it with --cwd",
    },
];

/** One clear line for what a `pulumi` command said when it failed. */
export function failureOf(text: string): Failure {
    for (const { pattern, exit, say } of KNOWN) {
        const match = pattern.exec(text);
        if (match) return new Failure(exit, say(match, text));
    }
    const errors = text.split("\n").flatMap((line) => /^\s*error: (.+)/.exec(line)?.[1] ?? []);
    return new Failure(Exit.Failed, `pulumi: ${errors.join("; ") || text.trim().split("\n").at(-1) || "it failed"}`);
}
