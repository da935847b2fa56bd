import { resolve } from "node:path";
import { RunError } from "@pulumi/pulumi";
import { type Color, HaproxyBlueGreen, type HaproxyReleaseArgs, type HaproxyTierArgs } from "@seesaw/blue-green";
import { parse } from "shell-quote";
import type { ColorSettings, Settings, TierSettings } from "./settings";

/** Commands in the config are relative to the project's root. */
const ROOT = resolve(__dirname, "..");

/** The app on this machine, behind HAProxy. */
export function deployHaproxy(settings: Settings): HaproxyBlueGreen {
    const { haproxy } = settings;
    const tier = ({ path, health, warmup, instances }: TierSettings): HaproxyTierArgs => ({
        paths: [path],
        health: { path: health, intervalSeconds: settings.healthSeconds },
        warmupPaths: warmup,
        instances,
        affinity: haproxy.affinity,
        startSeconds: haproxy.startSeconds,
        stopSeconds: settings.stopSeconds,
    });
    return new HaproxyBlueGreen(settings.app, {
        tiers: { frontend: tier(settings.frontend), backend: tier(settings.backend) },
        blue: settings.blue && releaseOf("blue", settings.blue),
        green: settings.green && releaseOf("green", settings.green),
        traffic: settings.traffic,
        session: settings.session,
        pins: settings.pins,
        drain: settings.drain,
        gate: settings.gate,
        port: haproxy.port,
        address: haproxy.address,
        publicUrl: settings.publicUrl,
        certificateFile: haproxy.certificateFile,
        statsPort: haproxy.statsPort,
        stateFolder: haproxy.stateFolder,
    });
}

function releaseOf(color: Color, { release, frontend, backend }: ColorSettings): HaproxyReleaseArgs {
    const process = (key: string, command: string) => ({ command: words(key, command), cwd: ROOT });
    return {
        release,
        commands: { frontend: process(`${color}Frontend`, frontend), backend: process(`${color}Backend`, backend) },
    };
}

/** The words of a command. Nothing runs through a shell, so what only a shell understands is refused. */
function words(key: string, command: string): string[] {
    const found = parse(command, (variable) => ({ op: `$${variable}` }));
    if (found.every((word) => typeof word === "string")) return found;
    throw new RunError(
        `${key}: must be a program with arguments, without shell operators and variables, ` +
            `got ${JSON.stringify(command)}; put the line into a script and name that`,
    );
}
