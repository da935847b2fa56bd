import { execFile } from "node:child_process";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { promisify } from "node:util";
import type { Script } from "./requests";

const run = promisify(execFile);

/** What one run of wrk measured. */
export interface Load {
    readonly requests: number;
    readonly perSecond: number;
    readonly p99Milliseconds: number;
}

/** How long and over how many connections. */
export interface Shape {
    readonly seconds: number;
    readonly connections: number;
}

/** Puts load on a URL. Error: when a request failed, since then the figures mean nothing. */
export async function load(folder: string, url: string, script: Script, shape: Shape): Promise<Load> {
    const file = join(folder, "requests.lua");
    writeFileSync(file, script);
    const { stdout } = await run("wrk", [
        "-t",
        "1",
        "-c",
        `${shape.connections}`,
        "-d",
        `${shape.seconds}s`,
        "-s",
        file,
        url,
    ]);
    return parseLoad(stdout);
}

/** The figures in what wrk printed: its script's last line. Error: when it is missing or counts errors. */
export function parseLoad(printed: string): Load {
    const line = printed.split("\n").findLast((one) => one.startsWith("{"));
    if (line === undefined) throw new Error(`wrk: printed no figures:\n${printed}`);
    const { requests, microseconds, p99, errors } = JSON.parse(line) as Record<string, number>;
    if (errors !== 0 || !requests || !microseconds || !p99) throw new Error(`wrk: the run is no good: ${line}`);
    return { requests, perSecond: (requests / microseconds) * 1e6, p99Milliseconds: p99 / 1000 };
}
