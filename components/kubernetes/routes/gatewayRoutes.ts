import * as pulumi from "@pulumi/pulumi";
import { markedPins, type PinSecrets, pinSecrets, signaturesOf, withSecretPins } from "../../common/pins";
import {
    Cookieless,
    isCatchAll,
    listed,
    type Mistake,
    normalise,
    Order,
    onEveryTier,
    type Traffic,
    weightsOf,
} from "../../release";
import { check, trueOrFalse } from "../../release/rules";
import { weightsText } from "../../release/switchFacts";
import { CAPABILITIES } from "../capabilities";
import { APP_NAME, HOSTS, LABEL_NAME, LABELS_GIVEN, OBJECT_NAME } from "../common/checks";
import { controllerOf } from "../controller";
import { ANNOTATIONS, defaultRouteName, pinsRouteName } from "../names";
import { declareRoute } from "./declare";
import type { GatewayRoutesArgs } from "./gatewayRoutesArgs";
import { httpRoutes, type RoutePlan } from "./httpRoutes";
import { limitMistakes, pathMistakes } from "./limits";

const TYPE = "blue-green:index:GatewayRoutes";

/** The HTTPRoutes of an app: its pins, then its defaults in the chosen order. It has no plan, no gate and no check, unlike {@link GatewayBlueGreen}. */
export class GatewayRoutes extends pulumi.ComponentResource {
    /** Names of the HTTPRoutes. */
    readonly routeNames: string[];

    constructor(name: string, args: GatewayRoutesArgs, opts?: pulumi.ComponentResourceOptions) {
        super(TYPE, name, withSecretPins(args), opts);
        const { plan, secrets, traffic, mistakes } = settingsOf(args);
        if (mistakes.length > 0) throw new pulumi.ResourceError(listed(mistakes), this, true);
        const { app, gateway, namespace } = args;
        const context = {
            parent: this,
            name: app,
            namespace,
            gateway: { name: gateway.name, namespace: gateway.namespace ?? namespace, listener: gateway.listener },
            hosts: args.hosts ?? [],
            signatures: signaturesOf(app, plan.releases, secrets),
            labels: args.labels ?? {},
        };
        const before = (waits: pulumi.Resource[]) =>
            pulumi.mergeOptions({ dependsOn: waits }, { dependsOn: opts?.dependsOn }).dependsOn;
        const { pins, defaults } = httpRoutes(plan);
        const pinned = declareRoute(context, "pins", pinsRouteName(app), pins, {}, before([]));
        const declare = (frontend: boolean, waits: pulumi.Resource[]) =>
            plan.app.tiers
                .filter((tier) => isCatchAll(tier) === frontend)
                .map(({ name: tier }) => {
                    const facts = { [ANNOTATIONS.weights]: weightsText(plan.weights[tier] ?? { blue: 0, green: 0 }) };
                    const rules = defaults[tier] ?? [];
                    return declareRoute(
                        context,
                        `${tier}-default`,
                        defaultRouteName(app, tier),
                        rules,
                        facts,
                        before(waits),
                    );
                });
        const frontendFirst = traffic.order === Order.FrontendFirst;
        const first = declare(frontendFirst, [pinned]);
        declare(!frontendFirst, [pinned, ...first]);
        this.routeNames = [pinsRouteName(app), ...plan.app.tiers.map((tier) => defaultRouteName(app, tier.name))];
        this.registerOutputs({ routeNames: this.routeNames });
    }
}

function settingsOf(args: GatewayRoutesArgs): {
    plan: RoutePlan;
    secrets: PinSecrets;
    traffic: Traffic;
    mistakes: Mistake[];
} {
    const { blueRelease, greenRelease } = args;
    const common = normalise(args.app, {
        tiers: args.tiers,
        ...(blueRelease === undefined ? {} : { blue: { release: blueRelease } }),
        ...(greenRelease === undefined ? {} : { green: { release: greenRelease } }),
        traffic: args.traffic,
        session: { cookieless: Cookieless.None, ...args.session },
    });
    const { app, releases, traffic } = common;
    const mistakes: Mistake[] = [...common.mistakes];
    check(mistakes, "app", args.app, APP_NAME);
    check(mistakes, "namespace", args.namespace, LABEL_NAME);
    check(mistakes, "gateway.name", args.gateway?.name, OBJECT_NAME);
    check(mistakes, "hosts", args.hosts ?? [], HOSTS);
    if (args.labels !== undefined) check(mistakes, "labels", args.labels, LABELS_GIVEN);
    mistakes.push(...pathMistakes(app));
    const { queryMatch, backendResponseFilter } = CAPABILITIES[controllerOf(args.controller, mistakes)];
    const setsCookie = check(mistakes, "routerSetsCookie", args.routerSetsCookie ?? backendResponseFilter, trueOrFalse);
    const weights = onEveryTier(app, weightsOf(traffic));
    const secrets = pinSecrets(args.pins, releases, mistakes);
    const pins = markedPins(releases, secrets);
    const plan = { app, releases, pins, weights, queryMatch, setsCookie, secure: true };
    if (mistakes.length === 0) mistakes.push(...limitMistakes(httpRoutes(plan), args.session?.aliases === true));
    return { plan, secrets, traffic, mistakes };
}
