import fc from "fast-check";
import {
    defaultRouteName,
    gatewayName,
    namespaceName,
    pinsRouteName,
    releaseLabels,
    serviceName,
    workloadName,
} from "../../../components/kubernetes/names";
import { releaseId } from "../../support/releaseArbitraries";

const name = fc.stringMatching(/^[a-z][a-z0-9-]{0,19}$/);
const app = fc.stringMatching(/^[a-z]([a-z0-9-]{0,28}[a-z0-9])?$/);

test("names are readable where Kubernetes takes them", () => {
    expect([
        pinsRouteName("shop"),
        defaultRouteName("shop", "backend"),
        workloadName("shop", "backend", "blue"),
        serviceName("shop", "backend", "blue", "v1"),
        gatewayName("shop"),
        namespaceName("shop", "prod"),
    ]).toEqual([
        "shop-pins",
        "shop-backend-default",
        "shop-backend-blue",
        "shop-backend-blue-v1",
        "shop-gateway",
        "shop-prod",
    ]);
    expect(serviceName("shop", "backend", "blue", "V1.2")).toMatch(/^shop-backend-blue-v1-2-[0-9a-f]{8}$/);
});

test("every name is one that a Service may have, and no two releases share one", () => {
    fc.assert(
        fc.property(app, name, releaseId, releaseId, fc.string(), (one, tier, release, other, stack) => {
            const names = [
                serviceName(one, tier, "blue", release),
                serviceName(one, tier, "green", release),
                workloadName(one, tier, "blue"),
                workloadName(one, tier, "green"),
                ...(release === other ? [] : [serviceName(one, tier, "blue", other)]),
            ];
            for (const it of [...names, namespaceName(one, stack)])
                expect(it).toMatch(/^[a-z]([-a-z0-9]{0,61}[a-z0-9])?$/);
            expect(new Set(names).size).toBe(names.length);
        }),
        { numRuns: 500 },
    );
});

test("a pod of another release is never selected", () => {
    expect(releaseLabels("shop", "backend", "blue", "v1")).toEqual({
        "app.kubernetes.io/name": "backend",
        "app.kubernetes.io/part-of": "shop",
        "app.kubernetes.io/managed-by": "pulumi",
        "app.kubernetes.io/version": "v1",
        "blue-green/app": "shop",
        "blue-green/tier": "backend",
        "blue-green/color": "blue",
        "blue-green/release": "v1",
    });
});
