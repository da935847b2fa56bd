import * as networking from "@pulumi/kubernetes/networking/v1";
import * as pulumi from "@pulumi/pulumi";
import { type Signatures, sealed, signaturesOf, withSecretPins } from "../../common/pins";
import { isCatchAll, listed, Order } from "../../release";
import { APPLIED_AT_ONCE } from "../applied";
import { appLabels, defaultRouteName, limited } from "../names";
import type { AlbIngressArgs } from "./albIngressArgs";
import { type AlbIngressSettings, albIngressSettings } from "./albIngressSettings";
import { ingressRules } from "./ingressRules";

const TYPE = "blue-green:index:AlbIngress";

/**
 * The rules of an app for the AWS Load Balancer Controller: an Ingress a tier with its pins, and one with its default, all in one group. It has
 * no gate and no check, unlike the components that are whole.
 */
export class AlbIngress extends pulumi.ComponentResource {
    /** Names of the Ingresses. */
    readonly ingressNames: string[];

    constructor(name: string, args: AlbIngressArgs, opts?: pulumi.ComponentResourceOptions) {
        super(TYPE, name, withSecretPins(args), opts);
        const settings = albIngressSettings(args);
        if (settings.mistakes.length > 0) throw new pulumi.ResourceError(listed(settings.mistakes), this, true);
        const signatures = signaturesOf(args.app, settings.releases, settings.pinSecrets);
        const declare = (tiers: readonly string[], isDefault: boolean, dependsOn: pulumi.Resource[]) =>
            tiers.map((tier) => {
                const before = pulumi.mergeOptions({ dependsOn }, { dependsOn: opts?.dependsOn });
                return ingressOf(name, args, settings, signatures, tier, isDefault, { parent: this, ...before });
            });
        const { app, traffic, tiers } = settings;
        const catching = tiers.filter((tier) => app.tiers.some((one) => one.name === tier && isCatchAll(one)));
        const others = tiers.filter((tier) => !catching.includes(tier));
        // Who is on a release that goes is given a page of the other one before the API is.
        const pages = declare(catching, false, []);
        const pins = [...pages, ...declare(others, false, pages)];
        const [first, then] = traffic.order === Order.FrontendFirst ? [catching, others] : [others, catching];
        const firstDefaults = declare(first, true, pins);
        declare(then, true, [...pins, ...firstDefaults]);
        this.ingressNames = tiers.flatMap((tier) => [pinsName(args.app, tier), defaultRouteName(args.app, tier)]);
        this.registerOutputs({ ingressNames: this.ingressNames });
    }
}

function pinsName(app: string, tier: string): string {
    return limited(`${app}-${tier}-pins`);
}

function ingressOf(
    name: string,
    args: AlbIngressArgs,
    { app, releases, rules, tiers, groupOrder, className }: AlbIngressSettings,
    signatures: Signatures,
    tier: string,
    isDefault: boolean,
    made: pulumi.CustomResourceOptions,
): networking.Ingress {
    const own = rules.filter((rule) => rule.tier === tier && rule.isDefault === isDefault);
    const { annotations, host, paths } = ingressRules(args.app, releases, own);
    // Of the group's rules all of a tier come before those of the next, and its pins before its default.
    const order = groupOrder + 2 * tiers.indexOf(tier) + (isDefault ? 1 : 0);
    return new networking.Ingress(
        `${name}-${tier}-${isDefault ? "default" : "pins"}`,
        {
            metadata: {
                name: isDefault ? defaultRouteName(args.app, tier) : pinsName(args.app, tier),
                namespace: args.namespace,
                labels: { ...args.labels, ...appLabels(args.app) },
                annotations: {
                    "alb.ingress.kubernetes.io/target-type": "ip",
                    "alb.ingress.kubernetes.io/healthcheck-path":
                        app.tiers.find((one) => one.name === tier)?.health.path ?? "",
                    ...args.annotations,
                    "alb.ingress.kubernetes.io/group.name": args.group,
                    "alb.ingress.kubernetes.io/group.order": String(order),
                    ...sealed(annotations, signatures),
                    ...APPLIED_AT_ONCE,
                },
            },
            spec: {
                ingressClassName: className,
                rules: [{ ...(host === undefined ? {} : { host }), http: { paths: [...paths] } }],
            },
        },
        made,
    );
}
