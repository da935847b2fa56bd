import {
    AddTagsCommand,
    CreateListenerCommand,
    CreateLoadBalancerCommand,
    CreateRuleCommand,
    CreateTargetGroupCommand,
    DescribeRulesCommand,
    ModifyRuleCommand,
    type Rule,
} from "@aws-sdk/client-elastic-load-balancing-v2";
import { AlbBlueGreen, type AlbBlueGreenArgs } from "../../../components/aws";
import type { AlbPlanInputs } from "../../../components/aws/refusals";
import { albArgs, albLookUps, albMade } from "../albApp";
import { type Answers, Recorder } from "../harness";
import { changes, createRule, createTargetGroup, type GroupInputs, type RuleInputs } from "./apiRequests";
import type { Emulator } from "./emulator";

/** What a program declares that becomes requests to the load balancer's API. */
export interface Declared {
    readonly groups: ReadonlyMap<string, GroupInputs>;
    /** Rules by their names, but those that the emulator cannot take. */
    readonly rules: ReadonlyMap<string, RuleInputs>;
    /** Rules with a regular expression in a condition, on which the emulator fails. */
    readonly regexRules: ReadonlyMap<string, RuleInputs>;
    readonly plan: AlbPlanInputs;
}

/** An app whose load balancer, target groups and rules are in the emulator. */
export class EmulatorBench {
    private rules: Declared["rules"] = new Map();
    private readonly ruleArns = new Map<string, string>();
    private readonly programs = new Map<string, Promise<Declared>>();

    private constructor(
        private readonly emulator: Emulator,
        private readonly made: Answers,
        readonly listenerArn: string,
    ) {}

    /** Makes load balancer, listener and target groups, as a program of some arguments declares them. */
    static async create(emulator: Emulator): Promise<EmulatorBench> {
        const { balancing } = emulator;
        const { subnets, vpc } = await emulator.network();
        const { LoadBalancers } = await balancing.send(
            new CreateLoadBalancerCommand({ Name: "shop", Subnets: subnets.slice(0, 2) }),
        );
        const balancer = LoadBalancers?.[0]?.LoadBalancerArn ?? "";
        const { Listeners } = await balancing.send(
            new CreateListenerCommand({
                LoadBalancerArn: balancer,
                Port: 80,
                Protocol: "HTTP",
                DefaultActions: [{ Type: "fixed-response", FixedResponseConfig: { StatusCode: "404" } }],
            }),
        );
        const listener = Listeners?.[0]?.ListenerArn ?? "";
        const groups = new Map<string, string>();
        for (const [name, group] of (await declare(albMade, {})).groups) {
            const { TargetGroups } = await balancing.send(new CreateTargetGroupCommand(createTargetGroup(group, vpc)));
            groups.set(name, TargetGroups?.[0]?.TargetGroupArn ?? "");
        }
        const made: Answers = (type, name) => {
            const arnSuffix = balancer.replace(/^.*:loadbalancer\//, "");
            if (type === "aws:lb/loadBalancer:LoadBalancer")
                return { ...albMade(type, name), arn: balancer, arnSuffix };
            if (type === "aws:lb/listener:Listener") return { arn: listener };
            const group = groups.get(name);
            return group ? { arn: group } : albMade(type, name);
        };
        return new EmulatorBench(emulator, made, listener);
    }

    /** What a program declares on this load balancer. The same one runs only once: that takes a second. */
    declare(given: Partial<AlbBlueGreenArgs>): Promise<Declared> {
        const key = JSON.stringify(given, (_, value) => value ?? null);
        const known = this.programs.get(key) ?? declare(this.made, given);
        this.programs.set(key, known);
        return known;
    }

    /** Sends what the provider would for these rules: new ones whole, of the others what has changed. Answers the calls for the latter. */
    async update({ rules }: Declared): Promise<string[]> {
        const { balancing } = this.emulator;
        const calls: string[] = [];
        for (const [name, rule] of rules) {
            const before = this.rules.get(name);
            const RuleArn = this.ruleArns.get(name);
            if (!before || !RuleArn) {
                const { Rules } = await balancing.send(new CreateRuleCommand(createRule(rule)));
                this.ruleArns.set(name, Rules?.[0]?.RuleArn ?? "");
                continue;
            }
            const { modify, tags } = changes(before, rule);
            if (Object.keys(modify).length > 0) {
                await balancing.send(new ModifyRuleCommand({ RuleArn, ...modify }));
                calls.push(`ModifyRule ${name} ${Object.keys(modify).join()}`);
            }
            if (tags.length > 0) {
                await balancing.send(new AddTagsCommand({ ResourceArns: [RuleArn], Tags: tags }));
                calls.push(`AddTags ${name} ${tags.map(({ Key }) => Key).join()}`);
            }
        }
        this.rules = rules;
        return calls;
    }

    /** The rules as the emulator describes them, by their names. */
    async described(): Promise<Record<string, Rule>> {
        const { Rules = [] } = await this.emulator.balancing.send(
            new DescribeRulesCommand({ ListenerArn: this.listenerArn }),
        );
        const byArn = new Map(Rules.map((rule) => [rule.RuleArn, rule]));
        return Object.fromEntries([...this.ruleArns].map(([name, arn]) => [name, byArn.get(arn) ?? {}]));
    }
}

async function declare(made: Answers, given: Partial<AlbBlueGreenArgs>): Promise<Declared> {
    const recorder = await Recorder.start(made, false, albLookUps);
    new AlbBlueGreen("shop", albArgs(given));
    const all = await recorder.settled();
    const ofType = <T>(type: string) =>
        new Map(
            all
                .filter((one) => one.type === type)
                .map(({ name, inputs }) => [name, inputs as unknown as T] as const)
                .sort(([one], [other]) => (one < other ? -1 : 1)),
        );
    const rules = ofType<RuleInputs>("aws:lb/listenerRule:ListenerRule");
    const isRegex = ({ conditions }: RuleInputs) => conditions.some(({ httpHeader }) => httpHeader?.regexValues);
    return {
        groups: ofType<GroupInputs>("aws:lb/targetGroup:TargetGroup"),
        rules: new Map([...rules].filter(([, rule]) => !isRegex(rule))),
        regexRules: new Map([...rules].filter(([, rule]) => isRegex(rule))),
        plan: all.find(({ name }) => name === "shop-plan")?.inputs as unknown as AlbPlanInputs,
    };
}
