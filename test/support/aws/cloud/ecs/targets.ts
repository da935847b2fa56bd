import type { Alb } from "../../alb/alb";
import { codeOf } from "../awsError";
import type { Events } from "./events";
import type { Task } from "./task";

/** The targets of a service's tasks. */
export class Targets {
    constructor(
        private readonly alb: Alb,
        private readonly events: Events,
    ) {}

    register(task: Task, group: string): void {
        try {
            this.alb.register(group, { Id: task.address, Port: task.port });
        } catch (error) {
            if (codeOf(error) === undefined) throw error;
            return; // The group is gone; ECS tries on.
        }
        task.group = group;
        this.events.registered(1, group);
    }

    /** Resolves when drained. */
    async deregister(task: Task): Promise<void> {
        const { group } = task;
        if (group === undefined) return;
        task.group = undefined;
        await this.alb.deregister(group, { Id: task.address, Port: task.port }).catch(() => undefined);
        this.events.deregistered(1, group);
    }

    healthOf({ group, address }: Task): { State: string; Reason?: string } {
        const unused = { State: "unused" };
        if (group === undefined) return unused;
        try {
            return this.alb.targetHealth(group).find(({ Target }) => Target.Id === address)?.TargetHealth ?? unused;
        } catch (error) {
            if (codeOf(error) === undefined) throw error;
            return unused; // The group is gone.
        }
    }
}
