import { type PulumiStack, ROOT } from "../stack/pulumiStack";

const VARIABLES = ["PULUMI_BACKEND_URL", "PULUMI_CONFIG_PASSPHRASE", "PULUMI_STACK", "XDG_STATE_HOME"];

/** How to look at a stack that is left up, and how to remove it. */
export function keptText(stack: PulumiStack, outputs: Readonly<Record<string, string>>): string {
    return [
        "",
        "The shop is left up.",
        `  shop         ${outputs.url}`,
        `  v1, by link  ${outputs.bluePreviewUrl}`,
        `  v2, by link  ${outputs.greenPreviewUrl}`,
        `  HAProxy      ${outputs.statsUrl}`,
        `  status       ${outputs.statusUrl}`,
        "",
        "To work with it, in a shell:",
        ...environment(stack),
        "  pulumi stack output",
        '  eval "$(pulumi stack output switchover)"',
        "",
        "To remove it, in the same shell:",
        removal(stack),
    ].join("\n");
}

/** How to remove a stack by hand, after the demo could not. */
export function leftText(stack: PulumiStack): string {
    return ["", "To remove what is left, in a shell:", ...environment(stack), removal(stack)].join("\n");
}

function environment(stack: PulumiStack): string[] {
    return [
        `  cd '${ROOT}'`,
        '  eval "$(node tools/setup/index.mjs --print-env)"',
        ...VARIABLES.map((name) => `  export ${name}='${stack.environment[name]}'`),
    ];
}

function removal({ home }: PulumiStack): string {
    return `  pulumi destroy --yes && pulumi stack rm --yes && rm -r '${home}'`;
}
