import { accessSync, constants, statSync } from "node:fs";
import { dirname, resolve } from "node:path";
import { parseArgs } from "node:util";

/** How the demo is to run. */
export interface DemoOptions {
    /** Leave the stack up after the last switch. */
    readonly keep: boolean;
    /** File for the report; undefined for none. */
    readonly report: string | undefined;
    /** Seconds under load in all, roughly. */
    readonly duration: number;
    /** Visitors that are there all the time. */
    readonly visitors: number;
    /** The load goes on until it has sent this many requests. */
    readonly leastRequests: number;
}

/** What was typed makes no sense; the message is one line. */
export class UsageError extends Error {}

const DEFAULTS = { duration: 90, visitors: 300 };
const LEAST_REQUESTS = 50_000;
const ALLOWED = "--keep, --report FILE, --duration N, --visitors N, --help";

export const HELP = `npm run demo -- [options]

Brings a sample shop up with \`pulumi up\` behind HAProxy on this machine, puts visitors on it and takes a release
through its life: deploy, preview, canary, switch, rollback, switch, drain, retire, destroy. Fails if a visitor saw
an error, a release that is not its own, or a mix of two.

  --keep          leave the shop up after the last switch, and say how to look at it and how to remove it
  --report FILE   write the figures as JSON; canaryShare is a part of 1
  --duration N    seconds under load in all, roughly, 1 to 3600; the commands alone take about a minute. Default: ${DEFAULTS.duration}
  --visitors N    visitors that are there all the time, 1 to 2000; new ones come besides. Default: ${DEFAULTS.visitors}
  --help          this text

Exit code: 0 when all went well, 1 when something went wrong, 2 for a wrong option, 130 after Ctrl-C.
`;

/** The options, or undefined when help is asked for. Error: UsageError. */
export function parseOptions(args: readonly string[]): DemoOptions | undefined {
    const values = parsed(args);
    if (values.help) return undefined;
    const scaled = values.duration !== undefined || values.visitors !== undefined;
    return {
        keep: values.keep ?? false,
        report: values.report === undefined ? undefined : writable(values.report),
        duration: whole("duration", values.duration, 3600) ?? DEFAULTS.duration,
        visitors: whole("visitors", values.visitors, 2000) ?? DEFAULTS.visitors,
        leastRequests: scaled ? 0 : LEAST_REQUESTS,
    };
}

function parsed(args: readonly string[]) {
    try {
        const { values } = parseArgs({
            args: [...args],
            options: {
                keep: { type: "boolean" },
                report: { type: "string" },
                duration: { type: "string" },
                visitors: { type: "string" },
                help: { type: "boolean", short: "h" },
            },
        });
        return values;
    } catch (error) {
        // Node's first sentence says what is wrong; the rest is about positional arguments.
        const [first] = (error as Error).message.split(/\. |\.?\n/);
        throw new UsageError(`${first}; allowed: ${ALLOWED}`);
    }
}

function whole(name: string, text: string | undefined, most: number): number | undefined {
    if (text === undefined) return undefined;
    const value = Number(text);
    if (/^\d+$/.test(text) && value >= 1 && value <= most) return value;
    throw new UsageError(`--${name}: must be a whole number from 1 to ${most}, got "${text}"`);
}

/** Found out before the demo has run for minutes. */
function writable(file: string): string {
    const path = resolve(file);
    const refuse = (why: string) =>
        new UsageError(`--report: must be a file that can be written, got "${file}" (${why}); name another one`);
    const found = statSync(path, { throwIfNoEntry: false });
    if (file === "" || found?.isDirectory()) throw refuse("a folder");
    try {
        accessSync(found ? path : dirname(path), constants.W_OK);
    } catch (error) {
        throw refuse((error as NodeJS.ErrnoException).code ?? "not writable");
    }
    return path;
}
