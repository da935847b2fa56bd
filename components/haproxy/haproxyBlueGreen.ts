import * as pulumi from "@pulumi/pulumi";
import { markedPins, sealed, signaturesOf, withSecretPins } from "../common/pins";
import { pinHeader, probedTiers } from "../gate/inputs";
import { appOutputs } from "../gate/outputs";
import { SwitchCheck, SwitchGate } from "../gate/resources";
import {
    argumentKeys,
    COLORS,
    commandKeys,
    listed,
    onEveryTier,
    type PerColor,
    previewUrl,
    weightsOf,
} from "../release";
import type { HaproxyBlueGreenArgs } from "./args";
import type { PlannedCommand } from "./providers/plan";
import { Instances, ReleasePlan, Router, StateFolder, Traffic } from "./resources";
import { type HaproxySettings, haproxySettings } from "./settings";

const TYPE = "blue-green:index:HaproxyBlueGreen";

/**
 * A web app, twice: every tier in blue and in green as local processes, behind one HAProxy with pins and weights. Changing
 * `traffic` changes whom new visitors get and nothing that runs.
 */
export class HaproxyBlueGreen extends pulumi.ComponentResource {
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
    /** HAProxy's own statistics page. */
    readonly statsUrl: pulumi.Output<string>;
    /** Live color, releases, weights, instances and visitors as JSON, straight from HAProxy. */
    readonly statusUrl: pulumi.Output<string>;

    constructor(name: string, args: HaproxyBlueGreenArgs, opts?: pulumi.ComponentResourceOptions) {
        super(TYPE, name, withSecretPins(args), opts);
        const keys = commandKeys(args.commands);
        const settings = haproxySettings(name, args);
        if (settings.mistakes.length > 0) {
            throw new pulumi.ResourceError(listed(settings.mistakes, argumentKeys(keys)), this, true);
        }
        const { app, releases, traffic, listen } = settings;
        const weights = onEveryTier(app, weightsOf(traffic));
        const signatures = signaturesOf(name, releases, settings.pinSecrets);
        const signed = sealed(markedPins(releases, settings.pinSecrets), signatures);
        const pins = Object.keys(signed).length > 0 ? { pins: signed } : {};

        const folder = new StateFolder(
            `${name}-folder`,
            {
                app: name,
                project: pulumi.getProject(),
                stack: pulumi.getStack(),
                path: args.stateFolder ?? "",
                statsPort: settings.statsPort,
            },
            { parent: this },
        );
        const statsUrl = pulumi.interpolate`http://127.0.0.1:${folder.statsPort}`;
        const statusUrl = pulumi.interpolate`${statsUrl}/status`;
        const plan = new ReleasePlan(
            `${name}-plan`,
            {
                app: name,
                folder: folder.path,
                statusUrl,
                epoch: traffic.epoch,
                releases,
                ...pins,
                drain: settings.drain,
                listen,
                certificateFile: args.certificateFile ?? "",
                commands: commandsOf(args),
                keys: argumentKeys(keys),
            },
            { parent: this },
        );
        const running = instancesOf(this, name, args, settings, signed, folder.path, plan);
        const router = new Router(
            `${name}-router`,
            {
                spec: pulumi.all([folder.path, folder.statsPort, running]).apply(([path, statsPort, servers]) => ({
                    app,
                    releases,
                    servers,
                    folder: path,
                    listen,
                    ...(args.certificateFile ? { certificateFile: args.certificateFile } : {}),
                    statsPort,
                    sticky: settings.sticky,
                    censusSeconds: settings.censusSeconds,
                    requestTimeoutSeconds: settings.requestTimeoutSeconds,
                    connectionDrainSeconds: settings.connectionDrainSeconds,
                })),
                stopSeconds: Math.max(...Object.values(settings.stopSeconds)),
                ...pins,
            },
            { parent: this },
        );
        const probe = {
            app: name,
            url: settings.probeUrl,
            statusUrl,
            header: pinHeader(app.session),
            tiers: probedTiers(app),
            releases,
            ...pins,
            weights,
            ...settings.gate,
        };
        const gate = new SwitchGate(`${name}-gate`, probe, { parent: this, dependsOn: [router] });
        const weighted = new Traffic(
            `${name}-traffic`,
            { folder: folder.path, app: { name, tiers: app.tiers }, traffic, weights },
            { parent: this, dependsOn: [gate] },
        );
        const check = new SwitchCheck(`${name}-check`, probe, { parent: this, dependsOn: [weighted] });

        const outputs = appOutputs({
            app: name,
            releases,
            traffic,
            keys,
            url: settings.publicUrl,
            preview: (pin) => previewUrl(settings.publicUrl, app.session, pin),
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
        this.statsUrl = statsUrl;
        this.statusUrl = statusUrl;
        this.registerOutputs({
            ...outputs,
            statsUrl: this.statsUrl,
            statusUrl: this.statusUrl,
        });
    }
}

/** Every command of the colors that are on, with the argument that holds it. */
function commandsOf(args: HaproxyBlueGreenArgs): PlannedCommand[] {
    return COLORS.flatMap((color) =>
        Object.entries(args[color]?.commands ?? {}).map(([tier, { command, cwd }]) => ({
            where: `${color}.commands.${tier}`,
            command,
            cwd,
        })),
    );
}

/** One set of instances a tier and color that is on; what runs, by color and tier, for the router. */
function instancesOf(
    parent: pulumi.Resource,
    name: string,
    args: HaproxyBlueGreenArgs,
    { app, releases, startSeconds, stopSeconds }: HaproxySettings,
    signed: PerColor<string>,
    folder: pulumi.Input<string>,
    plan: pulumi.Resource,
) {
    const running: { blue?: Record<string, ServerList>; green?: Record<string, ServerList> } = {};
    for (const color of COLORS) {
        const release = releases[color];
        if (release === undefined) continue;
        const tiers: Record<string, ServerList> = {};
        for (const tier of app.tiers) {
            const process = args[color]?.commands[tier.name];
            const set = new Instances(
                `${name}-${tier.name}-${color}`,
                {
                    folder,
                    tier: tier.name,
                    color,
                    release,
                    ...(signed[color] === undefined ? {} : { pin: signed[color] }),
                    command: process?.command ?? [],
                    cwd: process?.cwd ?? "",
                    env: pulumi.output(process?.env ?? {}),
                    instances: tier.instances,
                    healthPath: tier.health.path,
                    startSeconds: startSeconds[tier.name] ?? 60,
                    stopSeconds: stopSeconds[tier.name] ?? 30,
                },
                { parent, dependsOn: [plan] },
            );
            tiers[tier.name] = set.running.apply((all) => all.map(({ name, port, pid }) => ({ name, port, pid })));
        }
        running[color] = tiers;
    }
    return running;
}

type ServerList = pulumi.Output<{ name: string; port: number; pid: number }[]>;
