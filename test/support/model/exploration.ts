import type { TrafficArgs } from "../../../components/release";
import { type Step, worldsOf } from "./explorer";
import { type Answers, harm } from "./visitors";

/** A config by what it asks for: a release a color, empty when it is off; who is active, the canary, and the order of a switch. */
export type Wanted = readonly [
    blue: string,
    green: string,
    active: "blue" | "green",
    canary: number,
    order?: "backend-first" | "frontend-first",
];

/** A router and what runs behind it, as worlds that updates lead to. */
export interface Model<W, D> {
    /** What the component itself declares, under mocks. */
    readonly declare: (blue: string | undefined, green: string | undefined, traffic: TrafficArgs) => Promise<D>;
    /** The world after an undisturbed update. */
    readonly idle: (declared: D) => W;
    /** Whether the plan refuses the update, when nobody is left on what goes. */
    readonly refuses: (world: W, declared: D) => boolean | Promise<boolean>;
    /** The single writes of the update. */
    readonly steps: (world: W, declared: D) => Step<W>[];
    readonly answers: (world: W) => Answers;
}

/** What an exploration found. */
export interface Explored<W> {
    readonly worlds: readonly W[];
    /** What visitors suffer in any of them, in words. */
    readonly harmed: readonly string[];
}

/** Goes through the updates of one model; what a config declares is asked for once. */
export class Exploration<W, D> {
    private readonly declared = new Map<string, Promise<D>>();

    constructor(readonly model: Model<W, D>) {}

    declare(wanted: Wanted): Promise<D> {
        const [blue, green, active, canaryPercent, order = "backend-first"] = wanted;
        const known = this.declared.get(wanted.join());
        if (known) return known;
        const traffic = { active, canaryPercent, order, epoch: 1 };
        const made = this.model.declare(blue || undefined, green || undefined, traffic);
        this.declared.set(wanted.join(), made);
        return made;
    }

    /** Goes from one config to the next ones; each update may be killed after any write, and the next one finds the world as it was left. */
    async explore(
        configs: readonly [Wanted, ...Wanted[]],
        steps: Model<W, D>["steps"] = this.model.steps,
    ): Promise<Explored<W>> {
        const [first, ...rest] = configs;
        let worlds: W[] = [this.model.idle(await this.declare(first))];
        const seen = new Map(worlds.map((world) => [JSON.stringify(world), world]));
        for (const wanted of rest) {
            const target = await this.declare(wanted);
            const next = new Map<string, W>();
            for (const world of worlds) {
                const refused = await this.model.refuses(world, target);
                const reached = refused ? [world] : worldsOf(world, steps(world, target));
                for (const one of reached) next.set(JSON.stringify(one), one);
            }
            worlds = [...next.values()];
            for (const [key, world] of next) seen.set(key, world);
        }
        const visitors = visitorsOf(configs);
        const harmed = [...seen.values()].flatMap((world) => harm(this.model.answers(world), visitors));
        return { worlds: [...seen.values()], harmed: [...new Set(harmed)] };
    }
}

function visitorsOf([first, ...rest]: readonly [Wanted, ...Wanted[]]) {
    const live = ([blue, green]: Wanted) => [`blue ${blue}`, `green ${green}`].filter((one) => !one.endsWith(" "));
    const all = rest.map(live);
    const bare = (one: string) => one.split(" ")[1] ?? "";
    return {
        kept: live(first)
            .filter((one) => all.every((others) => others.includes(one)))
            .map(bare),
        // Whose release comes back has no visitors left: one is retired when nobody was there for the session idle time.
        retired: live(first)
            .filter((one) => !all.some((others) => others.includes(one)))
            .map(bare),
    };
}
