import * as pulumi from "@pulumi/pulumi";
import type { DrainArgs, GateArgs, SessionArgs, TrafficArgs } from "../components/release";

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
    readonly haproxy: HaproxySettings;
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
    readonly stopSeconds: number;
    readonly healthSeconds: number;
}

/** The targets that this project can deploy to. */
export const TARGETS = ["haproxy"] as const;
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
        haproxy: {
            port: config.requireNumber("port"),
            address: config.require("address"),
            publicUrl: config.require("publicUrl") || undefined,
            certificateFile: config.require("certificateFile") || undefined,
            statsPort: config.requireNumber("statsPort") || undefined,
            stateFolder: config.require("stateFolder") || undefined,
            affinity: config.requireBoolean("affinity"),
            startSeconds: config.requireNumber("startSeconds"),
            stopSeconds: config.requireNumber("stopSeconds"),
            healthSeconds: config.requireNumber("healthSeconds"),
        },
    };
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
