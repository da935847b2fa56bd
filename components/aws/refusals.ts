import { type Counted, type Mistake, mistake, type PerColor, type TierWeights } from "../release";
import { type Applied, drifted, type RouterWords, type SizedWanted, sizedRefusals } from "../release/liveRefusals";
import { censusSeconds } from "./api/census";
import type { TaggedRule } from "./api/rules";
import type { AlbSource } from "./api/source";
import { PRIORITIES_AN_APP } from "./rules/priorities";
import { TAGS } from "./rules/tags";

/** What an update is about to do, in plain values. */
export interface AlbPlanInputs extends SizedWanted {
    readonly alb: AlbSource;
    readonly firstPriority: number;
    readonly hosts: readonly string[];
    /** Config keys behind the arguments, so that a refusal names what the operator typed. */
    readonly keys: Readonly<Record<string, string>>;
}

/** What the API tells. */
export interface Found {
    readonly all: readonly TaggedRule[];
    readonly rules: Applied | undefined;
    /** Requests of late, a color; empty where nobody needs to know. */
    readonly census: PerColor<number>;
}

/** Why an update must not be made: another app's place taken, weights changed by hand, a release that is still needed removed. */
export function albRefusals(found: Found, news: AlbPlanInputs, last: TierWeights | undefined): Mistake[] {
    return [
        ...claimed(found.all, news),
        ...drifted(found.rules, news, last, WORDS),
        ...sizedRefusals(found.rules?.live, news, found.census, Date.now(), counted(news)),
    ];
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

/** How the load balancer is spoken of. */
const WORDS: RouterWords = {
    gives: "the load balancer gives new visitors of",
    changed: "asked for: somebody changed the rule by hand",
    remedy: "set active and canary to what is live and update, or set the rule back, then switch",
};

function counted({ alb }: AlbPlanInputs): Counted {
    const within = `in the last ${Math.round(censusSeconds(alb.idleSeconds) / 60)} minutes`;
    return { one: `request ${within}`, many: `requests ${within}`, unknown: "wait until CloudWatch answers" };
}
