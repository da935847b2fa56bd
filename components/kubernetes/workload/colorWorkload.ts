import * as apps from "@pulumi/kubernetes/apps/v1";
import * as autoscaling from "@pulumi/kubernetes/autoscaling/v2";
import * as core from "@pulumi/kubernetes/core/v1";
import * as networking from "@pulumi/kubernetes/networking/v1";
import * as policy from "@pulumi/kubernetes/policy/v1";
import * as pulumi from "@pulumi/pulumi";
import { listed } from "../../release";
import { APPLIED, APPLIED_AT_ONCE } from "../applied";
import { digestOf } from "../common/digest";
import { podSelector, releaseLabels, serviceName, serviceSelector, workloadName } from "../names";
import { SERVICE_PORT } from "../routes/httpRoutes";
import type { ColorWorkloadArgs } from "./colorWorkloadArgs";
import { type ColorWorkloadSettings, colorWorkloadSettings } from "./colorWorkloadSettings";
import type { NetworkPolicyArgs } from "./podArgs";
import { HTTP, podSpec } from "./podSpec";

const TYPE = "blue-green:index:ColorWorkload";

/** One tier in one color: a Deployment and a Service that leads to pods of its release only. */
export class ColorWorkload extends pulumi.ComponentResource {
    /** Name of the Deployment. */
    readonly deploymentName: string;
    /** Name of the Service; another release has another. */
    readonly serviceName: string;
    /** Port of the Service. */
    readonly servicePort: number;
    /** Pods asked for; with autoscaling those at the start. */
    readonly instances: number;
    /** Another text when the pods are to be others. */
    readonly revision: pulumi.Output<string>;

    constructor(name: string, args: ColorWorkloadArgs, opts?: pulumi.ComponentResourceOptions) {
        super(TYPE, name, args, opts);
        const settings = colorWorkloadSettings(args);
        if (settings.mistakes.length > 0) throw new pulumi.ResourceError(listed(settings.mistakes), this, true);
        const { app, tier, release } = args;
        const { color } = settings;
        const parts: Parts = {
            name,
            args,
            settings,
            // What a component waits for, its children do not by themselves.
            made: { parent: this, dependsOn: opts?.dependsOn },
            labels: { ...args.labels, ...releaseLabels(app, tier, color, release) },
            own: workloadName(app, tier, color),
        };
        const template = templateOf(parts);
        deploymentOf(parts, template);
        serviceOf(parts);
        if (settings.autoscaling) scaled(parts, settings.autoscaling);
        if (settings.disruptionBudget) budgeted(parts);
        if (args.networkPolicy) fenced(parts, args.networkPolicy);
        this.deploymentName = parts.own;
        this.serviceName = serviceName(app, tier, color, release);
        this.servicePort = SERVICE_PORT;
        this.instances = settings.instances;
        this.revision = digestOf(template);
        this.registerOutputs({
            deploymentName: this.deploymentName,
            serviceName: this.serviceName,
            servicePort: this.servicePort,
            instances: this.instances,
            revision: this.revision,
        });
    }
}

/** What the objects of a workload have in common. */
interface Parts {
    /** Parent, and what comes before. */
    readonly made: pulumi.CustomResourceOptions;
    readonly name: string;
    readonly args: ColorWorkloadArgs;
    readonly settings: ColorWorkloadSettings;
    readonly labels: Record<string, string>;
    /** Name of all objects but the Service. */
    readonly own: string;
}

function metadata({ args, labels, own }: Parts, name = own, annotations = APPLIED) {
    return { name, namespace: args.namespace, labels, annotations: { ...annotations } };
}

const selecting = ({ args, settings }: Parts) => ({ matchLabels: podSelector(args.app, args.tier, settings.color) });

function templateOf({ args, settings, labels }: Parts) {
    const { podAnnotations } = args;
    return {
        metadata: { labels, ...(podAnnotations ? { annotations: podAnnotations } : {}) },
        spec: podSpec(args, settings),
    };
}

function deploymentOf(parts: Parts, template: ReturnType<typeof templateOf>): apps.Deployment {
    const { made, name, settings } = parts;
    return new apps.Deployment(
        `${name}-deployment`,
        {
            metadata: metadata(parts, parts.own, APPLIED_AT_ONCE),
            spec: {
                replicas: settings.instances,
                revisionHistoryLimit: 2,
                progressDeadlineSeconds: settings.startSeconds,
                strategy: { type: "RollingUpdate", rollingUpdate: { maxUnavailable: 0, maxSurge: "25%" } },
                selector: selecting(parts),
                template,
            },
        },
        { ...made, ...(settings.autoscaling ? { ignoreChanges: ["spec.replicas"] } : {}) },
    );
}

function serviceOf(parts: Parts): core.Service {
    const { app, tier, release } = parts.args;
    const { color } = parts.settings;
    return new core.Service(
        `${parts.name}-service`,
        {
            metadata: metadata(parts, serviceName(app, tier, color, release), APPLIED_AT_ONCE),
            spec: {
                type: "ClusterIP",
                selector: serviceSelector(app, tier, color, release),
                ports: [{ name: HTTP, port: SERVICE_PORT, targetPort: HTTP, protocol: "TCP" }],
            },
        },
        parts.made,
    );
}

function scaled(
    parts: Parts,
    { minInstances, maxInstances, cpuPercent }: NonNullable<ColorWorkloadSettings["autoscaling"]>,
) {
    return new autoscaling.HorizontalPodAutoscaler(
        `${parts.name}-scaling`,
        {
            metadata: metadata(parts),
            spec: {
                scaleTargetRef: { apiVersion: "apps/v1", kind: "Deployment", name: parts.own },
                minReplicas: minInstances,
                maxReplicas: maxInstances,
                metrics: [
                    {
                        type: "Resource",
                        resource: { name: "cpu", target: { type: "Utilization", averageUtilization: cpuPercent } },
                    },
                ],
            },
        },
        parts.made,
    );
}

/** One pod at a time may be taken for maintenance, and one that is not ready at any time: it would block the node for ever. */
function budgeted(parts: Parts) {
    return new policy.PodDisruptionBudget(
        `${parts.name}-budget`,
        {
            metadata: metadata(parts),
            spec: { maxUnavailable: 1, unhealthyPodEvictionPolicy: "AlwaysAllow", selector: selecting(parts) },
        },
        parts.made,
    );
}

function fenced(parts: Parts, { namespaces = [], cidrs = [] }: NetworkPolicyArgs) {
    const inNamespaces = {
        namespaceSelector: {
            matchExpressions: [{ key: "kubernetes.io/metadata.name", operator: "In", values: namespaces }],
        },
    };
    return new networking.NetworkPolicy(
        `${parts.name}-policy`,
        {
            metadata: metadata(parts),
            spec: {
                podSelector: selecting(parts),
                policyTypes: ["Ingress"],
                ingress: [
                    {
                        from: [
                            ...(namespaces.length > 0 ? [inNamespaces] : []),
                            ...cidrs.map((cidr) => ({ ipBlock: { cidr } })),
                        ],
                        ports: [{ port: HTTP, protocol: "TCP" }],
                    },
                ],
            },
        },
        parts.made,
    );
}
