import { LABELS } from "../names";
import { said } from "./conditions";
import type { ContainerStatus, Deployment, Pod } from "./objects";

/** What a Deployment is to run. */
export interface WantedWorkload {
    readonly release: string;
    readonly instances: number;
}

/** What a Deployment still lacks until it runs what it was given, and nothing else; undefined when nothing. */
export function workloadStanding(
    deployment: Deployment | undefined,
    { release, instances }: WantedWorkload,
): string | undefined {
    if (!deployment) return "the cluster knows no such Deployment yet";
    const { metadata, spec = {}, status = {} } = deployment;
    const given = spec.template?.metadata?.labels?.[LABELS.release];
    if (given !== release) return `the Deployment is of ${given ?? "no release"}`;
    if ((status.observedGeneration ?? 0) < (metadata.generation ?? 0)) return "its controller has not seen it yet";
    const { replicas = 0, updatedReplicas = 0, availableReplicas = 0 } = status;
    const least = Math.max(instances, spec.replicas ?? 1);
    if (updatedReplicas < least) return [`${updatedReplicas} of ${least} pods are made`, refused(deployment)].join("");
    if (replicas > updatedReplicas) return `${replicas - updatedReplicas} pods of before are left`;
    return availableReplicas < least ? `${availableReplicas} of ${least} pods are ready` : undefined;
}

/** Why the cluster makes no pods: a quota, or a rule that they break. */
function refused({ status }: Deployment): string {
    const failure = status?.conditions?.find(
        ({ type, status: holds }) => type === "ReplicaFailure" && holds === "True",
    );
    return failure ? `: ${said(failure)}` : "";
}

/** Why a container does not start, where trying again is of little use. */
const HOPELESS = [
    "ErrImagePull",
    "ImagePullBackOff",
    "InvalidImageName",
    "ErrImageNeverPull",
    "CreateContainerConfigError",
    "CreateContainerError",
    "RunContainerError",
];
/** Restarts after which a container is taken to end each time. */
const RESTARTS = 3;

/** What will hardly get better by waiting, in a few words; undefined when nothing. */
export function hopeless(pods: readonly Pod[]): string | undefined {
    for (const { metadata, status } of pods) {
        for (const { name, state, restartCount = 0 } of containersOf(status)) {
            const reason = state?.waiting?.reason ?? "";
            if (reason === "CrashLoopBackOff" ? restartCount >= RESTARTS : HOPELESS.includes(reason)) {
                return `container ${name} of pod ${metadata.name} does not start (${reason})`;
            }
        }
    }
    return undefined;
}

/** All containers of a pod. */
export function containersOf(status: Pod["status"]): readonly ContainerStatus[] {
    return [...(status?.initContainerStatuses ?? []), ...(status?.containerStatuses ?? [])];
}
