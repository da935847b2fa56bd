import type { GatewayBlueGreenArgs, GatewayReleaseArgs, GatewayTierArgs } from "../../../components/kubernetes";
import { imageOf } from "../albApp";
import type { Answers } from "../harness";

/** A frontend and a backend. */
export const GATEWAY_TIERS = {
    frontend: { paths: ["/*"], health: { path: "/healthz" }, instances: 2 },
    backend: { paths: ["/api/*"], health: { path: "/api/healthz" }, instances: 3, warmupPaths: ["/api/products"] },
} satisfies Record<string, GatewayTierArgs>;

/** A release of both tiers. */
export function gatewayRelease(release: string, changes: Partial<GatewayReleaseArgs> = {}): GatewayReleaseArgs {
    return {
        release,
        images: { frontend: imageOf("frontend", release), backend: imageOf("backend", release) },
        ...changes,
    };
}

/** Typical arguments: two tiers, both colors on, blue is live. */
export function gatewayArgs(changes: Partial<GatewayBlueGreenArgs> = {}): GatewayBlueGreenArgs {
    return {
        tiers: GATEWAY_TIERS,
        blue: gatewayRelease("v1"),
        green: gatewayRelease("v2"),
        traffic: { active: "blue", canaryPercent: 10, epoch: 4 },
        hosts: ["shop.example.com"],
        gateway: { className: "traefik", certificateSecrets: ["shop-tls"] },
        controller: "traefik",
        ...changes,
    };
}

/** What the engine would answer once all is made. */
export const gatewayMade: Answers = (type) =>
    type.endsWith(":GatewayPlan") ? { since: { blue: "", green: "2026-11-20T10:00:00.000Z" } } : {};
