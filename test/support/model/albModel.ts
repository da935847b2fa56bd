import type { Action } from "@aws-sdk/client-elastic-load-balancing-v2";
import { AlbBlueGreen, type AlbBlueGreenArgs } from "../../../components/aws";
import { liveRules } from "../../../components/aws/api/rules";
import { type AlbPlanInputs, albRefusals } from "../../../components/aws/refusals";
import { albArgs, albLookUps, albMade, albRelease } from "../albApp";
import { RuleTable } from "../aws/alb/ruleTable";
import { createRule, type RuleInputs } from "../aws/apiRequests";
import { Recorder, type Registered } from "../harness";
import { type Named, named, orderOf, same, withEntry } from "./entries";
import type { Model } from "./exploration";
import type { Step } from "./explorer";
import { type Answers, ERROR, type Pin, pathOf } from "./visitors";

/** What runs behind a target group: releases that may answer, and whether one surely does. */
interface Running {
    readonly may: readonly string[];
    readonly sure: boolean;
}

/** Rules by name, and what runs by target group. */
export interface AlbWorld {
    readonly rules: Named<RuleInputs>;
    readonly running: Named<Running>;
}

/** What a config declares, and in which order. */
export interface AlbDeclared extends AlbWorld {
    readonly services: readonly {
        readonly group: string;
        readonly release: string;
        readonly make: string;
        readonly wait: string;
    }[];
    readonly before: ReadonlyMap<string, readonly string[]>;
    readonly plan: AlbPlanInputs;
}

/** {@link AlbBlueGreen}, by its own order and the model of the load balancer's rules. */
export const albModel: Model<AlbWorld, AlbDeclared> = {
    declare: (blue, green, traffic) =>
        albDeclared({
            blue: blue ? albRelease(blue) : undefined,
            green: green ? albRelease(green) : undefined,
            traffic,
        }),
    idle: ({ rules, running }) => ({ rules, running }),
    refuses: albRefuses,
    steps: albSteps,
    answers: albAnswers,
};

/** By the component itself, under mocks. */
async function albDeclared(changes: Partial<AlbBlueGreenArgs>): Promise<AlbDeclared> {
    const recorder = await Recorder.start(albMade, false, albLookUps);
    new AlbBlueGreen("shop", albArgs(changes));
    const all = await recorder.settled();
    const of = (type: string) => all.filter((one) => one.type === type);
    const services = of("aws:ecs/service:Service").map((service) => {
        const base = service.name.replace(/-service$/, "");
        const rollout = all.find(({ name, type }) => name === `${base}-rollout` && type.endsWith(":Rollout"));
        if (!rollout) throw new Error(`nobody waits for ${service.name}`);
        const { release } = rollout.inputs as { release: string };
        return { group: groupOf(service), release, make: service.name, wait: rollout.name };
    });
    return {
        rules: named(
            of("aws:lb/listenerRule:ListenerRule").map(({ name, inputs }) => [name, inputs as unknown as RuleInputs]),
        ),
        running: named(services.map(({ group, release }) => [group, { may: [release], sure: true }])),
        services,
        before: orderOf(all),
        plan: of("pulumi-nodejs:dynamic/blue-green:AlbPlan")[0]?.inputs as unknown as AlbPlanInputs,
    };
}

function groupOf({ name, inputs }: Registered): string {
    const [balancer] = inputs.loadBalancers as { targetGroupArn: string }[];
    if (!balancer) throw new Error(`${name} has no target group`);
    return balancer.targetGroupArn;
}

/** Whether the plan refuses to go from a world to what is declared, when nobody is left on what goes. */
export function albRefuses({ rules }: AlbWorld, { plan }: AlbDeclared): boolean {
    const all = Object.entries(rules).map(([name, inputs]) => ({ rule: apiRuleOf(name, inputs), tags: inputs.tags }));
    const found = { all, rules: liveRules(all, plan.alb), census: { blue: 0, green: 0 } };
    return albRefusals(found, plan, undefined).length > 0;
}

