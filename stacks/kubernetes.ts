import { RunError } from "@pulumi/pulumi";
import { GatewayBlueGreen, type GatewayReleaseArgs, type GatewayTierArgs } from "@seesaw/blue-green/kubernetes";
import type { Color } from "@seesaw/blue-green/release";
import { imagesOf, releaseOf } from "./images";
import type { Settings, TierSettings } from "./settings";

/** The app on a Kubernetes cluster: Deployments behind a Gateway. */
export function deployKubernetes(settings: Settings): GatewayBlueGreen {
    const { kubernetes, containers, session } = settings;
    const { cookieless: _haproxyOnly, ...shared } = session;
    const tier = ({ path, health, warmup, instances }: TierSettings): GatewayTierArgs => ({
        paths: [path],
        health: { path: health, intervalSeconds: settings.healthSeconds },
        warmupPaths: warmup,
        instances,
        port: containers.containerPort,
        startSeconds: containers.deploySeconds,
        pod: {
            cpu: kubernetes.cpu,
            memory: kubernetes.memory,
            stopSeconds: settings.stopSeconds,
            pullSecrets: kubernetes.pullSecret ? [kubernetes.pullSecret] : undefined,
        },
    });
    const images = imagesOf(settings, (built) => repositoriesOf(kubernetes.repository, built));
    const release = (color: Color): GatewayReleaseArgs | undefined => {
        const given = settings[color];
        return given && { ...releaseOf(settings, color, given), images: images(color) };
    };
    const { censusPath, prometheusUrl } = kubernetes;
    return new GatewayBlueGreen(settings.app, {
        tiers: { frontend: tier(settings.frontend), backend: tier(settings.backend) },
        blue: release("blue"),
        green: release("green"),
        traffic: settings.traffic,
        session: shared,
        pins: settings.pins,
        drain: settings.drain,
        gate: settings.gate,
        gateway: gatewayOf(settings),
        controller: kubernetes.controller,
        hosts: containers.hosts.length > 0 ? containers.hosts : undefined,
        publicUrl: urlOf(settings),
        routerAddress: kubernetes.routerAddress,
        namespace: kubernetes.namespace === undefined ? undefined : { name: kubernetes.namespace, create: false },
        cluster: { context: kubernetes.context },
        census: censusPath || prometheusUrl ? { path: censusPath, prometheusUrl } : undefined,
        settleSeconds: containers.settleSeconds,
    });
}

function gatewayOf({ kubernetes, containers }: Settings) {
    const { gateway, gatewayClass, tlsSecret } = kubernetes;
    if (gateway === undefined) {
        return {
            className: gatewayClass,
            certificateSecrets: tlsSecret ? [tlsSecret] : undefined,
            plainHttp: containers.plainHttp,
            port: containers.listenerPort,
        };
    }
    const [namespace, name, ...more] = gateway.split("/");
    if (name !== undefined && more.length === 0) return { adopt: { name, namespace } };
    throw new RunError(
        `kubernetesGateway: must be <namespace>/<name> of a Gateway that exists, got "${gateway}"; empty creates one`,
    );
}

/** Of a Gateway that exists the component cannot know that it serves plain HTTP. */
function urlOf({ publicUrl, kubernetes, containers }: Settings): string | undefined {
    const [host] = containers.hosts;
    const plain = kubernetes.gateway !== undefined && containers.plainHttp && host !== undefined;
    return publicUrl ?? (plain ? `http://${host}` : undefined);
}

/** A repository a tier, below the one that was named. */
function repositoriesOf(repository: string | undefined, tiers: readonly string[]): { [tier: string]: string } {
    if (repository !== undefined) return Object.fromEntries(tiers.map((tier) => [tier, `${repository}/${tier}`]));
    throw new RunError(
        'kubernetesRepository: must name where images that are built are pushed to, such as registry.example.com/shop, got ""; ' +
            "set it, or name images by digest",
    );
}
