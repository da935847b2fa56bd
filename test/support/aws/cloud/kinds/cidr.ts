/** A range of IPv4 addresses. */
export interface Range {
    readonly from: number;
    readonly to: number;
    readonly bits: number;
}

/** The range of a CIDR block; nothing when it is none, or when its address is not its first one. */
export function rangeOf(cidr: string): Range | undefined {
    const [, address = "", length = ""] = /^(\d+\.\d+\.\d+\.\d+)\/(\d+)$/.exec(cidr) ?? [];
    const parts = address.split(".").map(Number);
    const bits = Number(length);
    if (parts.length !== 4 || parts.some((part) => part > 255) || bits > 32) return undefined;
    const from = parts.reduce((total, part) => total * 256 + part, 0);
    const size = 2 ** (32 - bits);
    return from % size === 0 ? { from, to: from + size - 1, bits } : undefined;
}

export function contains(outer: Range, inner: Range): boolean {
    return outer.from <= inner.from && inner.to <= outer.to;
}

export function overlap(one: Range, other: Range): boolean {
    return one.from <= other.to && other.from <= one.to;
}
