import type { RuleCondition } from "@aws-sdk/client-elastic-load-balancing-v2";
import { refuse } from "./albError";
import { wildcardsIn } from "./glob";

const ONCE = ["host-header", "path-pattern", "http-request-method", "source-ip"];
const WITH_REGEX = ["host-header", "path-pattern", "http-header"];

/** What the limits count of one condition. */
interface Counted {
    /** Globs and plain texts, of a pair of a query both. */
    texts: string[];
    expressions: string[];
    /** How many values it has. */
    values: number;
}

/** Refuses conditions beyond the limits. */
export function checkConditions(conditions: readonly RuleCondition[]): void {
    if (conditions.length === 0) refuse("A rule must have at least one condition");
    for (const field of ONCE) {
        if (conditions.filter(({ Field }) => Field === field).length > 1) {
            refuse(`A rule can only have one '${field}' condition`);
        }
    }
    const counted = conditions.map((condition) => check(condition));
    if (sum(counted.map(({ values }) => values)) > 5) refuse("A rule can only have '5' condition values");
    const wildcards = counted.flatMap(({ texts }) => texts.map(wildcardsIn));
    if (sum(wildcards) > 5) refuse("A rule can only have '5' condition wildcards");
}

function check(condition: RuleCondition): Counted {
    const counted = count(condition);
    const { Field } = condition;
    if (counted.expressions.length > 0 && !WITH_REGEX.includes(Field ?? "")) {
        refuse(`A '${Field}' condition cannot have regular expressions`);
    }
    if (counted.values === 0) refuse(`A '${Field}' condition must have a value`);
    if (counted.expressions.length > 0 && counted.texts.length > 0) {
        refuse(`A '${Field}' condition cannot have both Values and RegexValues`);
    }
    // The five of source-ip are bound by the limit of the rule.
    const most = Field === "source-ip" ? 5 : 3;
    if (counted.values > most) refuse(`A '${Field}' condition can only have '${most}' values`);
    for (const text of counted.texts) {
        if (text === "") refuse("A condition value cannot be empty");
        if (text.length > 128) refuse(`The condition value '${text}' must have at most 128 characters`);
    }
    checkForm(condition, counted.texts);
    return counted;
}

function checkForm(condition: RuleCondition, texts: readonly string[]): void {
    if (condition.Field === "http-header") {
        const name = condition.HttpHeaderConfig?.HttpHeaderName ?? "";
        if (!/^[\w!#$%&'*+.^`|~-]{1,40}$/.test(name)) {
            refuse(`The HTTP header name '${name}' must be a header name of 1 to 40 characters`);
        }
        if (name.toLowerCase() === "host")
            refuse("The HTTP header name 'Host' is not valid; use a host-header condition");
    }
    for (const text of texts) {
        if (condition.Field === "http-request-method" && !/^[A-Z_-]{1,40}$/.test(text)) {
            refuse(`The HTTP request method '${text}' is not valid`);
        }
        if (condition.Field === "path-pattern" && !/^[\w.$/~"'@:+&*?-]+$/.test(text)) {
            refuse(`The path pattern '${text}' contains a character that is not valid`);
        }
        // So an address is no host either.
        if (condition.Field === "host-header" && !/^[a-z0-9.*?-]*\.[a-z]+$/i.test(text)) {
            refuse(`The host name '${text}' must have a '.' with only letters after the last one`);
        }
    }
}

function count(condition: RuleCondition): Counted {
    if (condition.Field === "query-string") {
        const pairs = condition.QueryStringConfig?.Values ?? [];
        const texts = pairs.flatMap(({ Key, Value }) => (Key === undefined ? [Value ?? ""] : [Key, Value ?? ""]));
        return { texts, expressions: [], values: pairs.length };
    }
    const config: { Values?: string[]; RegexValues?: string[] } =
        condition.HostHeaderConfig ??
        condition.PathPatternConfig ??
        condition.HttpHeaderConfig ??
        condition.HttpRequestMethodConfig ??
        condition.SourceIpConfig ??
        condition;
    const texts = config.Values ?? [];
    const expressions = config.RegexValues ?? [];
    return { texts, expressions, values: texts.length + expressions.length };
}

function sum(numbers: readonly number[]): number {
    return numbers.reduce((total, number) => total + number, 0);
}
