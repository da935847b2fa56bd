import type { Action } from "@aws-sdk/client-elastic-load-balancing-v2";
import type { ListenerRule } from "../../../components/aws/rules/listenerRules";
import type { Rule } from "./alb/shapes";
import { apiCondition } from "./apiRequests";

/** A rule as the API has it, named by its role. Target groups are named by {@link groupName}. */
export function apiRule(rule: ListenerRule): Rule {
    return {
        RuleArn: rule.role,
        Priority: String(rule.priority),
        Conditions: rule.conditions.map(apiCondition),
        Actions: [apiAction(rule)],
    };
}

/** The target group of a tier and color. */
export function groupName(tier: string, color: string): string {
    return `${tier}-${color}`;
}

function apiAction({ tier, forward, isDefault, sticky, stickySeconds }: ListenerRule): Action {
    const [pinned] = forward;
    if (!isDefault && pinned) return { Type: "forward", TargetGroupArn: groupName(tier, pinned.color) };
    return {
        Type: "forward",
        ForwardConfig: {
            TargetGroups: forward.map(({ color, weight }) => ({
                TargetGroupArn: groupName(tier, color),
                Weight: weight,
            })),
            TargetGroupStickinessConfig: { Enabled: sticky, DurationSeconds: stickySeconds },
        },
    };
}
