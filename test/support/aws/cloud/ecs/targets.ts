import type { Alb } from "../../alb/alb";
import { codeOf } from "../awsError";
import type { Events } from "./events";
import type { Surroundings } from "./surroundings";
import type { Task } from "./task";

/** The targets of a service's tasks. */
export class Targets {
    constructor(
        private readonly alb: Alb,
        private readonly events: Events,
        private readonly surroundings: Surroundings,
    ) {}

    /** Registers a task, or registers it anew when what the network lets through has changed. */
    keep(task: Task, group: string): void {
        const { address, port, target } = task;
        const isReached = this.surroundings.reached(group, task.deployment.place, port);
        // At the other address nothing answers: here no network can keep a connection out.
        const wanted = isReached ? address : address.replace(/^127\.\d+/, "127.59");
        if (target?.address === wanted) return;
        if (target) void this.deregister(task);
        this.register(task, { group, address: wanted });
    }

    /** Resolves when drained. */
    async deregister(task: Task): Promise<void> {
        const { target, port } = task;
        if (target === undefined) return;
        task.target = undefined;
        await this.alb.deregister(target.group, { Id: target.address, Port: port }).catch(() => undefined);
        this.events.deregistered(1, target.group);
    }

    healthOf({ target }: Task): { State: string; Reason?: string } {
        const unused = { State: "unused" };
        if (target === undefined) return unused;
        try {
            const all = this.alb.targetHealth(target.group);
            return all.find(({ Target }) => Target.Id === target.address)?.TargetHealth ?? unused;
        } catch (error) {
            if (codeOf(error) === undefined) throw error;
            return unused; // The group is gone.
        }
    }

    private register(task: Task, target: { group: string; address: string }): void {
        try {
            this.alb.register(target.group, { Id: target.address, Port: task.port });
        } catch (error) {
            if (codeOf(error) === undefined) throw error;
            return; // The group is gone, or the address is still draining; ECS tries on.
        }
        task.target = target;
        this.events.registered(1, target.group);
    }
}
