import { createWriteStream } from "node:fs";
import { Readable, Transform } from "node:stream";
import { pipeline } from "node:stream/promises";

const FIRST_ANSWER_MS = 5_000;
const WHOLE_MS = 15 * 60_000;

/** Fetches an address; gives up soon when nothing answers (a machine without internet), late when data flows. */
async function open(url) {
    const silent = new AbortController();
    const timer = setTimeout(
        () => silent.abort(new Error(`no answer in ${FIRST_ANSWER_MS / 1000} s`)),
        FIRST_ANSWER_MS,
    );
    try {
        const response = await fetch(url, { signal: AbortSignal.any([silent.signal, AbortSignal.timeout(WHOLE_MS)]) });
        if (!response.ok) throw new Error(`status ${response.status}`);
        return response;
    } catch (error) {
        throw new Error(`${url}: ${error.cause?.message ?? error.message}`);
    } finally {
        clearTimeout(timer);
    }
}

export async function downloadText(url) {
    return (await open(url)).text();
}

/** Writes what the address serves to `file`; `onBytes` hears how much came so far. */
export async function downloadFile(url, file, onBytes = () => {}) {
    const response = await open(url);
    let bytes = 0;
    const counter = new Transform({
        transform(chunk, _encoding, next) {
            bytes += chunk.length;
            onBytes(bytes);
            next(undefined, chunk);
        },
    });
    await pipeline(Readable.fromWeb(response.body), counter, createWriteStream(file));
}
