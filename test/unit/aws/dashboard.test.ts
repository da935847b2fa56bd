import { dashboardBody, dashboardUrl, type Watched } from "../../../components/aws/monitoring/dashboard";

const colors = (tier: string) => ({
    blue: { targetGroup: `targetgroup/${tier}-blue/1`, service: `${tier}-blue` },
    green: { targetGroup: `targetgroup/${tier}-green/1`, service: undefined },
});
const WATCHED: Watched = {
    region: "eu-central-1",
    loadBalancer: "app/shop/1",
    cluster: "shops",
    tiers: ["backend", "frontend"].map((name) => ({ name, colors: colors(name) })),
};

interface Widget {
    type: string;
    x: number;
    y: number;
    width: number;
    height: number;
    properties: { title?: string; markdown?: string; metrics?: unknown[][]; stat?: string; region?: string };
}
const widgets = dashboardBody(WATCHED).widgets as Widget[];
const titled = (title: string) => widgets.find(({ properties }) => properties.title === title) as Widget;
const shown = (title: string) =>
    titled(title).properties.metrics?.map((metric) => {
        const { label, stat } = metric.at(-1) as Record<string, string>;
        return [metric[1], label, stat ?? titled(title).properties.stat];
    });

test("each tier has a heading, and then a row a graph, blue on the left and green on the right", () => {
    expect(widgets.filter(({ type }) => type === "text").map(({ properties }) => properties.markdown)).toEqual([
        "## backend",
        "backend green: CPU and memory in percent\n\ngreen is off.",
        "## frontend",
        "frontend green: CPU and memory in percent\n\ngreen is off.",
    ]);
    const graphs = ["requests a minute", "errors a minute", "response time in seconds", "instances"];
    for (const tier of ["backend", "frontend"]) {
        for (const graph of graphs) {
            const [blue, green] = ["blue", "green"].map((color) => titled(`${tier} ${color}: ${graph}`));
            expect([blue?.x, green?.x]).toEqual([0, 12]);
            expect(green?.y).toBe(blue?.y);
        }
    }
});

test("widgets do not overlap, leave no gap, and fit the grid", () => {
    const cells = widgets.flatMap(({ x, y, width, height }) =>
        Array.from({ length: width * height }, (_, index) => `${x + (index % width)},${y + Math.floor(index / width)}`),
    );
    expect(new Set(cells).size).toBe(cells.length);
    const bottom = Math.max(...widgets.map(({ y, height }) => y + height));
    expect(cells.length).toBe(24 * bottom);
    expect(Math.max(...widgets.map(({ x, width }) => x + width))).toBe(24);
});

test("a graph is of one color's target group, behind this load balancer", () => {
    expect(titled("backend green: requests a minute")).toEqual({
        type: "metric",
        x: 12,
        y: 1,
        width: 12,
        height: 5,
        properties: {
            title: "backend green: requests a minute",
            view: "timeSeries",
            region: "eu-central-1",
            period: 60,
            stat: "Sum",
            metrics: [
                [
                    "AWS/ApplicationELB",
                    "RequestCount",
                    "TargetGroup",
                    "targetgroup/backend-green/1",
                    "LoadBalancer",
                    "app/shop/1",
                    { label: "requests", color: "#2ca02c" },
                ],
            ],
            yAxis: { left: { min: 0 } },
        },
    });
});

test("what the graphs show", () => {
    expect(shown("backend blue: requests a minute")).toEqual([["RequestCount", "requests", "Sum"]]);
    expect(shown("backend blue: errors a minute")).toEqual([
        ["HTTPCode_Target_5XX_Count", "5xx", "Sum"],
        ["HTTPCode_Target_4XX_Count", "4xx", "Sum"],
        ["TargetConnectionErrorCount", "no connection", "Sum"],
    ]);
    expect(shown("backend blue: response time in seconds")).toEqual([
        ["TargetResponseTime", "p95", "p95"],
        ["TargetResponseTime", "p50", "p50"],
        ["TargetResponseTime", "p99", "p99"],
    ]);
    expect(shown("backend blue: instances")).toEqual([
        ["HealthyHostCount", "healthy", "Minimum"],
        ["UnHealthyHostCount", "unhealthy", "Maximum"],
    ]);
    expect(titled("backend blue: CPU and memory in percent").properties.metrics).toEqual([
        [
            "AWS/ECS",
            "CPUUtilization",
            "ClusterName",
            "shops",
            "ServiceName",
            "backend-blue",
            { label: "CPU", color: "#1f77b4" },
        ],
        ["AWS/ECS", "MemoryUtilization", "ClusterName", "shops", "ServiceName", "backend-blue", { label: "Memory" }],
    ]);
});

test.each([
    ["aws", "eu-central-1", "https://eu-central-1.console.aws.amazon.com"],
    ["aws-cn", "cn-north-1", "https://cn-north-1.console.amazonaws.cn"],
    ["aws-us-gov", "us-gov-west-1", "https://us-gov-west-1.console.amazonaws-us-gov.com"],
])("its link in partition %s", (partition, region, host) => {
    expect(dashboardUrl({ partition, region }, "shop-1")).toBe(
        `${host}/cloudwatch/home?region=${region}#dashboards/dashboard/shop-1`,
    );
});
