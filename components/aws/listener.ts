import * as lb from "@pulumi/aws/lb";
import type * as pulumi from "@pulumi/pulumi";
import { type Signatures, sealed } from "../common/pins";
import type { Color } from "../release";
import type { Condition } from "./rules/conditions";
import type { ListenerRule } from "./rules/listenerRules";

/** Where rules lead: target groups a tier and color. */
export type GroupArns = Readonly<Record<string, { readonly [C in Color]: pulumi.Output<string> }>>;

/** What all rules of an app have in common. */
export interface RuleContext {
    readonly parent: pulumi.Resource;
    readonly name: string;
    readonly listenerArn: pulumi.Output<string>;
    readonly groups: GroupArns;
    readonly signatures: Signatures;
    /** The caller's tags. */
    readonly tags: pulumi.Input<{ [name: string]: pulumi.Input<string> }> | undefined;
}

/** Declares one rule of the listener. */
export function declareRule(
    { parent, name, listenerArn, groups, signatures }: RuleContext,
    rule: ListenerRule,
    tags: pulumi.Input<Record<string, pulumi.Input<string>>>,
    dependsOn: pulumi.Resource[],
): lb.ListenerRule {
    const { role, priority, conditions } = rule;
    const looks = sealed(conditions.map(conditionArgs), signatures);
    return new lb.ListenerRule(
        `${name}-${role}`,
        { listenerArn, priority, conditions: looks, actions: [actionArgs(rule, groups)], tags },
        { parent, dependsOn },
    );
}

function conditionArgs({ hostHeader, pathPattern, httpHeader, queryStrings }: Condition) {
    return {
        ...(hostHeader && { hostHeader: { values: [...hostHeader.values] } }),
        ...(pathPattern && { pathPattern: { values: [...pathPattern.values] } }),
        ...(httpHeader && {
            httpHeader: {
                httpHeaderName: httpHeader.httpHeaderName,
                ...(httpHeader.values && { values: [...httpHeader.values] }),
                ...(httpHeader.regexValues && { regexValues: [...httpHeader.regexValues] }),
            },
        }),
        ...(queryStrings && { queryStrings: queryStrings.map((one) => ({ ...one })) }),
    };
}

/** A pin leads to one target group; a default lists both with their weights, whatever these are. */
function actionArgs({ tier, forward, isDefault, sticky, stickySeconds }: ListenerRule, groups: GroupArns) {
    const arn = (color: Color) => groups[tier]?.[color] ?? "";
    const [pinned] = forward;
    if (!isDefault && pinned) return { type: "forward", targetGroupArn: arn(pinned.color) };
    return {
        type: "forward",
        forward: {
            targetGroups: forward.map(({ color, weight }) => ({ arn: arn(color), weight })),
            stickiness: { enabled: sticky, duration: stickySeconds },
        },
    };
}
