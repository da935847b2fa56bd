import { GatewayRoutes, type GatewayRoutesArgs } from "../../../components/kubernetes";
import { changesBetween, declaredBy } from "../../support/pieces/declared";
import { describeRefusals } from "../../support/pieces/refusals";

const frontend = { paths: ["/*"], health: { path: "/healthz" } };
const backend = { paths: ["/api/*"], health: { path: "/api/healthz" } };
const ARGS: GatewayRoutesArgs = {
    app: "shop",
    namespace: "shop-test",
    gateway: { name: "public", namespace: "infra" },
    tiers: { frontend, backend },
    blueRelease: "v1",
    greenRelease: "v2",
    traffic: { active: "blue", canaryPercent: 10 },
    hosts: ["shop.example.com"],
};

const declared = (changes: Partial<GatewayRoutesArgs> = {}) =>
    declaredBy(() => new GatewayRoutes("routes", { ...ARGS, ...changes }));
const one = (all: Awaited<ReturnType<typeof declared>>, name: string) => {
    const found = all.find((each) => each.name === `shop-${name}`);
    if (!found) throw new Error(`nothing of the name shop-${name} was declared`);
    return found;
};

test("the routes are those of the whole component", async () => {
    const all = await declared({ labels: { team: "web" } });
    expect(all.slice(1).map(({ type }) => type.split(":").at(-1))).toEqual(Array(3).fill("HTTPRoute"));
    expect(one(all, "backend-default").inputs).toMatchObject({
        metadata: {
            name: "shop-backend-default",
            namespace: "shop-test",
            labels: { team: "web", "blue-green/app": "shop" },
            annotations: { "blue-green/weights": "blue=90 green=10", "blue-green/stack": "blue-green/test" },
        },
        spec: {
            hostnames: ["shop.example.com"],
            parentRefs: [{ name: "public", namespace: "infra" }],
            rules: [
                {
                    backendRefs: [
                        { name: "shop-backend-blue-v1", port: 80, weight: 90 },
                        { name: "shop-backend-green-v2", port: 80, weight: 10 },
                    ],
                },
            ],
        },
    });
    expect(JSON.stringify(all)).not.toContain("Set-Cookie");
});

test("pins come before defaults, and defaults in the order asked for", async () => {
    const all = await declared();
    expect(one(all, "pins").waitsFor).toEqual([]);
    expect(one(all, "backend-default").waitsFor).toEqual(["shop-pins"]);
    expect(one(all, "frontend-default").waitsFor).toEqual(["shop-backend-default", "shop-pins"]);
    const client = await declared({ traffic: { active: "blue", order: "frontend-first" } });
    expect(one(client, "backend-default").waitsFor).toContain("shop-frontend-default");
});

test("P3 a switch changes defaults only", async () => {
    const changed = changesBetween(await declared(), await declared({ traffic: { active: "green" } }));
    expect(Object.keys(changed)).toEqual(["shop-backend-default", "shop-frontend-default"]);
});

test("what the controller can do decides what is in them", async () => {
    const cookie = await declared({ controller: "istio" });
    expect(JSON.stringify(one(cookie, "frontend-default").inputs)).toContain("Set-Cookie");
    const told = await declared({
        controller: "istio",
        routerSetsCookie: false,
        gateway: { name: "own", listener: "web" },
    });
    expect(JSON.stringify(told)).not.toContain("Set-Cookie");
    expect(one(told, "pins").inputs).toMatchObject({
        spec: { parentRefs: [{ name: "own", namespace: "shop-test", sectionName: "web" }] },
    });
    expect(JSON.stringify(await declared({ controller: "haproxy-ingress" }))).not.toContain("queryParams");
});

const NAME = "must be 1 to 63 of a-z, 0-9 and -, starting and ending with a letter or digit";
const many = Array.from({ length: 8 }, (_, at) => `/p${at}`);

describeRefusals<GatewayRoutesArgs>({
    component: GatewayRoutes,
    args: ARGS,
    documented: ["components/kubernetes/routes/gatewayRoutesArgs.ts"],
    mistakes: [
        [
            { app: "" },
            'app: must be 1 to 30 of a-z, 0-9 and -, starting with a letter and ending with a letter or digit, got ""',
        ],
        [{ namespace: "" }, `namespace: ${NAME}, got ""`],
        [{ gateway: { name: "A" } }, 'gateway.name: must be the name of an object, got "A"'],
        [{ tiers: { backend } }, "tiers: exactly one tier has the catch-all path /*, got []"],
        [
            { tiers: { frontend, backend: { ...backend, paths: ["/api/*", "/x//y"] } } },
            'tiers.backend.paths: a Gateway takes no //, /./, /../ and %2F in a path, % with two hex digits only, and up to 1024 characters, got "/x//y"',
        ],
        [
            { tiers: { frontend, backend: { ...backend, paths: ["/api/*", ...many] } } },
            "tiers: 140 matches are more than the 128 of an HTTPRoute, got 140; use fewer tiers or paths",
        ],
        [
            { blueRelease: "" },
            'blue.release: must be 1 to 40 of A-Z, a-z, 0-9, dot, _ and -, starting with a letter or digit, got ""',
        ],
        [
            { greenRelease: "v1" },
            'green.release: the two colors run different releases, got "v1"; give the new release an id of its own',
        ],
        [
            { controller: "nginx" },
            'controller: must be traefik, envoy-gateway, istio, nginx-gateway-fabric, aws-load-balancer-controller, haproxy-ingress or other, got "nginx"',
        ],
        [{ routerSetsCookie: "no" }, 'routerSetsCookie: must be true or false, got "no"'],
        [{ hosts: ["A"] }, 'hosts: must be host names in lower case, up to 16, got ["A"]'],
        [{ labels: { "": "x" } }, 'labels: must be names and values as Kubernetes takes them, got {"":"x"}'],
    ],
});
