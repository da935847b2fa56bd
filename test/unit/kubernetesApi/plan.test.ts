import type { ClusterAccess } from "../../../components/kubernetes/api/source";
import { ANNOTATIONS } from "../../../components/kubernetes/names";
import { plans } from "../../../components/kubernetes/providers/plan";
import type { GatewayPlanInputs } from "../../../components/kubernetes/refusals";
import { onEveryTier } from "../../../components/release";
import type { FakeCluster } from "../../support/kubernetes/fakeCluster";
import {
    BLUE,
    DOOR,
    GREEN,
    HALF,
    named,
    planInputs,
    routeOf,
    SHOP,
    SINCE,
    SOURCE,
    shopCluster,
} from "../../support/kubernetes/fakeShop";

const UNKNOWN = "04da6b54-80e4-46f7-96ec-b56ff0331ba9";

async function refused(cluster: FakeCluster, news: GatewayPlanInputs, olds?: GatewayPlanInputs): Promise<string[]> {
    const { failures = [] } = await plans(() => cluster).check(olds, news);
    return failures.map(({ reason }) => reason);
}

/** The census of the app: what each pod of green says. */
function counting(cluster: FakeCluster, left: string): FakeCluster {
    for (const tier of ["frontend", "backend"]) {
        const labels = {
            ...{ "blue-green/app": "shop", "blue-green/tier": tier },
            ...{ "blue-green/color": "green", "blue-green/release": "v2" },
        };
        cluster.put("pods", { metadata: named(`${tier}-green-1`, labels), status: { phase: "Running" } } as never);
        cluster.answers[`${tier}-green-1:8080/visitors`] = tier === "frontend" ? left : "0\n";
    }
    return cluster;
}
const COUNTED = {
    ...SOURCE,
    census: { by: "app", path: "/visitors", ports: { frontend: 8080, backend: 8080 } },
} as const;
const RETIRED = { blue: "v1" };

test("nothing is refused when nothing changes, and a switch is fine", async () => {
    expect(await refused(shopCluster(), planInputs())).toEqual([]);
    expect(
        await refused(shopCluster(), planInputs({ weights: onEveryTier(SHOP, GREEN), epoch: 5 }), planInputs()),
    ).toEqual([]);
});

test("nothing is asked while it is not known where the app is to be", async () => {
    const cluster = shopCluster();
    expect(await refused(cluster, planInputs({ gateway: { ...SOURCE, namespace: UNKNOWN } }))).toEqual([]);
    expect(cluster.asked).toEqual([]);
});

test("S30 a stale switch and S31 retiring the live color are refused, with the keys of the config", async () => {
    const keys = { "traffic.epoch": "epoch" };
    expect(await refused(shopCluster(), planInputs({ epoch: 3, keys }))).toEqual([
        expect.stringMatching(
            /^traffic\.epoch: this config is stale: switch number 4 is live, got 3.*config key "epoch"/,
        ),
    ]);
    expect(await refused(shopCluster(), planInputs({ releases: { green: "v2" } }))).toEqual([
        expect.stringMatching(/^blue\.release: blue is live with v1 and cannot be retired/),
    ]);
});

describe("S32 retiring a release", () => {
    test("without a census is refused, unless forced or past the deadline", async () => {
        const news = planInputs({ releases: RETIRED });
        expect(await refused(shopCluster(), news)).toEqual([
            'green.release: v2 on green still has an unknown number of visitors, got ""; ' +
                "give a source in census or a time in drain.deadlineMinutes, keep it until the census is 0, or set force for one update",
        ]);
        expect(await refused(shopCluster(), { ...news, drain: { deadlineMinutes: 0, force: true } })).toEqual([]);
        expect(await refused(shopCluster(), { ...news, drain: { deadlineMinutes: 60, force: false } })).toEqual([]);
    });

    test("is refused while the pods count somebody, and fine when they count nobody", async () => {
        const news = planInputs({ gateway: COUNTED, releases: RETIRED });
        expect(await refused(counting(shopCluster(), "3"), news)).toEqual([
            'green.release: v2 on green still has 3 visitors, got ""; keep it until the census is 0, or set force for one update',
        ]);
        expect(await refused(counting(shopCluster(), "0"), news)).toEqual([]);
    });

    test("is refused where a pod does not tell, with what it says", async () => {
        const news = planInputs({ gateway: COUNTED, releases: RETIRED });
        expect(await refused(counting(shopCluster(), "<html>"), news)).toEqual([
            expect.stringContaining(
                'an unknown number of visitors, got ""; see why nobody can tell (/visitors of pod frontend-green-1 says "<html>", no number), keep it',
            ),
        ]);
    });

    test("nobody is counted where no release goes", async () => {
        const cluster = counting(shopCluster(), "3");
        await refused(cluster, planInputs({ gateway: COUNTED }));
        expect(cluster.asked).not.toContain("get pods/proxy");
    });
});

