import * as ecs from "@pulumi/aws/ecs";
import * as pulumi from "@pulumi/pulumi";
import { sealed, signaturesOf, withSecretPins } from "../common/pins";
import { pinHeader, probedTiers } from "../gate/inputs";
import { appOutputs } from "../gate/outputs";
import { SwitchCheck, SwitchGate } from "../gate/resources";
import { argumentKeys, commandKeys, listed, previewUrl } from "../release";
import { albSource } from "./albSource";
import type { AlbBlueGreenArgs } from "./args";
import { claimListener } from "./claims";
import { tagged } from "./common/tags";
import { FrontDoor } from "./frontDoor/frontDoor";
import type { GroupArns, RuleContext } from "./listener";
import { AppMonitoring } from "./monitoring/monitoring";
import { AppNetwork } from "./network/network";
import { AlbPlan } from "./resources";
import { listenerRules, type RulePlan } from "./rules/listenerRules";
import { declareServices, watchedTiers } from "./services";
import { albSettings } from "./settings";
import { declareDefaults, declarePins } from "./switching";
import { TargetGroupPair } from "./targetGroups/targetGroupPair";

const TYPE = "blue-green:index:AlbBlueGreen";

/**
 * A web app, twice: every tier in blue and in green as Fargate services, behind one application load balancer with pins and weights.
 * Changing `traffic` changes listener rules and nothing that runs.
 */
export class AlbBlueGreen extends pulumi.ComponentResource {
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
    /** Link that opens the release on blue, live or not; empty when blue is off. */
    readonly bluePreviewUrl: pulumi.Output<string>;
    /** Link that opens the release on green, live or not; empty when green is off. */
    readonly greenPreviewUrl: pulumi.Output<string>;
    /** Shell command that makes the standby live; once it ran, the command that goes back. */
    readonly switchover: pulumi.Output<string>;
    /** Shell command that removes the standby's release. */
    readonly retire: pulumi.Output<string>;
    /** CloudWatch dashboard with both colors side by side. */
    readonly dashboardUrl: pulumi.Output<string>;
    /** Host name of the load balancer, for a DNS record. */
    readonly loadBalancerDnsName: pulumi.Output<string>;
    /** Target groups of blue, by tier. */
    readonly blueTargetGroups: pulumi.Output<{ [tier: string]: string }>;
    /** Target groups of green, by tier. */
    readonly greenTargetGroups: pulumi.Output<{ [tier: string]: string }>;

