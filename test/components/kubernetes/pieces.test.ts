import { AppGateway, type AppGatewayArgs, AppNamespace } from "../../../components/kubernetes";
import { GATEWAY } from "../../support/kubernetes/pieces";
import { declaredBy } from "../../support/pieces/declared";

const APPLIED = { "pulumi.com/patchFieldManager": "blue-green", "pulumi.com/patchForce": "true" };

test("a namespace is created by the name of the app and the stack, for restricted pods", async () => {
    const made = await declaredBy(() => new AppNamespace("shop"));
    expect(made.slice(1).map(({ inputs }) => inputs.metadata)).toEqual([
        {
            name: "shop-test",
            labels: { "app.kubernetes.io/managed-by": "pulumi", "pod-security.kubernetes.io/enforce": "restricted" },
            annotations: APPLIED,
        },
    ]);
});

test("its labels are the caller's where they say otherwise", async () => {
    const labels = { "pod-security.kubernetes.io/enforce": "baseline", team: "web" };
    const [, made] = await declaredBy(() => new AppNamespace("shop", { name: "shops", labels }));
    expect(made?.inputs.metadata).toMatchObject({ name: "shops", labels });
});

test("a namespace that exists is left alone", async () => {
    expect(await declaredBy(() => new AppNamespace("shop", { name: "shops", create: false }))).toHaveLength(1);
});

const gateway = async (changes: Partial<AppGatewayArgs> = {}) => {
    let made: AppGateway | undefined;
    const all = await declaredBy(() => {
        made = new AppGateway("shop-gateway", { ...GATEWAY, ...changes });
    });
    return { all, place: [made?.gatewayNamespace, made?.gatewayName, made?.listener] };
};

test("a Gateway is created with one listener, for routes of the app's namespace", async () => {
    const { all, place } = await gateway({ annotations: { a: "b" }, labels: { team: "web" } });
    expect(place).toEqual(["shop-test", "shop-gateway", ""]);
    expect(all.slice(1).map(({ inputs }) => inputs)).toEqual([
        {
            apiVersion: "gateway.networking.k8s.io/v1",
            kind: "Gateway",
            metadata: {
                name: "shop-gateway",
                namespace: "shop-test",
                labels: {
                    team: "web",
                    "app.kubernetes.io/part-of": "shop",
                    "app.kubernetes.io/managed-by": "pulumi",
                    "blue-green/app": "shop",
                },
                annotations: { a: "b", ...APPLIED },
            },
            spec: {
                gatewayClassName: "traefik",
                listeners: [
                    {
                        name: "https",
                        port: 443,
                        protocol: "HTTPS",
                        tls: { mode: "Terminate", certificateRefs: [{ group: "", kind: "Secret", name: "shop-tls" }] },
                        allowedRoutes: { namespaces: { from: "Same" } },
                    },
                ],
            },
        },
    ]);
});

test("one for plain HTTP, on a port of its own", async () => {
    const { all } = await gateway({ plainHttp: true, certificateSecrets: undefined, port: 8000 });
    expect(all[1]?.inputs.spec).toMatchObject({
        listeners: [{ name: "http", port: 8000, protocol: "HTTP", allowedRoutes: { namespaces: { from: "Same" } } }],
    });
    const usual = await gateway({ plainHttp: true, certificateSecrets: undefined });
    expect(usual.all[1]?.inputs.spec).toMatchObject({ listeners: [{ port: 80 }] });
});

test("a Gateway that exists is left alone", async () => {
    const adopt = { name: "public", namespace: "infra", listener: "web" };
    const given = await gateway({ adopt, className: undefined, certificateSecrets: undefined });
    expect([given.all.length, given.place]).toEqual([1, ["infra", "public", "web"]]);
    const same = await gateway({ adopt: { name: "public" }, className: undefined, certificateSecrets: undefined });
    expect(same.place).toEqual(["shop-test", "public", ""]);
});
