import { type App, CATCH_ALL, Cookieless, isCatchAll, Order, type Releases, type Tier, type Traffic } from "./app";
import type { DrainArgs, GateArgs, SessionArgs, TierArgs, TrafficArgs } from "./args";
import { COLORS, Color, parseColor } from "./color";
import { type Mistake, mistake } from "./mistake";
import { pathFits, specificity } from "./routes";
import {
    check,
    cookieName,
    headerName,
    hostName,
    number,
    oneOf,
    PATTERN,
    pathOf,
    RELEASE_ID,
    wholeNumber,
} from "./rules";

/** What every target is given, whatever else it needs. */
export interface AppArgs {
    readonly tiers: Readonly<Record<string, TierArgs>>;
    readonly blue?: { readonly release: string };
    readonly green?: { readonly release: string };
    readonly traffic: TrafficArgs;
    readonly session?: SessionArgs;
    readonly drain?: DrainArgs;
    readonly gate?: GateArgs;
}

/** The same with every default filled in, and all that is wrong with it. Use the settings only when there is no mistake. */
export interface Settings {
    readonly app: App;
    readonly releases: Releases;
    readonly traffic: Traffic;
    readonly drain: { readonly deadlineMinutes: number; readonly force: boolean };
    readonly gate: { readonly freshClients: number; readonly deadlineSeconds: number };
    readonly mistakes: readonly Mistake[];
}

const NAME = /^[a-z][a-z0-9-]{0,19}$/;

/** Checks what an app was given and fills in the defaults. Never throws; collects every mistake. */
export function normalise(name: string, args: AppArgs): Settings {
    const mistakes: Mistake[] = [];
    const app: App = {
        name,
        tiers: tiersOf(args.tiers, mistakes),
        session: sessionOf(args.session ?? {}, mistakes),
    };
    const releases = releasesOf(args, mistakes);
    const traffic = trafficOf(args.traffic, releases, mistakes);
    const drain = args.drain ?? {};
    const gate = args.gate ?? {};
    return {
        app,
        releases,
        traffic,
        drain: {
            deadlineMinutes: check(mistakes, "drain.deadlineMinutes", drain.deadlineMinutes ?? 0, number(0, 525600)),
            force: drain.force ?? false,
        },
        gate: {
            freshClients: check(mistakes, "gate.freshClients", gate.freshClients ?? 20, wholeNumber(1, 1000)),
            deadlineSeconds: check(mistakes, "gate.deadlineSeconds", gate.deadlineSeconds ?? 60, number(1, 3600)),
        },
        mistakes,
    };
}

function tiersOf(args: AppArgs["tiers"], mistakes: Mistake[]): Tier[] {
    const tiers = Object.entries(args).map(([name, tier]): Tier => {
        const at = `tiers.${name}`;
        if (!NAME.test(name)) {
            mistakes.push(
                mistake(at, "a tier's name is 1 to 20 of a-z, 0-9 and -, and starts with a letter", name, "rename it"),
            );
        }
        const { health } = tier;
        const belongs = pathOf((one) => pathFits(tier.paths, one));
        return {
            name,
            paths: tier.paths.map((one) => check(mistakes, `${at}.paths`, one, PATTERN)),
            health: {
                path: check(mistakes, `${at}.health.path`, health.path, belongs),
                intervalSeconds: check(
                    mistakes,
                    `${at}.health.intervalSeconds`,
                    health.intervalSeconds ?? 1,
                    number(0.1, 300),
                ),
                timeoutSeconds: check(
                    mistakes,
                    `${at}.health.timeoutSeconds`,
                    health.timeoutSeconds ?? 2,
                    number(0.1, 120),
                ),
                fall: check(mistakes, `${at}.health.fall`, health.fall ?? 2, wholeNumber(1, 10)),
                rise: check(mistakes, `${at}.health.rise`, health.rise ?? 2, wholeNumber(1, 10)),
            },
            instances: check(mistakes, `${at}.instances`, tier.instances ?? 1, wholeNumber(1, 100)),
            warmupPaths: (tier.warmupPaths ?? []).map((one) => check(mistakes, `${at}.warmupPaths`, one, belongs)),
        };
    });
    const catching = tiers.filter(isCatchAll);
    if (catching.length !== 1) {
        const got = catching.map(({ name }) => name);
        mistakes.push(mistake("tiers", `exactly one tier has the catch-all path ${CATCH_ALL}`, got));
    }
    const owners = new Map<string, string>();
    for (const { name, paths } of tiers) {
        for (const one of paths) {
            const owner = owners.get(one);
            if (owner) {
                mistakes.push(mistake(`tiers.${name}.paths`, `${one} belongs to ${owner} already`, one, "remove one"));
            }
            owners.set(one, name);
        }
    }
    const rank = (tier: Tier) => Math.max(...tier.paths.map((one) => (one === CATCH_ALL ? -1 : specificity(one))));
    return tiers.sort((a, b) => rank(b) - rank(a));
}

