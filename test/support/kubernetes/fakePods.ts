import type { Deployment, Pod } from "../../../components/kubernetes/api/objects";
import { serviceSelector } from "../../../components/kubernetes/names";
import { named } from "./fakeShop";

/** A Deployment of v2 that is complete, unless told otherwise. */
export function deployment(
    status: Deployment["status"] = {},
    more: { release?: string; replicas?: number } = {},
): Deployment {
    const { release = "v2", replicas = 2 } = more;
    return {
        metadata: { ...named("shop-backend-green"), generation: 3 },
        spec: { replicas, template: { metadata: { labels: { "blue-green/release": release } } } },
        status: { observedGeneration: 3, replicas: 2, updatedReplicas: 2, availableReplicas: 2, ...status },
    };
}

/** A pod of v2 that is not ready. */
export function pod(name: string, status: Pod["status"], createdAt = "2026-11-21T10:00:00Z"): Pod {
    const labels = serviceSelector("shop", "backend", "green", "v2");
    return { metadata: { ...named(name, labels), creationTimestamp: createdAt }, status };
}
/** A container that waits. */
export const waiting = (reason: string, message = "", restartCount = 0, lastState = {}) => ({
    containerStatuses: [
        { name: "app", ready: false, restartCount, state: { waiting: { reason, message } }, lastState },
    ],
});
/** A container that ended three times. */
export const CRASH = waiting("CrashLoopBackOff", "back-off 40s restarting", 3, {
    terminated: { exitCode: 1, reason: "Error", message: "no database" },
});
