import { until } from "../../components/haproxy/runtime/wait";
import { serviceName } from "../../components/kubernetes/names";
import { httpRoutes } from "../../components/kubernetes/routes/httpRoutes";
import { type App, normalise, onEveryTier, type Weights } from "../../components/release";
import { freshClient } from "../../tools/traffic";
import { Cluster, onCluster } from "../support/kubernetes/cluster";
import { contractImage } from "../support/kubernetes/images";
import { deployment, gateway, httpRoute, service } from "../support/kubernetes/objects";
import { Scratch } from "../support/kubernetes/scratch";

const RELEASES = { blue: "v1", green: "v2" } as const;
const TIERS = {
    frontend: { paths: ["/*"], health: { path: "/healthz" } },
    backend: { paths: ["/api/*"], health: { path: "/api/healthz" } },
};

onCluster("the cluster of the tests, and what its controller does of our routes", () => {
    let cluster: Cluster;
    let scratch: Scratch;
    let app: App;
    let url: string;

    beforeAll(async () => {
        cluster = Cluster.get();
        scratch = await Scratch.create(cluster);
        const settings = { blue: { release: "v1" }, green: { release: "v2" }, traffic: { active: "blue" } } as const;
        app = normalise("shop", { tiers: TIERS, ...settings, session: { cookieless: "none" } }).app;
        const image = await contractImage(cluster);
        const port = cluster.facts.gatewayPorts.at(-1) ?? 80;
        url = `http://${cluster.facts.gatewayAddress}:${port}`;
        const { namespace } = scratch;
        for (const [color, release] of Object.entries(RELEASES)) {
            await scratch.apply(deployment(namespace, release, { image, release, color, tier: "backend" }));
            for (const tier of Object.keys(TIERS)) {
                const name = serviceName("shop", tier, color as "blue" | "green", release);
                await scratch.apply(service(namespace, name, release));
            }
        }
        await scratch.apply(gateway(namespace, "shop", cluster.facts.gatewayClass, port));
        for (const release of Object.values(RELEASES)) await scratch.deployed(release);
        await route({ blue: 100, green: 0 });
    });

    afterAll(() => scratch?.dispose());

    /** Puts the routes there, as the component does: pins and each tier's default are objects of their own. */
    async function route(weights: Weights): Promise<void> {
        const plan = { app, releases: RELEASES, weights: onEveryTier(app, weights) };
        const { pins, defaults } = httpRoutes({ ...plan, queryMatch: true, setsCookie: false, secure: false });
        await scratch.apply(httpRoute(scratch.namespace, "shop-pins", "shop", pins));
        for (const [tier, rules] of Object.entries(defaults)) {
            await scratch.apply(httpRoute(scratch.namespace, `shop-${tier}`, "shop", rules));
        }
    }

    async function release(path: string, headers: Record<string, string> = {}): Promise<string | undefined> {
        return (await freshClient(url, path, headers)).release;
    }

    /** Waits until all new visitors of both tiers get a release. */
    async function all(wanted: string): Promise<void> {
        for (const path of ["/", "/api/whoami"]) {
            expect(await until(20, async () => ((await release(path)) === wanted ? true : undefined))).toBe(true);
        }
    }

    test("its node takes pods, and a Deployment runs an image by digest", async () => {
        const { items } = await cluster.api.ask<{
            items: { status: { conditions: { type: string; status: string }[] } }[];
        }>("GET", "/api/v1/nodes");
        const ready = items.flatMap(({ status }) => status.conditions).filter(({ type }) => type === "Ready");
        expect(ready.map(({ status }) => status)).toEqual(["True"]);
        const { spec } = await scratch.get<{
            spec: { template: { spec: { containers: { image: string }[] } } };
        }>("apps/v1", "Deployment", "v1");
        expect(spec.template.spec.containers[0]?.image).toMatch(/@sha256:[0-9a-f]{64}$/);
        await all("v1");
    });

    test("a query pin beats a header pin beats a cookie, on every tier and whatever else a request has", async () => {
        await all("v1");
        const ids = [undefined, "v1", "v2", "v9"];
        const isLive = (id: string | undefined) => id === "v1" || id === "v2";
        const wrong: object[] = [];
        for (const path of ["/", "/api/whoami"]) {
            for (const query of ids) {
                for (const header of ids) {
                    for (const cookie of ids) {
                        const headers = {
                            ...(header ? { "x-release": header } : {}),
                            ...(cookie ? { cookie: `basket=a; release=${cookie}; theme=b` } : {}),
                        };
                        const got = await release(query ? `${path}?x=1&release=${query}` : path, headers);
                        const wanted = [query, header, cookie].find(isLive) ?? "v1";
                        if (got !== wanted) wrong.push({ path, query, header, cookie, got, wanted });
                    }
                }
            }
        }
        expect(wrong).toEqual([]);
    });

    test("a cookie pins by its whole name and value, alone or among others", async () => {
        const cookies = {
            "release=v2": "v2",
            "release=v2; a=b": "v2",
            "a=b; release=v2": "v2",
            "a=b;release=v2;c=d": "v2",
            "prerelease=v2": "v1",
            "release=v22": "v1",
            "release=v2x; a=b": "v1",
            'a="release=v2"': "v1",
        };
        for (const [cookie, wanted] of Object.entries(cookies)) {
            expect({ cookie, release: await release("/", { cookie }) }).toEqual({ cookie, release: wanted });
        }
    });

    test("new visitors are spread by the weights; 0 gets none of them, and keeps its pinned ones", async () => {
        await route({ blue: 70, green: 30 });
        const green = await until(20, async () => ((await release("/")) === "v2" ? true : undefined));
        expect(green).toBe(true);
        const got: (string | undefined)[] = [];
        for (let request = 0; request < 100; request += 1) got.push(await release("/"));
        expect(got.filter((one) => one === "v2").length).toBeGreaterThanOrEqual(25);
        expect(got.filter((one) => one === "v2").length).toBeLessThanOrEqual(35);

        await route({ blue: 0, green: 100 });
        const settled = async () => {
            const some = await Promise.all(Array.from({ length: 5 }, () => release("/")));
            return some.every((one) => one === "v2") ? true : undefined;
        };
        expect(await until(20, settled)).toBe(true);
        expect(await release("/", { cookie: "release=v1" })).toBe("v1");
    });

    test("a filter of a backend adds no header, so the app has to set the release cookie", async () => {
        const add = [{ name: "Set-Cookie", value: "from=router" }];
        const filters = [{ type: "ResponseHeaderModifier", responseHeaderModifier: { add } }];
        const backend = { name: serviceName("shop", "frontend", "blue", "v1"), port: 80 };
        const path = (value: string) => [{ path: { type: "Exact", value } }];
        await scratch.apply(
            httpRoute(scratch.namespace, "filters", "shop", [
                { matches: path("/by-rule"), filters, backendRefs: [backend] },
                { matches: path("/by-backend"), backendRefs: [{ ...backend, filters }] },
            ]),
        );
        const cookies = async (asked: string) =>
            [(await freshClient(url, asked, {})).headers["set-cookie"] ?? []].flat();
        expect(await until(20, async () => ((await cookies("/by-rule")).length > 0 ? true : undefined))).toBe(true);
        expect(await cookies("/by-rule")).toEqual(["from=router"]);
        expect(await cookies("/by-backend")).toEqual([]);
    });
});