function sessionOf(args: SessionArgs, mistakes: Mistake[]): App["session"] {
    const header = check(mistakes, "session.header", args.header ?? "X-Release", headerName);
    const query = check(mistakes, "session.query", args.query ?? "release", cookieName);
    const { domain } = args;
    if (domain !== undefined) check(mistakes, "session.domain", domain, hostName);
    return {
        idleSeconds: check(mistakes, "session.idleSeconds", args.idleSeconds ?? 1800, wholeNumber(1, 604800)),
        cookie: check(mistakes, "session.cookie", args.cookie ?? "release", cookieName),
        headers: args.aliases ? [header, "x-deployment-id"] : [header],
        queries: args.aliases ? [query, "dpl"] : [query],
        sameSite: check(mistakes, "session.sameSite", args.sameSite ?? "Lax", oneOf("Lax", "Strict", "None")),
        domain,
        cookieless: check(
            mistakes,
            "session.cookieless",
            args.cookieless ?? Cookieless.SourceAddress,
            oneOf(...Object.values(Cookieless)),
        ) as Cookieless,
    };
}

function releasesOf(args: AppArgs, mistakes: Mistake[]): Releases {
    const releases: { blue?: string; green?: string } = {};
    for (const color of COLORS) {
        const release = args[color]?.release;
        if (release !== undefined) releases[color] = check(mistakes, `${color}.release`, release, RELEASE_ID);
    }
    if (releases.blue !== undefined && releases.blue === releases.green) {
        mistakes.push(
            mistake(
                "green.release",
                "the two colors run different releases",
                releases.green,
                "give the new release an id of its own",
            ),
        );
    }
    return releases;
}

function trafficOf(args: TrafficArgs, releases: Releases, mistakes: Mistake[]): Traffic {
    const active = parseColor(args.active);
    if (!active) mistakes.push(mistake("traffic.active", "must be blue or green", args.active));
    const canaryPercent = check(mistakes, "traffic.canaryPercent", args.canaryPercent ?? 0, wholeNumber(0, 100));
    const traffic = {
        active: active ?? Color.Blue,
        canaryPercent,
        order: check(
            mistakes,
            "traffic.order",
            args.order ?? Order.BackendFirst,
            oneOf(...Object.values(Order)),
        ) as Order,
        pauseSeconds: check(mistakes, "traffic.pauseSeconds", args.pauseSeconds ?? 0, number(0, 600)),
        epoch: check(mistakes, "traffic.epoch", args.epoch ?? 0, wholeNumber(0, Number.MAX_SAFE_INTEGER)),
    };
    for (const color of active ? COLORS : []) {
        const needed = color === active ? canaryPercent < 100 || releases[color] === undefined : canaryPercent > 0;
        if (!needed || releases[color] !== undefined) continue;
        mistakes.push(
            color === active
                ? mistake(
                      "traffic.active",
                      "must name a color that has a release",
                      active,
                      `set a release for ${color}, or stay on the other color`,
                  )
                : mistake(
                      "traffic.canaryPercent",
                      `must be 0 while ${color} has no release`,
                      canaryPercent,
                      `set a release for ${color} first`,
                  ),
        );
    }
    return traffic;
}
