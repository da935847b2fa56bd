import type { Definition } from "./definition";
import type { Place } from "./surroundings";

export type RolloutState = "IN_PROGRESS" | "COMPLETED" | "FAILED";

/** One attempt of a service to run a task definition. */
export class Deployment {
    readonly id = `ecs-svc/${Array.from({ length: 19 }, () => 1 + Math.floor(Math.random() * 9)).join("")}`;
    readonly createdAt = Date.now();
    updatedAt = Date.now();
    state: RolloutState = "IN_PROGRESS";
    reason = `ECS deployment ${this.id} in progress.`;
    failedTasks = 0;

    constructor(
        readonly definition: Definition,
        readonly place: Place,
    ) {}

    complete(): void {
        this.become("COMPLETED", `ECS deployment ${this.id} completed.`);
    }

    fail(): void {
        this.become("FAILED", "ECS deployment circuit breaker: tasks failed to start.");
    }

    /** The last good one goes on, with the tasks that it still has. */
    resume(): void {
        this.failedTasks = 0;
        this.become("IN_PROGRESS", `ECS deployment circuit breaker: rolling back to deploymentId ${this.id}.`);
    }

    private become(state: RolloutState, reason: string): void {
        this.state = state;
        this.reason = reason;
        this.updatedAt = Date.now();
    }
}
