import {
    DescribeRulesCommand,
    DescribeTagsCommand,
    type ElasticLoadBalancingV2Client,
    type Rule,
} from "@aws-sdk/client-elastic-load-balancing-v2";
import { COLORS, type Releases, type Weights } from "../../release";
import type { Applied } from "../../release/liveRefusals";
import { parseSwitchFacts, parseWeightsText } from "../../release/switchFacts";
import { TAGS } from "../rules/tags";
import type { AlbSource } from "./source";

/** DescribeTags takes so many ARNs a call (Elastic Load Balancing API). */
const TAGGED_A_CALL = 20;

/** A rule of the listener with its tags. */
export interface TaggedRule {
    readonly rule: Rule;
    readonly tags: Readonly<Record<string, string>>;
}

/** All rules of a listener that have a priority, with their tags. */
export async function readRules(client: ElasticLoadBalancingV2Client, listenerArn: string): Promise<TaggedRule[]> {
    const rules: Rule[] = [];
    let Marker: string | undefined;
    do {
        const page = await client.send(new DescribeRulesCommand({ ListenerArn: listenerArn, Marker }));
        rules.push(...(page.Rules ?? []).filter(({ IsDefault }) => !IsDefault));
        Marker = page.NextMarker;
    } while (Marker);
    const tags = new Map<string, Record<string, string>>();
    for (let start = 0; start < rules.length; start += TAGGED_A_CALL) {
        const ResourceArns = rules.slice(start, start + TAGGED_A_CALL).map(({ RuleArn = "" }) => RuleArn);
        const { TagDescriptions = [] } = await client.send(new DescribeTagsCommand({ ResourceArns }));
        for (const { ResourceArn = "", Tags = [] } of TagDescriptions) {
            tags.set(ResourceArn, Object.fromEntries(Tags.map(({ Key = "", Value = "" }) => [Key, Value])));
        }
    }
    return rules.map((rule) => ({ rule, tags: tags.get(rule.RuleArn ?? "") ?? {} }));
}

/** The app's live state by its rules; undefined before the first update got to them. */
export function liveRules(all: readonly TaggedRule[], source: AlbSource): Applied | undefined {
    const own = new Map(
        all.filter(({ tags }) => tags[TAGS.app] === source.app).map((one) => [one.rule.Priority, one] as const),
    );
    const at = (priority: number) => own.get(String(priority));
    const top = at(source.priorities[source.catchAll]?.fallback ?? 0);
    const facts = top && parseSwitchFacts(TAGS, top.tags);
    if (!facts) return undefined;
    const weights: Record<string, Weights> = {};
    const declared: Record<string, Weights> = {};
    const releases: { -readonly [C in keyof Releases]: Releases[C] } = {};
    const pinValues: { -readonly [C in keyof Releases]: Releases[C] } = {};
    for (const [tier, { fallback, pins }] of Object.entries(source.priorities)) {
        const one = at(fallback);
        if (!one) continue;
        weights[tier] = weightsOfRule(one.rule, tier, source);
        declared[tier] = parseWeightsText(one.tags[TAGS.weights]) ?? weights[tier];
        for (const color of COLORS) {
            const pin = at(pins[color]);
            pinValues[color] ??= pinOf(pin?.rule);
            releases[color] ??= pin && (pin.tags[TAGS.release] ?? pinOf(pin.rule));
        }
    }
    const { epoch, active, standbySince } = facts;
    return { live: { epoch, active, releases, weights, standbySince, pins: pinValues }, declared };
}

function weightsOfRule({ Actions = [] }: Rule, tier: string, { targetGroups }: AlbSource): Weights {
    const groups = Actions.find(({ Type }) => Type === "forward")?.ForwardConfig?.TargetGroups ?? [];
    const share = (arn: string | undefined) => groups.find(({ TargetGroupArn }) => TargetGroupArn === arn)?.Weight ?? 0;
    return { blue: share(targetGroups.blue[tier]), green: share(targetGroups.green[tier]) };
}

/** The value of a query pin; undefined for a parked rule. */
function pinOf(rule: Rule | undefined): string | undefined {
    const query = rule?.Conditions?.find(({ Field }) => Field === "query-string");
    return query?.QueryStringConfig?.Values?.[0]?.Value;
}
