import { CATCH_ALL, isCatchAll, type Tier } from "./app";
import type { HealthArgs, TierArgs } from "./args";
import { type Mistake, mistake, shown } from "./mistake";
import { ownerOf, specificity } from "./routes";
import { check, number, PATH, PATTERN, type Requirement, wholeNumber } from "./rules";

/** A tier with its legal paths only, so that the rest can be checked whatever else is wrong. */
interface Draft {
    readonly name: string;
    /** How messages name it. */
    readonly at: string;
    readonly paths: readonly string[];
    readonly args: Partial<TierArgs>;
}

const NAME: Requirement = {
    holds: (name) => /^(?!(blue|green|visitor)$)[a-z][a-z0-9-]{0,19}$/.test(name as string),
    rule: "a tier's name is 1 to 20 of a-z, 0-9 and -, starts with a letter, and is not blue, green or visitor",
};
const ANSWERED = "must be an absolute path that this tier answers";

/** Checks the tiers and fills in the defaults; the catch-all comes last. */
export function tiersOf(args: Readonly<Record<string, TierArgs>>, mistakes: Mistake[]): Tier[] {
    const drafts = Object.entries(args).map(([name, tier]) => draft(name, tier ?? {}, mistakes));
    const catching = drafts.filter(isCatchAll);
    if (catching.length !== 1) {
        const got = catching.map(({ name }) => name);
        mistakes.push(mistake("tiers", `exactly one tier has the catch-all path ${CATCH_ALL}`, got));
    }
    const owners = new Map<string, string>();
    for (const { name, at, paths } of drafts) {
        for (const one of paths) {
            const owner = owners.get(one);
            if (owner) mistakes.push(mistake(`${at}.paths`, `${one} belongs to ${owner} already`, one, "remove one"));
            owners.set(one, name);
        }
    }
    const tiers = drafts.map((one) => filled(one, drafts, mistakes));
    for (const [index, { at }] of drafts.entries()) nothingBelow(at, tiers[index]?.health.path, tiers, mistakes);
    const rank = (tier: Tier) => (isCatchAll(tier) ? -1 : Math.max(...tier.paths.map(specificity)));
    return tiers.sort((a, b) => rank(b) - rank(a));
}

function draft(name: string, args: Partial<TierArgs>, mistakes: Mistake[]): Draft {
    const at = NAME.holds(name) ? `tiers.${name}` : `tiers[${shown(name)}]`;
    check(mistakes, at, name, NAME, "rename it");
    const paths: unknown[] = Array.isArray(args.paths) ? args.paths : [];
    if (paths.length === 0) mistakes.push(mistake(`${at}.paths`, "must be a list of at least one path", args.paths));
    for (const one of paths) check(mistakes, `${at}.paths`, one, PATTERN);
    return { name, at, args, paths: paths.filter((one): one is string => PATTERN.holds(one)) };
}

function filled({ name, at, args, paths }: Draft, drafts: readonly Draft[], mistakes: Mistake[]): Tier {
    const health: Partial<HealthArgs> = args.health ?? {};
    const answered = (where: string, path: string): string => {
        const owner = PATH.holds(path) ? ownerOf(drafts, path) : undefined;
        const remedy = owner && `${owner.at} answers it`;
        return check(mistakes, `${at}.${where}`, path, { holds: () => owner?.name === name, rule: ANSWERED }, remedy);
    };
    const warmupPaths = Array.isArray(args.warmupPaths) ? args.warmupPaths : [];
    if (args.warmupPaths && args.warmupPaths !== warmupPaths) {
        mistakes.push(mistake(`${at}.warmupPaths`, "must be a list", args.warmupPaths));
    }
    const count = (where: string, value: number, most: number) =>
        check(mistakes, `${at}.${where}`, value, wholeNumber(1, most));
    const seconds = (where: string, value: number, most: number) =>
        check(mistakes, `${at}.${where}`, value, number(0.1, most));
    return {
        name,
        paths,
        health: {
            path: answered("health.path", health.path as string),
            intervalSeconds: seconds("health.intervalSeconds", health.intervalSeconds ?? 1, 300),
            timeoutSeconds: seconds("health.timeoutSeconds", health.timeoutSeconds ?? 2, 120),
            fall: count("health.fall", health.fall ?? 2, 10),
            rise: count("health.rise", health.rise ?? 2, 10),
        },
        instances: count("instances", args.instances ?? 1, 100),
        warmupPaths: warmupPaths.map((one) => answered("warmupPaths", one)),
    };
}

/** An instance's own controls are below its health path; the router lets nobody there. */
function nothingBelow(at: string, path: unknown, tiers: readonly Tier[], mistakes: Mistake[]): void {
    if (!PATH.holds(path)) return;
    const used: unknown[] = tiers.flatMap(({ paths, health, warmupPaths }) => [...paths, health.path, ...warmupPaths]);
    const below = used.find((one) => typeof one === "string" && one.startsWith(`${path}/`));
    if (below === undefined) return;
    const rule = "must have no path of the app below it, since the router denies those";
    mistakes.push(mistake(`${at}.health.path`, rule, path, `${below} is below it; choose another path`));
}
