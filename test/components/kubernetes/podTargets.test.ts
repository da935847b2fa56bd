import { output } from "@pulumi/pulumi";
import { PodTargets, type PodTargetsArgs } from "../../../components/kubernetes";
import { declaredBy } from "../../support/pieces/declared";
import { describeRefusals } from "../../support/pieces/refusals";
import { GROUP_ID, targetGroupArn } from "../../support/pieces/samples";

const ARGS: PodTargetsArgs = {
    app: "shop",
    namespace: "shop-test",
    tiers: ["backend"],
    blueRelease: "v1",
    greenRelease: "v2",
    blueTargetGroups: output({ backend: targetGroupArn("blue") }),
    greenTargetGroups: { backend: targetGroupArn("green") },
};

const bindings = async (changes: Partial<PodTargetsArgs> = {}) =>
    (await declaredBy(() => new PodTargets("shop", { ...ARGS, ...changes }))).slice(1);

test("each color's target group gets the pods that its release's Service leads to", async () => {
    const all = await bindings();
    expect(all.map(({ type }) => type)).toEqual(Array(2).fill("kubernetes:elbv2.k8s.aws/v1beta1:TargetGroupBinding"));
    const green = all.find(({ name }) => name === "shop-backend-green");
    expect(green?.inputs).toMatchObject({
        metadata: { name: "shop-backend-green", namespace: "shop-test", labels: { "blue-green/release": "v2" } },
        spec: {
            serviceRef: { name: "shop-backend-green-v2", port: 80 },
            targetGroupARN: targetGroupArn("green"),
            targetType: "ip",
        },
    });
    expect(green?.inputs).not.toHaveProperty("spec.networking");
});

test("the load balancer is let in where its security group is named", async () => {
    const [one] = await bindings({ loadBalancerSecurityGroupId: GROUP_ID });
    expect(one?.inputs).toMatchObject({
        spec: {
            networking: {
                ingress: [{ from: [{ securityGroup: { groupID: GROUP_ID } }], ports: [{ protocol: "TCP" }] }],
            },
        },
    });
});

test("a color that is off has no targets", async () => {
    const all = await bindings({ greenRelease: undefined, labels: { team: "web" } });
    expect(all.map(({ name }) => name)).toEqual(["shop-backend-blue"]);
    expect(all[0]?.inputs).toMatchObject({ metadata: { labels: { team: "web" } } });
});

const ID = "must be 1 to 40 of A-Z, a-z, 0-9, dot, _ and -, starting with a letter or digit";
describeRefusals<PodTargetsArgs>({
    component: PodTargets,
    args: ARGS,
    documented: ["components/kubernetes/alb/podTargetsArgs.ts"],
    mistakes: [
        [
            { app: "" },
            'app: must be 1 to 30 of a-z, 0-9 and -, starting with a letter and ending with a letter or digit, got ""',
        ],
        [
            { namespace: "" },
            'namespace: must be 1 to 63 of a-z, 0-9 and -, starting and ending with a letter or digit, got ""',
        ],
        [{ tiers: [] }, "tiers: must be a list of at least one tier's name, got []"],
        [{ blueRelease: "" }, `blueRelease: ${ID}, got ""`],
        [{ greenRelease: "" }, `greenRelease: ${ID}, got ""`],
        [
            { loadBalancerSecurityGroupId: "door" },
            'loadBalancerSecurityGroupId: must be an id such as sg-0123456789abcdef0, got "door"',
        ],
        [{ labels: { "": "x" } }, 'labels: must be names and values as Kubernetes takes them, got {"":"x"}'],
    ],
});
