import { mkdirSync, readFileSync, renameSync, writeFileSync } from "node:fs";
import { dirname } from "node:path";

/** The JSON in a file, or undefined if there is none. */
export function readJson<T>(file: string): T | undefined {
    const text = readText(file);
    return text === undefined ? undefined : (JSON.parse(text) as T);
}

/** The text in a file, or undefined if there is none. */
export function readText(file: string): string | undefined {
    try {
        return readFileSync(file, "utf8");
    } catch (error) {
        if ((error as NodeJS.ErrnoException).code === "ENOENT") return undefined;
        throw error;
    }
}

/** Writes a file so that readers see the old or the new content, never a part, whatever happens in between. */
export function writeAtomically(file: string, text: string): void {
    mkdirSync(dirname(file), { recursive: true, mode: 0o700 });
    const draft = `${file}.${process.pid}.tmp`;
    writeFileSync(draft, text, { mode: 0o600, flush: true });
    renameSync(draft, file);
}

/** Writes a value as JSON, atomically. */
export function writeJson(file: string, value: unknown): void {
    writeAtomically(file, `${JSON.stringify(value, null, 2)}\n`);
}
