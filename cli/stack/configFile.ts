import { existsSync, mkdtempSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { basename, join } from "node:path";

/** A file's bytes; undefined when it is not there. */
export function contentOf(file: string): Buffer | undefined {
    return existsSync(file) ? readFileSync(file) : undefined;
}

/** Puts a file back as it was, unless it is not as it was left. Answers whether it did. */
export function putBack(file: string, before: Buffer | undefined, after: Buffer | undefined): boolean {
    const now = contentOf(file);
    if (now === undefined ? after !== undefined : !after?.equals(now)) return false;
    if (before === undefined) {
        rmSync(file, { force: true });
        return true;
    }
    const next = `${file}.${process.pid}`;
    writeFileSync(next, before);
    renameSync(next, file);
    return true;
}

/** Hands out a copy of a config file that nobody else sees, and removes it afterwards. */
export async function withCopy<T>(file: string, use: (copy: string) => Promise<T>): Promise<T> {
    const folder = mkdtempSync(join(tmpdir(), "blue-green-"));
    try {
        const copy = join(folder, basename(file));
        writeFileSync(copy, contentOf(file) ?? "");
        return await use(copy);
    } finally {
        rmSync(folder, { recursive: true, force: true });
    }
}
