/** A refusal as the API of a service sends it. */
export class AwsError extends Error {
    override readonly name = "AwsError";

    constructor(
        readonly code: string,
        message: string,
        readonly status = 400,
    ) {
        super(message);
    }
}

/** Refuses a request. */
export function refuse(code: string, message: string): never {
    throw new AwsError(code, message);
}

/** The code of what any part of the model threw, when AWS would have refused. */
export function codeOf(error: unknown): string | undefined {
    if (!(error instanceof Error) || !("code" in error)) return undefined;
    return error.name.endsWith("Error") && typeof error.code === "string" && /^[A-Z][a-z]/.test(error.code)
        ? error.code
        : undefined;
}
