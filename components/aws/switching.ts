import type * as pulumi from "@pulumi/pulumi";
import { SwitchPause } from "../gate/resources";
import { isCatchAll, Order } from "../release";
import { switchFacts, weightsText } from "../release/switchFacts";
import { tagged } from "./common/tags";
import { declareRule, type RuleContext } from "./listener";
import type { AlbPlan } from "./resources";
import type { ListenerRule } from "./rules/listenerRules";
import { TAGS } from "./rules/tags";
import type { AlbSettings } from "./settings";

/**
 * The pin rules of both colors. Those of a color that is off are parked in place, so they come before its services are deleted. The
 * catch-all's go first: who is on a release that goes is given a page of the other one before the API is, and not the old page again.
 */
export function declarePins(
    context: RuleContext,
    rules: readonly ListenerRule[],
    { app, releases, rules: { pins = {} } }: AlbSettings,
    plan: AlbPlan,
): pulumi.Resource[] {
    const tagsOf = ({ forward: [pinned] }: ListenerRule) => {
        const release = pinned && pins[pinned.color] !== undefined ? releases[pinned.color] : undefined;
        const own = { [TAGS.app]: context.name, ...(release === undefined ? {} : { [TAGS.release]: release }) };
        return tagged(own, context.tags);
    };
    const catchAll = app.tiers.find(isCatchAll)?.name;
    const declare = (dependsOn: pulumi.Resource[], frontend: boolean) =>
        rules
            .filter(({ isDefault, tier }) => !isDefault && (tier === catchAll) === frontend)
            .map((rule) => declareRule(context, rule, tagsOf(rule), dependsOn));
    const first = declare([plan], true);
    return [...first, ...declare([plan, ...first], false)];
}

/**
 * The default rules: all that a switch changes. Those of the tiers that go first are written before the rest, so that clients without
 * a pin meet them in the order asked for.
 */
export function declareDefaults(
    context: RuleContext,
    rules: readonly ListenerRule[],
    settings: AlbSettings,
    plan: AlbPlan,
    gate: pulumi.Resource,
): pulumi.Resource[] {
    const { app, traffic, weights } = settings;
    const catchAll = app.tiers.find(isCatchAll)?.name;
    const since = { blue: plan.since.blue, green: plan.since.green };
    const declare = (dependsOn: pulumi.Resource[], frontend: boolean) =>
        rules
            .filter(({ isDefault, tier }) => isDefault && (tier === catchAll) === frontend)
            .map((rule) => {
                const own = {
                    [TAGS.app]: context.name,
                    [TAGS.weights]: weightsText(weights[rule.tier] ?? { blue: 0, green: 0 }),
                    ...(frontend ? switchFacts<pulumi.Input<string>>(TAGS, traffic.active, traffic.epoch, since) : {}),
                };
                return declareRule(context, rule, tagged(own, context.tags), dependsOn);
            });
    const frontendFirst = traffic.order === Order.FrontendFirst;
    const first = declare([gate], frontendFirst);
    const between =
        traffic.pauseSeconds > 0
            ? [
                  new SwitchPause(
                      `${context.name}-pause`,
                      { app: app.name, seconds: traffic.pauseSeconds, weights },
                      { parent: context.parent, dependsOn: first },
                  ),
              ]
            : [];
    return [...first, ...declare([gate, ...first, ...between], !frontendFirst)];
}
