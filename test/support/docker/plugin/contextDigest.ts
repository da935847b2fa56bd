import { createHash } from "node:crypto";
import { existsSync, readdirSync, readFileSync, readlinkSync, statSync } from "node:fs";
import { join } from "node:path";

/** One text for all files that Docker sends to the engine: it changes when they do. */
export function contextDigest(context: string, dockerfile: string): string {
    const hash = createHash("sha256").update(readFileSync(dockerfile));
    const isIgnored = ignoredBy(context, dockerfile);
    for (const entry of readdirSync(context, { recursive: true, withFileTypes: true })) {
        const file = join(entry.parentPath, entry.name);
        const path = file.slice(join(context, "/").length);
        if (entry.isDirectory() || isIgnored(path)) continue;
        hash.update(`\0${path}\0`);
        if (entry.isSymbolicLink()) hash.update(readlinkSync(file));
        else hash.update(`${statSync(file).mode & 0o111}\0`).update(readFileSync(file));
    }
    return hash.digest("hex");
}

/** As the last line that matches in the Dockerfile's own list, else in the folder's. */
function ignoredBy(context: string, dockerfile: string): (path: string) => boolean {
    const list = [`${dockerfile}.dockerignore`, join(context, ".dockerignore")].find((file) => existsSync(file));
    if (list === undefined) return () => false;
    const lines = readFileSync(list, "utf8")
        .split("\n")
        .map((line) => line.trim());
    const rules = lines.filter((line) => line !== "" && !line.startsWith("#")).map(ruleOf);
    return (path) => rules.reduce((ignored, { pattern, ignores }) => (pattern.test(path) ? ignores : ignored), false);
}

function ruleOf(line: string) {
    const ignores = !line.startsWith("!");
    const glob = line.replace(/^!/, "").replace(/^\/|\/$/g, "");
    const parts = glob.split(/(\*\*\/?|\*|\?)/).map((part) => {
        if (part.startsWith("**")) return ".*";
        if (part === "*") return "[^/]*";
        return part === "?" ? "[^/]" : part.replace(/[.+^${}()|[\]\\]/g, "\\$&");
    });
    // What is below a folder goes with it.
    return { ignores, pattern: new RegExp(`^${parts.join("")}(/.*)?$`) };
}
