import { limitMistakes } from "../../aws/rules/limits";
import { type ListenerRule, listenerRules } from "../../aws/rules/listenerRules";
import { pathMistakes } from "../../aws/rules/paths";
import { MOST_TIERS } from "../../aws/rules/priorities";
import { matching } from "../../common/checks";
import { markedPins, type PinSecrets, pinSecrets } from "../../common/pins";
import { Cookieless, type Mistake, mistake, normalise, onEveryTier, type Settings, weightsOf } from "../../release";
import { check, hostName, type Requirement, wholeNumber } from "../../release/rules";
import { APP_NAME, LABEL_NAME, LABELS_GIVEN, OBJECT_NAME } from "../common/checks";
import type { AlbIngressArgs } from "./albIngressArgs";

/** What {@link AlbIngress} is to do, and all that is wrong with what it was given. */
export interface AlbIngressSettings extends Settings {
    /** Rules that match something: those of a color that is off are left out. */
    readonly rules: readonly ListenerRule[];
    /** Tiers in the order of their rules. */
    readonly tiers: readonly string[];
    readonly groupOrder: number;
    readonly className: string;
    readonly pinSecrets: PinSecrets;
}

const GROUP = matching(
    /^[a-z0-9]([a-z0-9.-]{0,61}[a-z0-9])?$/,
    "must be 1 to 63 of a-z, 0-9, dot and -, starting and ending with a letter or digit",
);
const HOST: Requirement = { ...hostName, rule: "must be host names" };

/** Checks what {@link AlbIngress} was given and fills in the defaults. Never throws; collects every mistake. */
export function albIngressSettings(args: AlbIngressArgs): AlbIngressSettings {
    const { blueRelease, greenRelease } = args;
    const common = normalise(args.app, {
        tiers: args.tiers,
        ...(blueRelease === undefined ? {} : { blue: { release: blueRelease } }),
        ...(greenRelease === undefined ? {} : { green: { release: greenRelease } }),
        traffic: args.traffic,
        session: { cookieless: Cookieless.None, ...args.session },
    });
    const mistakes: Mistake[] = [...common.mistakes];
    const { app, releases, traffic } = common;
    check(mistakes, "app", args.app, APP_NAME);
    check(mistakes, "namespace", args.namespace, LABEL_NAME);
    check(mistakes, "group", args.group, GROUP);
    if (args.labels !== undefined) check(mistakes, "labels", args.labels, LABELS_GIVEN);
    const hosts = args.hosts ?? [];
    for (const host of hosts) check(mistakes, "hosts", host, HOST);
    const declared = Object.keys(args.tiers ?? {});
    if (declared.length > MOST_TIERS) {
        mistakes.push(mistake("tiers", `the load balancer has room for ${MOST_TIERS} tiers`, declared.length));
    }
    mistakes.push(...pathMistakes(app));
    const weights = onEveryTier(app, weightsOf(traffic));
    const secrets = pinSecrets(args.pins, releases, mistakes);
    const pins = markedPins(releases, secrets);
    const all = listenerRules({ app, declared, hosts, firstPriority: 1, releases, pins, weights, sticky: true });
    // What has mistakes of its own may not fit either, and one message is enough.
    if (mistakes.length === 0) mistakes.push(...limitMistakes(all));
    return {
        ...common,
        rules: all.filter(({ isDefault, forward }) => isDefault || releases[forward[0]?.color ?? "blue"] !== undefined),
        tiers: [...new Set([...all].sort((a, b) => a.priority - b.priority).map(({ tier }) => tier))],
        pinSecrets: secrets,
        groupOrder: check(mistakes, "groupOrder", args.groupOrder ?? 0, wholeNumber(-1000, 900)),
        className: check(mistakes, "className", args.className ?? "alb", OBJECT_NAME),
        mistakes,
    };
}
