import { albRelease } from "../../support/albApp";
import {
    type AlbDeclared,
    type AlbWorld,
    albAnswers,
    albDeclared,
    albRefuses,
    albSteps,
} from "../../support/model/albModel";
import { type Step, worldsOf } from "../../support/model/explorer";
import { harm } from "../../support/model/visitors";

/** Configs by what they ask for: a release a color, who is active, the canary, and the order of a switch. */
type Wanted = readonly [blue: string, green: string, active: "blue" | "green", canary: number, order?: string];

const declared = new Map<string, Promise<AlbDeclared>>();

function declare(wanted: Wanted): Promise<AlbDeclared> {
    const [blue, green, active, canaryPercent, order = "backend-first"] = wanted;
    const known = declared.get(wanted.join());
    if (known) return known;
    const color = (release: string) => (release === "" ? undefined : albRelease(release));
    const traffic = { active, canaryPercent, order, epoch: 1 };
    const made = albDeclared({ blue: color(blue), green: color(green), traffic });
    declared.set(wanted.join(), made);
    return made;
}

const idle = ({ rules, running }: AlbWorld): AlbWorld => ({ rules, running });

/** Releases of a config, with the color they are on. */
const live = ([blue, green]: Wanted) => [`blue ${blue}`, `green ${green}`].filter((one) => !one.endsWith(" "));

/** Goes from one config to the next ones; each update but the last one may be killed after any write. Answers the worlds and what they harm. */
async function explore(
    configs: readonly [Wanted, ...Wanted[]],
    steps = albSteps as (world: AlbWorld, wanted: AlbDeclared) => Step<AlbWorld>[],
) {
    const [first, ...rest] = configs;
    const before = live(first);
    const all = rest.map(live);
    const bare = (one: string) => one.split(" ")[1] ?? "";
    const kept = before.filter((one) => all.every((others) => others.includes(one))).map(bare);
    // Whose release comes back has no visitors left: one is retired when nobody was there for the session idle time.
    const retired = before.filter((one) => !all.some((others) => others.includes(one))).map(bare);
    let worlds = [idle(await declare(first))];
    const seen = new Map(worlds.map((world) => [JSON.stringify(world), world]));
    for (const wanted of rest) {
        const target = await declare(wanted);
        const next = new Map<string, AlbWorld>();
        for (const world of worlds) {
            const reached = albRefuses(world, target) ? [world] : worldsOf(world, steps(world, target));
            for (const one of reached) next.set(JSON.stringify(one), one);
        }
        worlds = [...next.values()];
        for (const [key, world] of next) seen.set(key, world);
    }
    const harmed = [...seen.values()].flatMap((world) => harm(albAnswers(world), { kept, retired }));
    return { worlds: seen.size, harmed: [...new Set(harmed)] };
}

const V1: Wanted = ["v1", "", "blue", 0];
const DEPLOYED: Wanted = ["v1", "v2", "blue", 0];
const CANARY: Wanted = ["v1", "v2", "blue", 10];
const SWITCHED: Wanted = ["v1", "v2", "green", 0];
const CLIENT_FIRST: Wanted = ["v1", "v2", "green", 0, "frontend-first"];
const RETIRED: Wanted = ["", "v2", "green", 0];
const NEXT: Wanted = ["v3", "v2", "green", 0];

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
    "S10 S33 AWS: %s, killed after any write and run again, back, or killed again: no error, no flip, no mix",
    async (_, [from, to], least) => {
        const chains = [
            [from, to],
            [from, to, to, to],
            [from, to, from],
            [from, to, from, to],
        ] as const;
        for (const chain of chains) {
            const { worlds, harmed } = await explore(chain);
            expect({ chain, harmed }).toEqual({ chain, harmed: [] });
            expect(worlds).toBeGreaterThanOrEqual(least);
        }
    },
);

test("AWS: going back from a switch that was killed half-way to a config without its release is refused, not done", async () => {
    const half = worldsOf(idle(await declare(V1)), albSteps(await declare(V1), await declare(SWITCHED))).filter(
        (world) => albAnswers(world).unpinned("backend").has("v2"),
    );
    expect(half.length).toBeGreaterThanOrEqual(2);
    const [back, on] = [await declare(V1), await declare(DEPLOYED)];
    expect(half.map((world) => [albRefuses(world, back), albRefuses(world, on)])).toEqual(
        half.map(() => [true, false]),
    );
});

test("an update that wrote in any order would harm visitors, and the exploration finds it", async () => {
    const unordered = (world: AlbWorld, wanted: AlbDeclared) =>
        albSteps(world, wanted).map((step) => ({ ...step, after: [] }));
    const { harmed } = await explore([V1, SWITCHED], unordered);
    expect(harmed).toContain("backend without a pin gets error");
    expect(harmed).toContain("a new page of v2, its API by cookie gets v1");
    const { harmed: retirement } = await explore([SWITCHED, RETIRED], unordered);
    expect(retirement).toContain("frontend by cookie v1 gets error");
});