function apiRuleOf(name: string, inputs: RuleInputs) {
    const { Priority, Conditions = [], Actions = [] } = createRule(inputs);
    return { RuleArn: name, Priority: String(Priority), Conditions, Actions };
}

/** What an update writes that takes a world to what is declared. */
export function albSteps(world: AlbWorld, wanted: AlbDeclared): Step<AlbWorld>[] {
    const after = (name: string) => wanted.before.get(name) ?? [];
    const rules = Object.entries(wanted.rules)
        .filter(([name, rule]) => !same(world.rules[name], rule))
        .map(([name, rule]) => ({
            name,
            after: after(name),
            apply: (now: AlbWorld) => ({ ...now, rules: { ...now.rules, [name]: rule } }),
        }));
    const changed = wanted.services.filter(
        ({ group, release }) => !same(world.running[group], { may: [release], sure: true }),
    );
    const made = changed.flatMap(({ group, release, make, wait }) => [
        {
            name: make,
            after: after(make),
            apply: (now: AlbWorld) => running(now, group, starting(now.running[group], release)),
        },
        {
            name: wait,
            after: [make, ...after(wait)],
            apply: (now: AlbWorld) => running(now, group, { may: [release], sure: true }),
        },
    ]);
    const first = [...rules, ...made].map(({ name }) => name);
    const kept = new Set(wanted.services.map(({ group }) => group));
    // The engine deletes last.
    const deleted = Object.keys(world.running)
        .filter((group) => !kept.has(group))
        .map((group) => ({
            name: `delete ${group}`,
            after: first,
            apply: (now: AlbWorld) => running(now, group, undefined),
        }));
    return [...rules, ...made, ...deleted];
}

/** While a service changes, both releases may answer. */
function starting(now: Running | undefined, release: string): Running {
    return { may: [...new Set([...(now?.may ?? []), release])].sort(), sure: now?.sure ?? false };
}

function running(world: AlbWorld, group: string, what: Running | undefined): AlbWorld {
    return { ...world, running: withEntry(world.running, group, what) };
}

/** What the load balancer answers in a world, by the model of its rules. */
export function albAnswers({ rules, running: runs }: AlbWorld): Answers {
    const table = new RuleTable([{ Type: "fixed-response", FixedResponseConfig: { StatusCode: "404" } }]);
    for (const [name, rule] of Object.entries(rules)) table.put(apiRuleOf(name, rule));
    const ask = (tier: string, query: string, headers: [string, string][]) => {
        const path = pathOf(tier);
        const action = table.actionFor({
            method: "GET",
            host: "shop.example.com",
            path,
            query,
            headers,
            source: "198.51.100.7",
        });
        return new Set(groupsOf(action).flatMap((group) => answersOf(runs[group])));
    };
    return {
        pinned: (tier, pin, release) => ask(tier, pin === "query" ? `release=${release}` : "", headersOf(pin, release)),
        unpinned: (tier) => ask(tier, "", []),
    };
}

function headersOf(pin: Pin, release: string): [string, string][] {
    if (pin === "query") return [];
    return pin === "header" ? [["x-release", release]] : [["cookie", `theme=dark; release=${release}`]];
}

/** Those that get any requests of a forward. */
function groupsOf({ TargetGroupArn, ForwardConfig }: Action): string[] {
    const tuples = ForwardConfig?.TargetGroups ?? [];
    const weighted = tuples.filter(({ Weight = 1 }) => Weight > 0).map((tuple) => tuple.TargetGroupArn ?? "");
    return tuples.length > 0 ? weighted : [TargetGroupArn ?? ""];
}

function answersOf(runs: Running | undefined): string[] {
    return runs ? [...runs.may, ...(runs.sure ? [] : [ERROR])] : [ERROR];
}
