import type { Condition } from "../../aws/rules/conditions";
import type { ListenerRule } from "../../aws/rules/listenerRules";
import type { Releases } from "../../release";
import { serviceName } from "../names";
import { SERVICE_PORT } from "../routes/httpRoutes";

/** What an Ingress of the AWS Load Balancer Controller says of one tier: annotations, and paths that name them. */
export interface IngressRules {
    readonly annotations: Readonly<Record<string, string>>;
    readonly host: string | undefined;
    readonly paths: readonly IngressPath[];
}

/** A path whose backend is an annotation. */
export interface IngressPath {
    readonly path: string;
    readonly pathType: "ImplementationSpecific";
    readonly backend: { readonly service: { readonly name: string; readonly port: { readonly name: string } } };
}

const PREFIX = "alb.ingress.kubernetes.io";

/**
 * Listener rules as one Ingress has them. The controller keeps the order of paths of this type, and takes their globs as they are; that of
 * other types it sorts.
 */
export function ingressRules(app: string, releases: Releases, rules: readonly ListenerRule[]): IngressRules {
    const ordered = [...rules].sort((a, b) => a.priority - b.priority);
    const annotations = ordered.flatMap((rule) => [
        [`${PREFIX}/actions.${rule.role}`, JSON.stringify(actionOf(app, releases, rule))],
        ...conditionsOf(rule).map((text) => [`${PREFIX}/conditions.${rule.role}`, text]),
    ]);
    const hosts = ordered.flatMap(({ conditions }) => conditions.flatMap(({ hostHeader }) => hostHeader?.values ?? []));
    return {
        annotations: Object.fromEntries(annotations),
        host: hosts[0],
        paths: ordered.map(({ role, conditions }) => ({
            path: pathsIn(conditions)[0] ?? "/*",
            pathType: "ImplementationSpecific",
            backend: { service: { name: role, port: { name: "use-annotation" } } },
        })),
    };
}

function pathsIn(conditions: readonly Condition[]): readonly string[] {
    return conditions.flatMap(({ pathPattern }) => pathPattern?.values ?? []);
}

/** A pin leads to one Service; a default lists all that are on with their weights, whatever these are. */
function actionOf(app: string, releases: Releases, { tier, forward, isDefault, sticky, stickySeconds }: ListenerRule) {
    const targetGroups = forward.flatMap(({ color, weight }) => {
        const release = releases[color];
        if (release === undefined) return [];
        return [{ serviceName: serviceName(app, tier, color, release), servicePort: SERVICE_PORT, weight }];
    });
    const stickiness = { enabled: sticky, durationSeconds: stickySeconds };
    return {
        type: "forward",
        forwardConfig: { targetGroups, ...(isDefault ? { targetGroupStickinessConfig: stickiness } : {}) },
    };
}

/** What the Ingress itself does not say: other hosts and paths than the first, and the pin. */
function conditionsOf({ conditions }: ListenerRule): string[] {
    const more = conditions.flatMap(({ hostHeader, pathPattern, httpHeader, queryStrings }) => {
        if (hostHeader) return values("host-header", "hostHeaderConfig", hostHeader.values.slice(1));
        if (pathPattern) return values("path-pattern", "pathPatternConfig", pathPattern.values.slice(1));
        if (httpHeader) return [{ field: "http-header", httpHeaderConfig: httpHeader }];
        return queryStrings ? [{ field: "query-string", queryStringConfig: { values: queryStrings } }] : [];
    });
    return more.length > 0 ? [JSON.stringify(more)] : [];
}

function values(field: string, config: string, all: readonly string[]): object[] {
    return all.length > 0 ? [{ field, [config]: { values: all } }] : [];
}
