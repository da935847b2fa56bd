/** A source of numbers from 0 (included) to 1 (excluded). */
export type Random = () => number;

/** Numbers that follow from the seed alone (mulberry32), so that a run can be repeated. */
export function seeded(seed: number): Random {
    let state = seed >>> 0;
    return () => {
        state = (state + 0x6d2b79f5) >>> 0;
        let mixed = Math.imul(state ^ (state >>> 15), state | 1);
        mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
        return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
    };
}

/** One of the items, of which there is at least one. */
export function pick<T>(random: Random, items: readonly T[]): T {
    return items[Math.floor(random() * items.length)] as T;
}
