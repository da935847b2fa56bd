import fc from "fast-check";
import {
    COLORS,
    Color,
    gaining,
    isCatchAll,
    normalise,
    Order,
    onEveryTier,
    other,
    parseColor,
    type Rule,
    routeTable,
    ruleFor,
    sameWeights,
    switchStages,
    type TierWeights,
    weightsOf,
} from "../../../components/release";
import { type Scene, scene, visit } from "../../support/releaseArbitraries";

const percent = fc.integer({ min: 0, max: 100 });
const traffic = fc.record({ active: fc.constantFrom(...COLORS), canaryPercent: percent });
const order = fc.constantFrom(...Object.values(Order));

/** Weights that differ between tiers, as a switch that was killed leaves them. */
const ragged = ({ app }: Scene): fc.Arbitrary<TierWeights> =>
    fc
        .array(percent, { minLength: app.tiers.length, maxLength: app.tiers.length })
        .map((greens) =>
            Object.fromEntries(
                app.tiers.map(({ name }, index) => [
                    name,
                    { blue: 100 - (greens[index] ?? 0), green: greens[index] ?? 0 },
                ]),
            ),
        );

/** A scene and a switch of it: how the weights are, and how they are to be. */
const change = scene.chain((one) =>
    fc.record({
        one: fc.constant(one),
        before: fc.oneof(
            traffic.map((was) => onEveryTier(one.app, weightsOf(was))),
            ragged(one),
        ),
        after: traffic.map((will) => onEveryTier(one.app, weightsOf(will))),
        order,
    }),
);

const changedTiers = (from: TierWeights, to: TierWeights) =>
    Object.keys(to).filter((tier) => JSON.stringify(from[tier]) !== JSON.stringify(to[tier]));
const isDefault = (rule: Rule) => rule.match.by === "default";

describe("default weights", () => {
    test("S27 of every tier sum to 100 over the colors that are on, and none is negative", () => {
        fc.assert(
            fc.property(scene, ({ app, releases, rules }) => {
                const defaults = rules.filter(isDefault);
                expect(defaults.map(({ tier }) => tier)).toEqual(app.tiers.map(({ name }) => name));
                for (const { forward } of defaults) {
                    expect(forward.map(({ color, release }) => [color, release])).toEqual(
                        COLORS.flatMap((color) => (releases[color] ? [[color, releases[color]]] : [])),
                    );
                    expect(forward.reduce((sum, { weight }) => sum + weight, 0)).toBe(100);
                    for (const { weight } of forward) expect(weight).toBeGreaterThanOrEqual(0);
                }
            }),
        );
    });

    test("S07 the standby gets the canary, the active color the rest, on every tier", () => {
        fc.assert(
            fc.property(scene, ({ traffic, rules }) => {
                for (const { forward } of rules.filter(isDefault)) {
                    for (const { color, weight } of forward) {
                        const { active, canaryPercent } = traffic;
                        expect(weight).toBe(color === active ? 100 - canaryPercent : canaryPercent);
                    }
                }
            }),
        );
    });

    test.each([
        ["blue", 0, { blue: 100, green: 0 }],
        ["green", 0, { blue: 0, green: 100 }],
        ["blue", 10, { blue: 90, green: 10 }],
        ["green", 10, { blue: 10, green: 90 }],
        ["green", 100, { blue: 100, green: 0 }],
    ] as const)("of %s with a canary of %i are %j", (active, canaryPercent, weights) => {
        expect(weightsOf({ active, canaryPercent })).toEqual(weights);
    });
});

