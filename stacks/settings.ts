import * as pulumi from "@pulumi/pulumi";
import type { PinArgs } from "@seesaw/blue-green";
import type { DrainArgs, GateArgs, SessionArgs, TrafficArgs } from "@seesaw/blue-green/release";

/** Reads one value; throws if it is missing or of another type. */
export interface ConfigReader {
    require(key: string): string;
    requireNumber(key: string): number;
    requireBoolean(key: string): boolean;
}

/** What a color runs: a release id, and what starts it. */
export interface ColorSettings {
    readonly release: string;
    readonly frontend: string;
    readonly backend: string;
}

/** The stack's config, typed. Ranges are checked by the components, which name argument and config key. */
export interface Settings {
    readonly target: Target;
    readonly app: string;
    /** Undefined when the color is off. */
    readonly blue: ColorSettings | undefined;
    readonly green: ColorSettings | undefined;
    readonly frontend: TierSettings;
    readonly backend: TierSettings;
    readonly traffic: TrafficArgs;
    readonly session: SessionArgs;
    /** Undefined when nothing of it is set. */
    readonly pins: PinArgs | undefined;
    readonly drain: DrainArgs;
    readonly gate: GateArgs;
    /** Time that an instance has to finish its requests. */
    readonly stopSeconds: number;
    /** Time between two health checks. */
    readonly healthSeconds: number;
    readonly publicUrl: string | undefined;
    readonly haproxy: HaproxySettings;
    readonly containers: ContainerSettings;
    readonly aws: AwsSettings;
    readonly kubernetes: KubernetesSettings;
}

/** One tier's config. */
export interface TierSettings {
    readonly path: string;
    readonly health: string;
    readonly warmup: string[];
    readonly instances: number;
}

/** What only the haproxy target needs. */
export interface HaproxySettings {
    readonly port: number;
    readonly address: string;
    readonly certificateFile: string | undefined;
    readonly statsPort: number | undefined;
    readonly stateFolder: string | undefined;
    readonly affinity: boolean;
    readonly startSeconds: number;
}

/** What the targets need that run containers behind a router of the cloud. */
export interface ContainerSettings {
    readonly hosts: string[];
    readonly plainHttp: boolean;
    readonly listenerPort: number | undefined;
    readonly containerPort: number;
    /** Share of a tier's instances that a color has, in percent. */
    readonly size: { readonly blue: number; readonly green: number };
    readonly deploySeconds: number;
    readonly settleSeconds: number;
    /** Tiers for which some color names a folder to build, also one that is off. */
    readonly builtTiers: string[];
}

/** What only the aws target needs. */
export interface AwsSettings {
    readonly certificateArn: string | undefined;
    readonly hostedZoneId: string | undefined;
    readonly natGateways: number;
    readonly cpu: number;
    readonly memory: number;
    readonly alarmTopicArn: string | undefined;
    readonly deletionProtection: boolean;
}

/** What only the kubernetes target needs. */
export interface KubernetesSettings {
    readonly context: string | undefined;
    readonly namespace: string | undefined;
    /** A Gateway that exists, `<namespace>/<name>`. */
    readonly gateway: string | undefined;
    readonly gatewayClass: string;
    readonly controller: string;
    readonly tlsSecret: string | undefined;
    readonly routerAddress: string | undefined;
    readonly cpu: string;
    readonly memory: string;
    readonly repository: string | undefined;
    readonly pullSecret: string | undefined;
    readonly censusPath: string | undefined;
    readonly prometheusUrl: string | undefined;
}

/** The targets that this project can deploy to. */
export const TARGETS = ["haproxy", "aws", "kubernetes"] as const;
export type Target = (typeof TARGETS)[number];

/** The stack's settings from its Pulumi config. */
export function readSettings(): Settings {
    return parseSettings(new pulumi.Config());
}

