/** A block of IPv4 addresses. */
export interface Cidr {
    /** First address, as a number. */
    readonly base: number;
    /** Bits that all addresses of it have in common. */
    readonly prefix: number;
}

/** The block that a text such as `10.0.0.0/16` names, or undefined. The address may be any one of the block. */
export function parseCidr(text: string): Cidr | undefined {
    const match = /^(\d{1,3})\.(\d{1,3})\.(\d{1,3})\.(\d{1,3})\/(\d{1,2})$/.exec(text);
    if (!match || match.slice(1).some((digits) => /^0\d/.test(digits))) return undefined;
    const [a = 0, b = 0, c = 0, d = 0, prefix = 0] = match.slice(1).map(Number);
    if (Math.max(a, b, c, d) > 255 || prefix > 32) return undefined;
    return { base: ((a * 256 + b) * 256 + c) * 256 + d, prefix };
}

/** How many addresses a block has. */
export function sizeOf({ prefix }: Cidr): number {
    return 2 ** (32 - prefix);
}

/** The block with its first address in place of any other. */
export function aligned(cidr: Cidr): Cidr {
    return { ...cidr, base: cidr.base - (cidr.base % sizeOf(cidr)) };
}

/** A block as text. */
export function formatCidr({ base, prefix }: Cidr): string {
    const byte = (shift: number) => Math.floor(base / 2 ** shift) % 256;
    return `${byte(24)}.${byte(16)}.${byte(8)}.${byte(0)}/${prefix}`;
}

/** The `index`-th of the equal parts that some more bits cut a block into. */
export function part(cidr: Cidr, moreBits: number, index: number): Cidr {
    const smaller = { ...cidr, prefix: cidr.prefix + moreBits };
    return { ...smaller, base: cidr.base + index * sizeOf(smaller) };
}

/** Whether two blocks share an address. */
export function overlap(a: Cidr, b: Cidr): boolean {
    return a.base < b.base + sizeOf(b) && b.base < a.base + sizeOf(a);
}

/** Whether a text is a block that starts at its first address. */
export function isBlock(text: string): boolean {
    const cidr = parseCidr(text);
    return cidr !== undefined && aligned(cidr).base === cidr.base;
}
