/** What Pulumi's engine sends for a value that is not known before an update. */
export const UNKNOWN = "04da6b54-80e4-46f7-96ec-b56ff0331ba9";

export function isUnknown(value: unknown): boolean {
    return value === UNKNOWN;
}

/** Whether a value or a part of it is not known. */
export function hasUnknown(value: unknown): boolean {
    if (typeof value !== "object" || value === null) return isUnknown(value);
    return Object.values(value).some(hasUnknown);
}
