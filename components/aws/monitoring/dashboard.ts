import { COLORS, type Color, type PerColor } from "../../release";

/** One color of a tier, as metrics name its parts. */
export interface WatchedColor {
    readonly targetGroup: string;
    /** Undefined while the color is off. */
    readonly service: string | undefined;
}

/** What a dashboard shows. */
export interface Watched {
    readonly region: string;
    readonly loadBalancer: string;
    readonly cluster: string;
    readonly tiers: readonly { readonly name: string; readonly colors: Required<PerColor<WatchedColor>> }[];
}

/** Grid of a dashboard: two widgets side by side fill it. */
const HALF = 12;
const HEIGHT = 5;
const HEADING = 1;
const PERIOD = 60;
const SHADES: Required<PerColor<string>> = { blue: "#1f77b4", green: "#2ca02c" };

/** One line of a graph: where it comes from, and how it looks. */
type Line = (string | Record<string, string>)[];

/** A graph that is shown for each color. */
interface Graph {
    readonly title: string;
    readonly stat: string;
    readonly lines: (color: Color, watched: Watched, parts: WatchedColor) => Line[];
}

const ofGroup =
    (...metrics: [metric: string, label: string, look?: Record<string, string>][]): Graph["lines"] =>
    (color, { loadBalancer }, { targetGroup }) =>
        metrics.map(([metric, label, look], index) => [
            "AWS/ApplicationELB",
            metric,
            "TargetGroup",
            targetGroup,
            "LoadBalancer",
            loadBalancer,
            { label, ...(index === 0 ? { color: SHADES[color] } : {}), ...look },
        ]);

const ofService: Graph["lines"] = (color, { cluster }, { service }) =>
    service === undefined
        ? []
        : ["CPUUtilization", "MemoryUtilization"].map((metric, index) => [
              "AWS/ECS",
              metric,
              "ClusterName",
              cluster,
              "ServiceName",
              service,
              { label: metric.replace("Utilization", ""), ...(index === 0 ? { color: SHADES[color] } : {}) },
          ]);

const GRAPHS: readonly Graph[] = [
    { title: "requests a minute", stat: "Sum", lines: ofGroup(["RequestCount", "requests"]) },
    {
        title: "errors a minute",
        stat: "Sum",
        lines: ofGroup(
            ["HTTPCode_Target_5XX_Count", "5xx"],
            ["HTTPCode_Target_4XX_Count", "4xx"],
            ["TargetConnectionErrorCount", "no connection"],
        ),
    },
    {
        title: "response time in seconds",
        stat: "p95",
        lines: ofGroup(
            ["TargetResponseTime", "p95"],
            ["TargetResponseTime", "p50", { stat: "p50" }],
            ["TargetResponseTime", "p99", { stat: "p99" }],
        ),
    },
    {
        title: "instances",
        stat: "Minimum",
        lines: ofGroup(["HealthyHostCount", "healthy"], ["UnHealthyHostCount", "unhealthy", { stat: "Maximum" }]),
    },
    { title: "CPU and memory in percent", stat: "Average", lines: ofService },
];

/** A dashboard as CloudWatch takes it: for each tier one row a graph, blue on the left and green on the right. */
export function dashboardBody(watched: Watched) {
    const rows = watched.tiers.flatMap((tier) => [
        { height: HEADING, widgets: [heading(tier.name)] },
        ...GRAPHS.map((graph) => ({
            height: HEIGHT,
            widgets: COLORS.map((color) => widget(graph, color, watched, tier.name, tier.colors[color])),
        })),
    ]);
    let y = 0;
    return {
        widgets: rows.flatMap(({ height, widgets }) => {
            const placed = widgets.map((one, column) => ({
                x: column * HALF,
                y,
                width: widgets.length === 1 ? 2 * HALF : HALF,
                height,
                ...one,
            }));
            y += height;
            return placed;
        }),
    };
}

function heading(tier: string) {
    return { type: "text", properties: { markdown: `## ${tier}` } };
}

function widget({ title, stat, lines }: Graph, color: Color, watched: Watched, tier: string, parts: WatchedColor) {
    const metrics = lines(color, watched, parts);
    const name = `${tier} ${color}: ${title}`;
    if (metrics.length === 0) return { type: "text", properties: { markdown: `${name}\n\n${color} is off.` } };
    return {
        type: "metric",
        properties: {
            title: name,
            view: "timeSeries",
            region: watched.region,
            period: PERIOD,
            stat,
            metrics,
            yAxis: { left: { min: 0 } },
        },
    };
}

/** Host of the console, by partition. */
const CONSOLES: Readonly<Record<string, string>> = {
    aws: "console.aws.amazon.com",
    "aws-cn": "console.amazonaws.cn",
    "aws-us-gov": "console.amazonaws-us-gov.com",
};

/** Link to a dashboard in the console. */
export function dashboardUrl({ partition, region }: { partition: string; region: string }, name: string): string {
    const host = CONSOLES[partition] ?? CONSOLES.aws;
    return `https://${region}.${host}/cloudwatch/home?region=${region}#dashboards/dashboard/${name}`;
}
