import { COLORS, type Color } from "../../../components/release";
import type { Live, LiveColor } from "../target";
import type { SeenGroup, SeenRule } from "./cloud/seen";

/** Tags by which rules and target groups say what they are for; a contract with whoever reads them. */
export const TAGS = {
    active: "blue-green:active",
    epoch: "blue-green:epoch",
    weights: "blue-green:weights",
    release: "blue-green:release",
    tier: "blue-green:tier",
    color: "blue-green:color",
    since: (color: Color) => `blue-green:${color}-standby-since`,
} as const;

/** What the balancer does now, by its rules. */
export function liveOf(rules: readonly SeenRule[], groups: readonly SeenGroup[]): Live {
    const { tags } = ruleWithTag(rules, TAGS.active);
    const colors: { [C in Color]?: LiveColor } = {};
    for (const color of COLORS) {
        const own = groupsOf(groups, color);
        const release = own.map(({ arn }) => pinOf(rules, arn)).find((id) => id !== undefined);
        if (release === undefined) continue;
        const byTier = <T>(read: (group: SeenGroup) => T) =>
            Object.fromEntries(own.map((group) => [group.tags[TAGS.tier] ?? "", read(group)]));
        colors[color] = {
            release,
            weights: byTier(({ arn }) => weightOf(rules, arn)),
            up: byTier(({ health }) => health.filter((state) => state === "healthy").length),
        };
    }
    return { active: tags[TAGS.active] ?? "", epoch: Number(tags[TAGS.epoch]), colors };
}

/** The target groups of a color. */
export function groupsOf(groups: readonly SeenGroup[], color: Color, tier?: string): SeenGroup[] {
    return groups.filter(({ tags }) => tags[TAGS.color] === color && (tier === undefined || tags[TAGS.tier] === tier));
}

export function ruleWithTag(rules: readonly SeenRule[], tag: string): SeenRule {
    const found = rules.find(({ tags }) => tags[tag] !== undefined);
    if (!found) throw new Error(`no listener rule has the tag ${tag}`);
    return found;
}

/** The release that a query leads to this group for; none when its pins are parked. */
function pinOf(rules: readonly SeenRule[], group: string): string | undefined {
    const isHere = ({ Actions }: SeenRule) => Actions.some(({ TargetGroupArn }) => TargetGroupArn === group);
    const queries = rules
        .filter(isHere)
        .flatMap(({ tags, Conditions }) =>
            Conditions.flatMap(({ QueryStringConfig }) =>
                QueryStringConfig ? [tags[TAGS.release] ?? QueryStringConfig.Values?.[0]?.Value] : [],
            ),
        );
    return queries[0];
}

/** The group's share in its tier's default rule. */
function weightOf(rules: readonly SeenRule[], group: string): number {
    const tuples = rules
        .filter(({ tags }) => tags[TAGS.weights] !== undefined)
        .flatMap(({ Actions }) => Actions.flatMap(({ ForwardConfig }) => ForwardConfig?.TargetGroups ?? []));
    return tuples.find(({ TargetGroupArn }) => TargetGroupArn === group)?.Weight ?? 0;
}