describe("a color with visitors that is to lose its pods", () => {
    const sizes = { blue: { frontend: 2, backend: 2 }, green: { frontend: 0, backend: 2 } };

    test("is refused, also where nobody can tell", async () => {
        expect(await refused(counting(shopCluster(), "1"), planInputs({ gateway: COUNTED, sizes }))).toEqual([
            "green.instances.frontend: v2 on green still has 1 visitor, got 0; " +
                "keep its instances until the census is 0, or set force for one update",
        ]);
        expect(await refused(shopCluster(), planInputs({ sizes }))).toEqual([
            expect.stringMatching(/^green\.instances\.frontend: v2 on green still has an unknown number of visitors/),
        ]);
    });

    test("is fine once it has none", async () => {
        const cluster = shopCluster();
        cluster.remove("endpointslices", "shop-frontend-green-v2-x");
        expect(await refused(cluster, planInputs({ sizes }))).toEqual([]);
    });
});

describe("weights that somebody set by hand", () => {
    const live = { frontend: HALF, backend: BLUE };

    test("are refused, with what is live and what was asked for", async () => {
        expect(await refused(shopCluster({ weights: live }), planInputs(), planInputs())).toEqual([
            "traffic: the Gateway gives new visitors of frontend blue 50 green 50, which neither this config (blue 100 green 0) " +
                "nor the last update (blue 100 green 0) asked for: somebody changed the route by hand, " +
                'got "blue 50 green 50"; set active and canary to what is live and update, or set the route back, then switch',
        ]);
    });

    test("are taken over by a config that asks for them", async () => {
        const weights = onEveryTier(SHOP, HALF);
        expect(await refused(shopCluster({ weights }), planInputs({ weights }))).toEqual([]);
    });

    test("S33 are none when an update was killed between its writes, whichever way the next one goes", async () => {
        const killed = shopCluster({ weights: { frontend: BLUE, backend: GREEN } });
        const forth = planInputs({ weights: onEveryTier(SHOP, GREEN), epoch: 5 });
        expect(await refused(killed, forth, forth)).toEqual([]);
        expect(await refused(killed, planInputs({ epoch: 5 }), forth)).toEqual([]);
    });
});

describe("what belongs to others", () => {
    const blog = (hostnames: string[], parent = DOOR.name) => {
        const route = routeOf("blog", [], { [ANNOTATIONS.app]: "blog" });
        return {
            ...route,
            spec: { ...route.spec, hostnames, parentRefs: [{ namespace: DOOR.namespace, name: parent }] },
        };
    };

    test("routes of another stack are refused, and nothing else is said", async () => {
        const news = planInputs({ gateway: { ...SOURCE, stack: "shop/prod" }, epoch: 3 });
        expect(await refused(shopCluster(), news)).toEqual([
            'namespace.name: HTTPRoute shop-pins in it belongs to the stack shop/dev, got "shop-dev"; ' +
                "give this app another name or namespace, or destroy that stack",
        ]);
    });

    test("a host of another app on the same Gateway is refused, whatever its case here", async () => {
        const cluster = shopCluster().put("httproutes", blog(["blog.example.com", "shop.example.com"]));
        expect(await refused(cluster, planInputs({ hosts: ["Shop.example.com"] }))).toEqual([
            "hosts: each host belongs to one app of a Gateway, but app blog answers shop.example.com, " +
                'got ["Shop.example.com"]; give each app hosts of its own',
        ]);
    });

    test("so is every host for two apps", async () => {
        const cluster = shopCluster().put("httproutes", blog([]));
        expect(await refused(cluster, planInputs({ hosts: [] }))).toEqual([
            expect.stringContaining("app blog answers every host, got []"),
        ]);
    });

    test("another Gateway, another host and routes that are no app of ours are fine", async () => {
        const cluster = shopCluster()
            .put("httproutes", blog(["shop.example.com"], "private"), blog(["blog.example.com"]))
            .put("httproutes", { ...blog(["shop.example.com"]), metadata: named("monitoring") } as never);
        expect(await refused(cluster, planInputs())).toEqual([]);
    });
});

