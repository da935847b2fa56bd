import { type Door, missing } from "../../../components/kubernetes/api/requirements";
import { FakeCluster } from "../../support/kubernetes/fakeCluster";

const ADOPTED: Door = { namespace: "web", name: "public", controller: "traefik" };
const MADE: Door = { namespace: "shop", name: "shop-gateway", className: "traefik", controller: "traefik" };
const COMMAND =
    "install it: kubectl apply --server-side -f https://github.com/kubernetes-sigs/gateway-api/releases/download/v1.4.0/standard-install.yaml";
const NAME = "httproutes.gateway.networking.k8s.io";

const said = async (cluster: FakeCluster, door: Door) =>
    (await missing(cluster, door)).map(({ where, text }) => `${where}: ${text}`);

const gatewayClass = (name: string, controllerName: string, conditions: object[] = []) =>
    ({ metadata: { name }, spec: { controllerName }, status: { conditions } }) as never;

/** A cluster that has all that an app needs. */
function complete(version = "v1.4.0"): FakeCluster {
    return new FakeCluster()
        .put("customresourcedefinitions", {
            metadata: { name: NAME, annotations: { "gateway.networking.k8s.io/bundle-version": version } },
        })
        .put("gatewayclasses", gatewayClass("traefik", "traefik.io/gateway-controller"))
        .put("gateways", {
            metadata: { name: "public", namespace: "web" },
            spec: { gatewayClassName: "traefik" },
        } as never);
}

test("a cluster with all of it lacks nothing", async () => {
    expect(await said(complete(), ADOPTED)).toEqual([]);
    expect(await said(complete(), MADE)).toEqual([]);
});

describe("the Gateway API", () => {
    const RULE = "gateway: the cluster must have the Gateway API, v1.2.0 or later, got";

    test("is missing", async () => {
        const cluster = new FakeCluster();
        delete cluster.apis["gateway.networking.k8s.io/v1"];
        expect(await said(cluster, ADOPTED)).toEqual([`${RULE} "none"; ${COMMAND}`]);
    });

    test("is one that knows no v1 of it, or no HTTPRoute", async () => {
        const cluster = new FakeCluster();
        cluster.apis["gateway.networking.k8s.io/v1"] = ["gateways"];
        cluster.apis["gateway.networking.k8s.io/v1beta1"] = ["gateways"];
        expect(await said(cluster, ADOPTED)).toEqual([`${RULE} "one older than v1.0.0"; ${COMMAND}`]);
    });

    test.each(["v1.1.9", "v1.0.0", "v0.8.1"])("is too old: %s", async (version) => {
        expect(await said(complete(version), ADOPTED)).toEqual([`${RULE} "${version}"; ${COMMAND}`]);
    });

    test.each(["v1.2.0", "v1.2.1", "v1.10.0", "v2.0.0", "v1.4.0-rc.1", "main"])(
        "is new enough: %s",
        async (version) => {
            expect(await said(complete(version), ADOPTED)).toEqual([]);
        },
    );

    test("is taken as new enough where this account may not look", async () => {
        const cluster = complete("v1.0.0");
        cluster.forbidden.add("get customresourcedefinitions");
        expect(await said(cluster, ADOPTED)).toEqual([]);
    });
});

describe("a Gateway that must be there", () => {
    test("is not, and others are named", async () => {
        const cluster = complete();
        cluster.put("gateways", { metadata: { name: "private", namespace: "web" } });
        cluster.put("gateways", { metadata: { name: "other", namespace: "else" } });
        expect(await said(cluster, { ...ADOPTED, name: "pubic" })).toEqual([
            'gateway.adopt.name: must be a Gateway in namespace web, where there is public, private, got "pubic"; ' +
                "create it first, or correct name and namespace",
        ]);
    });

    test("is named alone where this account may not list", async () => {
        const cluster = complete().remove("gateways", "public");
        cluster.forbidden.add("list gateways");
        expect(await said(cluster, ADOPTED)).toEqual([expect.stringContaining("where there is none, got")]);
    });

    test("cannot be read: the permission is named", async () => {
        const cluster = complete();
        cluster.forbidden.add("get gateways");
        await expect(missing(cluster, ADOPTED)).rejects.toThrow(
            "cluster: system:serviceaccount:ci:deployer must be allowed to get gateways.gateway.networking.k8s.io in namespace web",
        );
    });

    test("is of a class that cannot be read: fine", async () => {
        const cluster = complete();
        cluster.forbidden.add("get gatewayclasses");
        expect(await said(cluster, { ...ADOPTED, controller: "istio" })).toEqual([]);
    });
});

describe("the class of a Gateway that is made", () => {
    test("is not there, and others are named", async () => {
        expect(await said(complete(), { ...MADE, className: "nginx" })).toEqual([
            'gateway.className: must be a GatewayClass of the cluster, where there is traefik, got "nginx"; ' +
                "install the controller that makes it, or correct the name",
        ]);
    });

    test("cannot be looked for: fine", async () => {
        const cluster = complete();
        cluster.forbidden.add("list gatewayclasses");
        expect(await said(cluster, { ...MADE, className: "nginx" })).toEqual([]);
    });

    test("is refused by its controller", async () => {
        const condition = { type: "Accepted", status: "False", reason: "UnsupportedVersion", message: "CRDs of\nv1.0" };
        const cluster = complete().remove("gatewayclasses", "traefik");
        cluster.put("gatewayclasses", gatewayClass("traefik", "traefik.io/gateway-controller", [condition]));
        expect(await said(cluster, MADE)).toEqual([
            "gateway.className: GatewayClass traefik must be accepted by its controller, " +
                'got "Accepted=False (UnsupportedVersion: CRDs of v1.0)"; see to the controller',
        ]);
    });

    test("waits for its controller: fine, it may be made by the same program", async () => {
        const condition = { type: "Accepted", status: "Unknown", reason: "Pending" };
        const cluster = complete().remove("gatewayclasses", "traefik");
        cluster.put("gatewayclasses", gatewayClass("traefik", "traefik.io/gateway-controller", [condition]));
        expect(await said(cluster, MADE)).toEqual([]);
    });
});

describe("the controller", () => {
    test("is another one than was said", async () => {
        const text =
            'controller: must be the controller of GatewayClass traefik, which is traefik, got "istio"; ' +
            "correct it: what is left to the app depends on it";
        expect(await said(complete(), { ...MADE, controller: "istio" })).toEqual([text]);
        expect(await said(complete(), { ...ADOPTED, controller: "istio" })).toEqual([text]);
    });

    test("may be left open, and be one that nobody knows", async () => {
        expect(await said(complete(), { ...MADE, controller: "other" })).toEqual([]);
        const cluster = complete().put("gatewayclasses", gatewayClass("own", "example.com/own"));
        expect(await said(cluster, { ...MADE, className: "own", controller: "istio" })).toEqual([]);
    });
});
