import { spawn } from "node:child_process";
import { hostname, userInfo } from "node:os";
import { createInterface } from "node:readline/promises";
import { setTimeout as wait } from "node:timers/promises";
import type { GlobalOptions, Screen } from "./context";
import { callHttp } from "./http";
import { liveReader } from "./live/reader";
import type { MakeContext } from "./program";
import { LocalStack } from "./stack/workspace";

/** When to stop. */
export interface Stops {
    /** Fires on Ctrl-C and on a request to end. */
    readonly signal: AbortSignal;
    /** Fires when the programs that were started have not heard of it. */
    readonly stop: AbortSignal;
}

/** The context of a real terminal. */
export function terminalContext(options: GlobalOptions, { signal, stop }: Stops): ReturnType<MakeContext> {
    return {
        workspace: new LocalStack({ cwd: options.cwd ?? ".", stack: options.stack, signal, stop }),
        live: liveReader,
        screen: screenOf(options, signal),
        clock: {
            now: () => Date.now(),
            sleep: (ms, until) => wait(ms, undefined, { signal: until }).catch(() => {}),
        },
        signal,
        tools: { node: process.versions.node, haproxy: haproxyHere },
        call: callHttp,
        open: openLink,
        operator: `${nameOfUser()}@${hostname()}`,
    };
}

function screenOf({ color = true, json }: GlobalOptions, signal: AbortSignal): Screen {
    const { stdin, stdout, stderr, env } = process;
    return {
        print: (text) => stdout.write(`${text}\n`),
        note: (text) => stderr.write(`${text}\n`),
        interactive: stdin.isTTY === true && stderr.isTTY === true && !json,
        terminal: stdout.isTTY === true,
        color: color && !env.NO_COLOR && env.TERM !== "dumb" && stdout.isTTY === true,
        async confirm(question) {
            const reader = createInterface({ input: stdin, output: stderr });
            try {
                const answer = await reader.question(`${question} [y/N] `, { signal });
                return /^y(es)?$/i.test(answer.trim());
            } catch {
                return false;
            } finally {
                reader.close();
            }
        },
        live(line) {
            if (stderr.isTTY) stderr.write(`\r\x1b[2K${line.slice(0, (stderr.columns ?? 80) - 1)}`);
        },
        redraw: (text) => stdout.write(`\x1b[H\x1b[2J${text}\n`),
    };
}

function openLink(url: string): void {
    const [program = "", ...args] =
        process.platform === "darwin"
            ? ["open"]
            : process.platform === "win32"
              ? ["cmd", "/c", "start", ""]
              : ["xdg-open"];
    const child = spawn(program, [...args, url], { stdio: "ignore", detached: true });
    // The link is printed too.
    child.on("error", () => {});
    child.unref();
}

function haproxyHere(): string {
    const { findHaproxy } =
        require("../components/haproxy/runtime/haproxy") as typeof import("../components/haproxy/runtime/haproxy");
    const { path, version } = findHaproxy();
    return `${version} at ${path}`;
}

function nameOfUser(): string {
    try {
        return userInfo().username;
    } catch {
        return "somebody";
    }
}
