const GIB = 1024;

/** From `least` to `most` GiB, both included, as MiB. */
function gibs(least: number, most: number, step = 1): number[] {
    return Array.from({ length: (most - least) / step + 1 }, (_, index) => (least + index * step) * GIB);
}

/** Memory in MiB that Fargate offers for Linux, by CPU units; 1024 units are one vCPU. */
const SIZES: ReadonlyMap<number, readonly number[]> = new Map([
    [256, [512, 1024, 2048]],
    [512, gibs(1, 4)],
    [1024, gibs(2, 8)],
    [2048, gibs(4, 16)],
    [4096, gibs(8, 30)],
    [8192, gibs(16, 60, 4)],
    [16384, gibs(32, 120, 8)],
]);

/** CPU units that there are. */
export const CPUS: readonly number[] = [...SIZES.keys()];

/** Memory in MiB that goes with some CPU units; empty if there is no such size. */
export function memoriesFor(cpu: number): readonly number[] {
    return SIZES.get(cpu) ?? [];
}
