import { Exploration, type Model, type Wanted } from "../support/model/exploration";

const V1: Wanted = ["v1", "", "blue", 0];
const DEPLOYED: Wanted = ["v1", "v2", "blue", 0];
const CANARY: Wanted = ["v1", "v2", "blue", 10];
const SWITCHED: Wanted = ["v1", "v2", "green", 0];
const CLIENT_FIRST: Wanted = ["v1", "v2", "green", 0, "frontend-first"];
const RETIRED: Wanted = ["", "v2", "green", 0];
const NEXT: Wanted = ["v3", "v2", "green", 0];

/** What is different with a router. */
export interface Differences {
    /** Least worlds by the name of an update, where a router has fewer than the others. */
    readonly least?: Readonly<Record<string, number>>;
    /** What an update does to a cookie of a release that it replaces, although nobody is left on it. Default: nothing. */
    readonly replaced?: readonly string[];
    /** What an update would do whose writes came in any order. */
    readonly unordered: readonly string[];
}

/** All updates of a release's life, by every order of their writes, killed after any of them. */
export function interleavingScenarios<W, D>(router: string, model: Model<W, D>, differences: Differences): void {
    const exploration = new Exploration<W, D>(model);

    test.each<[string, readonly [Wanted, Wanted], number]>([
        ["a deploy", [V1, DEPLOYED], 20],
        ["a deploy and switch in one", [V1, SWITCHED], 20],
        ["a canary", [DEPLOYED, CANARY], 3],
        ["a switch", [DEPLOYED, SWITCHED], 3],
        ["a switch, the page first", [DEPLOYED, CLIENT_FIRST], 3],
        ["a switch out of a canary", [CANARY, SWITCHED], 3],
        ["a rollback", [SWITCHED, DEPLOYED], 3],
        ["a retirement", [SWITCHED, RETIRED], 15],
        ["another release in the place of one that nobody has", [SWITCHED, NEXT], 20],
    ])(
        `S10 S33 ${router}: %s, killed after any write and run again, back, or killed again: no error, no flip, no mix`,
        async (name, [from, to], usual) => {
            const chains = [
                [from, to],
                [from, to, to, to],
                [from, to, from],
                [from, to, from, to],
            ] as const;
            const known = to === NEXT ? (differences.replaced ?? []) : [];
            for (const chain of chains) {
                const { worlds, harmed } = await exploration.explore(chain);
                expect({ chain, harmed: harmed.filter((one) => !known.includes(one)) }).toEqual({ chain, harmed: [] });
                expect(worlds.length).toBeGreaterThanOrEqual(differences.least?.[name] ?? usual);
            }
        },
    );

    test(`${router}: an update that wrote in any order would harm visitors, and the exploration finds it`, async () => {
        const unordered = (world: W, wanted: D) => model.steps(world, wanted).map((step) => ({ ...step, after: [] }));
        const found = [
            ...(await exploration.explore([V1, SWITCHED], unordered)).harmed,
            ...(await exploration.explore([SWITCHED, RETIRED], unordered)).harmed,
        ];
        expect(found).toEqual(expect.arrayContaining([...differences.unordered]));
    });
}
