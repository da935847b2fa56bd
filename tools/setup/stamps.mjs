import { readdirSync, statSync } from "node:fs";
import { join } from "node:path";

/** When a file last changed, in ms; undefined when it is not there. */
export function changedAt(file) {
    return statSync(file, { throwIfNoEntry: false })?.mtimeMs;
}

/** The files below a folder whose names `wanted` accepts, as paths relative to it. */
export function filesBelow(folder, wanted) {
    return readdirSync(folder, { recursive: true }).filter(wanted);
}

/** The first pair whose output is missing or not newer than its source; undefined when all are up to date. */
export function firstStale(pairs) {
    return pairs.find(({ source, output }) => {
        const made = changedAt(output);
        return made === undefined || made < (changedAt(source) ?? 0);
    });
}

/** Each source of the package with the file that the compiler makes of it. */
export function compiledPairs(root) {
    const isSource = (name) => name.endsWith(".ts") && !name.endsWith(".d.ts");
    const below = (folder) => filesBelow(join(root, folder), isSource).map((name) => join(folder, name));
    const sources = ["index.ts", ...below("components"), ...below("cli")];
    const settings = ["tsconfig.json", "tsconfig.build.json"].map((name) => ({
        source: join(root, name),
        output: join(root, "dist/index.js"),
    }));
    return sources
        .map((name) => ({
            source: join(root, name),
            output: join(root, "dist", name.replace(/\.ts$/, ".js")),
        }))
        .concat(settings);
}