    constructor(name: string, args: AlbBlueGreenArgs, opts?: pulumi.ComponentResourceOptions) {
        super(TYPE, name, withSecretPins(args), opts);
        const keys = commandKeys(args.commands);
        const settings = albSettings(name, args);
        const mistakes = [...settings.mistakes, ...sharedListener(name, args, settings.rules)];
        if (mistakes.length > 0) throw new pulumi.ResourceError(listed(mistakes, argumentKeys(keys)), this, true);
        const { app, releases, traffic, weights, sizes } = settings;

        const signatures = signaturesOf(name, releases, settings.pinSecrets);
        const signed = sealed(settings.rules.pins ?? {}, signatures);
        const pins = Object.keys(signed).length > 0 ? { pins: signed } : {};
        const network = new AppNetwork(`${name}-network`, { tags: args.tags, ...args.network }, { parent: this });
        const placed = args.frontDoor.adopt ? {} : { vpcId: network.vpcId, subnetIds: network.publicSubnetIds };
        const door = new FrontDoor(
            `${name}-front-door`,
            { tags: args.tags, ...args.frontDoor, ...placed },
            { parent: this },
        );
        const groups = targetGroups(this, name, args, network.vpcId);
        const alb = albSource(settings, door, groups, args.profile);
        const plan = new AlbPlan(
            `${name}-plan`,
            {
                alb,
                firstPriority: settings.rules.firstPriority,
                hosts: settings.rules.hosts,
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
        const context: RuleContext = {
            parent: this,
            name,
            listenerArn: door.listenerArn,
            groups,
            signatures,
            tags: args.tags,
        };
        const rules = listenerRules(settings.rules);
        const pinRules = declarePins(context, rules, settings, plan);
        const clusterArn = settings.runsServices ? (args.clusterArn ?? cluster(this, name, args).arn) : undefined;
        const parts = { parent: this, name, args, settings, signatures, network, door, groups, pins: pinRules };
        const services =
            clusterArn === undefined ? { services: [], rollouts: [] } : declareServices({ ...parts, clusterArn });

        const scheme = door.secure ? "https" : "http";
        const usual = door.secure ? 443 : 80;
        const port = door.port === usual ? "" : `:${door.port}`;
        const host = settings.rules.hosts[0];
        const url = host
            ? pulumi.output(`${scheme}://${host}${port}`)
            : pulumi.interpolate`${scheme}://${door.dnsName}${port}`;
        const probe = {
            app: name,
            url,
            via: door.dnsName,
            alb,
            header: pinHeader(app.session),
            tiers: probedTiers(app),
            releases,
            ...pins,
            weights,
            sizes,
            settleSeconds: settings.settleSeconds,
            ...settings.gate,
        };
        const gate = new SwitchGate(`${name}-gate`, probe, {
            parent: this,
            dependsOn: [...pinRules, ...services.rollouts],
        });
        const defaults = declareDefaults(context, rules, settings, plan, gate);
        const check = new SwitchCheck(`${name}-check`, probe, { parent: this, dependsOn: defaults });
        const monitoring = new AppMonitoring(
            `${name}-monitoring`,
            {
                app: name,
                loadBalancerArn: door.loadBalancerArn,
                clusterArn,
                tiers: watchedTiers(settings, groups, services),
                alarms: args.alarms,
                tags: args.tags,
            },
            { parent: this },
        );

        const outputs = appOutputs({
            app: name,
            releases,
            traffic,
            keys,
            url,
            preview: (pin) => url.apply((one) => previewUrl(one, app.session, pin)),
            ...pins,
            after: check.id,
        });
        const arns = (color: "blue" | "green") =>
            pulumi.output(Object.fromEntries(app.tiers.map((tier) => [tier.name, groups[tier.name]?.[color] ?? ""])));
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
        this.dashboardUrl = monitoring.dashboardUrl;
        this.loadBalancerDnsName = door.dnsName;
        this.blueTargetGroups = arns("blue");
        this.greenTargetGroups = arns("green");
        this.registerOutputs({
            ...outputs,
            dashboardUrl: this.dashboardUrl,
            loadBalancerDnsName: this.loadBalancerDnsName,
            blueTargetGroups: this.blueTargetGroups,
            greenTargetGroups: this.greenTargetGroups,
        });
    }
}

/** What is wrong with a listener that several apps of the program share. */
function sharedListener(app: string, { frontDoor }: AlbBlueGreenArgs, { firstPriority, hosts }: RulePlan) {
    const listener = frontDoor?.adopt?.listenerArn;
    return listener === undefined ? [] : claimListener({ app, listener, firstPriority, hosts });
}

/** Both target groups of every tier. */
function targetGroups(
    parent: pulumi.Resource,
    name: string,
    args: AlbBlueGreenArgs,
    vpcId: pulumi.Input<string>,
): GroupArns {
    const pairs = Object.entries(args.tiers).map(([tier, { health, deregistrationDelaySeconds }]) => {
        const { blueArn, greenArn } = new TargetGroupPair(
            `${name}-${tier}-targets`,
            { app: name, tier, vpcId, health, deregistrationDelaySeconds, tags: args.tags },
            { parent },
        );
        return [tier, { blue: blueArn, green: greenArn }];
    });
    return Object.fromEntries(pairs);
}

function cluster(parent: pulumi.Resource, name: string, { tags }: AlbBlueGreenArgs): ecs.Cluster {
    return new ecs.Cluster(
        `${name}-cluster`,
        { settings: [{ name: "containerInsights", value: "enabled" }], tags: tagged({ "blue-green:app": name }, tags) },
        { parent },
    );
}
