import { Provider } from "@pulumi/kubernetes/provider";
import { GatewayBlueGreen, type GatewayBlueGreenArgs } from "../../../components/kubernetes";
import { Recorder, resolved } from "../../support/harness";
import { GATEWAY_TIERS, gatewayArgs, gatewayMade, gatewayRelease } from "../../support/kubernetes/gatewayApp";

/** What an app declares, by name, and some of its outputs. */
async function declared(changes: Partial<GatewayBlueGreenArgs> = {}, opts?: () => { provider: Provider }) {
    const recorder = await Recorder.start(gatewayMade);
    const shop = new GatewayBlueGreen("shop", gatewayArgs(changes), opts?.());
    const outputs = [await resolved(shop.url), await resolved(shop.bluePreviewUrl)];
    const all = await recorder.settled();
    const inputs = (name: string) => all.filter((one) => one.name === name).at(-1)?.inputs as never;
    return { all, inputs, outputs };
}

interface Rules {
    readonly spec: {
        readonly hostnames?: string[];
        readonly parentRefs: object[];
        readonly rules: { readonly filters?: object[]; readonly backendRefs: { readonly filters?: object[] }[] }[];
    };
}
const cookieFilter = (release: string) => ({
    type: "ResponseHeaderModifier",
    responseHeaderModifier: {
        add: [
            {
                name: "Set-Cookie",
                value: `release=${release}; Path=/; Max-Age=1800; SameSite=Lax; HttpOnly; Secure`,
            },
        ],
    },
});
const cookieOf = (deployment: object) =>
    JSON.stringify(deployment).match(/"name":"RELEASE_COOKIE","value":"([^"]*)"/)?.[1];

test("where the controller cannot, the app sets the cookie", async () => {
    const { inputs } = await declared();
    expect(JSON.stringify([inputs("shop-pins"), inputs("shop-frontend-default")])).not.toContain("Set-Cookie");
    expect(cookieOf(inputs("shop-frontend-blue-deployment"))).toBe(
        "release=v1; Path=/; Max-Age=1800; SameSite=Lax; HttpOnly; Secure",
    );
});

test.each<[string, Partial<GatewayBlueGreenArgs>]>([
    ["a controller that can", { controller: "envoy-gateway" }],
    ["one that is said to", { routerSetsCookie: true }],
])("%s sets the cookie, and the app does not", async (_case, changes) => {
    const { inputs } = await declared(changes);
    const { spec } = inputs("shop-frontend-default") as Rules;
    expect(spec.rules[0]?.backendRefs.map(({ filters }) => filters)).toEqual([
        [cookieFilter("v1")],
        [cookieFilter("v2")],
    ]);
    const pins = (inputs("shop-pins") as Rules).spec.rules;
    expect(pins.map(({ filters }) => filters)).toEqual(
        ["v1", "v2", "v1", "v2"].flatMap((release) => [[cookieFilter(release)], undefined]),
    );
    expect(cookieOf(inputs("shop-frontend-blue-deployment"))).toBe("");
});

test("a controller that can may be told not to", async () => {
    const { inputs } = await declared({ controller: "istio", routerSetsCookie: false });
    expect(JSON.stringify(inputs("shop-frontend-default"))).not.toContain("Set-Cookie");
});

test("without pins by query there are no preview links", async () => {
    const { inputs, outputs } = await declared({ controller: "haproxy-ingress" });
    expect(outputs).toEqual(["https://shop.example.com", ""]);
    expect(JSON.stringify(inputs("shop-pins"))).not.toContain("queryParams");
});

test("a Gateway that exists is adopted, with its listener", async () => {
    const adopt = { name: "public", namespace: "infra", listener: "https" };
    const { all, inputs } = await declared({ gateway: { adopt } });
    expect(all.some(({ type }) => type.endsWith(":Gateway"))).toBe(false);
    expect((inputs("shop-pins") as Rules).spec.parentRefs).toEqual([
        {
            group: "gateway.networking.k8s.io",
            kind: "Gateway",
            name: "public",
            namespace: "infra",
            sectionName: "https",
        },
    ]);
    expect(inputs("shop-plan")).toMatchObject({ door: { name: "public", namespace: "infra", controller: "traefik" } });
    expect(inputs("shop-plan")).not.toHaveProperty("door.className");
    expect(inputs("shop-programmed")).toMatchObject({ gateway: { name: "public", namespace: "infra" } });
});

test("a namespace that exists is used", async () => {
    const { all, inputs } = await declared({ namespace: { name: "shops", create: false } });
    expect(all.some(({ type }) => type.endsWith("core/v1:Namespace"))).toBe(false);
    for (const name of ["shop-pins", "shop-backend-blue-deployment", "shop-gateway"]) {
        expect(inputs(name)).toMatchObject({ metadata: { namespace: "shops" } });
    }
    expect(inputs("shop-plan")).toMatchObject({ gateway: { namespace: "shops" } });
});

