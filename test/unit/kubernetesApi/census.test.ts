import { readCensus } from "../../../components/kubernetes/api/census";
import type { Backend } from "../../../components/kubernetes/api/routes";
import type { CensusSource } from "../../../components/kubernetes/api/source";
import { COLORS } from "../../../components/release";
import { FakeCluster } from "../../support/kubernetes/fakeCluster";
import { named, SOURCE } from "../../support/kubernetes/fakeShop";

const backend = (tier: string, color: "blue" | "green", release: string): Backend => ({
    name: `shop-${tier}-${color}-${release}`,
    tier,
    color,
    release,
});
const PINNED = [
    backend("frontend", "blue", "v1"),
    backend("backend", "blue", "v1"),
    backend("frontend", "green", "v2"),
    backend("backend", "green", "v2"),
];

const PROMETHEUS: CensusSource = {
    by: "prometheus",
    url: "http://prometheus:9090/",
    query: 'sum(increase(requests{service=~"$namespace-($service)-80",x="$other"}[$secondss]))',
};

/** A Prometheus that answers by what the query names. */
function prometheus(answer: (query: string) => { status?: number; body: unknown }) {
    const asked: string[] = [];
    const ask = async (url: string) => {
        asked.push(url);
        const { status = 200, body } = answer(new URL(url).searchParams.get("query") ?? "");
        return { status, body: typeof body === "string" ? body : JSON.stringify(body) };
    };
    return { asked, ask };
}
const vector = (...values: string[]) => ({
    status: "success",
    data: { resultType: "vector", result: values.map((value) => ({ metric: {}, value: [1, value] })) },
});
const count = (server: ReturnType<typeof prometheus>, pinned = PINNED) =>
    readCensus(new FakeCluster(), { ...SOURCE, census: PROMETHEUS }, pinned, COLORS, server.ask);

test("without a source nobody can tell", async () => {
    expect(await readCensus(new FakeCluster(), SOURCE, PINNED, COLORS)).toEqual({
        left: {},
        trouble: "no census is configured",
    });
});

describe("by Prometheus", () => {
    test("each color's requests are asked for by its Services, namespace and idle time", async () => {
        const server = prometheus((query) => ({ body: query.includes("green") ? vector("1.2", "3") : vector("40") }));
        expect(await count(server)).toEqual({ left: { blue: 40, green: 5 } });
        expect(server.asked.map((url) => new URL(url).searchParams.get("query"))).toEqual([
            'sum(increase(requests{service=~"shop-dev-(shop-frontend-blue-v1|shop-backend-blue-v1)-80",x="$other"}[1800s]))',
            'sum(increase(requests{service=~"shop-dev-(shop-frontend-green-v2|shop-backend-green-v2)-80",x="$other"}[1800s]))',
        ]);
        expect(server.asked[0]).toMatch(/^http:\/\/prometheus:9090\/api\/v1\/query\?query=/);
    });

    test("a scalar counts as well, and a color without pins has nobody and is not asked for", async () => {
        const server = prometheus(() => ({
            body: { status: "success", data: { resultType: "scalar", result: [1, "7"] } },
        }));
        expect(await count(server, PINNED.slice(0, 2))).toEqual({ left: { blue: 7, green: 0 } });
        expect(server.asked).toHaveLength(1);
    });

    test("a color without any series got nothing, as long as another has one", async () => {
        const server = prometheus((query) => ({ body: query.includes("green") ? vector() : vector("4") }));
        expect(await count(server)).toEqual({ left: { blue: 4, green: 0 } });
    });

    test("no series at all, or none that is a number, is no zero", async () => {
        const trouble = `Prometheus at http://prometheus:9090/ knows nothing of ${(PROMETHEUS as { query: string }).query}`;
        expect(await count(prometheus(() => ({ body: vector() })))).toEqual({ left: {}, trouble });
        expect(await count(prometheus(() => ({ body: vector("NaN") })))).toEqual({ left: {}, trouble });
    });

    test("an error is told in Prometheus' words", async () => {
        const body = { status: "error", error: "parse error" };
        expect(await count(prometheus(() => ({ status: 400, body })))).toEqual({
            left: {},
            trouble: "Prometheus at http://prometheus:9090/ answers 400: parse error",
        });
        expect(await count(prometheus(() => ({ body: "<html>" })))).toMatchObject({
            trouble: "Prometheus at http://prometheus:9090/ answers 200",
        });
    });

    test("a server that does not answer is told", async () => {
        const ask = async () => {
            throw new Error("connect ECONNREFUSED 10.0.0.1:9090");
        };
        expect(await readCensus(new FakeCluster(), { ...SOURCE, census: PROMETHEUS }, PINNED, COLORS, ask)).toEqual({
            left: {},
            trouble: "connect ECONNREFUSED 10.0.0.1:9090",
        });
    });
});

describe("by the app", () => {
    const census: CensusSource = { by: "app", path: "/visitors", ports: { frontend: 8080, backend: 9090 } };
    const source = { ...SOURCE, census };

    function pods(): FakeCluster {
        const cluster = new FakeCluster();
        for (const { name, tier, color, release } of PINNED) {
            const labels = {
                ...{ "blue-green/app": "shop", "blue-green/tier": tier },
                ...{ "blue-green/color": color, "blue-green/release": release },
            };
            const pod = (index: number, phase: string) =>
                ({ metadata: named(`${name}-${index}`, labels), status: { phase } }) as never;
            cluster.put("pods", pod(1, "Running"), pod(2, "Running"), pod(3, "Pending"));
            const port = tier === "frontend" ? 8080 : 9090;
            cluster.answers[`${name}-1:${port}/visitors`] = color === "green" ? "2\n" : "10";
            cluster.answers[`${name}-2:${port}/visitors`] = "0";
        }
        return cluster;
    }

    test("all pods that run are asked, and their numbers added", async () => {
        expect(await readCensus(pods(), source, PINNED, COLORS)).toEqual({ left: { blue: 20, green: 4 } });
    });

    test("pods of a color that stays are not asked", async () => {
        const cluster = pods();
        cluster.answers["shop-frontend-blue-v1-1:8080/visitors"] = "no number";
        expect(await readCensus(cluster, source, PINNED, ["green"])).toEqual({ left: { green: 4 } });
    });

    test("a pod that does not answer, or with no number, makes the number unknown", async () => {
        const silent = pods();
        delete silent.answers["shop-frontend-green-v2-1:8080/visitors"];
        expect(await readCensus(silent, source, PINNED, COLORS)).toEqual({
            left: {},
            trouble: expect.stringContaining("must answer when asked to get pods/proxy shop-frontend-green-v2-1"),
        });
        const odd = pods();
        odd.answers["shop-frontend-green-v2-1:8080/visitors"] = "-1";
        expect(await readCensus(odd, source, PINNED, COLORS)).toEqual({
            left: {},
            trouble: '/visitors of pod shop-frontend-green-v2-1 says "-1", no number',
        });
    });

    test("a missing permission is an error of its own", async () => {
        const cluster = pods();
        cluster.forbidden.add("get pods/proxy");
        await expect(readCensus(cluster, source, PINNED, COLORS)).rejects.toThrow(
            /must be allowed to get pods\/proxy in namespace shop-dev, got "forbidden"; bind it to a role with that: kubectl create role blue-green-reader --verb=get --resource=pods\/proxy/,
        );
    });
});
