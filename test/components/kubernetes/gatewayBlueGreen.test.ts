import { GatewayBlueGreen, type GatewayBlueGreenArgs } from "../../../components/kubernetes";
import { Recorder, type Registered, resolved } from "../../support/harness";
import { gatewayArgs, gatewayMade, gatewayRelease } from "../../support/kubernetes/gatewayApp";

interface Route {
    readonly metadata: { readonly name: string; readonly annotations: Record<string, string> };
    readonly spec: { readonly hostnames?: string[]; readonly parentRefs: object[]; readonly rules: Rule[] };
}
interface Rule {
    readonly matches: object[];
    readonly filters?: object[];
    readonly backendRefs: { readonly name: string; readonly weight: number; readonly filters?: object[] }[];
}

/** Everything that an app declares. */
async function declared(changes: Partial<GatewayBlueGreenArgs> = {}) {
    const recorder = await Recorder.start(gatewayMade);
    const shop = new GatewayBlueGreen("shop", gatewayArgs(changes));
    const outputs = {
        url: await resolved(shop.url),
        preview: await resolved(shop.greenPreviewUrl),
        switchover: await resolved(shop.switchover),
        retire: await resolved(shop.retire),
        dashboardUrl: await resolved(shop.dashboardUrl),
    };
    const all = await recorder.settled();
    const one = (name: string, type = "") => {
        const found = all.find((each) => each.name === name && each.type.includes(type));
        if (!found) throw new Error(`nothing of the name ${name} was declared`);
        return found;
    };
    const route = (role: string) => one(`shop-${role}`, "HTTPRoute").inputs as unknown as Route;
    return { all, one, route, outputs };
}

/** Changes of inputs between two declarations, by name. */
function changed(before: readonly Registered[], after: readonly Registered[]): string[] {
    const text = ({ inputs }: Registered) => JSON.stringify(inputs);
    const same = after.filter((now) => before.some((was) => was.name === now.name && text(was) === text(now)));
    return after.filter((one) => !same.includes(one)).map(({ name }) => name);
}

test("one route holds all pins, and each tier has one with its default; all belong to the Gateway and the hosts", async () => {
    const { all, route } = await declared();
    const routes = all.filter(({ type }) => type.endsWith(":HTTPRoute"));
    expect(routes.map(({ name, parent }) => [name, parent]).sort()).toEqual([
        ["shop-backend-default", "shop"],
        ["shop-frontend-default", "shop"],
        ["shop-pins", "shop"],
    ]);
    for (const role of ["pins", "backend-default", "frontend-default"]) {
        const { metadata, spec } = route(role);
        expect(metadata).toMatchObject({
            name: `shop-${role}`,
            namespace: "shop-test",
            labels: { "blue-green/app": "shop" },
            annotations: { "blue-green/app": "shop", "blue-green/stack": "blue-green/test" },
        });
        expect(spec.hostnames).toEqual(["shop.example.com"]);
        expect(spec.parentRefs).toEqual([
            { group: "gateway.networking.k8s.io", kind: "Gateway", name: "shop-gateway", namespace: "shop-test" },
        ]);
    }
});

test("a pin leads to the Service of its release alone", async () => {
    const { route } = await declared();
    const { rules } = route("pins").spec;
    expect(rules.map(({ backendRefs, matches }) => [backendRefs.map(({ name }) => name), matches.length])).toEqual([
        [["shop-backend-blue-v1"], 7],
        [["shop-backend-green-v2"], 7],
        [["shop-frontend-blue-v1"], 7],
        [["shop-frontend-green-v2"], 7],
    ]);
    expect(rules[1]?.matches).toContainEqual({
        path: { type: "PathPrefix", value: "/api" },
        headers: [{ type: "RegularExpression", name: "Cookie", value: "^(.*;\\s*)?release=v2(;.*)?$" }],
    });
    expect(rules[3]?.matches).toContainEqual({
        path: { type: "PathPrefix", value: "/" },
        queryParams: [{ type: "Exact", name: "release", value: "v2" }],
    });
});

