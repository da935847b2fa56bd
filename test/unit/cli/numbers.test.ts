import type { CloudWatchClient, GetMetricDataCommand } from "@aws-sdk/client-cloudwatch";
import { readNumbers } from "../../../cli/live/cloudWatch";
import { numbersOf } from "../../../cli/live/numbers";
import { haproxyNumbers, parseStatistics } from "../../../cli/live/numbersHaproxy";
import { prometheusNumbers } from "../../../cli/live/numbersPrometheus";
import type { App } from "../../../cli/stack/apps";
import { CAPABILITIES } from "../../../components/kubernetes";

const TIERS = ["frontend", "backend"].map((name) => ({ name, healthPath: "/", warmupPaths: [], instances: 1 }));
const appWith = (more: Partial<App>) =>
    ({ source: {}, tiers: TIERS, releases: { blue: "v1", green: "v2" }, ...more }) as App;

describe("HAProxy's statistics", () => {
    const HEAD = "# pxname,svname,qcur,hrsp_4xx,hrsp_5xx,req_tot,last_chk,rtime,ttime,";
    const row = (name: string, errors: number, requests: number, ms: number, server = "BACKEND") =>
        `${name},${server},0,7,${errors},${requests},,${ms},999,`;
    const csv = (...rows: string[]) => `${[HEAD, ...rows].join("\n")}\n\n`;
    const source = (texts: string[]) => {
        const asked: string[] = [];
        const numbers = haproxyNumbers(
            appWith({ source: { statusUrl: "http://127.0.0.1:8404/status" } }),
            async (url) => {
                asked.push(url);
                const body = texts.shift();
                return { status: body === undefined ? 503 : 200, body: body ?? "" };
            },
        );
        if (!numbers) throw new Error("an app behind HAProxy has numbers");
        return { numbers, asked };
    };

    test("what was counted since the beginning, a color and tier; servers, frontends and others do not count", async () => {
        const { numbers, asked } = source([
            csv(row("frontend.v1", 2, 100, 9), row("backend.v1", 0, 50, 9), row("frontend.v2", 1, 10, 9)),
            csv(
                row("main", 90, 900, 9, "FRONTEND"),
                row("frontend.v1", 50, 60, 9, "v1-1"),
                row("frontend.v1", 3, 140, 12),
                row("backend.v1", 0, 50, 9),
                row("frontend.v2", 5, 30, 20),
                row("backend.v2", 0, 4, 0),
                row("frontend.v0", 9, 9, 9),
            ),
        ]);
        const read = await numbers.open(0);
        expect(await read(5000)).toEqual({
            blue: { frontend: { requests: 40, errors: 1, latencyMs: 12 }, backend: { requests: 0, errors: 0 } },
            green: {
                frontend: { requests: 20, errors: 4, latencyMs: 20 },
                backend: { requests: 4, errors: 0, latencyMs: 0 },
            },
        });
        expect(asked).toEqual(["http://127.0.0.1:8404/;csv", "http://127.0.0.1:8404/;csv"]);
    });

    test("a reload, which begins to count anew, loses nothing that came after it", async () => {
        const { numbers } = source([csv(row("frontend.v2", 5, 1000, 9)), csv(row("frontend.v2", 3, 40, 9))]);
        const read = await numbers.open(0);
        expect((await read(5000)).green?.frontend).toEqual({ requests: 40, errors: 3, latencyMs: 9 });
    });

    test("a router that does not answer, or answers something else, is an error", async () => {
        await expect(source([]).numbers.open(0)).rejects.toThrow("the router's statistics answer 503");
        expect(() => parseStatistics("<html>")).toThrow("no columns req_tot, hrsp_5xx and rtime");
    });
});

