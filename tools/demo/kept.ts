import { type PulumiStack, ROOT } from "../stack/pulumiStack";

const VARIABLES = ["PULUMI_BACKEND_URL", "PULUMI_CONFIG_PASSPHRASE", "PULUMI_STACK", "XDG_STATE_HOME"];

/** How to look at a stack that is left up, and how to remove it. */
export function keptText(stack: PulumiStack, outputs: Readonly<Record<string, string>>): string {
    const variables = VARIABLES.map((name) => `  export ${name}='${stack.environment[name]}'`);
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
        `  cd '${ROOT}'`,
        '  eval "$(node tools/setup/index.mjs --print-env)"',
        ...variables,
        "  pulumi stack output",
        '  eval "$(pulumi stack output switchover)"',
        "",
        "To remove it, in the same shell:",
        `  pulumi destroy --yes && pulumi stack rm --yes && rm -r '${stack.home}'`,
    ].join("\n");
}
