/** How the command ends; scripts rely on these numbers. */
export const Exit = {
    /** What was asked for is done, or there was nothing to do. */
    Done: 0,
    /** Something went wrong on the way; the message says what is as it was and what is not. */
    Failed: 1,
    /** An argument or option is wrong, or a confirmation is missing. Nothing was changed. */
    Usage: 2,
    /** What was asked for would hurt, or somebody said no. Visitors get what they got before. */
    Refused: 3,
    /** No project, stack or app of that name. Nothing was changed. */
    NotFound: 4,
    /** Ctrl-C. */
    Interrupted: 130,
} as const;
export type Exit = (typeof Exit)[keyof typeof Exit];

/** The words for exit codes in JSON. */
const CODES: Readonly<Record<number, string>> = {
    [Exit.Failed]: "failed",
    [Exit.Usage]: "usage",
    [Exit.Refused]: "refused",
    [Exit.NotFound]: "not-found",
    [Exit.Interrupted]: "interrupted",
};

/** An expected end that is not success: one clear message, and the exit code. */
export class Failure extends Error {
    constructor(
        readonly exit: Exit,
        message: string,
        /** What scripts get beside it. */
        readonly more: object = {},
    ) {
        super(message);
    }

    /** The same for scripts. */
    get json() {
        return {
            ...this.more,
            error: { code: CODES[this.exit] ?? "failed", exitCode: this.exit, message: this.message },
        };
    }
}

/** Wrong arguments or options. */
export const usage = (message: string) => new Failure(Exit.Usage, message);
/** What would hurt. */
export const refused = (message: string) => new Failure(Exit.Refused, message);
/** What is not there. */
export const notFound = (message: string) => new Failure(Exit.NotFound, message);
/** What went wrong. */
export const failed = (message: string) => new Failure(Exit.Failed, message);
/** Ctrl-C. */
export const interrupted = (message = "interrupted") => new Failure(Exit.Interrupted, message);
