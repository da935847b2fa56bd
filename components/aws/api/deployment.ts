import type { Deployment } from "@aws-sdk/client-ecs";

/** A deployment that will not come to a good end, however long one waits. */
export class RolloutFailed extends Error {}

/** How long after an update the API may still tell of the deployment before, in seconds. */
const LATE_SECONDS = 30;

/**
 * What a service's deployments still lack until it runs the wanted task definition; undefined when nothing. Throws when ECS gave up on it.
 *
 * @param seconds since when it is waited for
 */
export function deploymentStanding(
    deployments: readonly Deployment[],
    wanted: string,
    seconds: number,
): string | undefined {
    const own = deployments.find(({ taskDefinition }) => taskDefinition === wanted);
    const primary = deployments.find(({ status }) => status === "PRIMARY");
    if (own?.rolloutState === "FAILED") throw new RolloutFailed(own.rolloutStateReason ?? "the deployment failed");
    if (primary && primary.taskDefinition !== wanted) {
        const instead = `the service runs ${shortArn(primary.taskDefinition)}, not ${shortArn(wanted)}`;
        const reason = primary.rolloutStateReason ?? "";
        if (own || /roll(ed|ing)? ?back/i.test(reason) || seconds >= LATE_SECONDS) {
            throw new RolloutFailed(reason ? `${instead} (${reason})` : instead);
        }
        return instead;
    }
    if (primary?.rolloutState === "COMPLETED") return undefined;
    return `${primary?.runningCount ?? 0} of ${primary?.desiredCount ?? 0} tasks of the new deployment run`;
}

function shortArn(arn: string | undefined): string {
    return arn?.split("/").at(-1) ?? "nothing";
}
