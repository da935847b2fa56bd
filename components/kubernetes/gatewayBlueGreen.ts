import { Provider } from "@pulumi/kubernetes/provider";
import * as pulumi from "@pulumi/pulumi";
import { sealed, signaturesOf, withSecretPins } from "../common/pins";
import { pinHeader, probedTiers } from "../gate/inputs";
import { appOutputs } from "../gate/outputs";
import { SwitchCheck, SwitchGate } from "../gate/resources";
import { argumentKeys, commandKeys, isCatchAll, listed, previewUrl } from "../release";
import type { GatewaySource } from "./api/source";
import type { ClusterArgs, GatewayBlueGreenArgs } from "./args";
import { AppGateway } from "./gateway/appGateway";
import { appGatewaySettings } from "./gateway/appGatewaySettings";
import { AppNamespace } from "./namespace/appNamespace";
import { GatewayPlan } from "./resources";
import { ownerOf } from "./routes/declare";
import { httpRoutes } from "./routes/httpRoutes";
import { type GatewaySettings, gatewaySettings } from "./settings";
import { declareDefaults, declarePins, type SwitchContext } from "./switching";
import { declareWorkloads } from "./workloads";

const TYPE = "blue-green:index:GatewayBlueGreen";

/**
 * A web app, twice: every tier in blue and in green as Deployments of a Kubernetes cluster, behind one Gateway with pins and weights.
 * Changing `traffic` changes HTTPRoutes and nothing that runs.
 */
export class GatewayBlueGreen extends pulumi.ComponentResource {
    /** Front door as visitors see it. */
    readonly url: pulumi.Output<string>;
    /** Color that new visitors get. */
    readonly activeColor: pulumi.Output<string>;
    /** Release id on blue; empty when blue is off. */
    readonly blueRelease: pulumi.Output<string>;
    /** Release id on green; empty when green is off. */
    readonly greenRelease: pulumi.Output<string>;
    /** Percent of new visitors that get blue. */
    readonly blueWeight: pulumi.Output<number>;
    /** Percent of new visitors that get green. */
    readonly greenWeight: pulumi.Output<number>;
    /** Link that opens the release on blue, live or not; empty when blue is off, or the controller knows no queries. */
    readonly bluePreviewUrl: pulumi.Output<string>;
    /** Link that opens the release on green, live or not; empty when green is off, or the controller knows no queries. */
    readonly greenPreviewUrl: pulumi.Output<string>;
    /** Shell command that makes the standby live; once it ran, the command that goes back. */
    readonly switchover: pulumi.Output<string>;
    /** Shell command that removes the standby's release. */
    readonly retire: pulumi.Output<string>;
    /** The dashboard that was given; empty without one. */
    readonly dashboardUrl: pulumi.Output<string>;

