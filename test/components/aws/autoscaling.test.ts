import { ColorService, type ColorServiceArgs } from "../../../components/aws";
import { changesBetween, declaredBy } from "../../support/pieces/declared";
import { SERVICE } from "../../support/pieces/samples";

const NAME = "shop-backend-blue";
const service = (args: Partial<ColorServiceArgs> = {}) =>
    declaredBy(() => new ColorService(NAME, { ...SERVICE, ...args }));
const SCALED = {
    resourceId: `service/shops/${NAME}-service-1234567`,
    scalableDimension: "ecs:service:DesiredCount",
    serviceNamespace: "ecs",
};
const TAGS = { "blue-green:app": "shop", "blue-green:tier": "backend", "blue-green:color": "blue" };
const following = (targetValue: number, predefinedMetricType: string, label?: object) => ({
    ...SCALED,
    policyType: "TargetTrackingScaling",
    targetTrackingScalingPolicyConfiguration: {
        targetValue,
        predefinedMetricSpecification: { predefinedMetricType, ...label },
    },
});

const changesWith = async (change: Partial<ColorServiceArgs>) => {
    const changes = changesBetween(await service(), await service(change));
    return Object.fromEntries(Object.entries(changes).map(([name, inputs]) => [name.slice(NAME.length + 1), inputs]));
};

test("autoscaling follows the CPU, starts with the fewest instances, and leaves their number alone from then on", async () => {
    const autoscaling = { minInstances: 2, maxInstances: 10 };
    expect(await changesWith({ autoscaling })).toEqual({
        scaling: { ...SCALED, minCapacity: 2, maxCapacity: 10, tags: TAGS },
        "scaling-cpu": following(60, "ECSServiceAverageCPUUtilization"),
        service: { desiredCount: 2 },
    });
    const all = await service({ autoscaling });
    expect(all.find(({ name }) => name === `${NAME}-service`)?.ignores).toEqual(["desiredCount"]);
    const parents = all.filter(({ name }) => name.includes("-scaling")).map(({ parent }) => parent);
    expect(parents).toEqual([NAME, NAME]);
});

test("autoscaling follows the requests too if that is asked for", async () => {
    const autoscaling = { minInstances: 2, maxInstances: 10, cpuPercent: 50, requestsPerTarget: 500 };
    const changes = await changesWith({ instances: 4, autoscaling, loadBalancerArnSuffix: "app/shop/1" });
    const resourceLabel = "app/shop/1/targetgroup/shop-backend-blue/0123456789abcdef";
    expect(changes).toEqual({
        scaling: { ...SCALED, minCapacity: 2, maxCapacity: 10, tags: TAGS },
        "scaling-cpu": following(50, "ECSServiceAverageCPUUtilization"),
        "scaling-requests": following(500, "ALBRequestCountPerTarget", { resourceLabel }),
        service: { desiredCount: 4 },
    });
});
