import { CloudWatchClient, GetMetricDataCommand } from "@aws-sdk/client-cloudwatch";
import { REGION } from "../support/aws/awsCloud";
import { AwsStack } from "../support/aws/awsStack";
import { draws, load, stopClean } from "../support/traffic";

let stack: AwsStack;

beforeAll(async () => {
    stack = await AwsStack.create({ frontendInstances: "2", backendInstances: "2" });
    await stack.mustUp({ greenRelease: "v2" });
});

afterAll(() => stack?.dispose());

/** The steps of a plan that do something, but for the components around them. */
async function planned(config: Record<string, string>): Promise<string[]> {
    const before = await stack.pulumi.must(["config", "--json", "--stack", stack.pulumi.name]);
    await stack.pulumi.set(config);
    try {
        const steps = await stack.pulumi.plan();
        return steps
            .filter(({ op, type }) => op !== "same" && !/^(pulumi:pulumi:Stack|blue-green:)/.test(type))
            .map(({ op, name }) => `${op} ${name}`)
            .sort();
    } finally {
        const values = JSON.parse(before.stdout) as Record<string, { value: string }>;
        const old = Object.keys(config).map((key) => [key, values[`blue-green:${key}`]?.value ?? ""]);
        await stack.pulumi.set(Object.fromEntries(old));
    }
}

async function refused(config: Record<string, string>, text: RegExp): Promise<void> {
    const before = await stack.facts();
    const { code, stdout, stderr } = await stack.up(config);
    expect(`${stdout}\n${stderr}`).toMatch(text);
    expect(code).not.toBe(0);
    expect(await stack.facts()).toEqual(before);
}

test("P3 a switch plans and changes the default rules, and what judges them; an idle plan is empty", async () => {
    expect(await planned({})).toEqual([]);
    expect(await planned({ active: "green", epoch: "1" })).toEqual([
        "update shop-backend-default",
        "update shop-check",
        "update shop-frontend-default",
        "update shop-gate",
        "update shop-plan",
    ]);
    const { pids } = await stack.facts();
    await stack.mustUp({ active: "green", epoch: "1" });
    expect((await stack.facts()).pids).toEqual(pids);
    expect(await draws(stack.url, "/api/whoami", 50)).toEqual({ v2: 50 });
    await stack.mustUp({ active: "blue", epoch: "2" });
    expect(await draws(stack.url, "/whoami", 50)).toEqual({ v1: 50 });
});

test("the load balancer has just the rules that the stack's state has", async () => {
    const { stdout } = await stack.pulumi.must(["stack", "export", "--stack", stack.pulumi.name]);
    const { deployment } = JSON.parse(stdout) as {
        deployment: { resources: { type: string; inputs: { priority: number; tags: Record<string, string> } }[] };
    };
    const declared = deployment.resources
        .filter(({ type }) => type === "aws:lb/listenerRule:ListenerRule")
        .map(({ inputs }) => [inputs.priority, inputs.tags]);
    const live = (await stack.cloud.rules()).map(({ Priority, tags }) => [Number(Priority), tags]);
    const byPriority = (a: unknown[], b: unknown[]) => Number(a[0]) - Number(b[0]);
    expect(live.sort(byPriority)).toEqual(declared.sort(byPriority));
    expect(live).toHaveLength(14);
});

/** What CloudWatch counts for a line of a graph, in the last minutes. */
async function summed([Namespace, MetricName, ...rest]: readonly unknown[]): Promise<number> {
    const names = rest.filter((one): one is string => typeof one === "string");
    const Dimensions = names.flatMap((Name, n) => (n % 2 === 0 ? [{ Name, Value: names[n + 1] }] : []));
    const client = new CloudWatchClient({
        endpoint: stack.cloud.url,
        region: REGION,
        credentials: { accessKeyId: "stand-in", secretAccessKey: "stand-in" },
    });
    try {
        const Metric = { Namespace: String(Namespace), MetricName: String(MetricName), Dimensions };
        const query = { Id: "m", MetricStat: { Metric, Period: 60, Stat: "Sum" } };
        const times = { StartTime: new Date(Date.now() - 180_000), EndTime: new Date() };
        const { MetricDataResults } = await client.send(
            new GetMetricDataCommand({ ...times, MetricDataQueries: [query] }),
        );
        return (MetricDataResults?.[0]?.Values ?? []).reduce((sum, value) => sum + value, 0);
    } finally {
        client.destroy();
    }
}

