import { randomUUID } from "node:crypto";

const KEPT = 100;

export interface ServiceEvent {
    readonly id: string;
    readonly createdAt: number;
    readonly message: string;
}

/** The events of a service in the words of ECS, newest first. */
export class Events {
    readonly list: ServiceEvent[] = [];

    constructor(private readonly service: string) {}

    started(tasks: readonly string[]): void {
        this.add(`has started ${tasks.length} tasks: ${tasks.map((id) => `(task ${id})`).join(" ")}.`);
    }

    registered(targets: number, group: string): void {
        this.add(`registered ${targets} targets in (target-group ${group})`);
    }

    draining(tasks: number): void {
        this.add(`has begun draining connections on ${tasks} tasks.`);
    }

    deregistered(targets: number, group: string): void {
        this.add(`deregistered ${targets} targets in (target-group ${group})`);
    }

    stopped(tasks: readonly string[]): void {
        this.add(`has stopped ${tasks.length} running tasks: ${tasks.map((id) => `(task ${id})`).join(" ")}.`);
    }

    unhealthy(task: string, port: number, group: string, reason: string): void {
        this.add(`(task ${task}) (port ${port}) is unhealthy in (target-group ${group}) due to (reason ${reason}).`);
    }

    inconsistent(): void {
        this.add(
            "is unable to consistently start tasks successfully. For more information, see the Troubleshooting section of the Amazon ECS Developer Guide.",
        );
    }

    failed(deployment: string): void {
        this.add(`(deployment ${deployment}) deployment failed: tasks failed to start.`);
    }

    rollingBack(deployment: string): void {
        this.add(`rolling back to deployment ${deployment}.`);
    }

    completed(deployment: string): void {
        this.add(`(deployment ${deployment}) deployment completed.`);
    }

    steady(): void {
        this.add("has reached a steady state.");
    }

    private add(what: string): void {
        this.list.unshift({ id: randomUUID(), createdAt: Date.now(), message: `(service ${this.service}) ${what}` });
        this.list.length = Math.min(this.list.length, KEPT);
    }
}
