import { mkdirSync, mkdtempSync, realpathSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

const ROOT = join(__dirname, "../..");

/** A temporary Pulumi project with a program of its own, which imports this repository's package by its name. */
export function programFolder(name: string, config: Readonly<Record<string, string>>, program: string): string {
    const folder = mkdtempSync(join(realpathSync(tmpdir()), "bg-program-"));
    const keys = Object.entries(config).map(([key, fallback]) => [key, { type: "string", default: fallback }]);
    const project = { name, runtime: "nodejs", main: "index.js", config: Object.fromEntries(keys) };
    writeFileSync(join(folder, "Pulumi.yaml"), JSON.stringify(project));
    writeFileSync(join(folder, "package.json"), JSON.stringify({ name, private: true }));
    writeFileSync(join(folder, "index.js"), program);
    for (const [scope, target] of [
        ["@seesaw/blue-green", ROOT],
        ["@pulumi/pulumi", join(ROOT, "node_modules/@pulumi/pulumi")],
    ] as const) {
        const link = join(folder, "node_modules", scope);
        mkdirSync(join(link, ".."), { recursive: true });
        symlinkSync(target, link);
    }
    return folder;
}
