import type { Mistake } from "../../release";
import { mistake } from "../../release";
import type { ListenerRule } from "./listenerRules";

/** Limits of one rule and one condition (Application Load Balancer quotas; not adjustable). */
export const LIMITS = {
    valuesARule: 5,
    wildcardsARule: 5,
    valuesACondition: 3,
    valueLength: 128,
    rulesALoadBalancer: 100,
};

/** What of the rules does not fit into the load balancer's limits, in the caller's terms; each kind of excess once a tier. */
export function limitMistakes(rules: readonly ListenerRule[]): Mistake[] {
    const found = new Map<string, Mistake>();
    for (const rule of rules) {
        for (const one of overLimit(rule)) if (!found.has(one.where)) found.set(one.where, one);
    }
    return [...found.values()];
}

function overLimit({ tier, conditions }: ListenerRule): Mistake[] {
    const mistakes: Mistake[] = [];
    const perCondition = conditions.map(valuesOf);
    const all = perCondition.flat();
    const say = (where: string, rule: string, got: unknown, remedy: string) =>
        mistakes.push(mistake(where, rule, got, remedy));
    for (const [index, values] of perCondition.entries()) {
        if (values.length <= LIMITS.valuesACondition) continue;
        const where = conditions[index]?.hostHeader ? "hosts" : `tiers.${tier}.paths`;
        say(
            where,
            `a load balancer takes ${LIMITS.valuesACondition} values a condition`,
            values,
            "use fewer, or a wildcard",
        );
    }
    if (mistakes.length > 0) return mistakes;
    if (all.length > LIMITS.valuesARule) {
        const rule = `a load balancer takes ${LIMITS.valuesARule} values a rule: hosts, paths and the pin together`;
        say(`tiers.${tier}.paths`, rule, all, "use fewer hosts or paths, or no aliases");
    }
    const wildcards = all.join("").replace(/[^*?]/g, "").length;
    if (wildcards > LIMITS.wildcardsARule) {
        const rule = `a load balancer takes ${LIMITS.wildcardsARule} wildcards a rule`;
        say(`tiers.${tier}.paths`, rule, all, "use fewer hosts or paths");
    }
    for (const value of all.filter((one) => one.length > LIMITS.valueLength)) {
        const where = value.startsWith("/") ? `tiers.${tier}.paths` : value.includes("=") ? "session.cookie" : "hosts";
        say(
            where,
            `a load balancer takes values of up to ${LIMITS.valueLength} characters`,
            value,
            "use a shorter one",
        );
    }
    return mistakes;
}

/** Everything that counts as a value. Wildcards in a regular expression are none of the load balancer's globs. */
function valuesOf({ hostHeader, pathPattern, httpHeader, queryStrings }: ListenerRule["conditions"][number]): string[] {
    return [
        ...(hostHeader?.values ?? []),
        ...(pathPattern?.values ?? []),
        ...(httpHeader?.values ?? []),
        ...(httpHeader?.regexValues ?? []).map((one) => one.replace(/[*?]/g, "+")),
        ...(queryStrings ?? []).map(({ value }) => value),
    ];
}
