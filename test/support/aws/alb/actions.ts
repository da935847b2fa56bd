import type { Action } from "@aws-sdk/client-elastic-load-balancing-v2";
import { AlbError, checkRange, refuse } from "./albError";

/** A group of a forward and its share of new clients. */
export interface Share {
    readonly group: string;
    readonly weight: number;
}

/** What a forward means, whichever way it is written. */
export interface Forward {
    readonly shares: readonly Share[];
    /** How long a client stays on its group after its last request, in seconds; none while stickiness is off. */
    readonly stickySeconds: number | undefined;
}

/** The one action of a listener or a rule that answers. */
export function actionOf(actions: readonly Action[]): Action {
    const [action, ...more] = actions;
    if (!action || more.length > 0) throw invalid("exactly one of forward, redirect and fixed-response is needed");
    return action;
}

/** Facts A1: one group as `TargetGroupArn`, or up to five with weights. Facts A2: stickiness. */
export function forwardOf(action: Action): Forward {
    const { TargetGroups = [], TargetGroupStickinessConfig: sticky } = action.ForwardConfig ?? {};
    const single = action.TargetGroupArn === undefined ? [] : [{ TargetGroupArn: action.TargetGroupArn }];
    const shares = (TargetGroups.length > 0 ? TargetGroups : single).map((tuple) => ({
        group: tuple.TargetGroupArn ?? "",
        weight: ("Weight" in tuple ? tuple.Weight : undefined) ?? 1,
    }));
    return { shares, stickySeconds: sticky?.Enabled ? sticky.DurationSeconds : undefined };
}

/** The target groups that actions use. */
export function groupsOf(actions: readonly Action[]): string[] {
    return actions
        .filter(({ Type }) => Type === "forward")
        .flatMap((action) => forwardOf(action).shares.map(({ group }) => group));
}

/** Refuses actions that AWS refuses. */
export function checkActions(actions: readonly Action[]): void {
    const action = actionOf(actions);
    if (action.Type === "forward") checkForward(action);
    else if (action.Type === "fixed-response") checkFixedResponse(action);
    else if (action.Type === "redirect") checkRedirect(action);
    else throw invalid(`the model knows forward, redirect and fixed-response, not '${action.Type}'`);
}

function checkForward(action: Action): void {
    const { shares } = forwardOf(action);
    const groups = new Set(shares.map(({ group }) => group));
    if (groups.size === 0) throw invalid("a forward needs a target group");
    if (shares.length > 5) {
        throw new AlbError("TooManyTargetGroups", "A forward action can only have '5' target groups");
    }
    if (groups.size < shares.length) refuse("A forward action cannot have a target group twice");
    if (action.TargetGroupArn !== undefined && (shares.length > 1 || !groups.has(action.TargetGroupArn))) {
        throw invalid("TargetGroupArn and ForwardConfig must name the same single target group");
    }
    for (const { weight } of shares) checkRange("Target group weight", weight, 0, 999);
    // Not documented by AWS: nobody may rely on it, so it is refused.
    if (shares.every(({ weight }) => weight === 0)) refuse("Not all target group weights can be 0");
    const sticky = action.ForwardConfig?.TargetGroupStickinessConfig;
    if (sticky?.Enabled || sticky?.DurationSeconds !== undefined) {
        checkRange("Target group stickiness duration", sticky.DurationSeconds, 1, 604_800);
    }
}

const CONTENT_TYPES = ["text/plain", "text/css", "text/html", "application/javascript", "application/json"];

function checkFixedResponse({ FixedResponseConfig: config }: Action): void {
    if (!/^[245]\d\d$/.test(config?.StatusCode ?? "")) {
        refuse(`The fixed response's status code '${config?.StatusCode}' must be 2XX, 4XX or 5XX`);
    }
    if (config?.ContentType !== undefined && !CONTENT_TYPES.includes(config.ContentType)) {
        refuse(`The fixed response's content type '${config.ContentType}' is not valid`);
    }
    if ((config?.MessageBody ?? "").length > 1024) refuse("The fixed response's body can have at most 1024 characters");
}

function checkRedirect({ RedirectConfig: config }: Action): void {
    if (config?.StatusCode !== "HTTP_301" && config?.StatusCode !== "HTTP_302") {
        refuse(`The redirect's status code '${config?.StatusCode}' must be HTTP_301 or HTTP_302`);
    }
    if (!["HTTP", "HTTPS", "#{protocol}"].includes(config.Protocol ?? "#{protocol}")) {
        refuse(`The redirect's protocol '${config.Protocol}' is not valid`);
    }
    if (config.Path !== undefined && !config.Path.startsWith("/")) refuse("The redirect's path must start with '/'");
    const { Protocol = "#{protocol}", Port = "#{port}", Host = "#{host}", Path = "/#{path}" } = config;
    if (`${Protocol} ${Port} ${Host} ${Path}` === "#{protocol} #{port} #{host} /#{path}") {
        throw invalid("a redirect must change the protocol, port, host or path, or it loops");
    }
}

function invalid(message: string): AlbError {
    return new AlbError("InvalidLoadBalancerAction", message);
}