describe("CloudWatch", () => {
    const minute = (number: number) => new Date(Date.UTC(2026, 2, 1, 12, number));
    const groups = [
        { color: "blue", tier: "frontend", arn: "arn:aws:elasticloadbalancing:eu-central-1:1:targetgroup/b/1" },
        { color: "green", tier: "frontend", arn: "arn:aws:elasticloadbalancing:eu-central-1:1:targetgroup/g/2" },
    ] as const;
    /** A client with recorded answers by target group and metric. */
    const client = (answers: Record<string, readonly [Date, number][]>) => {
        const sent: GetMetricDataCommand["input"][] = [];
        const send = async ({ input }: GetMetricDataCommand) => {
            sent.push(input);
            const results = (input.MetricDataQueries ?? []).map(({ Id, MetricStat }) => {
                const group = MetricStat?.Metric?.Dimensions?.[1]?.Value;
                const points = answers[`${group} ${MetricStat?.Metric?.MetricName}`] ?? [];
                return { Id, Timestamps: points.map(([at]) => at), Values: points.map(([, value]) => value) };
            });
            return { MetricDataResults: results };
        };
        return { sent, client: { send } as unknown as CloudWatchClient };
    };
    const asked = { loadBalancer: "app/shop/9", groups, from: minute(1).getTime() + 30_000, now: minute(5).getTime() };

    test("requests, errors and the mean time weighed by the requests of each minute", async () => {
        const { client: recorded, sent } = client({
            "targetgroup/b/1 RequestCount": [
                [minute(1), 100],
                [minute(2), 300],
            ],
            "targetgroup/b/1 TargetResponseTime": [
                [minute(1), 0.1],
                [minute(2), 0.02],
            ],
            "targetgroup/g/2 RequestCount": [[minute(2), 20]],
            "targetgroup/g/2 HTTPCode_Target_5XX_Count": [[minute(2), 3]],
            "targetgroup/g/2 TargetConnectionErrorCount": [[minute(2), 1]],
        });
        expect(await readNumbers(recorded, asked)).toEqual({
            blue: { frontend: { requests: 400, errors: 0, latencyMs: 40 } },
            green: { frontend: { requests: 20, errors: 4 } },
        });
        expect(sent[0]).toMatchObject({ StartTime: minute(1), EndTime: minute(5) });
        expect(sent[0]?.MetricDataQueries?.[0]?.MetricStat).toEqual({
            Metric: {
                Namespace: "AWS/ApplicationELB",
                MetricName: "RequestCount",
                Dimensions: [
                    { Name: "LoadBalancer", Value: "app/shop/9" },
                    { Name: "TargetGroup", Value: "targetgroup/b/1" },
                ],
            },
            Period: 60,
            Stat: "Sum",
        });
    });

    test("nothing yet is nothing", async () => {
        const none = { frontend: { requests: 0, errors: 0 } };
        expect(await readNumbers(client({}).client, asked)).toEqual({ blue: none, green: none });
    });

    test("belongs to an app on AWS, and says that it is late", () => {
        const alb = { targetGroups: { blue: {}, green: {} } } as unknown as App["source"]["alb"];
        expect(numbersOf(appWith({ source: { alb } }))).toMatchObject({ name: "CloudWatch", lateSeconds: 180 });
    });
});

describe("Prometheus", () => {
    const place = { url: "http://prometheus:9090", controller: "traefik", namespace: "prod", app: "shop" };
    const vector = (value: string) =>
        JSON.stringify({ status: "success", data: { resultType: "vector", result: [{ value: [1, value] }] } });
    const read = async (controller: string, answer: (query: string) => string | undefined, seconds = 120) => {
        const asked: string[] = [];
        const numbers = prometheusNumbers(appWith({ prometheus: { ...place, controller } }), async (url) => {
            const query = new URL(url).searchParams.get("query") ?? "";
            asked.push(query);
            const value = answer(query);
            const none = JSON.stringify({ status: "success", data: { resultType: "vector", result: [] } });
            return { status: 200, body: value === undefined ? none : vector(value) };
        });
        const count = await numbers?.open(0);
        return { told: await count?.(seconds * 1000), asked };
    };

    test("requests, 5xx and mean time of each Service since the beginning", async () => {
        const { told, asked } = await read("traefik", (query) => {
            if (!query.includes("shop-frontend-green-v2")) return query.includes("code=") ? undefined : "10.2";
            if (query.includes("seconds_sum")) return "6";
            return query.includes('code=~"5.."') ? "2.9" : "120";
        });
        expect(told?.green).toEqual({
            frontend: { requests: 120, errors: 3, latencyMs: 50 },
            backend: { requests: 10, errors: 0, latencyMs: 1000 },
        });
        expect(asked).toContain(
            'sum(increase(traefik_service_requests_total{service=~"prod-(shop-frontend-green-v2)-(http-)?[0-9]+@.+",code=~"5.."}[120s])) + ' +
                '(sum(traefik_service_requests_total{service=~"prod-(shop-frontend-green-v2)-(http-)?[0-9]+@.+",code=~"5.."} unless ' +
                'traefik_service_requests_total{service=~"prod-(shop-frontend-green-v2)-(http-)?[0-9]+@.+",code=~"5.."} offset 120s) or vector(0))',
        );
    });

    test("Istio tells milliseconds; less than a minute is never asked for", async () => {
        const { told, asked } = await read("istio", (query) => (query.includes("_sum{") ? "500" : "10"), 5);
        expect(told?.blue?.frontend?.latencyMs).toBe(50);
        expect(asked.every((query) => query.includes("[60s]"))).toBe(true);
    });

    test("is asked for controllers whose counters we know, which are those with a census of ours", () => {
        for (const [controller, can] of Object.entries(CAPABILITIES)) {
            const known = prometheusNumbers(appWith({ prometheus: { ...place, controller } })) !== undefined;
            expect([controller, known]).toEqual([controller, can.censusQuery !== undefined]);
        }
        expect(numbersOf(appWith({}))).toBeUndefined();
    });

    test("a server that takes the query for wrong is an error", async () => {
        const numbers = prometheusNumbers(appWith({ prometheus: place }), async () => ({
            status: 400,
            body: JSON.stringify({ status: "error", error: "parse error" }),
        }));
        const count = await numbers?.open(0);
        await expect(count?.(1)).rejects.toThrow("Prometheus at http://prometheus:9090 answers 400: parse error");
    });
});
