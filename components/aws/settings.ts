import { markedPins, type PinSecrets, pinSecrets } from "../common/pins";
import { sizesOf } from "../common/releases";
import {
    Cookieless,
    type Mistake,
    mistake,
    normalise,
    onEveryTier,
    type PerColor,
    type Settings,
    type TierWeights,
    weightsOf,
} from "../release";
import { check, number, type Requirement, trueOrFalse, wholeNumber } from "../release/rules";
import type { AlbBlueGreenArgs } from "./args";
import { APP_NAME } from "./common/checks";
import { pieceMistakes } from "./pieceMistakes";
import { releaseMistakes } from "./releases";
import { limitMistakes } from "./rules/limits";
import { listenerRules, type RulePlan } from "./rules/listenerRules";
import { pathMistakes } from "./rules/paths";
import { LARGEST_PRIORITY, MOST_TIERS, PRIORITIES_AN_APP } from "./rules/priorities";

/** The arguments with every default filled in, and all that is wrong with them. */
export interface AlbSettings extends Settings {
    readonly weights: TierWeights;
    /** Instances of the colors that are on, a tier. */
    readonly sizes: PerColor<Readonly<Record<string, number>>>;
    readonly rules: RulePlan;
    readonly settleSeconds: number;
    readonly runsServices: boolean;
    readonly startSeconds: Readonly<Record<string, number>>;
    readonly ports: Readonly<Record<string, number>>;
    readonly pinSecrets: PinSecrets;
}

const HOST: Requirement = {
    holds: (value) => /^(?=.{1,128}$)[A-Za-z0-9*?-]+(\.[A-Za-z0-9*?-]+)+$/.test(String(value)),
    rule: "must be host names",
};
const PLAIN_HOST: Requirement = {
    holds: (value) => !/[*?]/.test(String(value)),
    rule: "must start with a host name without wildcards, which the outputs show",
};

/** Checks what {@link AlbBlueGreen} was given and fills in the defaults. Never throws; collects every mistake. */
export function albSettings(name: string, args: AlbBlueGreenArgs): AlbSettings {
    const session = { cookieless: Cookieless.None, ...args.session };
    const common = normalise(name, { ...args, session });
    const mistakes: Mistake[] = [...common.mistakes];
    const { app, releases, traffic } = common;
    check(mistakes, "name", name, APP_NAME);
    if (session.cookieless === Cookieless.SourceAddress) {
        const rule = "must be none, since a load balancer cannot tie by source address";
        mistakes.push(mistake("session.cookieless", rule, session.cookieless));
    }
    const declared = Object.keys(args.tiers ?? {});
    if (declared.length > MOST_TIERS) {
        mistakes.push(mistake("tiers", `the load balancer has room for ${MOST_TIERS} tiers`, declared.length));
    }
    const hosts = args.hosts ?? [];
    for (const host of hosts) check(mistakes, "hosts", host, HOST);
    if (hosts[0] !== undefined) check(mistakes, "hosts", hosts[0], PLAIN_HOST);
    const largest = LARGEST_PRIORITY - PRIORITIES_AN_APP + 1;
    const firstPriority = check(mistakes, "priority", args.priority ?? 1000, wholeNumber(1, largest));
    const perTier = <T>(field: string, value: (tier: AlbBlueGreenArgs["tiers"][string]) => T, rule: Requirement) =>
        Object.fromEntries(
            declared.map((tier) => {
                const given = value(args.tiers[tier] ?? ({} as AlbBlueGreenArgs["tiers"][string]));
                return [tier, check(mistakes, `tiers.${tier}.${field}`, given, rule)];
            }),
        );
    const least = (tier: string) => args.tiers[tier]?.task?.autoscaling?.minInstances;
    const sizes = sizesOf(args, common, least, mistakes);
    const weights = onEveryTier(app, weightsOf(traffic));
    mistakes.push(...releaseMistakes(args, declared), ...pathMistakes(app));
    // What the app's own rules refuse already need not be told twice.
    const told = new Set(mistakes.map(({ where }) => where));
    mistakes.push(...pieceMistakes(args).filter(({ where }) => !told.has(where)));
    const secrets = pinSecrets(args.pins, releases, mistakes);
    const rules: RulePlan = {
        app,
        declared,
        hosts,
        firstPriority,
        releases,
        pins: markedPins(releases, secrets),
        weights,
        sticky: check(mistakes, "sticky", args.sticky ?? true, trueOrFalse),
    };
    // What has mistakes of its own may not fit either, and one message is enough.
    if (mistakes.length === 0) mistakes.push(...limitMistakes(listenerRules(rules)));
    return {
        ...common,
        weights,
        sizes,
        rules,
        settleSeconds: check(mistakes, "settleSeconds", args.settleSeconds ?? 10, number(0, 600)),
        runsServices: check(mistakes, "runsServices", args.runsServices ?? true, trueOrFalse),
        startSeconds: perTier("startSeconds", (tier) => tier.startSeconds ?? 600, number(10, 3600)),
        pinSecrets: secrets,
        ports: perTier("port", (tier) => tier.port ?? 8080, wholeNumber(1, 65535)),
        mistakes,
    };
}
