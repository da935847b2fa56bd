import type { Action, RuleCondition } from "@aws-sdk/client-elastic-load-balancing-v2";
import { refuse } from "../awsError";

/** An action as the provider takes it. */
export interface ActionInputs {
    readonly type: string;
    readonly targetGroupArn?: string;
    readonly forward?: {
        readonly targetGroups: readonly { readonly arn: string; readonly weight?: number }[];
        readonly stickiness?: { readonly enabled?: boolean; readonly duration: number };
    };
    readonly fixedResponse?: {
        readonly contentType: string;
        readonly messageBody?: string;
        readonly statusCode?: string;
    };
    readonly redirect?: {
        readonly statusCode: string;
        readonly host?: string;
        readonly path?: string;
        readonly port?: string;
        readonly protocol?: string;
        readonly query?: string;
    };
}

/** A condition as the provider takes it: one of these. */
export interface ConditionInputs {
    readonly hostHeader?: Values;
    readonly pathPattern?: Values;
    readonly httpHeader?: Values & { readonly httpHeaderName: string };
    readonly httpRequestMethod?: { readonly values: readonly string[] };
    readonly sourceIp?: { readonly values: readonly string[] };
    readonly queryStrings?: readonly { readonly key?: string; readonly value: string }[];
}

interface Values {
    readonly values?: readonly string[];
    readonly regexValues?: readonly string[];
}

/** An action in the shape of the API, with what AWS fills in. */
export function actionOf({ type, targetGroupArn, forward, fixedResponse, redirect }: ActionInputs): Action {
    if (type === "forward") {
        if (forward && targetGroupArn !== undefined)
            refuse("ValidationError", "Cannot specify both a target group and a forward block");
        const tuples = forward?.targetGroups ?? [{ arn: targetGroupArn ?? "", weight: 1 }];
        const groups = tuples.map(({ arn, weight = 1 }) => ({ TargetGroupArn: arn, Weight: weight }));
        const { enabled = false, duration } = forward?.stickiness ?? {};
        const sticky = { Enabled: enabled, ...(duration === undefined ? {} : { DurationSeconds: duration }) };
        const single = groups.length === 1 ? { TargetGroupArn: groups[0]?.TargetGroupArn } : {};
        return {
            Type: "forward",
            ...single,
            ForwardConfig: { TargetGroups: groups, TargetGroupStickinessConfig: sticky },
        };
    }
    if (type === "fixed-response") {
        const { contentType, messageBody, statusCode } = fixedResponse ?? {};
        return {
            Type: "fixed-response",
            FixedResponseConfig: { ContentType: contentType, MessageBody: messageBody, StatusCode: statusCode },
        };
    }
    if (type === "redirect") {
        const {
            host = "#{host}",
            path = "/#{path}",
            port = "#{port}",
            protocol = "#{protocol}",
            query = "#{query}",
        } = redirect ?? {};
        const target = { Host: host, Path: path, Port: port, Protocol: protocol, Query: query };
        return { Type: "redirect", RedirectConfig: { ...target, StatusCode: redirect?.statusCode as "HTTP_301" } };
    }
    return refuse("ValidationError", `'${type}' is not a valid action type`);
}

/** A condition in the shape of the API. */
export function conditionOf(condition: ConditionInputs): RuleCondition {
    const given = Object.entries(condition).filter(([, value]) => value !== undefined);
    if (given.length !== 1) refuse("ValidationError", "A condition must have exactly one field");
    const { hostHeader, pathPattern, httpHeader, httpRequestMethod, sourceIp, queryStrings } = condition;
    if (hostHeader) return { Field: "host-header", ...plainValues(hostHeader), HostHeaderConfig: configOf(hostHeader) };
    if (pathPattern)
        return { Field: "path-pattern", ...plainValues(pathPattern), PathPatternConfig: configOf(pathPattern) };
    if (httpHeader) {
        const name = { HttpHeaderName: httpHeader.httpHeaderName };
        return { Field: "http-header", HttpHeaderConfig: { ...name, ...configOf(httpHeader) } };
    }
    if (httpRequestMethod)
        return { Field: "http-request-method", HttpRequestMethodConfig: configOf(httpRequestMethod) };
    if (sourceIp) return { Field: "source-ip", SourceIpConfig: configOf(sourceIp) };
    const pairs = (queryStrings ?? []).map(({ key, value }) => ({
        ...(key === undefined ? {} : { Key: key }),
        Value: value,
    }));
    return { Field: "query-string", QueryStringConfig: { Values: pairs } };
}

function configOf({ values, regexValues }: Values) {
    return {
        ...(values === undefined ? {} : { Values: [...values] }),
        ...(regexValues === undefined ? {} : { RegexValues: [...regexValues] }),
    };
}

/** These two fields came first: the API still says their values in the old place too. */
function plainValues({ values }: Values) {
    return values === undefined ? {} : { Values: [...values] };
}

/** An action as the provider would read it back. */
export function inputsOf(action: Action, earlier: ActionInputs | undefined): ActionInputs {
    const { TargetGroups = [], TargetGroupStickinessConfig: sticky } = action.ForwardConfig ?? {};
    if (action.Type !== "forward" || !earlier?.forward) return earlier ?? { type: action.Type ?? "" };
    return {
        ...earlier,
        forward: {
            ...earlier.forward,
            targetGroups: TargetGroups.map(({ TargetGroupArn = "", Weight }) => ({
                arn: TargetGroupArn,
                weight: Weight,
            })),
            ...(earlier.forward.stickiness || sticky?.Enabled
                ? { stickiness: { enabled: sticky?.Enabled ?? false, duration: sticky?.DurationSeconds ?? 0 } }
                : {}),
        },
    };
}
