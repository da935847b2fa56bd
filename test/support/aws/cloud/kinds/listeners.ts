import { refuse } from "../awsError";
import type { ApiListener } from "../elb";
import { hex } from "../hex";
import { type Kind, kind, type Resource } from "../kind";
import type { World } from "../world";
import { pemOf } from "./certificates";
import { type ActionInputs, actionOf, type ConditionInputs, conditionOf, inputsOf } from "./elbShapes";
import { ELB, LOAD_BALANCER, suffixOf } from "./loadBalancers";

export const LISTENER = "aws:lb/listener:Listener";
export const LISTENER_RULE = "aws:lb/listenerRule:ListenerRule";

export interface ListenerInputs {
    readonly loadBalancerArn: string;
    readonly port?: number;
    readonly protocol?: "HTTP" | "HTTPS";
    readonly certificateArn?: string;
    readonly sslPolicy?: string;
    readonly defaultActions: readonly ActionInputs[];
}

export interface RuleInputs {
    readonly listenerArn: string;
    readonly priority?: number;
    readonly conditions: readonly ConditionInputs[];
    readonly actions: readonly ActionInputs[];
}

const DEFAULT_POLICY = "ELBSecurityPolicy-2016-08";

export const listeners: readonly Kind[] = [
    kind<ListenerInputs>({
        type: LISTENER,
        service: ELB,
        defaults: { protocol: "HTTP" },
        replaceOn: ["loadBalancerArn"],
        identify: ({ loadBalancerArn }) => {
            return { id: `${loadBalancerArn.replace(":loadbalancer/", ":listener/")}/${hex(16)}` };
        },
        outputs: ({ protocol, sslPolicy }, arn) => ({
            arn,
            sslPolicy: sslPolicy ?? (protocol === "HTTPS" ? DEFAULT_POLICY : ""),
        }),
        refuse: refuseListener,
        put: ({ key, inputs }, world) => {
            return world.elb.putListener(apiListener(key, inputs), certificateOf(inputs, world));
        },
        remove: ({ key }, world) => world.elb.removeListener(key),
    }),
    kind<RuleInputs>({
        type: LISTENER_RULE,
        service: ELB,
        replaceOn: ["listenerArn"],
        identify: ({ listenerArn }) => ({ id: `${listenerArn.replace(":listener/", ":listener-rule/")}/${hex(16)}` }),
        outputs: ({ priority }, arn, world) => ({
            arn,
            priority: priority ?? Number(world.elb.rules.get(arn)?.rule.Priority ?? 0),
        }),
        put: (resource, world) => {
            const { key, inputs } = resource;
            const priority = inputs.priority ?? nextPriority(key, inputs.listenerArn, world);
            world.elb.putRule(inputs.listenerArn, {
                RuleArn: key,
                Priority: String(priority),
                Conditions: inputs.conditions.map(conditionOf),
                Actions: inputs.actions.map(actionOf),
            });
            resource.outputs.priority = priority;
        },
        remove: ({ key }, world) => world.elb.removeRule(key),
        now: ({ key, inputs }, world) => {
            const rule = world.elb.rules.get(key)?.rule;
            if (!rule) return inputs;
            return { ...inputs, actions: rule.Actions.map((action, index) => inputsOf(action, inputs.actions[index])) };
        },
    }),
];

/** One higher than the highest; the one it has, when it has one. */
function nextPriority(arn: string, listener: string, world: World): number {
    const known = world.elb.rules.get(arn)?.rule.Priority;
    if (known !== undefined) return Number(known);
    return Math.max(0, ...world.elb.rulesOf(listener).map(({ Priority }) => Number(Priority))) + 1;
}

function apiListener(arn: string, inputs: ListenerInputs): ApiListener {
    const { loadBalancerArn, port = 0, protocol = "HTTP", certificateArn, sslPolicy = DEFAULT_POLICY } = inputs;
    const tls =
        certificateArn === undefined
            ? {}
            : { SslPolicy: sslPolicy, Certificates: [{ CertificateArn: certificateArn }] };
    return {
        ListenerArn: arn,
        LoadBalancerArn: loadBalancerArn,
        Port: port,
        Protocol: protocol,
        ...(protocol === "HTTPS" ? tls : {}),
        DefaultActions: inputs.defaultActions.map(actionOf),
    };
}

function certificateOf({ protocol, certificateArn }: ListenerInputs, world: World) {
    return protocol === "HTTPS" ? pemOf(certificateArn ?? "", world) : undefined;
}

function refuseListener(inputs: ListenerInputs, world: World, known?: Resource<ListenerInputs>): void {
    const { loadBalancerArn, port, protocol, certificateArn } = inputs;
    world.must(LOAD_BALANCER, loadBalancerArn, "LoadBalancerNotFound", `Load balancer '${loadBalancerArn}' not found`);
    if (port === undefined) refuse("ValidationError", "A port must be specified");
    if (protocol !== "HTTP" && protocol !== "HTTPS") {
        refuse("ValidationError", `Protocol '${protocol}' must be one of 'HTTP, HTTPS'`);
    }
    if (protocol === "HTTPS" && certificateArn === undefined) {
        refuse("CertificateNotFound", "A certificate must be specified for HTTPS listeners");
    }
    const sameDoor = (other: Resource<ListenerInputs>) =>
        other.key !== known?.key && other.inputs.loadBalancerArn === loadBalancerArn && other.inputs.port === port;
    if (world.all<ListenerInputs>(LISTENER).some(sameDoor)) {
        refuse(
            "DuplicateListener",
            `A listener already exists on this port for this load balancer '${suffixOf(loadBalancerArn)}'`,
        );
    }
}
