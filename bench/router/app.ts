import type { RouterSpec, Server } from "../../components/haproxy/config/spec";
import { freePorts } from "../../components/haproxy/runtime/ports";
import { haproxySettings } from "../../components/haproxy/settings";

const INSTANCES = 2;

/** A two-tier app in two releases with every setting at its default, as the router gets to know it. */
export async function benchSpec(folder: string): Promise<RouterSpec> {
    const host = "127.0.0.1";
    const ports = await freePorts(host, 2 + 4 * INSTANCES);
    const next = () => ports.pop() ?? 0;
    const none = { command: ["none"], cwd: folder };
    const color = (release: string) => ({ release, commands: { frontend: none, backend: none } });
    const settings = haproxySettings("bench", {
        tiers: {
            frontend: { paths: ["/*"], health: { path: "/healthz" } },
            backend: { paths: ["/api/*"], health: { path: "/api/healthz" } },
        },
        blue: color("v1"),
        green: color("v2"),
        traffic: { active: "blue" },
        port: next(),
    });
    const servers = (release: string): Server[] =>
        Array.from({ length: INSTANCES }, (_, index) => ({ name: `${release}-${index + 1}`, port: next(), pid: 0 }));
    const tiers = (release: string) => ({ frontend: servers(release), backend: servers(release) });
    return { ...settings, servers: { blue: tiers("v1"), green: tiers("v2") }, folder, statsPort: next() };
}

/** The servers of a color and tier. */
export function serversOf(spec: RouterSpec, color: "blue" | "green", tier: "frontend" | "backend"): readonly Server[] {
    return spec.servers[color]?.[tier] ?? [];
}
