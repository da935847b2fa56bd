import { readFileSync } from "node:fs";
import { join } from "node:path";
import { load } from "js-yaml";
import { outputsOf } from "../../stacks/outputs";

const ROOT = join(__dirname, "../..");
const readme = readFileSync(join(ROOT, "README.md"), "utf8");

interface ConfigKey {
    type: string;
    default: unknown;
    description: string;
}

test("the README lists every config key with its type, default and description", () => {
    const { config } = load(readFileSync(join(ROOT, "Pulumi.yaml"), "utf8")) as { config: Record<string, ConfigKey> };
    expect(Object.keys(config)).toContain("active");
    for (const [key, { type, default: fallback, description }] of Object.entries(config)) {
        const shown = fallback === "" ? "empty" : `\`${fallback}\``;
        expect(readme).toContain(`| \`${key}\` | ${type} | ${shown} | ${description} |`);
    }
});

test("the README lists every output", () => {
    const targets = [{ statusUrl: undefined }, { dashboardUrl: undefined }] as unknown[];
    const outputs = targets.flatMap((app) => Object.keys(outputsOf(app as Parameters<typeof outputsOf>[0])));
    expect(outputs).toContain("switchover");
    for (const output of outputs) expect(readme).toMatch(new RegExp(`^\\|.*\`${output}\`.*\\|`, "m"));
});
