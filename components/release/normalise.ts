import { type App, Cookieless, Order, type Releases, type Traffic } from "./app";
import type { DrainArgs, GateArgs, SessionArgs, TierArgs, TrafficArgs } from "./args";
import { COLORS, Color, parseColor } from "./color";
import { type Mistake, mistake } from "./mistake";
import { check, cookieName, headerName, hostName, number, oneOf, RELEASE_ID, trueOrFalse, wholeNumber } from "./rules";
import { tiersOf } from "./tiers";

/** What every target is given, whatever else it needs. */
export interface AppArgs {
    /**
     * The separately built and scaled parts of the app.
     *
     * Unit: none (names to tiers). Default: none, required.
     * Error: "tiers: exactly one tier has the catch-all path /*, got ...";
     * "tiers[...]: a tier's name is 1 to 20 of a-z, 0-9 and -, starts with a letter, and is not blue, green or visitor, got ...".
     */
    readonly tiers: Readonly<Record<string, TierArgs>>;
    /**
     * What the blue color runs.
     *
     * Unit: none (a release id: 1 to 40 of A-Z, a-z, 0-9, dot, _ and -). Default: off.
     * Error: "blue.release: must be 1 to 40 of A-Z, a-z, 0-9, dot, _ and -, starting with a letter or digit, got ...".
     */
    readonly blue?: { readonly release: string };
    /**
     * What the green color runs.
     *
     * Unit: none (a release id: 1 to 40 of A-Z, a-z, 0-9, dot, _ and -). Default: off.
     * Error: "green.release: must be 1 to 40 of A-Z, a-z, 0-9, dot, _ and -, starting with a letter or digit, got ...";
     * "green.release: the two colors run different releases, got ...".
     */
    readonly green?: { readonly release: string };
    /**
     * Who gets what.
     *
     * Unit: none. Default: none, required.
     * Error: see its fields.
     */
    readonly traffic: TrafficArgs;
    /**
     * How a visitor is tied to a release.
     *
     * Unit: none. Default: a cookie `release` for 30 minutes of idle time.
     * Error: see its fields.
     */
    readonly session?: SessionArgs;
    /**
     * When the standby's release may be removed or replaced.
     *
     * Unit: none. Default: when nobody is left on it.
     * Error: see its fields.
     */
    readonly drain?: DrainArgs;
    /**
     * How hard a switch is checked.
     *
     * Unit: none. Default: 20 fresh clients a tier, 60 seconds.
     * Error: see its fields.
     */
    readonly gate?: GateArgs;
}

/** The same with every default filled in, and all that is wrong with it. Use the settings only when there is no mistake. */
export interface Settings {
    readonly app: App;
    readonly releases: Releases;
    readonly traffic: Traffic;
    readonly drain: { readonly deadlineMinutes: number; readonly force: boolean };
    /** How far back the census looks: nobody of the session idle time and the quiet time. */
    readonly censusSeconds: number;
    readonly gate: { readonly freshClients: number; readonly deadlineSeconds: number };
    readonly mistakes: readonly Mistake[];
}

/** Checks what an app was given and fills in the defaults. Never throws; collects every mistake. */
export function normalise(name: string, args: AppArgs): Settings {
    const mistakes: Mistake[] = [];
    const app: App = {
        name,
        tiers: tiersOf(args.tiers ?? {}, mistakes),
        session: sessionOf(args.session ?? {}, mistakes),
    };
    const releases = releasesOf(args, mistakes);
    const traffic = trafficOf(args.traffic ?? {}, releases, mistakes);
    const drain = args.drain ?? {};
    const quietMinutes = check(mistakes, "drain.quietMinutes", drain.quietMinutes ?? 0, number(0, 10080));
    const gate = args.gate ?? {};
    return {
        app,
        releases,
        traffic,
        drain: {
            deadlineMinutes: check(mistakes, "drain.deadlineMinutes", drain.deadlineMinutes ?? 0, number(0, 525600)),
            force: check(mistakes, "drain.force", drain.force ?? false, trueOrFalse),
        },
        // What is wrong may be no number at all.
        censusSeconds: mistakes.length > 0 ? 0 : app.session.idleSeconds + Math.ceil(quietMinutes * 60),
        gate: {
            freshClients: check(mistakes, "gate.freshClients", gate.freshClients ?? 20, wholeNumber(1, 1000)),
            deadlineSeconds: check(mistakes, "gate.deadlineSeconds", gate.deadlineSeconds ?? 60, number(1, 3600)),
        },
        mistakes,
    };
}

function sessionOf(args: SessionArgs, mistakes: Mistake[]): App["session"] {
    const header = check(mistakes, "session.header", args.header ?? "X-Release", headerName);
    const query = check(mistakes, "session.query", args.query ?? "release", cookieName);
    const aliases = check(mistakes, "session.aliases", args.aliases ?? false, trueOrFalse);
    const domain = args.domain ?? undefined;
    if (domain !== undefined) check(mistakes, "session.domain", domain, hostName);
    return {
        idleSeconds: check(mistakes, "session.idleSeconds", args.idleSeconds ?? 1800, wholeNumber(1, 604800)),
        cookie: check(mistakes, "session.cookie", args.cookie ?? "release", cookieName),
        headers: aliases ? [header, "x-deployment-id"] : [header],
        queries: aliases ? [query, "dpl"] : [query],
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
        const given = args[color];
        if (given) releases[color] = check(mistakes, `${color}.release`, given.release, RELEASE_ID);
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

function trafficOf(args: Partial<TrafficArgs>, releases: Releases, mistakes: Mistake[]): Traffic {
    const active = parseColor(args.active ?? "");
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
        if (releases[color] !== undefined || (color !== active && canaryPercent === 0)) continue;
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
