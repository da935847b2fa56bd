import type { Task } from "./ecs/task";
import type { ApiRule } from "./elb";
import { LISTENER_RULE } from "./kinds/listeners";
import { TARGET_GROUP } from "./kinds/targetGroups";
import type { World } from "./world";

/** A task as tests see it. */
export interface SeenTask {
    readonly service: string;
    readonly id: string;
    readonly status: string;
    readonly pid: number | undefined;
    readonly address: string;
    readonly port: number;
    readonly environment: Readonly<Record<string, string>>;
    readonly image: string;
    readonly taskDefinition: string;
    readonly health: string;
    readonly stoppedReason: string | undefined;
    readonly lines: readonly string[];
}

/** A listener rule with its tags. */
export interface SeenRule extends ApiRule {
    readonly listener: string;
    readonly tags: Readonly<Record<string, string>>;
}

/** A target group with the health of its targets. */
export interface SeenGroup {
    readonly arn: string;
    readonly tags: Readonly<Record<string, string>>;
    readonly attached: boolean;
    readonly health: readonly string[];
}

/** A service and what it goes for. */
export interface SeenService {
    readonly name: string;
    readonly desired: number;
    readonly taskDefinition: string;
    readonly deployments: readonly { readonly id: string; readonly state: string; readonly reason: string }[];
    readonly events: readonly string[];
}

type Tags = Readonly<Record<string, string>>;

export function seenTasks({ ecs, alb }: World, stopped: boolean): SeenTask[] {
    const healthOf = ({ target }: Task) => {
        const all = target === undefined ? [] : alb.targetHealth(target.group);
        return all.find(({ Target }) => Target.Id === target?.address)?.TargetHealth.State ?? "unused";
    };
    return [...ecs.services.values()].flatMap((service) =>
        (stopped ? service.stopped : service.tasks).map((task) => ({
            service: service.name,
            id: task.id,
            status: task.status,
            pid: task.pid,
            address: task.address,
            port: task.port,
            environment: Object.fromEntries((task.container.environment ?? []).map(({ name, value }) => [name, value])),
            image: task.container.image,
            taskDefinition: task.definition.arn,
            health: healthOf(task),
            stoppedReason: task.stoppedReason,
            lines: task.lines,
        })),
    );
}

/** In the order in which the balancer asks them. */
export function seenRules(world: World): SeenRule[] {
    return [...world.elb.listeners.keys()].flatMap((listener) =>
        world.elb.rulesOf(listener).map((rule) => {
            const tags = (world.find(LISTENER_RULE, rule.RuleArn)?.outputs.tagsAll ?? {}) as Tags;
            return { ...rule, listener, tags };
        }),
    );
}

export function seenGroups(world: World): SeenGroup[] {
    return world.all(TARGET_GROUP).map(({ key, outputs }) => ({
        arn: key,
        tags: outputs.tagsAll as Tags,
        attached: world.alb.attached(key),
        health: world.alb.targetHealth(key).map(({ TargetHealth }) => TargetHealth.State),
    }));
}

export function seenServices({ ecs }: World): SeenService[] {
    return [...ecs.services.values()]
        .filter(({ status }) => status !== "INACTIVE")
        .map(({ name, wanted, primary, deployments, events }) => ({
            name,
            desired: wanted.desiredCount,
            taskDefinition: primary.definition.arn,
            deployments: deployments.map(({ id, state, reason }) => ({ id, state, reason })),
            events: events.list.map(({ message }) => message),
        }));
}
