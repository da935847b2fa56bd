import { HaproxyBlueGreen, type HaproxyBlueGreenArgs } from "../../../components/haproxy";
import type { RouterSpec } from "../../../components/haproxy/config/spec";
import type { PlanInputs } from "../../../components/haproxy/providers/plan";
import type { TrafficInputs } from "../../../components/haproxy/providers/traffic";
import {
    COLORS,
    refusals,
    routeTable,
    ruleFor,
    sameWeights,
    switchStages,
    type TierWeights,
} from "../../../components/release";
import { made, releaseArgs, typicalArgs } from "../haproxyApp";
import { Recorder } from "../harness";
import { type Named, named, orderOf, same, withEntry } from "./entries";
import type { Model } from "./exploration";
import type { Step } from "./explorer";
import { type Answers, answersBy, ERROR } from "./visitors";

/** What HAProxy's configuration says, as far as releases go. */
type Config = Pick<RouterSpec, "app" | "releases">;

interface HaproxyWorld {
    /** Names of sets of instances that run and are healthy, to the release that they run: one is started whole or not at all. */
    readonly sets: Named<string>;
    readonly config: Config | undefined;
    /** The map that the worker has. */
    readonly weights: TierWeights | undefined;
    /** What is recorded once the map is written. */
    readonly recorded: Pick<TrafficInputs, "traffic" | "weights"> | undefined;
}

interface HaproxyDeclared {
    readonly sets: Named<string>;
    readonly starts: Named<string>;
    readonly config: Config;
    readonly router: string;
    readonly traffic: TrafficInputs;
    readonly weighted: string;
    readonly before: ReadonlyMap<string, readonly string[]>;
    readonly plan: PlanInputs;
}

/** `HaproxyBlueGreen`, by its own order and the route table that its configuration is rendered from. */
export const haproxyModel: Model<HaproxyWorld, HaproxyDeclared> = {
    declare: (blue, green, traffic) =>
        declared({
            blue: blue ? releaseArgs(blue) : undefined,
            green: green ? releaseArgs(green) : undefined,
            traffic,
        }),
    idle: ({ sets, config, traffic }) => ({ sets, config, weights: traffic.weights, recorded: recordOf(traffic) }),
    refuses,
    steps,
    answers,
};

const recordOf = ({ traffic, weights }: TrafficInputs) => ({ traffic, weights });

/** By the component itself, under mocks. */
async function declared(changes: Partial<HaproxyBlueGreenArgs>): Promise<HaproxyDeclared> {
    const recorder = await Recorder.start(made);
    new HaproxyBlueGreen("shop", typicalArgs(changes));
    const all = await recorder.settled();
    const of = (type: string) => all.filter((one) => one.type.endsWith(type));
    const one = (type: string) => {
        const [found] = of(type);
        if (!found) throw new Error(`there is no ${type}`);
        return found;
    };
    const sets = of(":Instances").map(({ name, inputs }) => {
        const { tier, color, release } = inputs as Named<string>;
        return { set: `${tier} ${color} ${release}`, release: release ?? "", name };
    });
    const { app, releases } = one(":Router").inputs.spec as RouterSpec;
    return {
        sets: named(sets.map(({ set, release }) => [set, release])),
        starts: named(sets.map(({ set, name }) => [set, name])),
        config: { app, releases },
        router: one(":Router").name,
        traffic: one(":Traffic").inputs as unknown as TrafficInputs,
        weighted: one(":Traffic").name,
        before: orderOf(all),
        plan: one(":ReleasePlan").inputs as unknown as PlanInputs,
    };
}

function refuses({ config, recorded }: HaproxyWorld, { plan }: HaproxyDeclared): boolean {
    if (!config) return false;
    const { active = "blue", epoch = 0 } = recorded?.traffic ?? {};
    const live = { epoch, active, releases: config.releases, weights: recorded?.weights, standbySince: {} };
    return refusals(live, plan, () => 0, Date.now()).length > 0;
}

/** What an update writes that takes a world to what is declared. */
function steps(world: HaproxyWorld, wanted: HaproxyDeclared): Step<HaproxyWorld>[] {
    const after = (name: string) => wanted.before.get(name) ?? [];
    const started = Object.entries(wanted.sets)
        .filter(([set]) => world.sets[set] === undefined)
        .map(([set, release]) => ({
            name: wanted.starts[set] ?? "",
            after: after(wanted.starts[set] ?? ""),
            apply: (now: HaproxyWorld) => ({ ...now, sets: withEntry(now.sets, set, release) }),
        }));
    const routed = {
        name: wanted.router,
        after: after(wanted.router),
        apply: (now: HaproxyWorld) => ({ ...now, config: wanted.config }),
    };
    const first = [...started, ...(same(world.config, wanted.config) ? [] : [routed]), ...weighed(world, wanted)];
    // The engine deletes last.
    const stopped = Object.keys(world.sets)
        .filter((set) => wanted.sets[set] === undefined)
        .map((set) => ({
            name: `stop ${set}`,
            after: first.map(({ name }) => name),
            apply: (now: HaproxyWorld) => ({ ...now, sets: withEntry(now.sets, set, undefined) }),
        }));
    return [...first, ...stopped];
}

/** A write of the map for each stage of a switch, and the record of it. */
function weighed({ recorded, weights }: HaproxyWorld, wanted: HaproxyDeclared): Step<HaproxyWorld>[] {
    const record = recordOf(wanted.traffic);
    if (same(recorded, record) && sameWeights(weights, record.weights)) return [];
    const { app, order } = { app: wanted.config.app, order: record.traffic.order };
    const stages = switchStages(app, recorded?.weights, record.weights, order).map((stage, index) => ({
        name: `${wanted.weighted}, stage ${index + 1}`,
        after: [
            ...(wanted.before.get(wanted.weighted) ?? []),
            ...(index > 0 ? [`${wanted.weighted}, stage ${index}`] : []),
        ],
        apply: (now: HaproxyWorld) => ({ ...now, weights: stage }),
    }));
    const last = {
        name: wanted.weighted,
        after: stages.map(({ name }) => name),
        apply: (now: HaproxyWorld) => ({ ...now, recorded: record }),
    };
    return [...stages, last];
}

/** What HAProxy answers in a world. A color that is off gets nobody, whatever the map says. */
function answers({ sets, config, weights }: HaproxyWorld): Answers {
    return answersBy((tier, request) => {
        if (!config) return new Set([ERROR]);
        const { app, releases } = config;
        const on = COLORS.filter((color) => releases[color] !== undefined);
        const [only] = on;
        const share = weights?.[tier];
        const drawn = on.length === 2 ? on.filter((color) => (share?.[color] ?? 0) > 0) : only ? [only] : [];
        const rules = routeTable(app, releases, weights ?? {});
        const rule = ruleFor(rules, request);
        const colors = rule && rule.match.by !== "default" ? rule.forward.map(({ color }) => color) : drawn;
        const runs = (color: "blue" | "green") => sets[`${tier} ${color} ${releases[color]}`] ?? ERROR;
        return new Set(colors.length > 0 ? colors.map(runs) : [ERROR]);
    });
}
