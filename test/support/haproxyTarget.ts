import { renderConfig } from "../../components/haproxy/config/render";
import type { RouterSpec } from "../../components/haproxy/config/spec";
import type { Releases } from "../../components/release";
import { HAPROXY } from "./capabilities";
import { LocalRouter } from "./router";
import type { Target } from "./target";
import { TestStack } from "./testStack";

/** Processes on this machine behind HAProxy. */
export const haproxy: Target<TestStack, LocalRouter> = {
    name: "HAProxy",
    capabilities: HAPROXY,
    switched: ["shop-plan", "shop-gate", "shop-traffic", "shop-check"],
    around: ["shop"],
    updateMs: 4000,
    turns: 8,
    switches: 20,
    base: { target: "haproxy", cookieless: "source-address", certificateFile: "", stateFolder: "", startSeconds: "2" },
    tierMissing: "green\\.commands\\.backend\\.command: must be a list of words, a program and its arguments, got",
    stack: (config) => TestStack.create(config),
    router: (options) => LocalRouter.start(options),
    rules: (releases) => renderConfig(specOf(releases)).text,
};

/** Two tiers with one instance of each release. */
function specOf(releases: Releases): RouterSpec {
    const servers = (release: string) => ({
        frontend: [{ name: `${release}-1`, port: 1, pid: 1 }],
        backend: [{ name: `${release}-1`, port: 2, pid: 2 }],
    });
    return {
        app: new LocalRouter({}, 1, 2).app,
        releases,
        servers: Object.fromEntries(Object.entries(releases).map(([color, release]) => [color, servers(release)])),
        folder: "/srv/shop",
        listen: { address: "127.0.0.1", port: 8080 },
        statsPort: 8081,
        sticky: ["frontend", "backend"],
        requestTimeoutSeconds: 60,
        censusSeconds: 1800,
        connectionDrainSeconds: 60,
    };
}