test("S37 the dashboard that an output links to is there, and each color's requests are in its graphs", async () => {
    await stack.ensure({ active: "blue", canary: "0" });
    await stack.emptied("blue");
    expect(await draws(stack.url, "/api/whoami", 7)).toEqual({ v1: 7 });
    expect(await draws(stack.url, "/api/whoami?release=v2", 3)).toEqual({ v2: 3 });

    const { dashboardUrl = "" } = await stack.pulumi.outputs();
    const link =
        /^https:\/\/eu-central-1\.console\.aws\.amazon\.com\/.*#dashboards(?:\/dashboard\/|:name=)([\w-]+)$/.exec(
            dashboardUrl,
        );
    expect(link).not.toBeNull();
    const { stdout } = await stack.pulumi.must(["stack", "export", "--stack", stack.pulumi.name]);
    const { deployment } = JSON.parse(stdout) as {
        deployment: { resources: { type: string; outputs: { dashboardName: string; dashboardBody: string } }[] };
    };
    const dashboard = deployment.resources.find(({ type }) => type === "aws:cloudwatch/dashboard:Dashboard")?.outputs;
    expect(dashboard?.dashboardName).toBe(link?.[1]);
    const { widgets } = JSON.parse(dashboard?.dashboardBody ?? "{}") as {
        widgets: { properties: { title?: string; metrics?: unknown[][] } }[];
    };
    const shown = widgets.flatMap(({ properties: { title = "", metrics = [] } }) =>
        metrics.filter(([, name]) => name === "RequestCount").map((line) => ({ title, line })),
    );
    const counts = await Promise.all(shown.map(async ({ title, line }) => [title, await summed(line)] as const));
    const of = (tier: string, color: string) =>
        counts.filter(([title]) => title.includes(tier) && title.includes(color)).map(([, count]) => count);
    expect([of("backend", "blue"), of("backend", "green")]).toEqual([[7], [3]]);
});

test("weights that were set by hand are told and left alone; a config that asks for them takes them over", async () => {
    const rules = await stack.cloud.rules();
    const defaults = rules.filter(({ tags }) => tags["blue-green:weights"] !== undefined);
    expect(defaults).toHaveLength(2);
    for (const { RuleArn, Actions } of defaults) {
        const groups = Actions.flatMap(({ ForwardConfig }) => ForwardConfig?.TargetGroups ?? []);
        const weights = groups.map(({ TargetGroupArn = "", Weight }) => [TargetGroupArn, Weight === 100 ? 70 : 30]);
        await stack.cloud.setWeights(RuleArn, Object.fromEntries(weights));
    }
    const told = /traffic: the load balancer gives new visitors of \w+ blue 70 green 30, which neither this config/;
    await refused({}, told);
    await refused({ active: "green", epoch: "3" }, told);
    await stack.mustUp({ active: "blue", epoch: "2", canary: "30" });
    await stack.mustUp({ canary: "0" });
    expect(await draws(stack.url, "/api/whoami", 50)).toEqual({ v1: 50 });
});

test("a deployment that the circuit breaker rolled back fails the update, with the last words; visitors see nothing of it", async () => {
    const traffic = await load(stack.url);
    const { code, stdout } = await stack.up({ greenRelease: "v3", greenBackend: stack.app("--exit"), force: "true" });
    expect(code).not.toBe(0);
    expect(stdout).toMatch(/shop: backend of v3 on green did not start: /);
    expect(stdout).toMatch(/task stopped: .*exit/i);
    expect(stdout).toMatch(/New visitors are where they were/);
    expect(await draws(stack.url, "/api/whoami", 20)).toEqual({ v1: 20 });
    await stack.mustUp({ greenBackend: stack.app() });
    await stopClean(traffic);
    expect((await stack.live()).colors.green).toMatchObject({ release: "v3", up: { frontend: 2, backend: 2 } });
    await stack.mustUp({ force: "false" });
});

test("the idle color at any size: a switch is refused until it has as many as the live one", async () => {
    await stack.emptied("green");
    await stack.mustUp({ greenSize: "0" });
    expect(await stack.instances("green", "backend")).toEqual([]);
    await refused(
        { active: "green", epoch: "3" },
        /green\.instances\.\w+: must be 1 or more while green gets new visitors/,
    );
    await stack.mustUp({ active: "blue", epoch: "2", greenSize: "50" });
    const { code, stdout } = await stack.up({ active: "green", epoch: "3", gateSeconds: "3" });
    expect(code).not.toBe(0);
    expect(stdout).toMatch(/no new visitors for v3: tier \w+ of v3 on green: 1 of 2 instances take requests/);
    await stack.mustUp({ greenSize: "100", gateSeconds: "20" });
    expect(await draws(stack.url, "/whoami", 50)).toEqual({ v3: 50 });
    expect((await stack.live()).colors.green?.up).toEqual({ frontend: 2, backend: 2 });
});
