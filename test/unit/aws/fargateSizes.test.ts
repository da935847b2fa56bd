import { CPUS, memoriesFor } from "../../../components/aws/service/fargateSizes";

/** As AWS lists them: CPU units, least and most memory in GiB, and steps. */
const LISTED: [cpu: number, least: number, most: number, step: number][] = [
    [512, 1, 4, 1],
    [1024, 2, 8, 1],
    [2048, 4, 16, 1],
    [4096, 8, 30, 1],
    [8192, 16, 60, 4],
    [16384, 32, 120, 8],
];

test("the smallest size alone has half a GiB, and no third", () => {
    expect(memoriesFor(256)).toEqual([512, 1024, 2048]);
});

test.each(LISTED)("%i CPU units go with %i to %i GiB in steps of %i", (cpu, least, most, step) => {
    const all = memoriesFor(cpu);
    expect(all[0]).toBe(least * 1024);
    expect(all.at(-1)).toBe(most * 1024);
    expect(new Set(all.slice(1).map((memory, index) => memory - (all[index] ?? 0)))).toEqual(new Set([step * 1024]));
});

test("there are no others", () => {
    expect(CPUS).toEqual([256, ...LISTED.map(([cpu]) => cpu)]);
    for (const cpu of [0, 128, 300, 32768, Number.NaN]) expect(memoriesFor(cpu)).toEqual([]);
});
