import type { Action } from "@aws-sdk/client-elastic-load-balancing-v2";
import { checkActions } from "../../support/aws/alb/actions";
import { checkGroup, matcherOf } from "../../support/aws/alb/groupLimits";
import { fixed, weighted } from "../../support/aws/albBench";

const forward = (TargetGroupArn: string, more: Partial<Action> = {}): Action => ({
    Type: "forward",
    TargetGroupArn,
    ...more,
});
const sticky = (DurationSeconds?: number, Enabled = true): Action => ({
    Type: "forward",
    ForwardConfig: {
        TargetGroups: [{ TargetGroupArn: "a", Weight: 1 }],
        TargetGroupStickinessConfig: { Enabled, DurationSeconds },
    },
});
const redirect = (RedirectConfig: object): Action => ({
    Type: "redirect",
    RedirectConfig: { StatusCode: "HTTP_302", ...RedirectConfig },
});

describe("actions", () => {
    test.each<[string, Action]>([
        ["one group", forward("a")],
        ["one group twice the same", forward("a", { ForwardConfig: { TargetGroups: [{ TargetGroupArn: "a" }] } })],
        ["five groups", weighted({ a: 999, b: 0, c: 1, d: 1, e: 1 }, 604_800)],
        ["the shortest stickiness", sticky(1)],
        ["stickiness that is off", sticky(undefined, false)],
        ["a fixed response", fixed("204")],
        ["a redirect", redirect({ Protocol: "HTTPS", Port: "443" })],
    ])("takes %s", (_, action) => {
        expect(() => checkActions([action])).not.toThrow();
    });

    test.each<[string, Action[], string, RegExp]>([
        ["none", [], "InvalidLoadBalancerAction", /exactly one/],
        ["two", [fixed("200"), fixed("200")], "InvalidLoadBalancerAction", /exactly one/],
        ["unknown ones", [{ Type: "jwt-validation" }], "InvalidLoadBalancerAction", /'jwt-validation'/],
        ["no group", [weighted({})], "InvalidLoadBalancerAction", /needs a target group/],
        ["six groups", [weighted({ a: 1, b: 1, c: 1, d: 1, e: 1, f: 1 })], "TooManyTargetGroups", /'5' target groups/],
        ["another group beside", [forward("a", weighted({ b: 1 }))], "InvalidLoadBalancerAction", /the same/],
        ["weight 1000", [weighted({ a: 1000, b: 1 })], "ValidationError", /weight '1000' must be between 0 and 999/],
        ["weight -1", [weighted({ a: -1, b: 1 })], "ValidationError", /weight '-1'/],
        ["weight 0.5", [weighted({ a: 0.5, b: 1 })], "ValidationError", /weight '0.5'/],
        ["nobody's share", [weighted({ a: 0, b: 0 })], "ValidationError", /Not all/],
        ["stickiness of 0 seconds", [sticky(0)], "ValidationError", /duration '0' must be between 1 and 604800/],
        ["stickiness of over 7 days", [sticky(604_801)], "ValidationError", /duration '604801'/],
        ["stickiness without a duration", [sticky(undefined)], "ValidationError", /duration 'undefined'/],
        ["fixed status 302", [fixed("302")], "ValidationError", /2XX, 4XX or 5XX/],
        ["a long fixed body", [fixed("200", "a".repeat(1025))], "ValidationError", /1024/],
        ["redirect status 307", [redirect({ StatusCode: "HTTP_307", Host: "a" })], "ValidationError", /HTTP_301/],
        ["a redirect to itself", [redirect({ Path: "/#{path}" })], "InvalidLoadBalancerAction", /loops/],
        ["a redirect to FTP", [redirect({ Protocol: "FTP" })], "ValidationError", /'FTP'/],
        ["a redirect to a relative path", [redirect({ Path: "a" })], "ValidationError", /start with/],
    ])("refuses %s", (_, actions, code, message) => {
        expect(() => checkActions(actions)).toThrow(
            expect.objectContaining({ code, message: expect.stringMatching(message) }),
        );
    });

    test("a group twice is refused", () => {
        const TargetGroups = [{ TargetGroupArn: "a" }, { TargetGroupArn: "a" }];
        expect(() => checkActions([{ Type: "forward", ForwardConfig: { TargetGroups } }])).toThrow(/twice/);
    });
});

describe("target groups", () => {
    const settings = {
        TargetGroupArn: "a",
        Port: 80,
        HealthCheckPath: "/health",
        HealthCheckIntervalSeconds: 30,
        HealthCheckTimeoutSeconds: 5,
        HealthyThresholdCount: 5,
        UnhealthyThresholdCount: 2,
        Matcher: { HttpCode: "200" },
    };
    const delay = "deregistration_delay.timeout_seconds";

    test.each([
        [{ HealthCheckIntervalSeconds: 5, HealthCheckTimeoutSeconds: 2 }, {}],
        [{ HealthCheckIntervalSeconds: 300, HealthCheckTimeoutSeconds: 120 }, { [delay]: "3600" }],
        [
            { HealthyThresholdCount: 10, UnhealthyThresholdCount: 10 },
            { [delay]: "0", "stickiness.enabled": "false" },
        ],
    ])("takes %j %j", (more, attributes) => {
        expect(() => checkGroup({ ...settings, ...more }, attributes)).not.toThrow();
    });

    test.each<[object, Record<string, string>, RegExp]>([
        [{ HealthCheckIntervalSeconds: 4, HealthCheckTimeoutSeconds: 2 }, {}, /interval '4' must be between 5 and 300/],
        [{ HealthCheckIntervalSeconds: 301 }, {}, /interval '301'/],
        [{ HealthCheckTimeoutSeconds: 1 }, {}, /timeout '1' must be between 2 and 120/],
        [{ HealthCheckTimeoutSeconds: 121, HealthCheckIntervalSeconds: 300 }, {}, /timeout '121'/],
        [{ HealthCheckTimeoutSeconds: 30 }, {}, /timeout '30' must be smaller than the interval '30'/],
        [{ HealthyThresholdCount: 1 }, {}, /Healthy threshold count '1' must be between 2 and 10/],
        [{ UnhealthyThresholdCount: 11 }, {}, /Unhealthy threshold count '11'/],
        [{ Port: 0 }, {}, /port '0'/],
        [{ HealthCheckPath: "health" }, {}, /path 'health'/],
        [{ Matcher: { HttpCode: "500" } }, {}, /within '200-499'/],
        [{}, { [delay]: "3601" }, /Deregistration delay '3601' must be between 0 and 3600/],
        [{}, { "stickiness.enabled": "true" }, /only as 'false'/],
    ])("refuses %j %j", (more, attributes, message) => {
        expect(() => checkGroup({ ...settings, ...more }, attributes)).toThrow(message);
    });

    test("a matcher is a status, a list or a range", () => {
        const taken = (codes: string) => [200, 204, 299, 404].filter(matcherOf(codes));
        expect([taken("200"), taken("200,404"), taken("200-299")]).toEqual([[200], [200, 404], [200, 204, 299]]);
        for (const codes of ["", "2xx", "200-", "299-200", "199-200"]) expect(() => matcherOf(codes)).toThrow(/within/);
    });
});