test("what this account may not ask is said, and nothing else", async () => {
    const cluster = shopCluster();
    cluster.forbidden.add("list httproutes");
    expect(await refused(cluster, planInputs())).toEqual([
        "cluster: system:serviceaccount:ci:deployer must be allowed to list httproutes.gateway.networking.k8s.io in namespace shop-dev, " +
            'got "forbidden"; bind it to a role with that: kubectl create role blue-green-reader --verb=list ' +
            "--resource=httproutes.gateway.networking.k8s.io --namespace shop-dev",
    ]);
});

test("an error of ours is no refusal", async () => {
    const broken = plans(() => {
        throw new TypeError("a mistake in the code");
    });
    await expect(broken.check(undefined, planInputs())).rejects.toThrow("a mistake in the code");
});

describe("an update", () => {
    const ready = (cluster = shopCluster()) =>
        cluster
            .put("gateways", {
                metadata: { name: "public", namespace: "web" },
                spec: { gatewayClassName: "t" },
            } as never)
            .put("gatewayclasses", { metadata: { name: "t" } });
    const since = async (cluster: FakeCluster, news: GatewayPlanInputs) =>
        (await plans(() => cluster).create(news)).outs.since;

    test("keeps since when a color gets nobody new, and begins anew for one that got somebody", async () => {
        expect(await since(ready(), planInputs())).toEqual({ blue: "", green: SINCE });
        expect(await since(ready(), planInputs({ weights: onEveryTier(SHOP, GREEN) }))).toEqual({
            blue: expect.stringMatching(/^\d{4}-/),
            green: "",
        });
        expect((await plans(() => ready()).update("shop", {} as never, planInputs())).outs.since.green).toBe(SINCE);
    });

    test("is refused where the cluster lacks something, with all of it", async () => {
        await expect(since(shopCluster(), planInputs())).rejects.toThrow(
            'gateway.adopt.name: must be a Gateway in namespace web, where there is none, got "public"; create it first, or correct name and namespace',
        );
    });

    test("asks the cluster that the source names", async () => {
        const asked: unknown[] = [];
        const open = (access: ClusterAccess | undefined) => {
            asked.push(access);
            return ready();
        };
        const gateway = { ...SOURCE, cluster: { context: "kind" } };
        await plans(open).create(planInputs({ gateway }));
        expect(asked).toEqual([{ context: "kind" }]);
    });
});

describe("whether there is something to do", () => {
    const changes = async (cluster: FakeCluster, olds: GatewayPlanInputs, news: GatewayPlanInputs) =>
        (await plans(() => cluster).diff("shop", { ...olds, since: { blue: "", green: SINCE } }, news)).changes;

    test("nothing for the same inputs, something for others and for unknown ones", async () => {
        expect(await changes(shopCluster(), planInputs(), planInputs())).toBe(false);
        expect(await changes(shopCluster(), planInputs(), planInputs({ epoch: 5 }))).toBe(true);
        expect(await changes(shopCluster(), planInputs(), planInputs({ hosts: [UNKNOWN] }))).toBe(true);
    });

    test("something when the routes say other weights, nothing while there are none", async () => {
        expect(await changes(shopCluster({ weights: onEveryTier(SHOP, HALF) }), planInputs(), planInputs())).toBe(true);
        const empty = shopCluster();
        empty.objects.httproutes = [];
        expect(await changes(empty, planInputs(), planInputs())).toBe(false);
    });
});

test("reading and deleting change nothing", async () => {
    const provider = plans(() => shopCluster());
    const outs = { ...planInputs(), since: { blue: "", green: "" } };
    expect(await provider.read("shop", outs)).toEqual({ id: "shop", props: outs });
    await provider.delete("shop", outs);
});
