import * as pulumi from "@pulumi/pulumi";
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
    readonly drain: DrainArgs;
    readonly gate: GateArgs;
    /** Time that an instance has to finish its requests. */
    readonly stopSeconds: number;
    readonly haproxy: HaproxySettings;
    readonly aws: AwsSettings;
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
    readonly publicUrl: string | undefined;
    readonly certificateFile: string | undefined;
    readonly statsPort: number | undefined;
    readonly stateFolder: string | undefined;
    readonly affinity: boolean;
    readonly startSeconds: number;
    readonly healthSeconds: number;
}

/** What only the aws target needs. */
export interface AwsSettings {
    readonly hosts: string[];
    readonly certificateArn: string | undefined;
    readonly hostedZoneId: string | undefined;
    readonly plainHttp: boolean;
    readonly listenerPort: number | undefined;
    readonly natGateways: number;
    readonly cpu: number;
    readonly memory: number;
    readonly containerPort: number;
    /** Share of a tier's instances that a color has, in percent. */
    readonly size: { readonly blue: number; readonly green: number };
    readonly deploySeconds: number;
    readonly settleSeconds: number;
    readonly alarmTopicArn: string | undefined;
    /** Tiers for which some color names a folder to build, also one that is off. */
    readonly builtTiers: string[];
    readonly deletionProtection: boolean;
}

/** The targets that this project can deploy to. */
export const TARGETS = ["haproxy", "aws"] as const;
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
        drain: { deadlineMinutes: config.requireNumber("drainMinutes"), force: config.requireBoolean("force") },
        gate: {
            freshClients: config.requireNumber("gateClients"),
            deadlineSeconds: config.requireNumber("gateSeconds"),
        },
        stopSeconds: config.requireNumber("stopSeconds"),
        haproxy: {
            port: config.requireNumber("port"),
            address: config.require("address"),
            publicUrl: config.require("publicUrl") || undefined,
            certificateFile: config.require("certificateFile") || undefined,
            statsPort: config.requireNumber("statsPort") || undefined,
            stateFolder: config.require("stateFolder") || undefined,
            affinity: config.requireBoolean("affinity"),
            startSeconds: config.requireNumber("startSeconds"),
            healthSeconds: config.requireNumber("healthSeconds"),
        },
        aws: {
            hosts: list(config.require("hosts")),
            certificateArn: config.require("certificateArn") || undefined,
            hostedZoneId: config.require("hostedZoneId") || undefined,
            plainHttp: config.requireBoolean("plainHttp"),
            listenerPort: config.requireNumber("listenerPort") || undefined,
            natGateways: config.requireNumber("natGateways"),
            cpu: config.requireNumber("cpu"),
            memory: config.requireNumber("memory"),
            containerPort: config.requireNumber("containerPort"),
            size: { blue: config.requireNumber("blueSize"), green: config.requireNumber("greenSize") },
            deploySeconds: config.requireNumber("deploySeconds"),
            settleSeconds: config.requireNumber("settleSeconds"),
            builtTiers: ["Frontend", "Backend"].flatMap((tier) =>
                ["blue", "green"].some((color) => isFolder(config.require(color + tier))) ? [tier.toLowerCase()] : [],
            ),
            alarmTopicArn: config.require("alarmTopicArn") || undefined,
            deletionProtection: config.requireBoolean("deletionProtection"),
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
        `target: must be ${TARGETS.join(" or ")}, got "${text}"; run: pulumi config set target ${TARGETS[0]}`,
    );
}

function color(config: ConfigReader, name: "blue" | "green"): ColorSettings | undefined {
    const release = config.require(`${name}Release`);
    if (release === "") return undefined;
    return { release, frontend: config.require(`${name}Frontend`), backend: config.require(`${name}Backend`) };
}

function list(text: string): string[] {
    return text
        .split(",")
        .map((one) => one.trim())
        .filter((one) => one !== "");
}
