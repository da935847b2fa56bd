import { mkdtempSync, realpathSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { basename, join } from "node:path";
import type { RouterSpec } from "../../components/haproxy/config/spec";
import {
    createSet,
    deleteSet,
    type InstanceSet,
    orphans,
    reapOrphans,
} from "../../components/haproxy/runtime/instances";
import { freePorts } from "../../components/haproxy/runtime/ports";
import { applyRouter, oldWorkersGone, stopRouter } from "../../components/haproxy/runtime/router";
import { applyTraffic } from "../../components/haproxy/runtime/traffic";
import {
    type App,
    COLORS,
    Color,
    normalise,
    Order,
    onEveryTier,
    type Releases,
    type TierWeights,
    type Weights,
} from "../../components/release";
import { freePort } from "../../tools/stack/pulumiStack";
import { contractApp } from "./contractApp";
import type { RouterOptions, TargetRouter } from "./target";

/** HAProxy with instances of the contract app on a temp folder. */
export class LocalRouter implements TargetRouter {
    readonly folder = realpathSync(mkdtempSync(join(tmpdir(), "bg-")));
    readonly app: App;
    private readonly censusSeconds: number;
    private readonly sets: { color: Color; release: string; tier: string; set: InstanceSet }[] = [];
    private epoch = 0;
    private spec!: RouterSpec;

    constructor(
        options: RouterOptions,
        readonly port: number,
        private readonly statsPort: number,
    ) {
        const { instances = 1, session, drain } = options;
        const { app, censusSeconds } = normalise("shop", {
            tiers: {
                frontend: { paths: ["/*"], health: { path: "/healthz", intervalSeconds: 0.2 }, instances },
                backend: { paths: ["/api/*"], health: { path: "/api/healthz", intervalSeconds: 0.2 }, instances },
            },
            blue: { release: "v1" },
            traffic: { active: "blue" },
            session,
            drain,
        });
        this.app = app;
        this.censusSeconds = censusSeconds;
    }

    /** Starts it with all new visitors on blue. */
    static async start(options: RouterOptions = {}): Promise<LocalRouter> {
        const [statsPort = 0] = await freePorts("127.0.0.1", 1);
        const router = new LocalRouter(options, await freePort(), statsPort);
        try {
            await router.deploy(options.releases ?? { blue: "v1", green: "v2" });
            await router.weigh({ blue: 100, green: 0 });
            return router;
        } catch (error) {
            await router.dispose();
            throw error;
        }
    }

    get url(): string {
        return `http://127.0.0.1:${this.port}`;
    }

    get statusUrl(): string {
        return `http://127.0.0.1:${this.statsPort}/status`;
    }

    async deploy(releases: Releases): Promise<void> {
        for (const color of COLORS) {
            const release = releases[color];
            for (const { name } of this.app.tiers) {
                if (release && !this.find(color, name, release)) await this.start(color, name, release);
            }
        }
        await this.apply(releases);
        const kept = COLORS.flatMap((color) => Object.values(this.spec.servers[color] ?? {}).flat());
        if (orphans(this.folder, kept).length === 0) return;
        await oldWorkersGone(this.folder, 20);
        await reapOrphans(this.folder, kept, 5, quiet);
    }

    async weigh(weights: Weights): Promise<void> {
        await this.weighTiers(onEveryTier(this.app, weights));
    }

    async weighTiers(weights: TierWeights): Promise<void> {
        const active = (weights.frontend?.green ?? 0) > 50 ? Color.Green : Color.Blue;
        const wanted = { active, epoch: this.epoch++, order: Order.BackendFirst, pauseSeconds: 0 };
        await applyTraffic(this.folder, this.app, wanted, weights, quiet);
    }

    /** Gives the router another configuration, and with it another worker. */
    async reload(): Promise<void> {
        this.spec = { ...this.spec, requestTimeoutSeconds: this.spec.requestTimeoutSeconds + 1 };
        await applyRouter(this.spec, quiet);
    }

    async dispose(): Promise<void> {
        await stopRouter(this.folder);
        await Promise.all(this.sets.map(({ set }) => deleteSet(this.folder, set, 1)));
        rmSync(this.folder, { recursive: true, force: true });
    }

    private async apply(releases: Releases): Promise<void> {
        const serversOf = (color: Color) =>
            Object.fromEntries(
                this.app.tiers.map(({ name }) => [name, this.find(color, name, releases[color])?.set.instances ?? []]),
            );
        this.spec = {
            app: this.app,
            releases,
            servers: Object.fromEntries(COLORS.filter((one) => releases[one]).map((one) => [one, serversOf(one)])),
            folder: this.folder,
            listen: { address: "127.0.0.1", port: this.port },
            statsPort: this.statsPort,
            sticky: this.app.tiers.map(({ name }) => name),
            requestTimeoutSeconds: 60,
            censusSeconds: this.censusSeconds,
            connectionDrainSeconds: 60,
        };
        await applyRouter(this.spec, quiet);
    }

    private async start(color: Color, tier: string, release: string): Promise<void> {
        const { health, instances } = this.app.tiers.find(({ name }) => name === tier) ?? fail(tier);
        const set = await createSet(
            {
                folder: this.folder,
                tier,
                color,
                release,
                command: contractApp(basename(this.folder)),
                cwd: this.folder,
                env: {},
                instances,
                healthPath: health.path,
                startSeconds: 20,
                stopSeconds: 5,
            },
            quiet,
        );
        this.sets.push({ color, release, tier, set });
    }

    private find(color: Color, tier: string, release: string | undefined) {
        return this.sets.find((one) => one.color === color && one.tier === tier && one.release === release);
    }
}

const quiet = () => {};

function fail(tier: string): never {
    throw new Error(`no tier ${tier}`);
}
