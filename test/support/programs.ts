import { mkdirSync, mkdtempSync, realpathSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

const ROOT = join(__dirname, "../..");

/** A temporary Pulumi project with a program of its own, which imports this repository's package by its name, and others. */
export function programFolder(
    name: string,
    config: Readonly<Record<string, string>>,
    program: string,
    packages: readonly string[] = ["@pulumi/pulumi"],
): string {
    const folder = mkdtempSync(join(realpathSync(tmpdir()), "bg-program-"));
    const keys = Object.entries(config).map(([key, fallback]) => [key, { type: "string", default: fallback }]);
    const project = { name, runtime: "nodejs", main: "index.js", config: Object.fromEntries(keys) };
    writeFileSync(join(folder, "Pulumi.yaml"), JSON.stringify(project));
    writeFileSync(join(folder, "package.json"), JSON.stringify({ name, private: true }));
    writeFileSync(join(folder, "index.js"), program);
    const targets = packages.map((one) => [one, join(ROOT, "node_modules", one)] as const);
    for (const [scope, target] of [["@seesaw/blue-green", ROOT] as const, ...targets]) {
        const link = join(folder, "node_modules", scope);
        mkdirSync(join(link, ".."), { recursive: true });
        symlinkSync(target, link);
    }
    return folder;
}
