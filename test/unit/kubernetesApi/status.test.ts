import type { HttpRoute } from "../../../components/kubernetes/api/objects";
import { applied, readRoutes } from "../../../components/kubernetes/api/routes";
import { readGatewayStatus } from "../../../components/kubernetes/api/status";
import { onEveryTier } from "../../../components/release";
import type { FakeCluster } from "../../support/kubernetes/fakeCluster";
import { BLUE, GREEN, HALF, named, SHOP, SINCE, SOURCE, shopCluster, slice } from "../../support/kubernetes/fakeShop";

const read = async (cluster: FakeCluster) => applied(await readRoutes(cluster, SOURCE), SOURCE);
const routeNamed = (cluster: FakeCluster, name: string) =>
    cluster.objects.httproutes?.find(({ metadata }) => metadata.name === name) as HttpRoute;
/** Rules of a route, to be changed as by hand. */
const refsOf = (cluster: FakeCluster, name: string) =>
    routeNamed(cluster, name).spec?.rules?.flatMap(({ backendRefs = [] }) => backendRefs) as {
        name: string;
        weight?: number;
    }[];

test("S25 the live state is read from the routes, their Services and annotations", async () => {
    expect(await read(shopCluster())).toEqual({
        live: {
            epoch: 4,
            active: "blue",
            releases: { blue: "v1", green: "v2" },
            pins: { blue: "v1", green: "v2" },
            weights: { frontend: BLUE, backend: BLUE },
            standbySince: { green: Date.parse(SINCE) },
        },
        declared: { frontend: BLUE, backend: BLUE },
    });
});

test("S25 status tells releases, weights, epoch and ready pods a tier and color", async () => {
    const cluster = shopCluster({ weights: onEveryTier(SHOP, HALF), declared: HALF, ready: 3 });
    expect(await readGatewayStatus(SOURCE, cluster)).toEqual({
        app: "shop",
        active: "blue",
        epoch: 4,
        colors: {
            blue: { release: "v1", weights: { frontend: 50, backend: 50 }, up: { frontend: 3, backend: 3 } },
            green: { release: "v2", weights: { frontend: 50, backend: 50 }, up: { frontend: 3, backend: 3 } },
        },
    });
});

test("a pod counts once, also where it has an address of each family; one that tells nothing of itself counts", async () => {
    const cluster = shopCluster({ ready: 2 });
    cluster.put("endpointslices", slice("shop-frontend-blue-v1", 2, "ipv6"));
    cluster.put("endpointslices", {
        ...slice("shop-backend-blue-v1", 0, "more"),
        endpoints: [{ addresses: ["10.0.0.7"] }],
    } as never);
    const { colors } = await readGatewayStatus(SOURCE, cluster);
    expect(colors.blue?.up).toEqual({ frontend: 2, backend: 3 });
});

test("before the first release got traffic the pins tell the releases, and no switch is known", async () => {
    const cluster = shopCluster({ releases: { blue: "v1" } });
    cluster.remove("httproutes", "shop-frontend-default").remove("httproutes", "shop-backend-default");
    expect(await read(cluster)).toBeUndefined();
    expect(await readGatewayStatus(SOURCE, cluster)).toMatchObject({
        active: "",
        epoch: -1,
        colors: {
            blue: { release: "v1", up: { frontend: 2, backend: 2 } },
            green: { release: "", up: { frontend: 0 } },
        },
    });
});

test("an empty cluster has nothing", async () => {
    const cluster = shopCluster();
    cluster.objects.httproutes = [];
    cluster.objects.services = [];
    expect(await readGatewayStatus(SOURCE, cluster)).toMatchObject({ epoch: -1, colors: { blue: { release: "" } } });
    expect(cluster.asked).not.toContain("list endpointslices");
});

test("a release that the pins do not lead to any more is none, whatever the annotations say", async () => {
    const cluster = shopCluster();
    refsOf(cluster, "shop-pins").forEach((ref) => {
        ref.name = ref.name.replace("green-v2", "blue-v1");
    });
    expect((await read(cluster))?.live.releases).toEqual({ blue: "v1" });
});

test("without pins the annotations tell, and pins without the live color do not make it forgotten", async () => {
    const without = shopCluster().remove("httproutes", "shop-pins");
    expect((await read(without))?.live.releases).toEqual({ blue: "v1", green: "v2" });
    const half = shopCluster();
    refsOf(half, "shop-pins").forEach((ref) => {
        ref.name = ref.name.replace("blue-v1", "green-v2");
    });
    expect((await read(half))?.live.releases).toEqual({ blue: "v1", green: "v2" });
});

describe("weights set by hand", () => {
    test("show in the live ones and not in the declared ones", async () => {
        const cluster = shopCluster();
        for (const ref of refsOf(cluster, "shop-backend-default")) ref.weight = 1;
        expect(await read(cluster)).toMatchObject({
            live: { weights: { frontend: BLUE, backend: HALF } },
            declared: { frontend: BLUE, backend: BLUE },
        });
    });

    test("count in percent of all, one without a number as 1", async () => {
        const cluster = shopCluster();
        const [blue, green] = refsOf(cluster, "shop-backend-default");
        delete blue?.weight;
        if (green) green.weight = 3;
        expect((await read(cluster))?.live.weights?.backend).toEqual({ blue: 25, green: 75 });
    });

    test("to a stranger's Service count for no color", async () => {
        const cluster = shopCluster();
        const { spec } = routeNamed(cluster, "shop-backend-default");
        const refs = spec?.rules?.[0]?.backendRefs as object[] | undefined;
        refs?.push({ name: "somebody", weight: 100 });
        expect((await read(cluster))?.live.weights?.backend).toEqual({ blue: 50, green: 0 });
    });

    test("of 0 everywhere are 0", async () => {
        const cluster = shopCluster();
        for (const ref of refsOf(cluster, "shop-backend-default")) ref.weight = 0;
        expect((await read(cluster))?.live.weights?.backend).toEqual({ blue: 0, green: 0 });
    });

    test("are told by the rule that differs, where somebody has added one", async () => {
        const cluster = shopCluster();
        const rules = routeNamed(cluster, "shop-backend-default").spec?.rules as object[];
        rules.push({ backendRefs: [{ name: "shop-backend-green-v2", weight: 1 }] });
        expect((await read(cluster))?.live.weights?.backend).toEqual(GREEN);
    });
});

test("a Service that somebody has deleted keeps its color by the release in the annotations", async () => {
    const cluster = shopCluster({ weights: onEveryTier(SHOP, HALF), declared: HALF });
    cluster.remove("services", "shop-backend-green-v2");
    expect((await read(cluster))?.live.weights?.backend).toEqual(HALF);
});

test("Services that say nothing of a color are not asked", async () => {
    const cluster = shopCluster();
    cluster.put("services", { metadata: named("odd", { "blue-green/app": "shop", "blue-green/color": "red" }) });
    expect((await readRoutes(cluster, SOURCE)).backends.map(({ name }) => name)).not.toContain("odd");
});

test("a route without annotation of weights declares what it gives", async () => {
    const cluster = shopCluster();
    const { annotations } = routeNamed(cluster, "shop-backend-default").metadata as {
        annotations: Record<string, string>;
    };
    delete annotations["blue-green/weights"];
    expect((await read(cluster))?.declared.backend).toEqual(BLUE);
});
