import { AlbIngress, type AlbIngressArgs } from "../../../components/kubernetes";
import { changesBetween, declaredBy } from "../../support/pieces/declared";
import { describeRefusals } from "../../support/pieces/refusals";

const ARGS: AlbIngressArgs = {
    app: "shop",
    namespace: "shop-test",
    group: "shops",
    tiers: {
        frontend: { paths: ["/*"], health: { path: "/healthz" } },
        backend: { paths: ["/api/*"], health: { path: "/api/healthz" } },
    },
    blueRelease: "v1",
    greenRelease: "v2",
    traffic: { active: "blue" },
};
const PREFIX = "alb.ingress.kubernetes.io";

const declared = (changes: Partial<AlbIngressArgs> = {}) =>
    declaredBy(() => new AlbIngress("shop", { ...ARGS, ...changes }));
const one = (all: Awaited<ReturnType<typeof declared>>, name: string) => {
    const found = all.find((each) => each.name === `shop-${name}`);
    if (!found) throw new Error(`nothing of the name shop-${name} was declared`);
    const { metadata, spec } = found.inputs as { metadata: { annotations: Record<string, string> }; spec: object };
    return { metadata, spec, waitsFor: found.waitsFor };
};

test("an Ingress a tier with its pins and one with its default, in one group, the frontend's last", async () => {
    const all = await declared({ groupOrder: 10, annotations: { [`${PREFIX}/scheme`]: "internet-facing" } });
    const order = (name: string) => one(all, name).metadata.annotations[`${PREFIX}/group.order`];
    expect(["backend-pins", "backend-default", "frontend-pins", "frontend-default"].map(order)).toEqual([
        ...["10", "11", "12", "13"],
    ]);
    expect(one(all, "backend-pins").metadata).toMatchObject({
        name: "shop-backend-pins",
        namespace: "shop-test",
        labels: { "blue-green/app": "shop" },
        annotations: {
            [`${PREFIX}/group.name`]: "shops",
            [`${PREFIX}/scheme`]: "internet-facing",
            [`${PREFIX}/target-type`]: "ip",
            [`${PREFIX}/healthcheck-path`]: "/api/healthz",
            "pulumi.com/patchFieldManager": "blue-green",
        },
    });
    expect(one(all, "frontend-default").spec).toEqual({
        ingressClassName: "alb",
        rules: [
            {
                http: {
                    paths: [
                        {
                            path: "/*",
                            pathType: "ImplementationSpecific",
                            backend: { service: { name: "frontend-default", port: { name: "use-annotation" } } },
                        },
                    ],
                },
            },
        ],
    });
});

test("pins come before defaults, and defaults in the order asked for", async () => {
    const all = await declared();
    const pins = ["shop-backend-pins", "shop-frontend-pins"];
    expect(one(all, "backend-pins").waitsFor).toEqual(["shop-frontend-pins"]);
    expect(one(all, "backend-default").waitsFor).toEqual(pins);
    expect(one(all, "frontend-default").waitsFor).toEqual(["shop-backend-default", ...pins]);
    const client = await declared({ traffic: { active: "blue", order: "frontend-first" } });
    expect(one(client, "backend-default").waitsFor).toContain("shop-frontend-default");
});

test("P3 a switch changes the annotations of defaults, and nothing else", async () => {
    const changed = changesBetween(await declared(), await declared({ traffic: { active: "green" } }));
    expect(Object.keys(changed)).toEqual(["shop-backend-default", "shop-frontend-default"]);
});

test("host and class are the caller's", async () => {
    const all = await declared({ hosts: ["shop.example.com"], className: "internal", labels: { team: "web" } });
    expect(one(all, "backend-default")).toMatchObject({
        metadata: { labels: { team: "web" } },
        spec: { ingressClassName: "internal", rules: [{ host: "shop.example.com" }] },
    });
});

const { frontend, backend } = ARGS.tiers as {
    frontend: AlbIngressArgs["tiers"][string];
    backend: AlbIngressArgs["tiers"][string];
};
const many = Object.fromEntries(
    Array.from({ length: 10 }, (_, at) => [`t${at}`, { paths: [`/t${at}/*`], health: { path: `/t${at}/h` } }]),
);

describeRefusals<AlbIngressArgs>({
    component: AlbIngress,
    args: ARGS,
    documented: ["components/kubernetes/alb/albIngressArgs.ts"],
    mistakes: [
        [
            { app: "a.b" },
            'app: must be 1 to 30 of a-z, 0-9 and -, starting with a letter and ending with a letter or digit, got "a.b"',
        ],
        [
            { namespace: "A" },
            'namespace: must be 1 to 63 of a-z, 0-9 and -, starting and ending with a letter or digit, got "A"',
        ],
        [
            { group: "A" },
            'group: must be 1 to 63 of a-z, 0-9, dot and -, starting and ending with a letter or digit, got "A"',
        ],
        [{ groupOrder: 901 }, "groupOrder: must be a whole number from -1000 to 900, got 901"],
        [
            { tiers: { frontend: { ...frontend, paths: ["/a"], health: { path: "/a" } } } },
            "tiers: exactly one tier has the catch-all path /*, got []",
        ],
        [{ tiers: { frontend, ...many } }, "tiers: the load balancer has room for 10 tiers, got 11"],
        [
            { tiers: { frontend, backend, ws: { paths: ["/api/ws"], health: { path: "/api/ws" } } } },
            'tiers.backend.paths: must not overlap with /api/ws of ws, got "/api/*"; give the tiers paths of their own',
        ],
        [
            { tiers: { frontend, backend: { ...backend, paths: ["/api/*", "/b", "/c", "/d"] } } },
            'tiers.backend.paths: a load balancer takes 3 values a condition, got ["/api/*","/b","/c","/d"]; use fewer, or a wildcard',
        ],
        [
            { blueRelease: "" },
            'blue.release: must be 1 to 40 of A-Z, a-z, 0-9, dot, _ and -, starting with a letter or digit, got ""',
        ],
        [
            { greenRelease: "v1" },
            'green.release: the two colors run different releases, got "v1"; give the new release an id of its own',
        ],
        [{ hosts: ["a b"] }, 'hosts: must be host names, got "a b"'],
        [
            { hosts: ["a.b", "b.b", "c.b", "d.b"] },
            'hosts: a load balancer takes 3 values a condition, got ["a.b","b.b","c.b","d.b"]; use fewer, or a wildcard',
        ],
        [{ className: "A" }, 'className: must be the name of an object, got "A"'],
        [{ labels: { "": "x" } }, 'labels: must be names and values as Kubernetes takes them, got {"":"x"}'],
    ],
});