/** The same from any reader. */
export function parseSettings(config: ConfigReader): Settings {
    return {
        target: target(config.require("target")),
        app: config.require("app"),
        blue: color(config, "blue"),
        green: color(config, "green"),
        frontend: {
            path: "/*",
            health: config.require("frontendHealth"),
            warmup: list(config.require("frontendWarmup")),
            instances: config.requireNumber("frontendInstances"),
        },
        backend: {
            path: config.require("backendPath"),
            health: config.require("backendHealth"),
            warmup: list(config.require("backendWarmup")),
            instances: config.requireNumber("backendInstances"),
        },
        traffic: {
            active: config.require("active"),
            canaryPercent: config.requireNumber("canary"),
            order: config.require("order"),
            pauseSeconds: config.requireNumber("orderPauseSeconds"),
            epoch: config.requireNumber("epoch"),
        },
        session: {
            idleSeconds: config.requireNumber("sessionIdleSeconds"),
            cookieless: config.require("cookieless"),
            aliases: config.requireBoolean("aliases"),
        },
        pins: pins(config),
        drain: {
            deadlineMinutes: config.requireNumber("drainMinutes"),
            quietMinutes: config.requireNumber("quietMinutes"),
            force: config.requireBoolean("force"),
        },
        gate: {
            freshClients: config.requireNumber("gateClients"),
            deadlineSeconds: config.requireNumber("gateSeconds"),
        },
        stopSeconds: config.requireNumber("stopSeconds"),
        healthSeconds: config.requireNumber("healthSeconds"),
        publicUrl: optional(config, "publicUrl"),
        haproxy: {
            port: config.requireNumber("port"),
            address: config.require("address"),
            certificateFile: optional(config, "certificateFile"),
            statsPort: config.requireNumber("statsPort") || undefined,
            stateFolder: optional(config, "stateFolder"),
            affinity: config.requireBoolean("affinity"),
            startSeconds: config.requireNumber("startSeconds"),
        },
        containers: {
            hosts: list(config.require("hosts")),
            plainHttp: config.requireBoolean("plainHttp"),
            listenerPort: config.requireNumber("listenerPort") || undefined,
            containerPort: config.requireNumber("containerPort"),
            size: { blue: config.requireNumber("blueSize"), green: config.requireNumber("greenSize") },
            deploySeconds: config.requireNumber("deploySeconds"),
            settleSeconds: config.requireNumber("settleSeconds"),
            builtTiers: ["Frontend", "Backend"].flatMap((tier) =>
                ["blue", "green"].some((color) => isFolder(config.require(color + tier))) ? [tier.toLowerCase()] : [],
            ),
        },
        aws: {
            certificateArn: optional(config, "certificateArn"),
            hostedZoneId: optional(config, "hostedZoneId"),
            natGateways: config.requireNumber("natGateways"),
            cpu: config.requireNumber("cpu"),
            memory: config.requireNumber("memory"),
            alarmTopicArn: optional(config, "alarmTopicArn"),
            deletionProtection: config.requireBoolean("deletionProtection"),
        },
        kubernetes: {
            context: optional(config, "kubernetesContext"),
            namespace: optional(config, "kubernetesNamespace"),
            gateway: optional(config, "kubernetesGateway"),
            gatewayClass: config.require("kubernetesGatewayClass"),
            controller: config.require("kubernetesController"),
            tlsSecret: optional(config, "kubernetesTlsSecret"),
            routerAddress: optional(config, "kubernetesRouterAddress"),
            cpu: config.require("kubernetesCpu"),
            memory: config.require("kubernetesMemory"),
            repository: optional(config, "kubernetesRepository"),
            pullSecret: optional(config, "kubernetesPullSecret"),
            censusPath: optional(config, "kubernetesCensusPath"),
            prometheusUrl: optional(config, "kubernetesPrometheusUrl"),
        },
    };
}

/** Whether what runs a tier is a folder to build, and no command or image. */
export function isFolder(text: string): boolean {
    return /^\.{0,2}\//.test(text);
}

function target(text: string): Target {
    const known = TARGETS.find((one) => one === text);
    if (known) return known;
    throw new pulumi.RunError(
        `target: must be ${TARGETS.slice(0, -1).join(", ")} or ${TARGETS.at(-1)}, got "${text}"; run: pulumi config set target ${TARGETS[0]}`,
    );
}

function color(config: ConfigReader, name: "blue" | "green"): ColorSettings | undefined {
    const release = config.require(`${name}Release`);
    if (release === "") return undefined;
    return { release, frontend: config.require(`${name}Frontend`), backend: config.require(`${name}Backend`) };
}

function optional(config: ConfigReader, key: string): string | undefined {
    return config.require(key) || undefined;
}

function pins(config: ConfigReader): PinArgs | undefined {
    const given = {
        secret: secret(config, "pinSecret"),
        earlierReleases: list(config.require("earlierReleases")),
        earlierSecret: secret(config, "earlierPinSecret"),
    };
    return given.secret || given.earlierSecret || given.earlierReleases.length > 0 ? given : undefined;
}

/** Marked as one also where it stands in the config in plain. */
function secret(config: ConfigReader, key: string): pulumi.Output<string> | undefined {
    const text = config.require(key);
    return text === "" ? undefined : pulumi.secret(text);
}

function list(text: string): string[] {
    return text
        .split(",")
        .map((one) => one.trim())
        .filter((one) => one !== "");
}