    constructor(name: string, args: GatewayBlueGreenArgs, opts?: pulumi.ComponentResourceOptions) {
        super(TYPE, name, withSecretPins(args), opts);
        const keys = commandKeys(args.commands);
        const settings = gatewaySettings(name, pulumi.getStack(), args);
        if (settings.mistakes.length > 0) {
            throw new pulumi.ResourceError(listed(settings.mistakes, argumentKeys(keys)), this, true);
        }
        const { app, releases, traffic, weights, sizes, namespace, url } = settings;
        const { labels = {}, cluster } = args;
        const signatures = signaturesOf(name, releases, settings.pinSecrets);
        const signed = sealed(settings.routes.pins ?? {}, signatures);
        const pins = Object.keys(signed).length > 0 ? { pins: signed } : {};
        const source = sourceOf(settings, cluster);
        const door = doorOf(settings, args);
        const plan = new GatewayPlan(
            `${name}-plan`,
            {
                gateway: source,
                door,
                hosts: settings.hosts,
                epoch: traffic.epoch,
                releases,
                ...pins,
                weights,
                sizes,
                drain: settings.drain,
                keys: argumentKeys(keys),
            },
            { parent: this },
        );
        const made = { parent: this, ...providerOf(this, name, cluster) };
        const space = new AppNamespace(
            `${name}-namespace`,
            args.namespace?.create === false
                ? args.namespace
                : { ...args.namespace, name: namespace, labels: { ...labels, ...args.namespace?.labels } },
            { ...made, dependsOn: [plan] },
        );
        const gateway = new AppGateway(
            `${name}-gateway`,
            { ...args.gateway, app: name, namespace, labels },
            { ...made, dependsOn: [plan, space] },
        );
        const rollouts = declareWorkloads({
            made: { ...made, dependsOn: [plan, space] },
            name,
            args,
            settings,
            signatures,
        });
        const context: SwitchContext = {
            ...made,
            name,
            namespace,
            gateway: { ...door, listener: args.gateway.adopt?.listener },
            hosts: settings.hosts,
            signatures,
            labels,
            settings,
            cluster,
            plan,
        };
        const routes = httpRoutes(settings.routes);
        const pinRoute = declarePins(context, routes, [plan, gateway, ...rollouts]);
        const probe = {
            app: name,
            url,
            ...(args.routerAddress ? { via: args.routerAddress } : {}),
            gateway: source,
            header: pinHeader(app.session),
            tiers: probedTiers(app),
            releases,
            ...pins,
            weights,
            sizes,
            settleSeconds: settings.settleSeconds,
            ...settings.gate,
        };
        const gate = new SwitchGate(`${name}-gate`, probe, { parent: this, dependsOn: [pinRoute] });
        const defaults = declareDefaults(context, routes, gate);
        const check = new SwitchCheck(`${name}-check`, probe, { parent: this, dependsOn: [defaults] });

        const outputs = appOutputs({
            app: name,
            releases,
            traffic,
            keys,
            url,
            preview: (pin) => (settings.routes.queryMatch ? previewUrl(url, app.session, pin) : ""),
            ...pins,
            after: check.id,
        });
        this.url = outputs.url;
        this.activeColor = outputs.activeColor;
        this.blueRelease = outputs.blueRelease;
        this.greenRelease = outputs.greenRelease;
        this.blueWeight = outputs.blueWeight;
        this.greenWeight = outputs.greenWeight;
        this.bluePreviewUrl = outputs.bluePreviewUrl;
        this.greenPreviewUrl = outputs.greenPreviewUrl;
        this.switchover = outputs.switchover;
        this.retire = outputs.retire;
        this.dashboardUrl = pulumi.output(args.dashboardUrl ?? "");
        this.registerOutputs({
            ...outputs,
            dashboardUrl: this.dashboardUrl,
        });
    }
}

/** Where the app's live state is read from. */
function sourceOf(
    { app, namespace, census, censusSeconds }: GatewaySettings,
    cluster: ClusterArgs | undefined,
): GatewaySource {
    return {
        app: app.name,
        stack: ownerOf(),
        namespace,
        ...(cluster ? { cluster } : {}),
        tiers: app.tiers.map(({ name }) => name),
        catchAll: app.tiers.find(isCatchAll)?.name ?? "",
        idleSeconds: censusSeconds,
        ...(census ? { census } : {}),
    };
}

/** The Gateway, by its place, and what is said of its controller. */
function doorOf({ app, namespace, controller }: GatewaySettings, { gateway }: GatewayBlueGreenArgs) {
    const { name, namespace: place } = appGatewaySettings(app.name, namespace, gateway);
    return { name, namespace: place, controller, ...(gateway.adopt ? {} : { className: gateway.className ?? "" }) };
}

/**
 * A provider for the cluster that was named, unless the program has given one of its own. It takes over what exists: an update that was
 * killed has left objects that the state does not know.
 */
function providerOf(component: pulumi.Resource, name: string, cluster: ClusterArgs | undefined) {
    if (!cluster || component.getProvider("kubernetes:core/v1:Namespace")) return {};
    const provider = new Provider(
        `${name}-cluster`,
        { ...cluster, enableServerSideApply: true, upsertExistingObjects: true },
        { parent: component },
    );
    return { provider };
}
