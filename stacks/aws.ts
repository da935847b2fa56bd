import { relative, resolve } from "node:path";
import { region } from "@pulumi/aws/config";
import { Region } from "@pulumi/aws/types/enums";
import { type Input, RunError } from "@pulumi/pulumi";
import { AlbBlueGreen, type AlbReleaseArgs, type AlbTierArgs } from "@seesaw/blue-green/aws";
import { AppRepositories, ReleaseImages } from "@seesaw/blue-green/images";
import type { Color } from "@seesaw/blue-green/release";
import { type AwsSettings, type ColorSettings, isFolder, type Settings, type TierSettings } from "./settings";

/** Folders in the config are relative to the project's root. */
const ROOT = resolve(__dirname, "..");

/** The app on AWS: Fargate services behind an application load balancer. */
export function deployAws(settings: Settings): AlbBlueGreen {
    checkRegion(region);
    const { aws, session } = settings;
    const { cookieless: _haproxyOnly, ...shared } = session;
    const tier = ({ path, health, warmup, instances }: TierSettings): AlbTierArgs => ({
        paths: [path],
        health: { path: health },
        warmupPaths: warmup,
        instances,
        port: aws.containerPort,
        startSeconds: aws.deploySeconds,
        task: { cpu: aws.cpu, memory: aws.memory, stopSeconds: settings.stopSeconds },
    });
    const tiers = { frontend: tier(settings.frontend), backend: tier(settings.backend) };
    const images = imagesOf(settings);
    const release = (color: Color): AlbReleaseArgs | undefined => {
        const given = settings[color];
        return given && { ...releaseOf(settings, color, given), images: images(color) };
    };
    return new AlbBlueGreen(settings.app, {
        tiers,
        blue: release("blue"),
        green: release("green"),
        traffic: settings.traffic,
        session: shared,
        drain: settings.drain,
        gate: settings.gate,
        settleSeconds: aws.settleSeconds,
        hosts: aws.hosts.length > 0 ? aws.hosts : undefined,
        network: { natGateways: aws.natGateways },
        frontDoor: frontDoorOf(aws),
        alarms: { topicArns: aws.alarmTopicArn ? [aws.alarmTopicArn] : undefined },
    });
}

/** The provider would find out when it is asked for the first resource. Without a config value the AWS profile names the region. */
function checkRegion(given: string | undefined): void {
    const known: readonly string[] = Object.values(Region);
    if (given === undefined || known.includes(given)) return;
    throw new RunError(
        `aws:region: must be a region of AWS, such as eu-central-1, got "${given}"; run: pulumi config set aws:region eu-central-1`,
    );
}

function frontDoorOf({
    hosts,
    certificateArn,
    hostedZoneId,
    plainHttp,
    listenerPort,
    deletionProtection,
}: AwsSettings) {
    const zone = hostedZoneId ? { hosts, hostedZoneId } : undefined;
    return {
        certificateArn,
        certificate: certificateArn || plainHttp ? undefined : zone,
        dns: zone,
        plainHttp,
        port: listenerPort,
        deletionProtection,
    };
}

function releaseOf({ aws, frontend, backend }: Settings, color: Color, given: ColorSettings) {
    const size = ({ instances }: TierSettings) => Math.ceil((instances * aws.size[color]) / 100);
    return {
        release: given.release,
        instances: { frontend: size(frontend), backend: size(backend) },
    };
}

/** Images by digest as they are; those named by a folder are built and pushed. */
function imagesOf({ app, aws, blue, green }: Settings): (color: Color) => { [tier: string]: Input<string> } {
    const given = { blue, green };
    const tiers = (["frontend", "backend"] as const).filter((tier) => aws.builtTiers.includes(tier));
    for (const tier of tiers) ownFolders(tier, blue?.[tier], green?.[tier]);
    const repositories = tiers.length > 0 ? new AppRepositories(`${app}-images`, { app, tiers }) : undefined;
    return (color) => {
        const { release = "", frontend = "", backend = "" } = given[color] ?? {};
        const named = { frontend, backend };
        const folders = tiers.filter((tier) => isFolder(named[tier]));
        if (folders.length === 0) return named;
        const built = new ReleaseImages(`${app}-${color}-images`, {
            release,
            repositoryUrls: repositories?.repositoryUrls,
            tiers: Object.fromEntries(
                folders.map((tier) => [tier, { context: relative(process.cwd(), resolve(ROOT, named[tier])) }]),
            ),
        });
        const reference = (tier: string) => built.references.apply((all) => all[tier] ?? "");
        return { ...named, ...Object.fromEntries(folders.map((tier) => [tier, reference(tier)])) };
    };
}

/** One folder for both colors would build the new sources under the old release's id too. */
function ownFolders(tier: string, blue: string | undefined, green: string | undefined): void {
    if (blue === undefined || green === undefined || !isFolder(blue) || !isFolder(green)) return;
    if (resolve(ROOT, blue) !== resolve(ROOT, green)) return;
    const key = `green${tier.charAt(0).toUpperCase()}${tier.slice(1)}`;
    throw new RunError(
        `${key}: must be another folder than blue's, got "${green}"; name the image of the older release by its digest instead, ` +
            "which the registry tells",
    );
}
