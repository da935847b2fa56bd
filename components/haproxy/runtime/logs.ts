import { closeSync, fstatSync, openSync, readSync, statSync } from "node:fs";
import { stripVTControlCharacters } from "node:util";

const MOST_BYTES = 64 * 1024;
const MOST_PER_LINE = 500;

/** Size of a log in bytes, 0 when there is none yet: where a new run's output will begin. */
export function logSize(file: string): number {
    return statSync(file, { throwIfNoEntry: false })?.size ?? 0;
}

/**
 * The last lines of a log, for error messages; empty when there is none.
 *
 * `from`: the byte where to begin at the earliest. Default: 0.
 */
export function tail(file: string, lines: number, from = 0): string {
    if (logSize(file) === 0) return "";
    const log = openSync(file, "r");
    try {
        const size = fstatSync(log).size;
        const start = Math.max(from, size - MOST_BYTES, 0);
        const buffer = Buffer.alloc(Math.max(size - start, 0));
        const read = readSync(log, buffer, 0, buffer.length, start);
        const text = stripVTControlCharacters(buffer.toString("utf8", 0, read)).replace(/\s+$/, "");
        const all = text.split(/\r?\n/);
        // The first line is cut when the read began in the middle of the file.
        const whole = start > from && all.length > 1 ? all.slice(1) : all;
        return whole
            .slice(-lines)
            .map((line) => (line.length > MOST_PER_LINE ? `${line.slice(0, MOST_PER_LINE)}...` : line))
            .join("\n");
    } finally {
        closeSync(log);
    }
}
