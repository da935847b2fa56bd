import type { Condition } from "./objects";

/** A condition in one line: `Accepted=False (NoMatchingParent: ...)`. */
export function said({ type, status, reason, message }: Condition): string {
    const why = [reason, message?.trim().replace(/\s+/g, " ")].filter((one) => one).join(": ");
    return `${type}=${status}${why ? ` (${why})` : ""}`;
}

/** Whether a condition is about the object as it is now. A controller need not tell. */
export function isCurrent({ observedGeneration }: Condition, generation: number | undefined): boolean {
    return observedGeneration === undefined || observedGeneration >= (generation ?? 0);
}
