import type * as pulumi from "@pulumi/pulumi";
import { sealed } from "../common/pins";
import { SwitchPause } from "../gate/resources";
import { isCatchAll, Order } from "../release";
import { switchFacts, weightsText } from "../release/switchFacts";
import type { ClusterArgs } from "./args";
import { digestOf } from "./common/digest";
import { ANNOTATIONS, defaultRouteName, pinsRouteName } from "./names";
import { type GatewayPlan, RoutesProgrammed } from "./resources";
import { declareRoute, type RouteContext } from "./routes/declare";
import type { AppRoutes } from "./routes/httpRoutes";
import type { GatewaySettings } from "./settings";

/** What routes need to know besides what they say. */
export interface SwitchContext extends RouteContext {
    readonly settings: GatewaySettings;
    readonly cluster: ClusterArgs | undefined;
    readonly plan: GatewayPlan;
}

/** The pins of every tier in one object, so that they change at once, and what waits until the Gateway obeys them. */
export function declarePins(
    context: SwitchContext,
    { pins }: AppRoutes,
    dependsOn: pulumi.Resource[],
): pulumi.Resource {
    const name = pinsRouteName(context.name);
    const route = declareRoute(context, "pins", name, pins, {}, dependsOn);
    return programmed(context, "pins-programmed", [name], pins, [route]);
}

/**
 * The defaults, a route a tier: all that a switch changes. Those of the tiers that go first are obeyed before the rest is written, so that
 * clients without a pin meet them in the order asked for.
 */
export function declareDefaults(context: SwitchContext, routes: AppRoutes, gate: pulumi.Resource): pulumi.Resource {
    const { name, parent, settings } = context;
    const { app, traffic, weights } = settings;
    const goesFirst = (frontend: boolean) => frontend === (traffic.order === Order.FrontendFirst);
    const declare = (first: boolean, dependsOn: pulumi.Resource[]) =>
        app.tiers
            .filter((tier) => goesFirst(isCatchAll(tier)) === first)
            .map((tier) => {
                const rules = routes.defaults[tier.name] ?? [];
                const route = defaultRouteName(name, tier.name);
                const facts = annotationsOf(context, tier.name, isCatchAll(tier));
                return {
                    name: route,
                    rules,
                    made: declareRoute(context, `${tier.name}-default`, route, rules, facts, dependsOn),
                };
            });
    const wait = (role: string, written: ReturnType<typeof declare>) =>
        programmed(
            context,
            role,
            written.map((one) => one.name),
            written.map(({ rules }) => rules),
            written.map(({ made }) => made),
        );
    const first = declare(true, [gate]);
    const between: pulumi.Resource[] = first.length > 0 ? [wait("first-programmed", first)] : [];
    if (first.length > 0 && traffic.pauseSeconds > 0) {
        const inputs = { app: app.name, seconds: traffic.pauseSeconds, weights };
        between.push(new SwitchPause(`${name}-pause`, inputs, { parent, dependsOn: between }));
    }
    return wait("programmed", declare(false, [gate, ...between]));
}

function annotationsOf({ settings, plan }: SwitchContext, tier: string, catchAll: boolean) {
    const { traffic, releases, weights } = settings;
    const since = { blue: plan.since.blue, green: plan.since.green };
    return {
        [ANNOTATIONS.weights]: weightsText(weights[tier] ?? { blue: 0, green: 0 }),
        ...(catchAll
            ? {
                  ...switchFacts<pulumi.Input<string>>(ANNOTATIONS, traffic.active, traffic.epoch, since),
                  [ANNOTATIONS.release("blue")]: releases.blue ?? "",
                  [ANNOTATIONS.release("green")]: releases.green ?? "",
              }
            : {}),
    };
}

function programmed(
    { parent, name, namespace, gateway, hosts, signatures, cluster, settings }: SwitchContext,
    role: string,
    routes: string[],
    said: unknown,
    dependsOn: pulumi.Resource[],
): pulumi.Resource {
    return new RoutesProgrammed(
        `${name}-${role}`,
        {
            app: name,
            ...(cluster ? { cluster } : {}),
            namespace,
            routes,
            gateway: { namespace: gateway.namespace, name: gateway.name },
            revision: digestOf([gateway, hosts, sealed(said, signatures)]),
            deadlineSeconds: settings.routeSeconds,
        },
        { parent, dependsOn },
    );
}
