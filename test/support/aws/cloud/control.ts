import { refuse } from "./awsError";
import { LISTENER_RULE } from "./kinds/listeners";
import { seenGroups, seenRules, seenServices, seenTasks } from "./seen";
import type { World } from "./world";

type Order = (order: Record<string, unknown>, world: World) => unknown;

/** What tests do behind Pulumi's back. */
export const CONTROL: Readonly<Record<string, Order>> = {
    setImages: ({ images, digestOnly }, { ecs }) => {
        for (const [reference, command] of Object.entries((images ?? {}) as Record<string, string[]>))
            ecs.images.set(reference, command);
        if (typeof digestOnly === "boolean") ecs.images.digestOnly = digestOnly;
    },
    tasks: ({ stopped = false }, world) => seenTasks(world, stopped === true),
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
    /** The same for tags. */
    setTags: ({ arn, tags }, world) => {
        const rule = world.find(LISTENER_RULE, arn) ?? refuse("RuleNotFound", `no rule ${arn}`);
        rule.outputs.tagsAll = { ...(rule.outputs.tagsAll as object), ...(tags as object) };
    },
    failBalancer: (_, { elb }) => elb.fail(),
    recoverBalancer: (_, { elb }) => elb.recover(),
    setTrouble: (trouble, world) => {
        Object.assign(world.trouble, trouble);
    },
    setAnswerDelay: ({ type, seconds }, { answerDelays }) => {
        answerDelays.set(String(type), Number(seconds));
    },
    ageRequests: ({ ms }, { alb }) => alb.ageRequests(Number(ms)),
    requests: ({ group, from, to }, { alb }) => alb.requestCounts(String(group), Number(from), Number(to)),
    resources: (_, { names }) => names,
    rules: (_, world) => seenRules(world),
    groups: (_, world) => seenGroups(world),
    services: (_, world) => seenServices(world),
};
