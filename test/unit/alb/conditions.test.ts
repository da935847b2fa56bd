import type { RuleCondition } from "@aws-sdk/client-elastic-load-balancing-v2";
import { testOf } from "../../support/aws/alb/conditions";
import type { Asked } from "../../support/aws/alb/shapes";

const ASKED: Asked = { method: "GET", host: "shop.example.com", path: "/", query: "", headers: [], source: "10.0.0.7" };

/** Whether a request meets conditions. */
const meets = (asked: Partial<Asked>, ...conditions: RuleCondition[]) => testOf(conditions)({ ...ASKED, ...asked });

const host = (...Values: string[]): RuleCondition => ({ Field: "host-header", HostHeaderConfig: { Values } });
const path = (...Values: string[]): RuleCondition => ({ Field: "path-pattern", PathPatternConfig: { Values } });
const header = (HttpHeaderName: string, ...Values: string[]): RuleCondition => ({
    Field: "http-header",
    HttpHeaderConfig: { HttpHeaderName, Values },
});
const headerRegex = (HttpHeaderName: string, ...RegexValues: string[]): RuleCondition => ({
    Field: "http-header",
    HttpHeaderConfig: { HttpHeaderName, RegexValues },
});
const query = (...Values: { Key?: string; Value: string }[]): RuleCondition => ({
    Field: "query-string",
    QueryStringConfig: { Values },
});
const source = (...Values: string[]): RuleCondition => ({ Field: "source-ip", SourceIpConfig: { Values } });
const method = (...Values: string[]): RuleCondition => ({
    Field: "http-request-method",
    HttpRequestMethodConfig: { Values },
});

test("all conditions must hold, and one value of each", () => {
    const both = [host("a.example.com", "shop.example.com"), path("/x", "/api/*")];
    expect(meets({ path: "/api/cart" }, ...both)).toBe(true);
    expect(meets({ path: "/y" }, ...both)).toBe(false);
    expect(meets({ path: "/x", host: "b.example.com" }, ...both)).toBe(false);
});

describe("host-header", () => {
    test.each([
        ["*.example.com", "SHOP.example.COM", true],
        ["*.example.com", "example.com", false],
        ["shop?.example.com", "shop1.example.com", true],
        ["shop?.example.com", "shop.example.com", false],
        ["shop.example.com", "shopXexample.com", false],
    ])("%s and %s: %s", (pattern, name, expected) => {
        expect(meets({ host: name }, host(pattern))).toBe(expected);
        expect(meets({ host: name }, { Field: "host-header", Values: [pattern] })).toBe(expected);
    });

    test("a regular expression disregards case too", () => {
        const condition = { Field: "host-header", HostHeaderConfig: { RegexValues: ["^(www|shop)\\.example\\.com$"] } };
        expect(meets({ host: "Shop.example.com" }, condition)).toBe(true);
        expect(meets({ host: "a.shop.example.com" }, condition)).toBe(false);
    });
});

describe("path-pattern", () => {
    test.each([
        ["/api/*", "/api/cart/1", true],
        ["/api/*", "/api", false],
        ["/api/*", "/API/cart", false],
        ["/a?c", "/abc", true],
        ["/a?c", "/ac", false],
        ["/a.c", "/abc", false],
        ["/*", "/", true],
    ])("%s and %s: %s", (pattern, asked, expected) => {
        expect(meets({ path: asked }, path(pattern))).toBe(expected);
    });

    test("does not see the query", () => {
        expect(meets({ path: "/a", query: "x=/b" }, path("*b"))).toBe(false);
    });

    test("a regular expression regards case", () => {
        const condition = { Field: "path-pattern", PathPatternConfig: { RegexValues: ["^/api/v[12]/"] } };
        expect(meets({ path: "/api/v2/x" }, condition)).toBe(true);
        expect(meets({ path: "/API/v2/x" }, condition)).toBe(false);
    });
});

describe("http-header", () => {
    test("matches the whole value, without regard to case", () => {
        const headers = [["x-Release", "V2.1"]] as const;
        expect(meets({ headers }, header("X-Release", "v2.?"))).toBe(true);
        expect(meets({ headers }, header("X-Release", "v2"))).toBe(false);
        expect(meets({ headers: [["X-Other", "v2.1"]] }, header("X-Release", "v2.1"))).toBe(false);
        expect(meets({}, header("X-Release", "*"))).toBe(false);
    });

    test("searches repeated lines one by one", () => {
        const headers = [
            ["X-A", "one"],
            ["X-A", "two"],
        ] as const;
        expect(meets({ headers }, header("X-A", "two"))).toBe(true);
        expect(meets({ headers }, header("X-A", "one*two"))).toBe(false);
    });

    test.each([
        ["release=green", true],
        ["a=b; release=green", true],
        ["a=b;release=green;c=d", true],
        ["prerelease=green", false],
        ["release=greenish", false],
        ["release=Green", false],
    ])("the expression of a pin finds its cookie in %s: %s", (cookies, expected) => {
        expect(meets({ headers: [["Cookie", cookies]] }, headerRegex("Cookie", "(^|;\\s*)release=green(;|$)"))).toBe(
            expected,
        );
    });
});

test("http-request-method is exact", () => {
    expect(meets({ method: "HEAD" }, method("GET", "HEAD"))).toBe(true);
    expect(meets({ method: "GETS" }, method("GET"))).toBe(false);
});

describe("query-string", () => {
    test.each([
        [{ Key: "release", Value: "v2" }, "a=1&Release=V2", true],
        [{ Key: "release", Value: "v2" }, "release=v21", false],
        [{ Key: "release", Value: "v2" }, "a=release=v2", false],
        [{ Key: "rel*", Value: "v?" }, "release=v2", true],
        [{ Key: "release", Value: "v\\*" }, "release=v*", true],
        [{ Key: "release", Value: "v\\*" }, "release=v2", false],
        [{ Key: "q", Value: "a\\?" }, "q=ab", false],
        [{ Key: "q", Value: "a=b" }, "q=a=b", true],
        [{ Key: "release", Value: "v 2" }, "release=v%202", true],
        [{ Key: "release", Value: "%zz" }, "release=%zz", true],
        [{ Value: "v2" }, "whatever=v2", true],
        [{ Value: "v2" }, "v2=whatever", false],
        [{ Key: "release", Value: "*" }, "", false],
    ])("%j and %s: %s", (pair, asked, expected) => {
        expect(meets({ query: asked }, query(pair))).toBe(expected);
    });

    test("one of several is enough", () => {
        const either = query({ Key: "release", Value: "v2" }, { Key: "dpl", Value: "v2" });
        expect([meets({ query: "dpl=v2" }, either), meets({ query: "dpl=v1" }, either)]).toEqual([true, false]);
    });
});

describe("source-ip", () => {
    test.each([
        ["10.0.0.0/8", "10.255.0.1", true],
        ["10.0.0.0/8", "11.0.0.1", false],
        ["10.0.0.7/32", "10.0.0.7", true],
        ["2001:db8::/32", "2001:db8::1", true],
        ["2001:db8::/32", "10.0.0.7", false],
    ])("%s and %s: %s", (range, address, expected) => {
        expect(meets({ source: address }, source("192.168.0.0/16", range))).toBe(expected);
    });

    test("is the peer, not what a header tells", () => {
        const headers = [["X-Forwarded-For", "192.168.0.1"]] as const;
        expect(meets({ headers }, source("192.168.0.0/16"))).toBe(false);
    });
});
