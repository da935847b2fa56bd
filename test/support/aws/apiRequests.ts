import type {
    Action,
    CreateRuleCommandInput,
    CreateTargetGroupCommandInput,
    RuleCondition,
    Tag,
} from "@aws-sdk/client-elastic-load-balancing-v2";
import type { Condition } from "../../../components/aws/rules/conditions";

/** A rule as a program declares it: the provider's names. */
export interface RuleInputs {
    readonly listenerArn: string;
    readonly priority: number;
    readonly conditions: readonly Condition[];
    readonly actions: readonly ActionInputs[];
    readonly tags: Readonly<Record<string, string>>;
}

interface ActionInputs {
    readonly type: string;
    readonly targetGroupArn?: string;
    readonly forward?: {
        readonly targetGroups: readonly { readonly arn: string; readonly weight: number }[];
        readonly stickiness: { readonly enabled: boolean; readonly duration: number };
    };
}

/** A target group as a program declares it. */
export interface GroupInputs {
    readonly name: string;
    readonly port: number;
    readonly protocol: "HTTP";
    readonly targetType: "ip";
    readonly tags: Readonly<Record<string, string>>;
    readonly healthCheck: {
        readonly path: string;
        readonly matcher: string;
        readonly interval: number;
        readonly timeout: number;
        readonly healthyThreshold: number;
        readonly unhealthyThreshold: number;
    };
}

/** The call that the provider makes for a new rule. */
export function createRule({ listenerArn, priority, conditions, actions, tags }: RuleInputs): CreateRuleCommandInput {
    return {
        ListenerArn: listenerArn,
        Priority: priority,
        Conditions: conditions.map(apiCondition),
        Actions: actions.map(apiAction),
        Tags: tagList(tags),
    };
}

/** What the provider sends of a rule that exists: only what is another than before. */
export function changes(before: RuleInputs, after: RuleInputs) {
    const changed = <T>(one: T, other: T) => JSON.stringify(one) !== JSON.stringify(other);
    const modify = {
        ...(changed(before.actions, after.actions) && { Actions: after.actions.map(apiAction) }),
        ...(changed(before.conditions, after.conditions) && { Conditions: after.conditions.map(apiCondition) }),
    };
    const tags = tagList(after.tags).filter(({ Key = "", Value }) => before.tags[Key] !== Value);
    return { modify, tags };
}

/** The call that the provider makes for a new target group. */
export function createTargetGroup(group: GroupInputs, vpc: string): CreateTargetGroupCommandInput {
    const { healthCheck } = group;
    return {
        Name: group.name,
        Port: group.port,
        Protocol: group.protocol,
        TargetType: group.targetType,
        VpcId: vpc,
        HealthCheckPath: healthCheck.path,
        HealthCheckIntervalSeconds: healthCheck.interval,
        HealthCheckTimeoutSeconds: healthCheck.timeout,
        HealthyThresholdCount: healthCheck.healthyThreshold,
        UnhealthyThresholdCount: healthCheck.unhealthyThreshold,
        Matcher: { HttpCode: healthCheck.matcher },
        Tags: tagList(group.tags),
    };
}

/** A condition as the API has it. */
export function apiCondition({ hostHeader, pathPattern, httpHeader, queryStrings }: Condition): RuleCondition {
    const list = (values: readonly string[] | undefined) => values && { Values: [...values] };
    if (hostHeader) return { Field: "host-header", HostHeaderConfig: list(hostHeader.values) };
    if (pathPattern) return { Field: "path-pattern", PathPatternConfig: list(pathPattern.values) };
    if (httpHeader) {
        const { httpHeaderName, values, regexValues } = httpHeader;
        const given = regexValues ? { RegexValues: [...regexValues] } : list(values);
        return { Field: "http-header", HttpHeaderConfig: { HttpHeaderName: httpHeaderName, ...given } };
    }
    const pairs = (queryStrings ?? []).map(({ key, value }) => ({ Key: key, Value: value }));
    return { Field: "query-string", QueryStringConfig: { Values: pairs } };
}

function apiAction({ targetGroupArn, forward }: ActionInputs): Action {
    if (!forward) return { Type: "forward", TargetGroupArn: targetGroupArn };
    return {
        Type: "forward",
        ForwardConfig: {
            TargetGroups: forward.targetGroups.map(({ arn, weight }) => ({ TargetGroupArn: arn, Weight: weight })),
            TargetGroupStickinessConfig: {
                Enabled: forward.stickiness.enabled,
                DurationSeconds: forward.stickiness.duration,
            },
        },
    };
}

function tagList(tags: Readonly<Record<string, string>>): Tag[] {
    return Object.entries(tags)
        .map(([Key, Value]) => ({ Key, Value }))
        .sort((one, other) => (one.Key < other.Key ? -1 : 1));
}
