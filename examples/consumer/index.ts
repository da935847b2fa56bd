import { resolve } from "node:path";
import * as pulumi from "@pulumi/pulumi";
import { HaproxyBlueGreen, type HaproxyReleaseArgs } from "@seesaw/blue-green/haproxy";

const config = new pulumi.Config();
const builds = resolve(config.require("builds"));

/** What a color runs. An empty version turns it off. */
function release(version: string): HaproxyReleaseArgs | undefined {
    if (version === "") return undefined;
    const process = (tier: string) => ({ command: ["node", "server.mjs"], cwd: resolve(builds, version, tier) });
    return { release: version, commands: { frontend: process("frontend"), backend: process("backend") } };
}

const storefront = new HaproxyBlueGreen("storefront", {
    tiers: {
        frontend: { paths: ["/*"], health: { path: "/healthz" }, warmupPaths: ["/"] },
        backend: { paths: ["/api/*"], health: { path: "/api/healthz" }, warmupPaths: ["/api/products"], instances: 2 },
    },
    blue: release(config.require("blueVersion")),
    green: release(config.require("greenVersion")),
    traffic: {
        active: config.require("liveColor"),
        canaryPercent: config.requireNumber("trialPercent"),
        epoch: config.requireNumber("switchNumber"),
    },
    drain: { force: config.requireBoolean("retireNow") },
    port: config.requireNumber("port"),
    // This project's own names, for the commands in the outputs and for messages.
    commands: {
        activeKey: "liveColor",
        canaryKey: "trialPercent",
        epochKey: "switchNumber",
        blueReleaseKey: "blueVersion",
        greenReleaseKey: "greenVersion",
        forceKey: "retireNow",
    },
});

export const { url, activeColor, bluePreviewUrl, greenPreviewUrl, switchover, retire, statusUrl } = storefront;
