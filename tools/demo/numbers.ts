/** 12345 as `12,345`. */
export function count(value: number): string {
    return value.toLocaleString("en-US");
}

/** A part of 1 as `10.04 %`. */
export function percent(part: number): string {
    return `${(part * 100).toFixed(2)} %`;
}

export function seconds(value: number): string {
    return `${value.toFixed(1)} s`;
}
