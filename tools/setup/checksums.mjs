import { createHash } from "node:crypto";
import { createReadStream } from "node:fs";
import { pipeline } from "node:stream/promises";

/** The SHA-256 that a checksums file (`<hex>  <file name>` a line) gives for a file; undefined when it has none. */
export function checksumFor(checksums, name) {
    const line = checksums.split("\n").find((text) => text.trim().split(/\s+\*?/)[1] === name);
    const sum = line?.trim().split(/\s+/)[0]?.toLowerCase();
    return sum !== undefined && /^[0-9a-f]{64}$/.test(sum) ? sum : undefined;
}

export async function sha256Of(file) {
    const hash = createHash("sha256");
    await pipeline(createReadStream(file), hash);
    return hash.digest("hex");
}
