import type { Rule } from "../../release";

/** What a listener rule looks at; the fields are those of the provider. All conditions of a rule must hold, and one value of each. */
export interface Condition {
    readonly hostHeader?: { readonly values: readonly string[] };
    readonly pathPattern?: { readonly values: readonly string[] };
    readonly httpHeader?: {
        readonly httpHeaderName: string;
        readonly values?: readonly string[];
        readonly regexValues?: readonly string[];
    };
    readonly queryStrings?: readonly { readonly key: string; readonly value: string }[];
}

/** A host that no request names (RFC 2606). A rule with it matches nothing, and keeps its target group attached. */
export const PARKED: readonly Condition[] = [{ hostHeader: { values: ["parked.invalid"] } }];

/** Host and paths of a tier's rules. The longest path wins on other routers; here no two tiers answer one path. */
export function placeConditions(hosts: readonly string[], paths: readonly string[]): Condition[] {
    const path = { pathPattern: { values: paths } };
    return hosts.length > 0 ? [{ hostHeader: { values: hosts } }, path] : [path];
}

/** What a pin looks like to the load balancer. A header has one name a condition, so its aliases are rules of their own. */
export function pinCondition(match: Rule["match"], name: string): Condition {
    if (match.by === "default") throw new Error("a default has no pin");
    if (match.by === "query") return { queryStrings: match.names.map((key) => ({ key, value: match.value })) };
    if (match.by === "header") return { httpHeader: { httpHeaderName: name, values: [match.value] } };
    return { httpHeader: { httpHeaderName: "Cookie", regexValues: [cookieRegex(name, match.value)] } };
}

/** One cookie with exactly this value, anywhere in the header. A glob would also match names and values that end alike. */
export function cookieRegex(name: string, value: string): string {
    return `(^|;\\s*)${escaped(name)}=${escaped(value)}(;|$)`;
}

function escaped(text: string): string {
    return text.replace(/[.*+?^${}()|[\]\\]/g, "\\$&");
}
