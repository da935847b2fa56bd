import { BlockList, isIP } from "node:net";
import type { QueryStringKeyValuePair, RuleCondition } from "@aws-sdk/client-elastic-load-balancing-v2";
import { refuse } from "./albError";
import { globOf } from "./glob";
import { regexOf } from "./regexSyntax";
import type { Asked } from "./shapes";

/** Whether a request meets a condition. */
export type Test = (asked: Asked) => boolean;

/** Facts A3: all conditions of a rule must hold, and of each condition one value. */
export function testOf(conditions: readonly RuleCondition[]): Test {
    const tests = conditions.map(testOfOne);
    return (asked) => tests.every((test) => test(asked));
}

function testOfOne(condition: RuleCondition): Test {
    switch (condition.Field) {
        case "host-header": {
            const matches = matcher(condition.HostHeaderConfig ?? condition, { glob: true, regex: true });
            return (asked) => matches(asked.host);
        }
        case "path-pattern": {
            const matches = matcher(condition.PathPatternConfig ?? condition, { glob: false, regex: false });
            return (asked) => matches(asked.path);
        }
        case "http-header": {
            const name = condition.HttpHeaderConfig?.HttpHeaderName?.toLowerCase();
            // AWS does not tell whether case counts in the expression; the strict reading misses nothing by chance.
            const matches = matcher(condition.HttpHeaderConfig ?? {}, { glob: true, regex: false });
            return (asked) => asked.headers.some(([line, value]) => line.toLowerCase() === name && matches(value));
        }
        case "http-request-method": {
            const methods = condition.HttpRequestMethodConfig?.Values ?? [];
            return (asked) => methods.includes(asked.method);
        }
        case "query-string": {
            const tests = (condition.QueryStringConfig?.Values ?? []).map(queryTest);
            return (asked) => pairsOf(asked.query).some((pair) => tests.some((test) => test(pair)));
        }
        case "source-ip": {
            const ranges = rangesOf(condition.SourceIpConfig?.Values ?? []);
            return (asked) => ranges.check(asked.source, isIP(asked.source) === 6 ? "ipv6" : "ipv4");
        }
        default:
            return refuse(`Condition field '${condition.Field}' is not valid`);
    }
}

/** Whether one of the globs matches the whole text, or one of the expressions something in it. */
function matcher(
    config: { Values?: string[]; RegexValues?: string[] },
    ignoresCase: { glob: boolean; regex: boolean },
): (text: string) => boolean {
    const patterns = [
        ...(config.Values ?? []).map((value) => globOf(value, { ignoreCase: ignoresCase.glob })),
        ...(config.RegexValues ?? []).map((value) => regexOf(value, ignoresCase.regex ? "i" : "")),
    ];
    return (text) => patterns.some((pattern) => pattern.test(text));
}

type Pair = readonly [key: string, value: string];

/** A value without key matches any key set to it. */
function queryTest({ Key, Value }: QueryStringKeyValuePair): (pair: Pair) => boolean {
    const key = globOf(Key || "*", { ignoreCase: true });
    const value = globOf(Value ?? "", { ignoreCase: true });
    return (pair) => key.test(pair[0]) && value.test(pair[1]);
}

function pairsOf(query: string): Pair[] {
    return query
        .split("&")
        .filter((pair) => pair !== "")
        .map((pair) => {
            const [key = "", ...value] = pair.split("=");
            return [decoded(key), decoded(value.join("="))];
        });
}

function decoded(text: string): string {
    try {
        return decodeURIComponent(text);
    } catch {
        return text;
    }
}

/** Refuses what is no CIDR range. */
export function rangesOf(values: readonly string[]): BlockList {
    const ranges = new BlockList();
    for (const value of values) {
        const [address = "", bits = "", ...rest] = value.split("/");
        const family = isIP(address);
        if (family === 0 || !/^\d+$/.test(bits) || rest.length > 0 || Number(bits) > (family === 4 ? 32 : 128)) {
            refuse(`The source IP '${value}' is not a CIDR block`);
        }
        ranges.addSubnet(address, Number(bits), family === 4 ? "ipv4" : "ipv6");
    }
    return ranges;
}
