import type { Manifest } from "./manifest";

interface Status {
    readonly observedGeneration?: number;
    readonly replicas?: number;
    readonly updatedReplicas?: number;
    readonly availableReplicas?: number;
    readonly conditions?: readonly Condition[];
}

interface Condition {
    readonly type: string;
    readonly status: string;
    readonly reason?: string;
    readonly message?: string;
}

/** Why a Deployment is not rolled out yet. */
export function deploymentLacks(live: Manifest): string[] {
    const status = (live.status ?? {}) as Status;
    const { replicas = 0, updatedReplicas = 0, availableReplicas = 0, conditions = [] } = status;
    const wanted = Number((live.spec as { replicas?: number } | undefined)?.replicas ?? 1);
    if ((status.observedGeneration ?? 0) < (live.metadata.generation ?? 0)) return ["the rollout has not begun"];
    const condition = (type: string) => conditions.find((one) => one.type === type);
    const isAvailable = condition("Available")?.status === "True";
    const isRolledOut = condition("Progressing")?.reason === "NewReplicaSetAvailable";
    const isThere = updatedReplicas === wanted && availableReplicas >= wanted && replicas === wanted;
    if (isAvailable && isRolledOut && isThere) return [];
    const isUnmet = ({ type, status }: Condition) =>
        type === "ReplicaFailure" ? status === "True" : status !== "True";
    const unmet = conditions.filter(isUnmet);
    const told = unmet.map(({ reason, message }) => `[${reason}] ${message}`);
    return told.length > 0 ? told : [`${availableReplicas} of ${wanted} pods are available`];
}
