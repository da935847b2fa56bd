import type { RuleCondition } from "@aws-sdk/client-elastic-load-balancing-v2";
import { checkConditions } from "../../support/aws/alb/conditionLimits";
import { testOf } from "../../support/aws/alb/conditions";

/** What the balancer says about conditions; nothing when they are taken. */
function refusal(...conditions: RuleCondition[]): string | undefined {
    try {
        checkConditions(conditions);
        testOf(conditions);
        return undefined;
    } catch (error) {
        expect(error).toMatchObject({ name: "AlbError", code: "ValidationError" });
        return (error as Error).message;
    }
}

const host = (...Values: string[]): RuleCondition => ({ Field: "host-header", HostHeaderConfig: { Values } });
const path = (...Values: string[]): RuleCondition => ({ Field: "path-pattern", PathPatternConfig: { Values } });
const method = (...Values: string[]): RuleCondition => ({
    Field: "http-request-method",
    HttpRequestMethodConfig: { Values },
});
const source = (...Values: string[]): RuleCondition => ({ Field: "source-ip", SourceIpConfig: { Values } });
const header = (HttpHeaderName: string, ...Values: string[]): RuleCondition => ({
    Field: "http-header",
    HttpHeaderConfig: { HttpHeaderName, Values },
});
const regex = (...RegexValues: string[]): RuleCondition => ({
    Field: "http-header",
    HttpHeaderConfig: { HttpHeaderName: "Cookie", RegexValues },
});
const query = (...Values: { Key?: string; Value: string }[]): RuleCondition => ({
    Field: "query-string",
    QueryStringConfig: { Values },
});
const long = (length: number) => "a".repeat(length);

test("what the limits allow", () => {
    expect(refusal(path("/a", "/b", "/c"), header("X-A", "1"), header("X-A", "2"))).toBeUndefined();
    expect(refusal(path("/a*b*c*", "/?"), header("X-A", "*"))).toBeUndefined();
    expect(refusal(query({ Key: "k", Value: "\\*\\*\\*\\*\\*\\*" }))).toBeUndefined();
    expect(refusal(source("10.0.0.0/8", "10.0.0.1/32", "10.0.0.2/32", "10.0.0.3/32", "::/0"))).toBeUndefined();
    expect(refusal(path(`/${long(127)}`), header(long(40), long(128)))).toBeUndefined();
    expect(refusal(host("parked.invalid"), method("GET"), path("/*"), source("10.0.0.0/8"))).toBeUndefined();
    expect(refusal({ Field: "path-pattern", Values: ["/a"] })).toBeUndefined();
});

test.each<[string, RuleCondition[], RegExp]>([
    ["no condition", [], /at least one condition/],
    ["no value", [path()], /must have a value/],
    ["an empty value", [header("X-A", "")], /cannot be empty/],
    ["four values in a condition", [path("/a", "/b", "/c", "/d")], /only have '3' values/],
    ["six values in a rule", [path("/a", "/b", "/c"), header("X-A", "1", "2", "3")], /only have '5' condition values/],
    [
        "six pairs in a rule",
        [query({ Value: "1" }, { Value: "2" }, { Value: "3" }), header("X-A", "1", "2", "3")],
        /'5' condition values/,
    ],
    ["six ranges", [source(...[1, 2, 3, 4, 5, 6].map((i) => `10.0.0.${i}/32`))], /only have '5' values/],
    [
        "six wildcards in a rule",
        [path("/*a*b*"), header("X-A", "??"), query({ Key: "*", Value: "x" })],
        /'5' condition wildcards/,
    ],
    ["129 characters", [path(`/${long(128)}`)], /at most 128 characters/],
    ["two hosts", [host("a.com"), host("b.com")], /only have one 'host-header'/],
    ["two paths", [path("/a"), path("/b")], /only have one 'path-pattern'/],
    ["two methods", [method("GET"), method("PUT")], /only have one 'http-request-method'/],
    ["two sources", [source("10.0.0.0/8"), source("10.0.0.0/9")], /only have one 'source-ip'/],
    ["header Host", [header("hOST", "a.com")], /'Host' is not valid/],
    ["a header name of 41", [header(long(41), "a")], /1 to 40 characters/],
    ["a header name with a blank", [header("X A", "a")], /1 to 40 characters/],
    ["a method in small letters", [method("get")], /method 'get' is not valid/],
    ["an address as host", [host("127.0.0.1")], /only letters after the last/],
    ["a host without a dot", [host("localhost")], /must have a '\.'/],
    ["a path with a blank", [path("/a b")], /contains a character/],
    ["an address without bits", [source("10.0.0.1")], /not a CIDR block/],
    ["too many bits", [source("10.0.0.0/33")], /not a CIDR block/],
    ["an unknown field", [{ Field: "cookie", Values: ["a"] }], /'cookie' is not valid/],
    [
        "both kinds of values",
        [{ Field: "path-pattern", PathPatternConfig: { Values: ["/a"], RegexValues: ["b"] } }],
        /both Values and RegexValues/,
    ],
])("refuses %s", (_, conditions, expected) => {
    expect(refusal(...conditions)).toMatch(expected);
});

describe("regular expressions", () => {
    test.each([
        "(^|;\\s*)release=v1\\.2(;|$)",
        "(?:a|b)+",
        "[(?=)+p]",
        "\\(\\?=",
        "a{2,3}b",
        "[*+]+",
        "\\\\1",
        long(128),
    ])("takes %s", (text) => {
        expect(refusal(regex(text))).toBeUndefined();
    });

    test.each([
        ["(?=a)", /lookaround/],
        ["(?!a)", /lookaround/],
        ["(?<=a)b", /lookaround/],
        ["(?<!a)b", /lookaround/],
        ["(a)\\1", /backreferences/],
        ["(?<n>a)\\k<n>", /backreferences/],
        ["(?>a)", /atomic/],
        ["a*+", /possessive/],
        ["a++", /possessive/],
        ["a?+", /possessive/],
        ["a{1,2}+", /possessive/],
        ["\\p{L}", /Unicode/],
        ["[a\\P{L}]", /Unicode/],
        ["(?R)", /recursion/],
        ["(a", /not valid/],
        ["", /between 1 and 128/],
        [long(129), /between 1 and 128/],
    ])("refuses %s", (text, expected) => {
        expect(refusal(regex(text))).toMatch(expected);
    });

    test("wildcards in them do not count, values do", () => {
        expect(refusal(regex("a*b*c*", "d*e*f*"))).toBeUndefined();
        expect(refusal(regex("a", "b", "c", "d"))).toMatch(/'3' values/);
    });

    test("are for hosts, paths and headers", () => {
        const condition = { Field: "http-request-method", HttpRequestMethodConfig: { RegexValues: ["G.*"] } };
        expect(refusal(condition as RuleCondition)).toMatch(/cannot have regular expressions/);
    });
});
