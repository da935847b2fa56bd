import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { listenerRules } from "../../../components/aws/rules/listenerRules";
import { freePorts } from "../../../components/haproxy/runtime/ports";
import { until } from "../../../components/haproxy/runtime/wait";
import {
    type App,
    COLORS,
    type Color,
    normalise,
    onEveryTier,
    type Releases,
    type TierWeights,
    type Weights,
} from "../../../components/release";
import { freePort } from "../../../tools/stack/pulumiStack";
import { contractApp } from "../contractApp";
import type { RouterOptions, TargetRouter } from "../target";
import { Alb } from "./alb/alb";
import type { Rule } from "./alb/shapes";
import { apiRule, groupName } from "./apiRules";

const HOST = "127.0.0.1";
const LISTENER = "listener";
const TIERS = {
    frontend: { paths: ["/*"], health: { path: "/healthz" } },
    backend: { paths: ["/api/*"], health: { path: "/api/healthz" } },
};

/** Instances of one release of a tier. */
interface Set {
    readonly color: Color;
    readonly tier: string;
    readonly release: string;
    readonly instances: readonly { readonly port: number; readonly process: ChildProcess }[];
}

/** A load balancer with instances of the contract app as its targets. */
export class AlbRouter implements TargetRouter {
    private readonly app: App;
    private readonly alb = new Alb({ address: HOST, timeScale: 50 });
    private sets: Set[] = [];
    private releases: Releases = {};
    private weights: TierWeights;

    private constructor(
        private readonly options: RouterOptions,
        private readonly port: number,
    ) {
        this.app = appOf(options);
        this.weights = onEveryTier(this.app, { blue: 100, green: 0 });
    }

    /** Starts it with all new visitors on blue. */
    static async start(options: RouterOptions = {}): Promise<AlbRouter> {
        const router = new AlbRouter(options, await freePort());
        try {
            await router.open();
            await router.deploy(options.releases ?? { blue: "v1", green: "v2" });
            return router;
        } catch (error) {
            await router.dispose();
            throw error;
        }
    }

    get url(): string {
        return `http://${HOST}:${this.port}`;
    }

    async deploy(releases: Releases): Promise<void> {
        for (const color of COLORS) {
            const release = releases[color];
            for (const { name: tier, health } of this.app.tiers) {
                if (release && !this.sets.some((one) => one.tier === tier && one.release === release)) {
                    await this.launch(color, tier, release, health.path);
                }
            }
        }
        this.releases = releases;
        await this.reload();
        const left = this.sets.filter(({ color, release }) => releases[color] !== release);
        this.sets = this.sets.filter((set) => !left.includes(set));
        await Promise.all(left.map((set) => this.stop(set)));
    }

    async weigh(weights: Weights): Promise<void> {
        await this.weighTiers(onEveryTier(this.app, weights));
    }

    async weighTiers(weights: TierWeights): Promise<void> {
        this.weights = weights;
        await this.reload();
    }

    async reload(): Promise<void> {
        for (const rule of apiRulesOf(this.app, this.releases, this.weights)) this.alb.putRule(LISTENER, rule);
    }

    async dispose(): Promise<void> {
        await this.alb.close();
        for (const { instances } of this.sets) for (const { process } of instances) process.kill("SIGKILL");
    }

    /** Listener, target groups and rules, without any instance. */
    private async open(): Promise<void> {
        const nothing = [{ Type: "fixed-response" as const, FixedResponseConfig: { StatusCode: "404" } }];
        const listener = { ListenerArn: LISTENER, Port: this.port, Protocol: "HTTP" as const, DefaultActions: nothing };
        await this.alb.putListener(listener);
        for (const { name, health } of this.app.tiers) {
            for (const color of COLORS) {
                const group = {
                    TargetGroupArn: groupName(name, color),
                    Port: 8080,
                    HealthCheckPath: health.path,
                    HealthCheckIntervalSeconds: 5,
                    HealthCheckTimeoutSeconds: 2,
                    HealthyThresholdCount: 2,
                    UnhealthyThresholdCount: 2,
                    Matcher: { HttpCode: "200" },
                };
                this.alb.putTargetGroup(group, { "deregistration_delay.timeout_seconds": "60" });
            }
        }
        await this.reload();
    }

    private async launch(color: Color, tier: string, release: string, health: string): Promise<void> {
        const ports = await freePorts(HOST, this.options.instances ?? 1);
        const [program = "", ...args] = contractApp(`alb-${process.pid}`, "--cookie=1800");
        const instances = ports.map((port) => {
            const env = { RELEASE: release, COLOR: color, TIER: tier, PORT: String(port), HOST };
            return { port, process: spawn(program, args, { env, stdio: "ignore" }) };
        });
        this.sets.push({ color, tier, release, instances });
        for (const { port } of instances) {
            const answers = () => fetch(`http://${HOST}:${port}${health}`).catch(() => undefined);
            if (!(await until(20, answers))) throw new Error(`${tier} of ${release} does not answer on port ${port}`);
            this.alb.register(groupName(tier, color), { Id: HOST, Port: port });
        }
        const states = () =>
            this.alb.targetHealth(groupName(tier, color)).map(({ TargetHealth }) => TargetHealth.State);
        const healthy = () => (states().every((state) => state === "healthy") ? true : undefined);
        if (!(await until(20, healthy))) throw new Error(`${tier} of ${release} is ${states().join(", ")}`);
    }

    private async stop({ color, tier, instances }: Set): Promise<void> {
        const group = groupName(tier, color);
        await Promise.all(instances.map(({ port }) => this.alb.deregister(group, { Id: HOST, Port: port })));
        const ended = instances.map(({ process }) => once(process, "exit"));
        for (const { process } of instances) process.kill("SIGTERM");
        await Promise.all(ended);
    }
}

/** The rules that the load balancer gets for some releases, as the API has them. */
export function apiRulesOf(app: App, releases: Releases, weights: TierWeights): Rule[] {
    const declared = Object.keys(TIERS);
    const plan = { app, declared, hosts: [], firstPriority: 1000, releases, weights, sticky: true };
    return listenerRules(plan).map(apiRule);
}

/** The app of the scenarios, as a load balancer can serve it. */
export function appOf({ session }: RouterOptions = {}): App {
    const releases = { blue: { release: "v1" }, traffic: { active: "blue" } };
    return normalise("shop", { tiers: TIERS, ...releases, session: { cookieless: "none", ...session } }).app;
}
