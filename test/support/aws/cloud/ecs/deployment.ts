import type { Definition } from "./definition";
import type { Place } from "./surroundings";

export type RolloutState = "IN_PROGRESS" | "COMPLETED" | "FAILED";

/** One attempt of a service to run a task definition. */
export class Deployment {
    readonly id = `ecs-svc/${Array.from({ length: 19 }, () => 1 + Math.floor(Math.random() * 9)).join("")}`;
    readonly createdAt = Date.now();
    updatedAt = Date.now();
    state: RolloutState = "IN_PROGRESS";
    reason: string;
    failedTasks = 0;

    constructor(
        readonly definition: Definition,
        readonly place: Place,
        reason?: string,
    ) {
        this.reason = reason ?? `ECS deployment ${this.id} in progress.`;
    }

    complete(): void {
        this.become("COMPLETED", `ECS deployment ${this.id} completed.`);
    }

    fail(): void {
        this.become("FAILED", "ECS deployment circuit breaker: tasks failed to start.");
    }

    private become(state: RolloutState, reason: string): void {
        this.state = state;
        this.reason = reason;
        this.updatedAt = Date.now();
    }
}