describe("a switch", () => {
    test("S05 S08 alters default rules only; each pin rule stays as it is and where it is", () => {
        fc.assert(
            fc.property(scene, traffic, order, ({ args, app, releases, pins: known, rules }, will, order) => {
                const { app: next, traffic } = normalise("shop", { ...args, traffic: { ...will, order } });
                expect(next).toEqual(app);
                const after = routeTable(next, releases, onEveryTier(next, weightsOf(traffic)), known);
                const pins = (table: readonly Rule[]) => table.map((rule) => (isDefault(rule) ? rule.tier : rule));
                expect(pins(after)).toEqual(pins(rules));
                const bare = (table: readonly Rule[]) =>
                    table.map((rule) => ({ ...rule, forward: rule.forward.map((one) => ({ ...one, weight: 0 })) }));
                expect(bare(after)).toEqual(bare(rules));
            }),
        );
    });

    test("S10 S12 moves no pinned visitor, at no stage", () => {
        fc.assert(
            fc.property(visit, traffic, order, ([one, request], will, order) => {
                const rule = ruleFor(one.rules, request);
                const before = onEveryTier(one.app, weightsOf(one.traffic));
                for (const stage of switchStages(one.app, before, onEveryTier(one.app, weightsOf(will)), order)) {
                    const now = ruleFor(routeTable(one.app, one.releases, stage, one.pins), request);
                    if (rule?.match.by === "default") expect(now?.match.by).toBe("default");
                    else expect(now).toEqual(rule);
                }
            }),
        );
    });

    test("S11 goes in one or two writes; each changes one group of tiers, the asked one first, and the last is what is wanted", () => {
        fc.assert(
            fc.property(change, ({ one, before, after, order }) => {
                const stages = switchStages(one.app, before, after, order);
                expect(stages.at(-1)).toEqual(after);
                expect(stages.length).toBeLessThanOrEqual(2);
                const pages = one.app.tiers.filter(isCatchAll).map(({ name }) => name);
                const groups = stages.map((stage, index) => {
                    const changed = changedTiers(stages[index - 1] ?? before, stage);
                    return new Set(changed.map((tier) => pages.includes(tier)));
                });
                for (const group of groups) expect(group.size).toBeLessThanOrEqual(1);
                if (stages.length < 2) return;
                expect(groups.map((group) => [...group][0])).toEqual(
                    order === Order.FrontendFirst ? [true, false] : [false, true],
                );
            }),
            { numRuns: 300 },
        );
    });

    test("S33 killed between its writes goes on with what is left", () => {
        fc.assert(
            fc.property(change, ({ one, before, after, order }) => {
                const [half = after, ...rest] = switchStages(one.app, before, after, order);
                if (rest.length > 0) expect(switchStages(one.app, half, after, order)).toEqual(rest);
            }),
        );
    });
});

describe("the writes of a switch", () => {
    const shop = { tiers: [tier("backend", "/api/*"), tier("socket", "/ws"), tier("frontend", "/*")] };
    const blue = { blue: 100, green: 0 };
    const green = { blue: 0, green: 100 };
    const every = (weights: typeof blue) => onEveryTier(shop, weights);

    function tier(name: string, path: string) {
        const health = { path, intervalSeconds: 1, timeoutSeconds: 1, fall: 1, rise: 1 };
        return { name, paths: [path], health, instances: 1, warmupPaths: [] };
    }

    test("S11 backend first: all but the catch-all tier, then the catch-all", () => {
        const half = { backend: green, socket: green, frontend: blue };
        expect(switchStages(shop, every(blue), every(green), "backend-first")).toEqual([half, every(green)]);
    });

    test("S11 frontend first: the catch-all tier, then the others", () => {
        const half = { backend: blue, socket: blue, frontend: green };
        expect(switchStages(shop, every(blue), every(green), "frontend-first")).toEqual([half, every(green)]);
    });

    test("S02 the first set-up is one write", () => {
        expect(switchStages(shop, undefined, every(green), "backend-first")).toEqual([every(green)]);
    });

    test("nothing to change is one write of the same", () => {
        expect(switchStages(shop, every(green), every(green), "backend-first")).toEqual([every(green)]);
    });

    test("a tier that is new has its weights from the start", () => {
        const { socket: _, ...before } = every(blue);
        const half = { backend: blue, socket: green, frontend: green };
        expect(switchStages(shop, before, every(green), "frontend-first")[0]).toEqual(half);
    });

    test.each<[string, TierWeights | undefined, TierWeights, Color[]]>([
        ["at the first set-up: all with a share", undefined, every(blue), ["blue"]],
        ["at the first set-up with a canary: both", undefined, every({ blue: 90, green: 10 }), ["blue", "green"]],
        ["in a switch: the new one", every(blue), every(green), ["green"]],
        ["nobody, when nothing changes", every(green), every(green), []],
        ["one tier is enough", { ...every(blue), socket: green }, every(green), ["green"]],
        ["a tier that is new", { backend: green, frontend: green }, every(green), ["green"]],
    ])("who gains %s", (_name, before, after, colors) => {
        expect(gaining(before, after)).toEqual(colors);
    });

    test("weights are alike whatever the order of the tiers, and not if one differs or lacks", () => {
        const turned = Object.fromEntries(Object.entries(every(blue)).reverse());
        expect(sameWeights(every(blue), turned)).toBe(true);
        expect(sameWeights(every(blue), { ...turned, socket: green })).toBe(false);
        expect(sameWeights(every(blue), { backend: blue, frontend: blue })).toBe(false);
        expect(sameWeights(undefined, every(blue))).toBe(false);
        expect(sameWeights(undefined, undefined)).toBe(true);
    });
});

test("colors: each has another, and only their exact names are theirs", () => {
    expect(COLORS.map(other)).toEqual([Color.Green, Color.Blue]);
    expect(["blue", "green", "Blue", " blue", "", "red"].map(parseColor)).toEqual(["blue", "green", ...Array(4)]);
});
