import type { Deployment } from "@aws-sdk/client-ecs";
import { deploymentStanding, RolloutFailed } from "../../../components/aws/api/deployment";

const ARN = "arn:aws:ecs:eu-central-1:123456789012:task-definition/shop-backend-green";
const WANTED = `${ARN}:4`;

const deployment = (status: string, revision: number, more: Partial<Deployment> = {}): Deployment => ({
    status,
    taskDefinition: `${ARN}:${revision}`,
    rolloutState: "IN_PROGRESS",
    runningCount: 1,
    desiredCount: 2,
    ...more,
});

test("a deployment under way says how far it is, and one that is complete lacks nothing", () => {
    expect(deploymentStanding([deployment("PRIMARY", 4), deployment("ACTIVE", 3)], WANTED, 100)).toBe(
        "1 of 2 tasks of the new deployment run",
    );
    expect(deploymentStanding([deployment("PRIMARY", 4, { rolloutState: "COMPLETED" })], WANTED, 0)).toBeUndefined();
});

test.each<[string, Deployment[], number, string]>([
    [
        "that failed",
        [deployment("PRIMARY", 4, { rolloutState: "FAILED", rolloutStateReason: "tasks failed to start." })],
        0,
        "tasks failed to start.",
    ],
    [
        "that is being rolled back",
        [deployment("PRIMARY", 3), deployment("ACTIVE", 4)],
        0,
        "the service runs shop-backend-green:3, not shop-backend-green:4",
    ],
    [
        "that was rolled back and is forgotten",
        [
            deployment("PRIMARY", 3, {
                rolloutState: "COMPLETED",
                rolloutStateReason: "ECS deployment circuit breaker: rolling back to ecs-svc/1.",
            }),
        ],
        0,
        "not shop-backend-green:4 (ECS deployment circuit breaker: rolling back to ecs-svc/1.)",
    ],
    [
        "of which nothing was seen for a while",
        [deployment("PRIMARY", 3, { rolloutState: "COMPLETED" })],
        30,
        "the service runs shop-backend-green:3, not shop-backend-green:4",
    ],
])("a deployment %s is given up, although the service is steady", (_what, deployments, seconds, text) => {
    const judged = () => deploymentStanding(deployments, WANTED, seconds);
    expect(judged).toThrow(RolloutFailed);
    expect(judged).toThrow(text);
});

test("the deployment before, which the API may still tell of, is waited out for a moment", () => {
    const before = deployment("PRIMARY", 3, {
        rolloutState: "COMPLETED",
        rolloutStateReason: "ECS deployment completed.",
    });
    expect(deploymentStanding([before], WANTED, 5)).toBe(
        "the service runs shop-backend-green:3, not shop-backend-green:4",
    );
});
