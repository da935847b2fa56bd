import { region } from "@pulumi/aws/config";
import { Region } from "@pulumi/aws/types/enums";
import { RunError } from "@pulumi/pulumi";
import { AlbBlueGreen, type AlbReleaseArgs, type AlbTierArgs } from "@seesaw/blue-green/aws";
import { AppRepositories } from "@seesaw/blue-green/images";
import type { Color } from "@seesaw/blue-green/release";
import { imagesOf, releaseOf } from "./images";
import type { Settings, TierSettings } from "./settings";

/** The app on AWS: Fargate services behind an application load balancer. */
export function deployAws(settings: Settings): AlbBlueGreen {
    checkRegion(region);
    const { aws, containers, session } = settings;
    const { cookieless: _haproxyOnly, ...shared } = session;
    const tier = ({ path, health, warmup, instances }: TierSettings): AlbTierArgs => ({
        paths: [path],
        health: { path: health },
        warmupPaths: warmup,
        instances,
        port: containers.containerPort,
        startSeconds: containers.deploySeconds,
        task: { cpu: aws.cpu, memory: aws.memory, stopSeconds: settings.stopSeconds },
    });
    const tiers = { frontend: tier(settings.frontend), backend: tier(settings.backend) };
    const images = imagesOf(
        settings,
        (built) => new AppRepositories(`${settings.app}-images`, { app: settings.app, tiers: built }).repositoryUrls,
    );
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
        pins: settings.pins,
        drain: settings.drain,
        gate: settings.gate,
        settleSeconds: containers.settleSeconds,
        hosts: containers.hosts.length > 0 ? containers.hosts : undefined,
        network: { natGateways: aws.natGateways },
        frontDoor: frontDoorOf(settings),
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

function frontDoorOf({ aws, containers }: Settings) {
    const { certificateArn, hostedZoneId, deletionProtection } = aws;
    const { hosts, plainHttp, listenerPort } = containers;
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