test("a default lists both releases with their weights, and tells what is live", async () => {
    const { route } = await declared();
    const refs = (tier: string) => [
        { group: "", kind: "Service", name: `shop-${tier}-blue-v1`, port: 80, weight: 90 },
        { group: "", kind: "Service", name: `shop-${tier}-green-v2`, port: 80, weight: 10 },
    ];
    expect(route("backend-default").spec.rules).toEqual([
        { matches: [{ path: { type: "PathPrefix", value: "/api" } }], backendRefs: refs("backend") },
    ]);
    expect(route("frontend-default").spec.rules[0]?.backendRefs).toEqual(refs("frontend"));
    expect(route("backend-default").metadata.annotations).toMatchObject({ "blue-green/weights": "blue=90 green=10" });
    expect(route("backend-default").metadata.annotations).not.toHaveProperty("blue-green/active");
    expect(route("frontend-default").metadata.annotations).toEqual({
        "blue-green/app": "shop",
        "blue-green/stack": "blue-green/test",
        "blue-green/weights": "blue=90 green=10",
        "blue-green/active": "blue",
        "blue-green/epoch": "4",
        "blue-green/blue-release": "v1",
        "blue-green/green-release": "v2",
        "blue-green/blue-standby-since": "",
        "blue-green/green-standby-since": "2026-11-20T10:00:00.000Z",
        "pulumi.com/patchFieldManager": "blue-green",
        "pulumi.com/patchForce": "true",
    });
});

test("P4 the order: plan, workloads, rollouts, pins, gate, defaults one tier after the other, check", async () => {
    const { one } = await declared();
    const waits = (name: string, type = "") => one(name, type).waitsFor;
    expect(waits("shop-namespace", "core/v1:Namespace")).toEqual(["shop-plan"]);
    expect(waits("shop-gateway", ":Gateway")).toEqual(expect.arrayContaining(["shop-plan", "shop-namespace"]));
    expect(waits("shop-backend-green-service")).toEqual(expect.arrayContaining(["shop-plan", "shop-namespace"]));
    expect(waits("shop-backend-green-deployment")).toEqual(expect.arrayContaining(["shop-plan", "shop-namespace"]));
    expect(waits("shop-backend-green-rollout")).toContain("shop-backend-green-deployment");
    expect(waits("shop-pins")).toEqual(
        expect.arrayContaining([
            "shop-plan",
            "shop-gateway",
            "shop-backend-blue-rollout",
            "shop-backend-green-rollout",
            "shop-frontend-blue-rollout",
            "shop-frontend-green-rollout",
        ]),
    );
    expect(waits("shop-pins-programmed")).toEqual(["shop-pins"]);
    expect(waits("shop-gate")).toEqual(["shop-pins-programmed"]);
    expect(waits("shop-backend-default")).toEqual(expect.arrayContaining(["shop-gate"]));
    expect(waits("shop-backend-default")).not.toContain("shop-first-programmed");
    expect(waits("shop-first-programmed")).toEqual(["shop-backend-default"]);
    expect(waits("shop-frontend-default")).toEqual(expect.arrayContaining(["shop-gate", "shop-first-programmed"]));
    expect(waits("shop-programmed")).toEqual(["shop-frontend-default"]);
    expect(waits("shop-check")).toEqual(["shop-programmed"]);
});

test("S11 client first: the frontend's default goes before the backend's, with the pause between them", async () => {
    const { one } = await declared({ traffic: { active: "blue", order: "frontend-first", pauseSeconds: 30 } });
    expect(one("shop-frontend-default").waitsFor).not.toContain("shop-pause");
    expect(one("shop-first-programmed").waitsFor).toEqual(["shop-frontend-default"]);
    expect(one("shop-pause").waitsFor).toEqual(["shop-first-programmed"]);
    expect(one("shop-backend-default").waitsFor).toContain("shop-pause");
    expect(one("shop-pause").inputs).toMatchObject({ seconds: 30 });
});

test("P3 a switch changes default routes, and what plans, waits and looks; nothing that runs", async () => {
    const before = await declared({ traffic: { active: "blue" } });
    const after = await declared({ traffic: { active: "green", epoch: 1 } });
    expect(after.all.map(({ name }) => name).sort()).toEqual(before.all.map(({ name }) => name).sort());
    expect(
        changed(before.all, after.all)
            .filter((name) => name !== "shop")
            .sort(),
    ).toEqual([
        "shop-backend-default",
        "shop-check",
        "shop-first-programmed",
        "shop-frontend-default",
        "shop-gate",
        "shop-plan",
        "shop-programmed",
    ]);
});

