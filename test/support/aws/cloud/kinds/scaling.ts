import { refuse } from "../awsError";
import { type Kind, kind } from "../kind";
import { SERVICE } from "./services";

const TARGET = "aws:appautoscaling/target:Target";

interface TargetInputs {
    readonly resourceId: string;
    readonly scalableDimension: string;
    readonly serviceNamespace: string;
    readonly minCapacity: number;
    readonly maxCapacity: number;
}

interface PolicyInputs {
    readonly name: string;
    readonly resourceId: string;
    readonly policyType?: string;
}

/** Noted only: nothing scales by itself here. */
export const scaling: readonly Kind[] = [
    kind<TargetInputs>({
        type: TARGET,
        service: "Application Auto Scaling",
        replaceOn: ["resourceId", "scalableDimension", "serviceNamespace"],
        identify: ({ resourceId }) => ({ id: resourceId }),
        outputs: (_, id, world) => ({ arn: world.arn("application-autoscaling", `scalable-target/${id}`) }),
        refuse: ({ resourceId, serviceNamespace, minCapacity, maxCapacity }, world) => {
            if (minCapacity > maxCapacity)
                refuse("ValidationException", "Maximum capacity cannot be less than minimum capacity");
            if (serviceNamespace !== "ecs") refuse("ValidationException", "the stand-in scales services of ECS only");
            const message = `ECS service doesn't exist: ${resourceId}`;
            world.must(SERVICE, world.arn("ecs", resourceId), "ValidationException", message);
        },
    }),
    kind<PolicyInputs>({
        type: "aws:appautoscaling/policy:Policy",
        service: "Application Auto Scaling",
        naming: { property: "name", max: 255 },
        defaults: { policyType: "StepScaling" },
        replaceOn: ["name", "resourceId"],
        identify: ({ name }) => ({ id: name }),
        outputs: (_, id, world) => ({ arn: world.arn("autoscaling", `scalingPolicy:${id}`), alarmArns: [] }),
        refuse: ({ resourceId }, world) => {
            world.must(
                TARGET,
                resourceId,
                "ObjectNotFoundException",
                `No scalable target registered for resource ID: ${resourceId}`,
            );
        },
    }),
];
