import { refuse } from "./awsError";
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

type Order = (order: Record<string, unknown>, world: World) => unknown;

/** What tests do behind Pulumi's back. */
export const CONTROL: Readonly<Record<string, Order>> = {
    setImages: ({ images, digestOnly }, { ecs }) => {
        for (const [reference, command] of Object.entries((images ?? {}) as Record<string, string[]>))
            ecs.images.set(reference, command);
        if (typeof digestOnly === "boolean") ecs.images.digestOnly = digestOnly;
    },
    tasks: ({ stopped = false }, world): SeenTask[] => seenTasks(world, stopped === true),
    killTask: ({ id }, { ecs }) => {
        const task = ecs.tasks.find((one) => one.task.id === id)?.task ?? refuse("TaskNotFound", `no task ${id}`);
        task.kill();
    },
    /** Drift: as somebody would change the weights by hand. */
    setWeights: ({ rule: arn, weights }, { elb }) => {
        const { listener, rule } = elb.rules.get(String(arn)) ?? refuse("RuleNotFound", `no rule ${arn}`);
        const wanted = weights as Record<string, number>;
        const actions = rule.Actions.map((action) => ({
            ...action,
            ForwardConfig: {
                ...action.ForwardConfig,
                TargetGroups: action.ForwardConfig?.TargetGroups?.map((tuple) => ({
                    ...tuple,
                    Weight: wanted[tuple.TargetGroupArn ?? ""] ?? tuple.Weight,
                })),
            },
        }));
        elb.putRule(listener, { ...rule, Actions: actions });
    },
    ageRequests: ({ ms }, { alb }) => alb.ageRequests(Number(ms)),
    requests: ({ group, from, to }, { alb }) => alb.requestCounts(String(group), Number(from), Number(to)),
    resources: (_, { names }) => names,
};

function seenTasks({ ecs, alb }: World, stopped: boolean): SeenTask[] {
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
            health: healthOf(task.group, task.address),
            stoppedReason: task.stoppedReason,
            lines: task.lines,
        })),
    );

    function healthOf(group: string | undefined, address: string): string {
        if (group === undefined) return "unused";
        return alb.targetHealth(group).find(({ Target }) => Target.Id === address)?.TargetHealth.State ?? "unused";
    }
}
