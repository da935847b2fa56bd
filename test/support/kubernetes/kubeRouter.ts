import { until } from "../../../components/haproxy/runtime/wait";
import { serviceName } from "../../../components/kubernetes/names";
import { httpRoutes } from "../../../components/kubernetes/routes/httpRoutes";
import {
    type App,
    COLORS,
    normalise,
    onEveryTier,
    type Releases,
    type TierWeights,
    type Weights,
} from "../../../components/release";
import { freshClient } from "../../../tools/traffic";
import type { RouterOptions, TargetRouter } from "../target";
import { Cluster } from "./cluster";
import { freeListener } from "./freeListener";
import { contractImage } from "./images";
import { deployment, gateway, httpRoute, type Manifest, service } from "./objects";
import { Scratch } from "./scratch";

const TIERS = {
    frontend: { paths: ["/*"], health: { path: "/healthz" } },
    backend: { paths: ["/api/*"], health: { path: "/api/healthz" } },
};
const APP = "shop";

/** A Gateway with pods of the contract app behind its routes. */
export class KubeRouter implements TargetRouter {
    private readonly app: App;
    private releases: Releases = {};
    private weights: TierWeights;
    /** Deployments that are there, by name. */
    private pods: string[] = [];
    private writes = 0;

    private constructor(
        private readonly options: RouterOptions,
        private readonly cluster: Cluster,
        private readonly scratch: Scratch,
        private readonly port: number,
    ) {
        this.app = appOf(options);
        this.weights = onEveryTier(this.app, { blue: 100, green: 0 });
    }

    /** Starts it with all new visitors on blue. */
    static async start(options: RouterOptions = {}): Promise<KubeRouter> {
        const cluster = Cluster.get();
        const port = await freeListener(cluster);
        const router = new KubeRouter(options, cluster, await Scratch.create(cluster), port);
        try {
            const { namespace } = router.scratch;
            await router.scratch.apply(gateway(namespace, APP, cluster.facts.gatewayClass, port));
            await router.deploy(options.releases ?? { blue: "v1", green: "v2" });
            return router;
        } catch (error) {
            await router.dispose();
            throw error;
        }
    }

    get url(): string {
        return `http://${this.cluster.facts.gatewayAddress}:${this.port}`;
    }

    async deploy(releases: Releases): Promise<void> {
        const { namespace } = this.scratch;
        const image = await contractImage(this.cluster, "--cookie=1800", "--cookie-for-api");
        const wanted: string[] = [];
        for (const color of COLORS) {
            const release = releases[color];
            for (const { name: tier } of release ? this.app.tiers : []) {
                const name = serviceName(APP, tier, color, release ?? "");
                const settings = { image, release: release ?? "", color, tier, replicas: this.options.instances ?? 1 };
                await this.scratch.apply(deployment(namespace, name, settings), service(namespace, name, name));
                wanted.push(name);
            }
        }
        for (const name of wanted) await this.scratch.deployed(name);
        this.releases = releases;
        await this.reload();
        for (const name of this.pods.filter((one) => !wanted.includes(one))) {
            await this.scratch.remove("apps/v1", "Deployment", name);
            await this.scratch.remove("v1", "Service", name);
        }
        this.pods = wanted;
    }

    weigh(weights: Weights): Promise<void> {
        return this.weighTiers(onEveryTier(this.app, weights));
    }

    async weighTiers(weights: TierWeights): Promise<void> {
        this.weights = weights;
        await this.writeDefaults();
    }

    async reload(): Promise<void> {
        await this.route("pins", this.rules().pins);
        await this.writeDefaults();
    }

    /** Writes them in the order of an update, and waits until the controller goes by each before it writes the next. */
    private async writeDefaults(): Promise<void> {
        for (const [tier, rules] of Object.entries(this.rules().defaults)) await this.route(tier, rules);
    }

    private rules() {
        const plan = { app: this.app, releases: this.releases, weights: this.weights };
        return httpRoutes({ ...plan, queryMatch: true, setsCookie: false, secure: false });
    }

    dispose(): Promise<void> {
        return this.scratch.dispose();
    }

    /** A rule that answers by itself tells that the controller has taken the object as it is now. */
    private async route(name: string, rules: readonly object[]): Promise<void> {
        const path = `/${name}-${++this.writes}`;
        const requestRedirect = { statusCode: 302, hostname: "applied" };
        const probe = {
            matches: [{ path: { type: "Exact", value: path } }],
            filters: [{ type: "RequestRedirect", requestRedirect }],
        };
        const route: Manifest = httpRoute(this.scratch.namespace, name, APP, [...rules, probe]);
        await this.scratch.apply(route);
        const applied = async () => ((await freshClient(this.url, path, {})).status === 302 ? true : undefined);
        if (!(await until(60, applied))) throw new Error(`the controller does not go by the route ${name}`);
    }
}

/** The app of the scenarios, as a Gateway can serve it. */
export function appOf({ session }: RouterOptions = {}): App {
    const releases = { blue: { release: "v1" }, traffic: { active: "blue" } };
    return normalise(APP, { tiers: TIERS, ...releases, session: { cookieless: "none", ...session } }).app;
}
