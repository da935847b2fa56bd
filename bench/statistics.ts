/** What several measurements of the same thing come to. */
export interface Sample {
    readonly median: number;
    readonly least: number;
    readonly most: number;
    readonly count: number;
}

/** The middle value, or the mean of the two in the middle. Error: without any value. */
export function median(values: readonly number[]): number {
    const sorted = [...values].sort((a, b) => a - b);
    const middle = sorted.length / 2;
    const [low, high] = [sorted[Math.ceil(middle) - 1], sorted[Math.floor(middle)]];
    if (low === undefined || high === undefined) throw new Error("median: needs at least one value, got none");
    return (low + high) / 2;
}

/** Median and spread. Error: without any value. */
export function sample(values: readonly number[]): Sample {
    return { median: median(values), least: Math.min(...values), most: Math.max(...values), count: values.length };
}
