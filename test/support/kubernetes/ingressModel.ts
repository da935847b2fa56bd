import type { Action, RuleCondition } from "@aws-sdk/client-elastic-load-balancing-v2";
import type { IngressRules } from "../../../components/kubernetes/alb/ingressRules";
import { RuleTable } from "../aws/alb/ruleTable";

const PREFIX = "alb.ingress.kubernetes.io";

/** A condition as the annotations have it. */
interface Condition {
    readonly field: string;
    readonly hostHeaderConfig?: { readonly values: string[] };
    readonly pathPatternConfig?: { readonly values: string[] };
    readonly httpHeaderConfig?: {
        readonly httpHeaderName: string;
        readonly values?: string[];
        readonly regexValues?: string[];
    };
    readonly queryStringConfig?: { readonly values: { readonly key: string; readonly value: string }[] };
}

/** What the AWS Load Balancer Controller makes of a group's Ingresses, given in the group's order: a listener rule a path, in their order. */
export function listenerOf(ingresses: readonly IngressRules[]): RuleTable {
    const table = new RuleTable([{ Type: "fixed-response", FixedResponseConfig: { StatusCode: "404" } }]);
    const paths = ingresses.flatMap((ingress) => ingress.paths.map((path) => ({ ingress, path })));
    for (const [index, { ingress, path }] of paths.entries()) {
        const { name } = path.backend.service;
        table.put({
            RuleArn: name,
            Priority: String(index + 1),
            Conditions: conditionsOf(ingress, name, path.path),
            Actions: [{ Type: "forward", TargetGroupArn: name }],
        });
    }
    return table;
}

/** The backends and weights of an action that was chosen. */
export function forwardOf(ingresses: readonly IngressRules[], { TargetGroupArn = "" }: Action): Record<string, number> {
    const text =
        ingresses.map(({ annotations }) => annotations[`${PREFIX}/actions.${TargetGroupArn}`]).find(Boolean) ?? "{}";
    const { forwardConfig } = JSON.parse(text) as {
        forwardConfig: { targetGroups: { serviceName: string; weight: number }[] };
    };
    return Object.fromEntries(forwardConfig.targetGroups.map(({ serviceName, weight }) => [serviceName, weight]));
}

/** Hosts and paths of the Ingress itself, and those of its annotation beside them. */
function conditionsOf({ annotations, host }: IngressRules, name: string, path: string): RuleCondition[] {
    const said: Condition[] = JSON.parse(annotations[`${PREFIX}/conditions.${name}`] ?? "[]");
    const hosts = [...(host ? [host] : []), ...said.flatMap(({ hostHeaderConfig }) => hostHeaderConfig?.values ?? [])];
    const paths = [path, ...said.flatMap(({ pathPatternConfig }) => pathPatternConfig?.values ?? [])];
    return [
        ...(hosts.length > 0 ? [{ Field: "host-header", HostHeaderConfig: { Values: hosts } }] : []),
        { Field: "path-pattern", PathPatternConfig: { Values: paths } },
        ...said.flatMap(({ httpHeaderConfig: header, queryStringConfig: query }): RuleCondition[] => {
            if (header) {
                const { httpHeaderName, values, regexValues } = header;
                const config = { HttpHeaderName: httpHeaderName, Values: values, RegexValues: regexValues };
                return [{ Field: "http-header", HttpHeaderConfig: config }];
            }
            const pairs = query?.values.map(({ key, value }) => ({ Key: key, Value: value }));
            return pairs ? [{ Field: "query-string", QueryStringConfig: { Values: pairs } }] : [];
        }),
    ];
}
