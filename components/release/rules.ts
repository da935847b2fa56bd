import { type Mistake, mistake } from "./mistake";

/** What a value must be, as a test and in words. */
export interface Requirement {
    readonly holds: (value: unknown) => boolean;
    readonly rule: string;
}

/** Notes a mistake if the rule does not hold, and hands the value on as it is. */
export function check<T>(
    mistakes: Mistake[],
    where: string,
    value: T,
    { holds, rule }: Requirement,
    remedy?: string,
): T {
    if (!holds(value)) mistakes.push(mistake(where, rule, value, remedy));
    return value;
}

const matching = (pattern: RegExp, rule: string): Requirement => ({
    holds: (value) => typeof value === "string" && pattern.test(value),
    rule,
});

/** A whole number in a range, both ends included. */
export const wholeNumber = (least: number, most: number): Requirement => ({
    holds: (value) => Number.isSafeInteger(value) && (value as number) >= least && (value as number) <= most,
    rule:
        most === Number.MAX_SAFE_INTEGER
            ? `must be a whole number, ${least} or more`
            : `must be a whole number from ${least} to ${most}`,
});

/** A number in a range, both ends included. */
export const number = (least: number, most: number): Requirement => ({
    holds: (value) => typeof value === "number" && value >= least && value <= most,
    rule: `must be a number from ${least} to ${most}`,
});

/** One of some words. */
export const oneOf = (...words: string[]): Requirement => ({
    holds: (value) => words.includes(value as string),
    rule: `must be ${words.slice(0, -1).join(", ")} or ${words.at(-1)}`,
});

/** Yes or no; a text such as "false" would count as yes. */
export const trueOrFalse: Requirement = { holds: (value) => typeof value === "boolean", rule: "must be true or false" };

/** A release id: a URL, cookie, header, file and HAProxy name at once. HAProxy takes a leading - for an option. */
export const RELEASE_ID = matching(
    /^[A-Za-z0-9][A-Za-z0-9._-]{0,39}$/,
    "must be 1 to 40 of A-Z, a-z, 0-9, dot, _ and -, starting with a letter or digit",
);

/** A cookie's or a query parameter's name. HAProxy takes a leading - for an option. */
export const cookieName = matching(
    /^[A-Za-z0-9_][A-Za-z0-9_-]{0,39}$/,
    "must be 1 to 40 of A-Z, a-z, 0-9, - and _, not starting with -",
);

/** A header's name. */
export const headerName = matching(/^[A-Za-z0-9-]{1,40}$/, "must be 1 to 40 of A-Z, a-z, 0-9 and -");

/** A host name. */
export const hostName = matching(/^(?=.{1,253}$)[A-Za-z0-9-]+(\.[A-Za-z0-9-]+)*$/, "must be a host name");

/** An absolute path without query. Of what a URL allows only the ' is missing: it is a quote in HAProxy's configuration. */
export const PATH = matching(/^\/[A-Za-z0-9._~!$&()+,;=:@%/-]*$/, "must be an absolute path without query");

/** What a tier may answer: an exact path, or a prefix that ends in `/*`. */
export const PATTERN: Requirement = {
    holds: (value) => PATH.holds(typeof value === "string" ? value.replace(/\/\*$/, "/") : value),
    rule: "each path starts with / and has * only as a last /*",
};
