import { AlbBlueGreen, type AlbReleaseArgs, type AlbTierArgs } from "../components/aws";
import type { Color } from "../components/release";
import type { AwsSettings, ColorSettings, Settings, TierSettings } from "./settings";

/** The app on AWS: Fargate services behind an application load balancer. */
export function deployAws(settings: Settings): AlbBlueGreen {
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
    const release = (color: Color) => {
        const given = settings[color];
        return given && releaseOf(settings, color, given);
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
    });
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

function releaseOf({ aws, frontend, backend }: Settings, color: Color, given: ColorSettings): AlbReleaseArgs {
    const size = ({ instances }: TierSettings) => Math.ceil((instances * aws.size[color]) / 100);
    return {
        release: given.release,
        images: { frontend: given.frontend, backend: given.backend },
        instances: { frontend: size(frontend), backend: size(backend) },
    };
}
