import fc from "fast-check";
import {
    type App,
    type AppArgs,
    COLORS,
    Color,
    normalise,
    onEveryTier,
    type PerColor,
    type Releases,
    type Request,
    type Rule,
    routeTable,
    type TierArgs,
    type Traffic,
    weightsOf,
} from "../../components/release";

/** A legal release id. */
export const releaseId = fc.stringMatching(/^[A-Za-z0-9][A-Za-z0-9._-]{0,39}$/);

/** Some different ids. Short ones of few letters, so that one often begins another. */
export const releaseIds = (count: number) =>
    fc.uniqueArray(fc.oneof(releaseId, fc.stringMatching(/^[ab1][ab1.-]{0,2}$/)), {
        minLength: count,
        maxLength: count,
    });

/** Few words, so that paths nest, meet and just miss each other. */
const words = fc.array(fc.constantFrom("a", "b", "ab", "api"), { minLength: 1, maxLength: 4 });
const pattern = fc.tuple(words, fc.constantFrom("", "/", "/*")).map(([parts, end]) => `/${parts.join("/")}${end}`);

/** Paths that requests ask for: inside, beside and far from what the tiers answer. */
export const path = fc.oneof(
    fc.tuple(words, fc.constantFrom("", "/", "/x", "//", "/*", "?")).map(([parts, end]) => `/${parts.join("/")}${end}`),
    fc.constantFrom("/", "", "*", "/*", "//", "/a/../b", "/API", "/api%2F"),
    fc.string(),
    fc.string({ unit: "binary" }),
);

const tierName = fc
    .stringMatching(/^[a-z][a-z0-9-]{0,7}$/)
    .filter((name) => !["blue", "green", "visitor"].includes(name));

/** The tiers of an app: any number, with paths dealt out to them at random. Each has one path for sure: its health path. */
const tiers = fc
    .tuple(
        fc.uniqueArray(tierName, { minLength: 1, maxLength: 4 }),
        fc.uniqueArray(pattern, { maxLength: 8 }),
        fc.array(fc.nat(), { minLength: 8, maxLength: 8 }),
        fc.nat(),
    )
    .map(([names, patterns, owners, catching]) => {
        const all = Object.fromEntries(
            names.map((name): [string, TierArgs] => [
                name,
                { paths: [`/health-${name}`], health: { path: `/health-${name}` } },
            ]),
        );
        const give = (to: number, one: string) => all[names[to % names.length] ?? ""]?.paths.push(one);
        for (const [index, one] of patterns.entries()) give(owners[index] ?? 0, one);
        give(catching, "/*");
        return all;
    });

/** Everything that decides a route table. */
export interface Scene {
    readonly args: AppArgs;
    readonly app: App;
    readonly releases: Releases;
    readonly traffic: Traffic;
    /** What pins a visitor to a color that is on: its release id, or that with a signature. */
    readonly pins: PerColor<string>;
    readonly rules: readonly Rule[];
}

/** Colors whose pins are signed. */
const signed = fc.subarray([...COLORS]);
const signature = fc.stringMatching(/^[0-9a-f]{32}$/);

/** Legal apps in legal states: one color on, or both with any canary; pins signed or not. */
export const scene: fc.Arbitrary<Scene> = fc
    .record({
        tiers,
        ids: releaseIds(2),
        on: fc.constantFrom<Color[]>(["blue"], ["green"], ["blue", "green"]),
        active: fc.constantFrom(...COLORS),
        canaryPercent: fc.integer({ min: 0, max: 100 }),
        order: fc.constantFrom("backend-first", "frontend-first"),
        aliases: fc.boolean(),
        signed,
        signatures: fc.tuple(signature, signature),
    })
    .map(({ tiers, ids, on, active, canaryPercent, order, aliases, signed, signatures }) => {
        const release = (color: Color) =>
            on.includes(color) ? { [color]: { release: ids[COLORS.indexOf(color)] ?? "" } } : {};
        const both = on.length === 2;
        const pins = Object.fromEntries(
            signed.map((color) => {
                const at = COLORS.indexOf(color);
                return [color, `${ids[at]}.${signatures[at]}`];
            }),
        );
        const args = {
            tiers,
            ...release(Color.Blue),
            ...release(Color.Green),
            traffic: { active: both ? active : (on[0] ?? ""), canaryPercent: both ? canaryPercent : 0, order },
            session: { aliases },
        };
        return sceneOf(args, pins);
    });

/** The scene that some arguments make. */
export function sceneOf(args: AppArgs, signed: PerColor<string> = {}): Scene {
    const { app, releases, traffic } = normalise("shop", args);
    const pins = Object.fromEntries(
        COLORS.flatMap((color) => (releases[color] ? [[color, signed[color] ?? releases[color]]] : [])),
    );
    const rules = routeTable(app, releases, onEveryTier(app, weightsOf(traffic)), signed);
    return { args, app, releases, traffic, pins, rules };
}

/** Requests to a scene: no pin, pins to live releases, and pins to what is no live release though it looks like one. */
export const requestTo = ({ app, releases, pins }: Scene): fc.Arbitrary<Request> => {
    const live = COLORS.flatMap((color) => pins[color] ?? []);
    const ids = COLORS.flatMap((color) => releases[color] ?? []);
    const forged = ids.flatMap((id) => [id, `${id}.`, `${id}.${"0".repeat(32)}`]);
    const near = [...live, ...forged].flatMap((id) => [
        id,
        `${id} `,
        `${id}x`,
        id.slice(1),
        id.toUpperCase(),
        id.toLowerCase(),
    ]);
    const value = fc.oneof(
        fc.constantFrom(...live),
        fc.constantFrom(...near.filter((one) => !live.includes(one)), ""),
        releaseId.filter((one) => !live.includes(one)),
    );
    const some = (names: readonly string[]) =>
        fc
            .record(Object.fromEntries([...names, "other"].map((name) => [name, value])), { requiredKeys: [] })
            .map((values) => values as Record<string, string>);
    const own = app.tiers.flatMap(({ paths }) => paths.flatMap((one) => [one, one.replace("*", ""), `${one}/x`]));
    return fc.record({
        path: fc.oneof(path, fc.constantFrom(...own)).map((one) => `/${one.replace(/^\//, "")}`),
        query: some(app.session.queries),
        headers: some(app.session.headers.map((name) => name.toLowerCase())),
        cookies: some([app.session.cookie]),
    });
};

/** A legal scene and a request to it. */
export const visit = scene.chain((one) => fc.tuple(fc.constant(one), requestTo(one)));