test("the URL is the one given, else that of the first host", async () => {
    const plain = { className: "traefik", plainHttp: true };
    const { outputs } = await declared({ gateway: plain });
    expect(outputs).toEqual(["http://shop.example.com", "http://shop.example.com/?release=v1"]);
    const changes = { publicUrl: "http://shop.localhost:8000", hosts: undefined, gateway: plain };
    const given = await declared(changes);
    expect(given.outputs[0]).toBe("http://shop.localhost:8000");
    expect((given.inputs("shop-pins") as Rules).spec).not.toHaveProperty("hostnames");
});

test("the census looks back for the session idle time and the quiet time", async () => {
    const changes = { session: { idleSeconds: 600 }, drain: { quietMinutes: 5 } };
    const { inputs } = await declared(changes);
    expect(inputs("shop-plan")).toMatchObject({ gateway: { idleSeconds: 900 } });
});

test("gate and check connect to the router's address", async () => {
    const { inputs } = await declared({ routerAddress: "10.1.2.3", settleSeconds: 1, routeSeconds: 30 });
    for (const name of ["shop-gate", "shop-check"])
        expect(inputs(name)).toMatchObject({ via: "10.1.2.3", settleSeconds: 1 });
    expect(inputs("shop-pins-programmed")).toMatchObject({ deadlineSeconds: 30 });
    expect((await declared()).inputs("shop-gate")).not.toHaveProperty("via");
});

test("labels are on all that is made", async () => {
    const { all } = await declared({ labels: { team: "web" } });
    const made = all.filter(({ type, inputs }) => type.startsWith("kubernetes:") && inputs.metadata);
    expect(made.length).toBeGreaterThan(10);
    for (const { inputs } of made) expect(inputs).toMatchObject({ metadata: { labels: { team: "web" } } });
});

test("a tier's own options reach its pods, and a color has its own size", async () => {
    const { frontend, backend } = GATEWAY_TIERS;
    const autoscaling = { minInstances: 3, maxInstances: 6 };
    const { all, inputs } = await declared({
        tiers: { frontend, backend: { ...backend, port: 3000, pod: { cpu: "1", autoscaling } } },
        green: gatewayRelease("v2", { instances: { backend: 8, frontend: 0 } }),
        traffic: { active: "blue" },
    });
    expect(inputs("shop-backend-blue-deployment")).toMatchObject({
        spec: { replicas: 3, template: { spec: { containers: [{ resources: { requests: { cpu: "1" } } }] } } },
    });
    expect(inputs("shop-backend-green-deployment")).toMatchObject({ spec: { replicas: 8 } });
    expect(inputs("shop-backend-green-scaling")).toMatchObject({ spec: { minReplicas: 8, maxReplicas: 8 } });
    expect(inputs("shop-frontend-green-deployment")).toMatchObject({ spec: { replicas: 0 } });
    expect(all.some(({ name }) => name === "shop-frontend-green-scaling")).toBe(false);
});

test("the census of a known controller has its query, any other one's is given", async () => {
    const known = await declared({ census: { prometheusUrl: "http://prometheus:9090" } });
    expect(known.inputs("shop-plan")).toMatchObject({
        gateway: {
            census: {
                by: "prometheus",
                url: "http://prometheus:9090",
                query: expect.stringContaining("traefik_service_requests_total"),
            },
        },
    });
    const given = await declared({ controller: "other", census: { prometheusUrl: "http://p", query: "q{$service}" } });
    expect(given.inputs("shop-plan")).toMatchObject({ gateway: { census: { query: "q{$service}" } } });
    expect((await declared()).inputs("shop-plan")).not.toHaveProperty("gateway.census");
});

test("a provider is made for a cluster that is named, which takes over what a killed update has left", async () => {
    const { all, inputs } = await declared({ cluster: { kubeconfig: "/etc/kube", context: "prod" } });
    expect(inputs("shop-cluster")).toMatchObject({
        kubeconfig: "/etc/kube",
        context: "prod",
        upsertExistingObjects: "true",
    });
    expect(all.filter(({ type }) => type === "pulumi:providers:kubernetes")).toHaveLength(1);
    expect(inputs("shop-plan")).toMatchObject({ gateway: { cluster: { kubeconfig: "/etc/kube", context: "prod" } } });
});

test("the program's own provider comes first, and without a cluster none is made", async () => {
    const own = () => ({ provider: new Provider("own", {}) });
    const providers = async (...given: Parameters<typeof declared>) =>
        (await declared(...given)).all.flatMap(({ type, name }) =>
            type === "pulumi:providers:kubernetes" ? [name] : [],
        );
    expect(await providers({ cluster: { context: "prod" } }, own)).toEqual(["own"]);
    expect(await providers()).toEqual([]);
});
