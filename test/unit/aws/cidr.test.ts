import fc from "fast-check";
import {
    aligned,
    type Cidr,
    formatCidr,
    isBlock,
    overlap,
    parseCidr,
    part,
    sizeOf,
} from "../../../components/aws/network/cidr";
import { networkSettings } from "../../../components/aws/network/networkSettings";

const prefixes = (least: number, most: number) => fc.integer({ min: least, max: most });
const addresses = fc.integer({ min: 0, max: 2 ** 32 - 1 });
const blocks = (least = 0, most = 32): fc.Arbitrary<Cidr> =>
    fc.tuple(addresses, prefixes(least, most)).map(([base, prefix]) => aligned({ base, prefix }));
/** The same block as another way to write it: an address as text, bit by bit. */
const bits = (address: number) => address.toString(2).padStart(32, "0");

test.each([
    ["10.0.0.0/16", 10 * 2 ** 24, 16],
    ["0.0.0.0/0", 0, 0],
    ["255.255.255.255/32", 2 ** 32 - 1, 32],
    ["192.168.7.9/24", 192 * 2 ** 24 + 168 * 2 ** 16 + 7 * 2 ** 8 + 9, 24],
])("%s is read", (text, base, prefix) => {
    expect(parseCidr(text)).toEqual({ base, prefix });
});

test.each([
    "",
    "10.0.0.0",
    "10.0.0/16",
    "10.0.0.0.0/16",
    "256.0.0.0/8",
    "10.0.0.0/33",
    "10.0.0.0/-1",
    "010.0.0.0/8",
    "10.0.0.0/08",
    " 10.0.0.0/8",
    "10.0.0.0/8 ",
    "a.b.c.d/8",
    "::/0",
])("%j is no block", (text) => {
    expect(parseCidr(text)).toBeUndefined();
    expect(isBlock(text)).toBe(false);
});

test("what is written is what is read", () => {
    fc.assert(
        fc.property(addresses, prefixes(0, 32), (base, prefix) => {
            expect(parseCidr(formatCidr({ base, prefix }))).toEqual({ base, prefix });
        }),
    );
});

test("a block starts where all bits after its prefix are 0, and keeps those before", () => {
    fc.assert(
        fc.property(addresses, prefixes(0, 32), (base, prefix) => {
            const start = aligned({ base, prefix });
            expect(bits(start.base)).toBe(bits(base).slice(0, prefix).padEnd(32, "0"));
            expect(isBlock(formatCidr(start))).toBe(true);
            expect(isBlock(formatCidr({ base, prefix }))).toBe(base === start.base);
        }),
    );
});

test("the parts of a block are equal, apart from each other, and together all of it", () => {
    fc.assert(
        fc.property(blocks(0, 28), fc.integer({ min: 0, max: 4 }), (block, more) => {
            const parts = Array.from({ length: 2 ** more }, (_, index) => part(block, more, index));
            expect(parts.reduce((sum, one) => sum + sizeOf(one), 0)).toBe(sizeOf(block));
            for (const [index, one] of parts.entries()) {
                expect(aligned(one)).toEqual(one);
                expect(bits(one.base).slice(0, block.prefix)).toBe(bits(block.base).slice(0, block.prefix));
                expect(parts.filter((other, at) => at !== index && overlap(one, other))).toEqual([]);
            }
        }),
    );
});

test("two blocks overlap exactly if one holds the other's first address", () => {
    const within = (a: Cidr, b: Cidr) => a.base >= b.base && a.base < b.base + sizeOf(b);
    fc.assert(
        fc.property(blocks(0, 6), blocks(0, 6), (a, b) => {
            expect(overlap(a, b)).toBe(within(a, b) || within(b, a));
        }),
    );
});

describe("a network of any size", () => {
    const networks = fc.record({
        cidrBlock: blocks(16, 23).map(formatCidr),
        zones: fc.integer({ min: 2, max: 6 }),
    });
    const subnetsOf = (args: { cidrBlock: string; zones: number }) =>
        networkSettings(args).zones.flatMap(({ publicCidr, taskCidr }) => [publicCidr, taskCidr]);

    test("has subnets that AWS takes, apart from each other and inside", () => {
        fc.assert(
            fc.property(networks, (args) => {
                expect(networkSettings(args).mistakes).toEqual([]);
                const outer = parseCidr(args.cidrBlock) as Cidr;
                const subnets = subnetsOf(args).map((text) => parseCidr(text) as Cidr);
                expect(subnets).toHaveLength(2 * args.zones);
                for (const [index, subnet] of subnets.entries()) {
                    expect(subnet.prefix).toBeLessThanOrEqual(27);
                    expect(subnet.prefix).toBe(outer.prefix + 4);
                    expect(subnet.base).toBeGreaterThanOrEqual(outer.base);
                    expect(subnet.base + sizeOf(subnet)).toBeLessThanOrEqual(outer.base + sizeOf(outer));
                    expect(subnets.filter((other, at) => at !== index && overlap(subnet, other))).toEqual([]);
                }
            }),
        );
    });

    test("keeps its subnets when it gets another zone", () => {
        fc.assert(
            fc.property(networks, (args) => {
                fc.pre(args.zones < 6);
                expect(subnetsOf({ ...args, zones: args.zones + 1 }).slice(0, 2 * args.zones)).toEqual(subnetsOf(args));
            }),
        );
    });

    test("refuses any other size", () => {
        fc.assert(
            fc.property(fc.oneof(blocks(0, 15), blocks(24, 32)), (block) => {
                const { mistakes } = networkSettings({ cidrBlock: formatCidr(block) });
                expect(mistakes.map(({ where }) => where)).toEqual(["cidrBlock"]);
            }),
        );
    });
});
