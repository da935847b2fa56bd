import {
    COLORS,
    type Color,
    type Mistake,
    mistake,
    type Releases,
    refusals,
    type TierWeights,
    type Weights,
} from "../release";
import { censusSeconds } from "./api/census";
import type { LiveRules, TaggedRule } from "./api/rules";
import type { AlbSource } from "./api/source";
import { PRIORITIES_AN_APP } from "./rules/priorities";
import { TAGS } from "./rules/tags";

/** What an update is about to do, in plain values. */
export interface AlbPlanInputs {
    readonly alb: AlbSource;
    readonly firstPriority: number;
    readonly hosts: readonly string[];
    readonly epoch: number;
    readonly releases: Releases;
    readonly weights: TierWeights;
    /** Instances a color and tier. */
    readonly sizes: { readonly [C in Color]?: Readonly<Record<string, number>> };
    readonly drain: { readonly deadlineMinutes: number; readonly force: boolean };
    /** Config keys behind the arguments, so that a refusal names what the operator typed. */
    readonly keys: Readonly<Record<string, string>>;
}

/** What the API tells. */
export interface Found {
    readonly all: readonly TaggedRule[];
    readonly rules: LiveRules | undefined;
    /** Requests of late, a color; empty where nobody needs to know. */
    readonly census: { readonly [C in Color]?: number };
}

/** Why an update must not be made: another app's place taken, weights changed by hand, a release that is still needed removed. */
export function albRefusals(found: Found, news: AlbPlanInputs, last: TierWeights | undefined): Mistake[] {
    return [...claimed(found.all, news), ...drifted(found.rules, news, last), ...transition(found, news)];
}

/** Colors whose release goes, or loses all instances of a tier, so that their census counts. */
export function leaving(rules: LiveRules | undefined, { releases, sizes }: AlbPlanInputs): Color[] {
    return COLORS.filter((color) => {
        const live = rules?.live.releases[color];
        return live !== undefined && (live !== releases[color] || emptied(sizes[color]).length > 0);
    });
}

/** Another app has one of the priorities, or answers one of the hosts. */
function claimed(all: readonly TaggedRule[], { alb, firstPriority, hosts }: AlbPlanInputs): Mistake[] {
    const strangers = all.filter(({ tags }) => tags[TAGS.app] !== alb.app);
    const mistakes: Mistake[] = [];
    const inRange = strangers.find(({ rule }) => {
        const priority = Number(rule.Priority);
        return priority >= firstPriority && priority < firstPriority + PRIORITIES_AN_APP;
    });
    if (inRange) {
        const rule = `priorities ${firstPriority} to ${firstPriority + PRIORITIES_AN_APP - 1} must be free on the listener, but ${whose(inRange)} has ${inRange.rule.Priority}`;
        mistakes.push(
            mistake("priority", rule, firstPriority, "give each app on the load balancer a range of its own"),
        );
    }
    const wanted = new Set(hosts.map((host) => host.toLowerCase()));
    for (const one of strangers.filter(({ tags }) => tags[TAGS.app] !== undefined)) {
        const taken = hostsOf(one).find((host) => wanted.has(host.toLowerCase()));
        if (!taken) continue;
        mistakes.push(
            mistake("hosts", `each host belongs to one app, but ${whose(one)} answers ${taken}`, hosts, "remove it"),
        );
        break;
    }
    return mistakes;
}

function hostsOf({ rule }: TaggedRule): string[] {
    const hosts = rule.Conditions?.find(({ Field }) => Field === "host-header");
    return hosts?.HostHeaderConfig?.Values ?? hosts?.Values ?? [];
}

function whose({ tags, rule }: TaggedRule): string {
    return tags[TAGS.app] === undefined ? `a rule that is not ours (${rule.RuleArn})` : `app ${tags[TAGS.app]}`;
}

/** Weights that neither this config nor the last update asked for were set by hand; putting them back silently would hurt. */
function drifted(found: LiveRules | undefined, { weights }: AlbPlanInputs, last: TierWeights | undefined): Mistake[] {
    for (const [tier, live] of Object.entries(found?.live.weights ?? {})) {
        const known = [weights[tier], last?.[tier], found?.declared[tier]];
        if (known.some((one) => one && same(one, live))) continue;
        const rule =
            `the load balancer gives new visitors of ${tier} ${spoken(live)}, which neither this config (${spoken(weights[tier])}) ` +
            `nor the last update (${spoken(found?.declared[tier])}) asked for: somebody changed the rule by hand`;
        const remedy = "set active and canary to what is live and update, or set the rule back, then switch";
        return [mistake("traffic", rule, spoken(live), remedy)];
    }
    return [];
}

const same = (a: Weights, b: Weights) => a.blue === b.blue && a.green === b.green;

function spoken(weights: Weights | undefined): string {
    return weights ? `blue ${weights.blue} green ${weights.green}` : "nothing";
}

function transition({ rules, census }: Found, news: AlbPlanInputs): Mistake[] {
    const seconds = censusSeconds(news.alb.idleSeconds);
    const within = `in the last ${Math.round(seconds / 60)} minutes`;
    const counted = { one: `request ${within}`, many: `requests ${within}` };
    const live = rules?.live;
    return [
        ...refusals(live, news, (color) => census[color], Date.now(), counted),
        ...COLORS.flatMap((color) => {
            const requests = census[color] ?? 0;
            const kept = live?.releases[color] !== undefined && live.releases[color] === news.releases[color];
            if (!kept || news.drain.force || requests === 0) return [];
            return emptied(news.sizes[color]).map((tier) =>
                mistake(
                    `${color}.instances.${tier}`,
                    `${live.releases[color]} on ${color} still has ${requests} ${requests === 1 ? counted.one : counted.many}`,
                    0,
                    "keep its instances until the census is 0, or set force for one update",
                ),
            );
        }),
    ];
}

/** Tiers without any instance. */
function emptied(sizes: Readonly<Record<string, number>> | undefined): string[] {
    return Object.entries(sizes ?? {}).flatMap(([tier, size]) => (size === 0 ? [tier] : []));
}
