import type { Problem } from "../traffic";
import type { Counts } from "./audience";
import { allowedShares, isRight } from "./canary";
import { count, percent, seconds } from "./numbers";
import type { Findings } from "./steps";

/** How the demo went. */
export interface Outcome {
    readonly counts: Counts;
    readonly findings: Findings;
    readonly problems: readonly Problem[];
    readonly steps: readonly { readonly title: string; readonly seconds: number }[];
    /** What a step found wrong, each in a line. */
    readonly failures: readonly string[];
    readonly interrupted: boolean;
    /** How to go on with a stack that is left up. */
    readonly kept?: string | undefined;
}

export type Verdict = "passed" | "failed" | "interrupted";

export const NO_COUNTS: Counts = {
    requests: 0,
    sessions: 0,
    failed: 0,
    flipped: 0,
    skewed: 0,
    retried: 0,
    moved: 0,
    seconds: 0,
};

/** Why the demo did not pass, each in a line; empty when it did. */
export function reasons({ counts, findings, failures }: Outcome): string[] {
    const { failed, flipped, skewed } = counts;
    const wrong = Object.entries({ failed, flipped, skewed }).filter(([, number]) => number > 0);
    const { canary } = findings;
    return [
        ...failures,
        ...wrong.map(([name, number]) => `${name} is ${count(number)}, must be 0`),
        ...(canary && !isRight(canary)
            ? [`canary share is ${percent(canary.share)}, must be ${allowedShares(canary)}`]
            : []),
    ];
}

export function verdictOf(outcome: Outcome): Verdict {
    if (outcome.interrupted) return "interrupted";
    return reasons(outcome).length === 0 ? "passed" : "failed";
}

export function exitCode(outcome: Outcome): number {
    return { passed: 0, failed: 1, interrupted: 130 }[verdictOf(outcome)];
}

/** The table at the end. */
export function table(outcome: Outcome): string {
    const { counts, findings } = outcome;
    const { canary, switchSeconds, rollbackSeconds } = findings;
    const lastOld = "from the command's start to the last old answer that a new visitor got";
    const rows: [string, string, string][] = [
        ["requests", count(counts.requests), `in ${seconds(counts.seconds)}`],
        ["sessions", count(counts.sessions), ""],
        ["failed", count(counts.failed), "no answer, an error, or an answer of the wrong shape"],
        ["flipped", count(counts.flipped), "a visitor was moved to another release"],
        ["skewed", count(counts.skewed), "a page got its API answer or asset from another release"],
        ["retried", count(counts.retried), "sent again on a closed keep-alive connection, as browsers do"],
        [
            "canary share",
            canary ? percent(canary.share) : "-",
            canary ? `of ${count(canary.visitors)} new visitors; allowed ${allowedShares(canary)}` : "not measured",
        ],
        ["switch", switchSeconds === undefined ? "-" : seconds(switchSeconds), lastOld],
        ["rollback", rollbackSeconds === undefined ? "-" : seconds(rollbackSeconds), "the same"],
        ["verdict", verdictOf(outcome), ""],
    ];
    const widths = [0, 1].map((column) => Math.max(...rows.map((row) => row[column]?.length ?? 0)));
    return rows
        .map(([name, value, note]) =>
            `  ${name.padEnd(widths[0] ?? 0)}  ${value.padStart(widths[1] ?? 0)}  ${note}`.trimEnd(),
        )
        .join("\n");
}

/** A problem in two lines. */
export function described({ time, fault, visitor, url, expected, got }: Problem): string {
    return `  ${time} ${fault}: ${visitor} asked ${url}\n      expected ${expected}\n      got ${got}`;
}

/** The report as it is written to a file. */
export function report(outcome: Outcome) {
    const { counts, findings, problems, steps } = outcome;
    const { requests, sessions, failed, flipped, skewed, retried } = counts;
    const { canary, switchSeconds = null, rollbackSeconds = null, drainSeconds = null } = findings;
    return {
        verdict: verdictOf(outcome),
        reasons: reasons(outcome),
        requests,
        sessions,
        failed,
        flipped,
        skewed,
        retried,
        /** A part of 1. */
        canaryShare: canary?.share ?? null,
        canaryVisitors: canary?.visitors ?? null,
        canaryTolerance: canary?.tolerance ?? null,
        switchSeconds,
        rollbackSeconds,
        drainSeconds,
        loadSeconds: counts.seconds,
        steps,
        problems,
    };
}
