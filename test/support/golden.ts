import { existsSync, readFileSync, writeFileSync } from "node:fs";

/** Compares a text with a file that is kept as a contract; `GOLDEN=write` in the environment writes the file instead. */
export function expectGolden(file: string, text: string): void {
    if (process.env.GOLDEN === "write") writeFileSync(file, text);
    expect(text).toBe(existsSync(file) ? readFileSync(file, "utf8") : `no file ${file}`);
}
