import fc from "fast-check";
import type { AlbIngressArgs } from "../../../components/kubernetes/alb/albIngressArgs";
import { albIngressSettings } from "../../../components/kubernetes/alb/albIngressSettings";
import { ingressRules } from "../../../components/kubernetes/alb/ingressRules";
import { serviceName } from "../../../components/kubernetes/names";
import { COLORS, ruleFor } from "../../../components/release";
import { albRequest } from "../../support/aws/albRequest";
import { forwardOf, listenerOf } from "../../support/kubernetes/ingressModel";
import { type Scene, visit } from "../../support/releaseArbitraries";

const argsOf = ({ args, releases }: Scene): AlbIngressArgs => ({
    app: "shop",
    namespace: "shop-test",
    group: "shop",
    tiers: args.tiers,
    blueRelease: releases.blue,
    greenRelease: releases.green,
    traffic: args.traffic,
    session: args.session,
});

/** All Ingresses of an app, in the order of their group. */
function ingressesOf(args: AlbIngressArgs) {
    const { rules, tiers, releases } = albIngressSettings(args);
    return tiers.flatMap((tier) =>
        [false, true].map((isDefault) => {
            const own = rules.filter((rule) => rule.tier === tier && rule.isDefault === isDefault);
            return ingressRules("shop", releases, own);
        }),
    );
}

/** Whether some value is a live release but for its case, which a load balancer does not see. */
const differsInCase = ({ releases }: Scene, values: readonly string[]) =>
    COLORS.flatMap((color) => releases[color] ?? []).some((id) =>
        values.some((value) => value !== id && value.toLowerCase() === id.toLowerCase()),
    );

const legal = visit.filter(
    ([one, { query, headers }]) =>
        COLORS.every((color) => one.pins[color] === one.releases[color]) &&
        albIngressSettings(argsOf(one)).mistakes.length === 0 &&
        !differsInCase(one, [...Object.values(query), ...Object.values(headers), ...Object.values(one.releases)]),
);

test("S03 S12 S15 the controller makes of it a listener that decides every request as the route table does", () => {
    fc.assert(
        fc.property(legal, ([one, request]) => {
            const ingresses = ingressesOf(argsOf(one));
            const wanted = ruleFor(one.rules, request);
            const forward = wanted?.forward.map(({ color, release, weight }) => [
                serviceName("shop", wanted.tier, color, release),
                weight,
            ]);
            const action = listenerOf(ingresses).actionFor(albRequest(request));
            expect(forwardOf(ingresses, action)).toEqual(Object.fromEntries(forward ?? []));
        }),
        { numRuns: 150 },
    );
});

const SHOP: AlbIngressArgs = {
    app: "shop",
    namespace: "shop-test",
    group: "shop",
    tiers: {
        frontend: { paths: ["/*"], health: { path: "/healthz" } },
        backend: { paths: ["/api/*", "/ws"], health: { path: "/api/healthz" } },
    },
    blueRelease: "v1",
    greenRelease: "v2",
    traffic: { active: "blue", canaryPercent: 10 },
    hosts: ["shop.example.com", "www.example.com"],
};

test("more hosts and paths than the Ingress itself names are in its annotations", () => {
    const [pins] = ingressesOf(SHOP);
    expect(pins?.host).toBe("shop.example.com");
    expect(pins?.paths[0]).toEqual({
        path: "/api/*",
        pathType: "ImplementationSpecific",
        backend: { service: { name: "backend-blue-query", port: { name: "use-annotation" } } },
    });
    expect(JSON.parse(pins?.annotations["alb.ingress.kubernetes.io/conditions.backend-blue-cookie"] ?? "")).toEqual([
        { field: "host-header", hostHeaderConfig: { values: ["www.example.com"] } },
        { field: "path-pattern", pathPatternConfig: { values: ["/ws"] } },
        {
            field: "http-header",
            httpHeaderConfig: { httpHeaderName: "Cookie", regexValues: ["(^|;\\s*)release=v1(;|$)"] },
        },
    ]);
});

test("a default keeps both weights, and that of the first backend ties clients that keep the load balancer's cookie", () => {
    const action = (index: number, name: string) =>
        JSON.parse(ingressesOf(SHOP)[index]?.annotations[`alb.ingress.kubernetes.io/actions.${name}-default`] ?? "");
    const groups = (tier: string) => [
        { serviceName: `shop-${tier}-blue-v1`, servicePort: 80, weight: 90 },
        { serviceName: `shop-${tier}-green-v2`, servicePort: 80, weight: 10 },
    ];
    expect(action(1, "backend")).toEqual({
        type: "forward",
        forwardConfig: {
            targetGroups: groups("backend"),
            targetGroupStickinessConfig: { enabled: true, durationSeconds: 1800 },
        },
    });
    expect(action(3, "frontend").forwardConfig.targetGroupStickinessConfig.enabled).toBe(false);
});

test("a color that is off is in no rule", () => {
    expect(JSON.stringify(ingressesOf({ ...SHOP, greenRelease: undefined, traffic: { active: "blue" } }))).not.toMatch(
        /green|v2/,
    );
});
