import { parseArgs } from "node:util";

/** Parts of the benchmark, in the order in which they run. */
export const PARTS = ["switch", "command", "router", "memory", "preview", "aws", "kubernetes"] as const;
export type Part = (typeof PARTS)[number];

/** What the command line asks for. */
export interface Options {
    readonly json: string | undefined;
    readonly only: readonly Part[];
    readonly rounds: number;
    readonly help: boolean;
}

export const USAGE = `npm run bench -- [options]

  --json FILE    writes all figures to a file
  --only PARTS   some of ${PARTS.join(",")} (default: all)
  --rounds N     repetitions of each measurement, 1 to 50 (default: 5)
  --help         shows this
`;

/** Reads the command line. Error: an unknown option or value, with what is allowed. */
export function readOptions(args: readonly string[]): Options {
    const { values } = parseArgs({
        args: [...args],
        options: {
            json: { type: "string" },
            only: { type: "string", default: PARTS.join(",") },
            rounds: { type: "string", default: "5" },
            help: { type: "boolean", default: false },
        },
    });
    const rounds = Number(values.rounds);
    if (!Number.isInteger(rounds) || rounds < 1 || rounds > 50) {
        throw new Error(`--rounds: must be a whole number from 1 to 50, got ${values.rounds}`);
    }
    const only = values.only.split(",").map((name) => {
        const part = PARTS.find((one) => one === name);
        if (!part) throw new Error(`--only: must be some of ${PARTS.join(",")}, got ${name}`);
        return part;
    });
    return { json: values.json, only, rounds, help: values.help };
}