test("S24 a color that is off has no workload, no pins and no place in a default", async () => {
    const { all, route } = await declared({ green: undefined, traffic: { active: "blue" } });
    expect(all.filter(({ name }) => name.includes("green"))).toEqual([]);
    const backends = ["pins", "backend-default", "frontend-default"].flatMap((role) =>
        route(role).spec.rules.flatMap(({ backendRefs }) => backendRefs.map(({ name, weight }) => [name, weight])),
    );
    expect(backends).toEqual([
        ["shop-backend-blue-v1", 100],
        ["shop-frontend-blue-v1", 100],
        ["shop-backend-blue-v1", 100],
        ["shop-frontend-blue-v1", 100],
    ]);
});

test("another release on a color gets another Service of the same role, and the same Deployment", async () => {
    const nameOf = ({ inputs }: Registered) => (inputs.metadata as { name: string }).name;
    const before = await declared();
    const after = await declared({ green: gatewayRelease("v3") });
    const [was, is] = [before, after].map(({ one }) => one("shop-backend-green-service"));
    expect([was && nameOf(was), is && nameOf(is)]).toEqual(["shop-backend-green-v2", "shop-backend-green-v3"]);
    expect(nameOf(after.one("shop-backend-green-deployment"))).toBe("shop-backend-green");
    expect(after.one("shop-backend-green-service").inputs.spec).toMatchObject({
        selector: { "blue-green/app": "shop", "blue-green/tier": "backend", "blue-green/release": "v3" },
    });
    expect(after.one("shop-backend-green-rollout").inputs.revision).not.toBe(
        before.one("shop-backend-green-rollout").inputs.revision,
    );
    expect(after.one("shop-backend-blue-rollout").inputs).toEqual(before.one("shop-backend-blue-rollout").inputs);
});

test("plan, gate and check know where the live state is read, and what is wanted", async () => {
    const { one } = await declared({ census: { path: "/visitors" }, cluster: { context: "kind" } });
    const source = {
        app: "shop",
        stack: "blue-green/test",
        namespace: "shop-test",
        cluster: { context: "kind" },
        tiers: ["backend", "frontend"],
        catchAll: "frontend",
        idleSeconds: 1800,
        census: { by: "app", path: "/visitors", ports: { frontend: 8080, backend: 8080 } },
    };
    expect(one("shop-plan").inputs).toMatchObject({
        gateway: source,
        door: { namespace: "shop-test", name: "shop-gateway", className: "traefik", controller: "traefik" },
        hosts: ["shop.example.com"],
        epoch: 4,
        releases: { blue: "v1", green: "v2" },
        weights: { frontend: { blue: 90, green: 10 }, backend: { blue: 90, green: 10 } },
        sizes: { blue: { frontend: 2, backend: 3 }, green: { frontend: 2, backend: 3 } },
    });
    for (const name of ["shop-gate", "shop-check"]) {
        expect(one(name).inputs).toMatchObject({
            gateway: source,
            url: "https://shop.example.com",
            header: "X-Release",
            settleSeconds: 5,
        });
    }
    expect(one("shop-backend-green-rollout").inputs).toMatchObject({
        tier: "backend",
        color: "green",
        release: "v2",
        cluster: { context: "kind" },
        namespace: "shop-test",
        deployment: "shop-backend-green",
        instances: 3,
        startSeconds: 600,
    });
    expect(one("shop-pins-programmed").inputs).toMatchObject({
        routes: ["shop-pins"],
        gateway: { namespace: "shop-test", name: "shop-gateway" },
        deadlineSeconds: 120,
    });
});

test("the outputs", async () => {
    const { outputs } = await declared({ dashboardUrl: "https://grafana.example.com/d/shop" });
    expect(outputs).toEqual({
        url: "https://shop.example.com",
        preview: "https://shop.example.com/?release=v2",
        switchover: expect.stringContaining("pulumi up --yes --skip-preview --stack test --config active=green"),
        retire: expect.stringContaining("--config greenRelease="),
        dashboardUrl: "https://grafana.example.com/d/shop",
    });
    expect((await declared()).outputs.dashboardUrl).toBe("");
});
