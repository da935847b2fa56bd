/** A refusal, with the code that the API of Elastic Load Balancing sends for it. */
export class AlbError extends Error {
    override readonly name = "AlbError";

    constructor(
        readonly code: string,
        message: string,
    ) {
        super(message);
    }
}

/** Refuses as the API does for most wrong values. */
export function refuse(message: string): never {
    throw new AlbError("ValidationError", message);
}

/** Refuses a whole number outside a range. */
export function checkRange(what: string, value: number | undefined, min: number, max: number): void {
    if (value === undefined || !Number.isInteger(value) || value < min || value > max) {
        refuse(`${what} '${value}' must be between ${min} and ${max}`);
    }
}
