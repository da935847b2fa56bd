import { TargetGroupPair, type TargetGroupPairArgs } from "../../../components/aws";
import { targetHealth } from "../../../components/aws/targetGroups/targetGroupSettings";
import type { Mistake } from "../../../components/release";
import { Recorder } from "../../support/harness";
import { changesBetween, declaredBy } from "../../support/pieces/declared";
import { made, TARGET_GROUPS, VPC_ID } from "../../support/pieces/samples";

const pair = (args: Partial<TargetGroupPairArgs>, name = "shop-backend-targets") =>
    declaredBy(() => new TargetGroupPair(name, { ...TARGET_GROUPS, ...args }));
const changesWith = async (change: Partial<TargetGroupPairArgs>) => changesBetween(await pair({}), await pair(change));

const group = (color: string, hash: string) => ({
    name: `shop-backend-${color}-${hash}`,
    targetType: "ip",
    protocol: "HTTP",
    protocolVersion: "HTTP1",
    ipAddressType: "ipv4",
    port: 80,
    vpcId: VPC_ID,
    healthCheck: {
        enabled: true,
        protocol: "HTTP",
        port: "traffic-port",
        path: "/api/healthz",
        matcher: "200",
        interval: 10,
        timeout: 5,
        healthyThreshold: 2,
        unhealthyThreshold: 2,
    },
    deregistrationDelay: 60,
    loadBalancingAlgorithmType: "round_robin",
    stickiness: { enabled: false, type: "lb_cookie" },
    tags: { "blue-green:app": "shop", "blue-green:tier": "backend", "blue-green:color": color },
});
/** What AWS cannot change in place: another value replaces the group. */
const FIXED = ["name", "targetType", "protocol", "protocolVersion", "ipAddressType", "port", "vpcId"];

test("a blue and a green group, equal but for names and tags", async () => {
    const [component, ...groups] = await pair({});
    expect(component).toMatchObject({ type: "blue-green:index:TargetGroupPair", parent: "" });
    expect(groups).toEqual(
        [
            ["blue", "a4229b7f"],
            ["green", "267e3ead"],
        ].map(([color = "", hash = ""]) => ({
            type: "aws:lb/targetGroup:TargetGroup",
            name: `shop-backend-targets-${color}`,
            inputs: group(color, hash),
            parent: "shop-backend-targets",
            waitsFor: [],
            ignores: [],
            provider: "",
        })),
    );
});

const BOTH = ["shop-backend-targets-blue", "shop-backend-targets-green"];
const onBoth = (inputs: object) => Object.fromEntries(BOTH.map((name) => [name, inputs]));
const usualCheck = group("", "").healthCheck;

test.each<[string, Partial<TargetGroupPairArgs>, object]>([
    [
        "the health endpoint",
        { health: { path: "/up", intervalSeconds: 300, timeoutSeconds: 120, fall: 10, rise: 3 } },
        {
            healthCheck: {
                ...usualCheck,
                path: "/up",
                interval: 300,
                timeout: 120,
                healthyThreshold: 3,
                unhealthyThreshold: 10,
            },
        },
    ],
    ["deregistrationDelaySeconds", { deregistrationDelaySeconds: 0 }, { deregistrationDelay: 0 }],
    [
        "loadBalancingAlgorithm",
        { loadBalancingAlgorithm: "weighted_random" },
        { loadBalancingAlgorithmType: "weighted_random" },
    ],
])("%s changes both groups in place", async (_, change, inputs) => {
    expect(await changesWith(change)).toEqual(onBoth(inputs));
    expect(Object.keys(inputs).filter((name) => FIXED.includes(name))).toEqual([]);
});

test("more tags change both groups in place, and ours stay", async () => {
    const changes = await changesWith({ tags: { team: "web", "blue-green:tier": "mine" } });
    expect(changes).toEqual(
        Object.fromEntries(
            ["blue", "green"].map((color) => [
                `shop-backend-targets-${color}`,
                { tags: { ...group(color, "").tags, team: "web" } },
            ]),
        ),
    );
});

test("the component's own name has no part in the groups' names in AWS", async () => {
    const names = (all: Awaited<ReturnType<typeof pair>>) => all.slice(1).map(({ inputs }) => inputs.name);
    expect(names(await pair({}, "renamed"))).toEqual(names(await pair({})));
});

test("app and tier do", async () => {
    const all = [await pair({}), await pair({ app: "store" }), await pair({ tier: "frontend" })];
    const names = all.flatMap((groups) => groups.slice(1).map(({ inputs }) => inputs.name));
    expect(new Set(names).size).toBe(6);
});

test("the outputs", async () => {
    const recorder = await Recorder.start(made);
    new TargetGroupPair("pair", TARGET_GROUPS);
    expect(await recorder.outputsOf("pair")).toEqual({
        blueArn: made("", "pair-blue").arn,
        greenArn: made("", "pair-green").arn,
        blueArnSuffix: "targetgroup/pair-blue/1",
        greenArnSuffix: "targetgroup/pair-green/1",
    });
});

test("a health endpoint of one tier among others is told with its place", () => {
    const mistakes: Mistake[] = [];
    targetHealth({ path: "/healthz", fall: 1 }, mistakes, "tiers.web.");
    expect(mistakes).toEqual([{ where: "tiers.web.health.fall", text: "must be a whole number from 2 to 10, got 1" }]);
});
