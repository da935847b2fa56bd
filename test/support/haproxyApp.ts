import type { HaproxyBlueGreenArgs, HaproxyReleaseArgs, HaproxyTierArgs, ProcessArgs } from "../../components/haproxy";
import type { Answers } from "./harness";

/** A frontend and a backend. */
export const TIERS = {
    frontend: { paths: ["/*"], health: { path: "/healthz" }, instances: 2 },
    backend: { paths: ["/api/*"], health: { path: "/api/healthz" }, instances: 3, warmupPaths: ["/api/products"] },
} satisfies Record<string, HaproxyTierArgs>;

/** A release of both tiers. */
export function releaseArgs(release: string, env?: ProcessArgs["env"]): HaproxyReleaseArgs {
    return {
        release,
        commands: {
            frontend: { command: ["node", "page.js"], cwd: `/srv/${release}/frontend`, ...(env ? { env } : {}) },
            backend: { command: ["node", "api.js", "--quiet"], cwd: `/srv/${release}/backend` },
        },
    };
}

/** Typical arguments: two tiers, both colors on, blue is live. */
export function typicalArgs(changes: Partial<HaproxyBlueGreenArgs> = {}): HaproxyBlueGreenArgs {
    return {
        tiers: TIERS,
        blue: releaseArgs("v1"),
        green: releaseArgs("v2"),
        traffic: { active: "blue", canaryPercent: 10, epoch: 4 },
        port: 8080,
        ...changes,
    };
}

export const FOLDER = "/var/lib/shop";
export const STATS_PORT = 21234;

/** One instance as a mocked set of instances says that it runs. */
export function runningOf(name: string) {
    return [{ name: `${name}-1`, port: 22001, pid: 4711, startTime: "12@boot" }];
}

/** What the engine would answer once all is made. */
export const made: Answers = (type, name) => {
    if (type.endsWith(":StateFolder")) return { path: FOLDER, statsPort: STATS_PORT, owner: "0123456789abcdef" };
    if (type.endsWith(":Instances")) return { running: runningOf(name) };
    if (type.endsWith(":Router")) return { pid: 4700, digest: "d" };
    return {};
};

/** What is known of it in the preview of a first update: nothing that the update has to find out. */
export const planned: Answers = (type) => (type.endsWith(":StateFolder") ? { path: FOLDER } : {});
