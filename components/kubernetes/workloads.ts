import type * as pulumi from "@pulumi/pulumi";
import { type Signatures, sealed } from "../common/pins";
import { COLORS, type Color } from "../release";
import type { GatewayBlueGreenArgs } from "./args";
import { WorkloadRollout } from "./resources";
import { releaseCookie } from "./routes/httpRoutes";
import type { GatewaySettings } from "./settings";
import { ColorWorkload } from "./workload/colorWorkload";
import type { PodScalingArgs } from "./workload/podArgs";

/** What the workloads are made from. */
export interface WorkloadContext {
    readonly name: string;
    readonly args: GatewayBlueGreenArgs;
    readonly settings: GatewaySettings;
    readonly signatures: Signatures;
    /** Parent, provider, and what comes before. */
    readonly made: pulumi.ComponentResourceOptions;
}

/** A workload a tier and color that is on, and what waits until it runs. */
export function declareWorkloads({ name, args, settings, signatures, made }: WorkloadContext): pulumi.Resource[] {
    return COLORS.flatMap((color) => {
        const release = settings.releases[color];
        if (release === undefined) return [];
        return settings.app.tiers.map(({ name: tier }) => {
            const { pod, health } = args.tiers[tier] ?? {};
            const instances = settings.sizes[color]?.[tier] ?? 1;
            const workload = new ColorWorkload(
                `${name}-${tier}-${color}`,
                {
                    ...pod,
                    app: name,
                    tier,
                    color,
                    release,
                    image: args[color]?.images[tier] ?? "",
                    namespace: settings.namespace,
                    port: settings.ports[tier],
                    health: health ?? { path: "" },
                    instances,
                    autoscaling: scaling(pod?.autoscaling, instances),
                    startSeconds: settings.startSeconds[tier],
                    ...sealed(ownPin(settings, color, release), signatures),
                    labels: args.labels,
                },
                made,
            );
            return new WorkloadRollout(
                `${name}-${tier}-${color}-rollout`,
                {
                    app: name,
                    tier,
                    color,
                    release,
                    ...(args.cluster ? { cluster: args.cluster } : {}),
                    namespace: settings.namespace,
                    deployment: workload.deploymentName,
                    revision: workload.revision,
                    instances,
                    startSeconds: settings.startSeconds[tier] ?? 600,
                },
                { parent: made.parent, dependsOn: [workload] },
            );
        });
    });
}

/** The cookie that the app is to set, where the router does not, and its pin where that is not the release id. */
function ownPin({ routes }: GatewaySettings, color: Color, release: string) {
    const pin = routes.pins?.[color];
    return {
        releaseCookie: routes.setsCookie ? "" : releaseCookie(routes, color, release),
        ...(pin === undefined ? {} : { releasePin: pin }),
    };
}

/** A color's size is where its scaling starts; one without instances does not scale. */
function scaling(given: PodScalingArgs | undefined, instances: number): PodScalingArgs | undefined {
    if (!given || instances === 0) return undefined;
    return { ...given, minInstances: instances, maxInstances: Math.max(instances, given.maxInstances) };
}
