import { basename } from "node:path";
import { version } from "@pulumi/kubernetes/package.json";
import { until } from "../../../components/haproxy/runtime/wait";
import { serviceName } from "../../../components/kubernetes/names";
import type { Color } from "../../../components/release";
import { type Finished, PulumiStack } from "../../../tools/stack/pulumiStack";
import { freshClient } from "../../../tools/traffic";
import { Configured } from "../configured";
import { instanceAt } from "../instance";
import { pathWithPlugin } from "../plugin/path";
import { killAll } from "../processes";
import type { Census, Config, Facts, Instance, Live, TargetStack, Tier } from "../target";
import { type AppPod, AppSpace } from "./appSpace";
import { Cluster } from "./cluster";
import { ContractImages } from "./contractImages";
import { doorOf } from "./door";
import { liveOf, routeSaying, SAYS } from "./liveRoutes";
import { GATEWAY_API } from "./objects";
import { type PodInstance, podInstances } from "./podInstances";
import { serversOf } from "./routerView";

let stacks = 0;

/** Config that tests change is set from the start, so that {@link KubeStack.ensure} knows it. */
const DEFAULTS = {
    active: "blue",
    canary: "0",
    epoch: "0",
    blueRelease: "v1",
    greenRelease: "",
    force: "false",
    cookieless: "none",
    deploySeconds: "60",
    settleSeconds: "1",
    stopSeconds: "5",
    healthSeconds: "1",
    gateSeconds: "20",
    frontendInstances: "1",
    backendInstances: "1",
    frontendWarmup: "/warm",
    backendWarmup: "/api/warm",
    sessionIdleSeconds: "1800",
    kubernetesCpu: "10m",
    kubernetesMemory: "96Mi",
    kubernetesCensusPath: "/census",
};

/** A stack of the contract app behind a Gateway of the cluster. */
export class KubeStack extends Configured implements TargetStack {
    private readonly space: AppSpace;

    private constructor(
        pulumi: PulumiStack,
        private readonly cluster: Cluster,
        private readonly images: ContractImages,
    ) {
        super(pulumi);
        this.space = new AppSpace(cluster.api, `shop-${pulumi.name}`);
    }

    /** Makes it and brings v1 up on blue. */
    static async create(config: Config = {}): Promise<KubeStack> {
        const cluster = Cluster.get();
        const images = await ContractImages.create(cluster);
        const pulumi = await PulumiStack.create({ name: `kube-${process.pid}-${++stacks}` });
        const PATH = pathWithPlugin("kubernetes", version);
        Object.assign(pulumi.environment, { KUBECONFIG: cluster.facts.kubeconfig, PATH });
        const stack = new KubeStack(pulumi, cluster, images);
        stack.note({ ...DEFAULTS, ...(await doorOf(cluster)), ...config });
        try {
            const app = stack.app();
            const named = { blueFrontend: app, blueBackend: app, greenFrontend: app, greenBackend: app };
            await stack.mustUp({ ...named, ...stack.config });
            return stack;
        } catch (error) {
            await stack.dispose().catch(() => undefined);
            throw error;
        }
    }

    /** An image by digest that runs the contract app with these flags. */
    app(...flags: string[]): string {
        const cookie = [`--cookie=${this.config.sessionIdleSeconds}`, "--cookie-for-api"];
        return this.images.name(`--mark=${this.mark}`, ...cookie, ...flags);
    }

    async up(config: Config = {}): Promise<Finished> {
        this.note(config);
        await this.images.push();
        return this.pulumi.run(this.upWith(config));
    }

    async mustUp(config: Config = {}): Promise<Finished> {
        this.note(config);
        await this.images.push();
        return this.pulumi.must(this.upWith(config));
    }

    get url(): string {
        return this.config.publicUrl ?? "";
    }

    async live(): Promise<Live> {
        return liveOf(await this.space.routing());
    }

    async seen(color: Color, tier: Tier, up: number): Promise<void> {
        const look = async () => {
            const live = (await this.live()).colors[color];
            if (live?.up[tier] !== up) return undefined;
            const name = serviceName("shop", tier, color, live.release);
            const servers = await serversOf(this.cluster.facts.routerApi, this.space.namespace, name);
            return (servers ?? up) === up ? true : undefined;
        };
        if (!(await until(60, look))) throw new Error(`${tier} ${color} never had ${up} instances up`);
    }

    async census(color: Color): Promise<Census> {
        const all = await Promise.all([this.instances(color, "frontend"), this.instances(color, "backend")]);
        const counts = await Promise.all(all.flat().map((instance) => instance.ask("/census")));
        return { visitors: counts.reduce((total, { body }) => total + Number(body), 0), addresses: 0 };
    }

    async emptied(color: Color): Promise<void> {
        const all = await Promise.all([this.instances(color, "frontend"), this.instances(color, "backend")]);
        for (const instance of all.flat()) await instance.control("forget");
    }

    async backdate(color: Color, minutes: number): Promise<void> {
        const { metadata } = routeSaying(await this.space.routing(), SAYS.since(color));
        const since = Date.parse(metadata.annotations?.[SAYS.since(color)] ?? "") - minutes * 60_000;
        await this.space.annotate([GATEWAY_API, "HTTPRoute", metadata.name], {
            [SAYS.since(color)]: new Date(since).toISOString(),
        });
    }

    async instances(color: Color, tier: Tier): Promise<Instance[]> {
        const processes = this.processes();
        return (await this.space.pods(color, tier)).flatMap((pod) => {
            const own = processes.find((one) => one.pod === pod.name);
            return own ? [this.instance(pod, own, tier)] : [];
        });
    }

    async sicken(color: Color, tier: Tier): Promise<void> {
        for (const instance of await this.instances(color, tier)) await instance.control("disable");
        await this.seen(color, tier, 0);
    }

    async heal(color: Color, tier: Tier): Promise<void> {
        const instances = await this.instances(color, tier);
        for (const instance of instances) await instance.control("enable");
        await this.seen(color, tier, instances.length);
    }

    running(): number[] {
        return this.processes()
            .map(({ id }) => id)
            .sort((a, b) => a - b);
    }

    /** Routes with their annotations, what each Deployment wants, and every process. */
    async facts(): Promise<Facts> {
        const routes = await this.space.routesAsText();
        return {
            routes,
            applied: routes,
            deployments: await this.space.deployments(),
            services: await this.space.serviceNames(),
            pids: this.running(),
        };
    }

    async settle(): Promise<void> {
        const quiet = async () => ((await this.space.isSettled()) ? true : undefined);
        if (!(await until(60, quiet))) throw new Error("a pod that was replaced does not end");
    }

    /** Deletes so many pods of a tier without any grace; others are made in their place. */
    async killPods(color: Color, tier: Tier, count: number): Promise<void> {
        const pods = (await this.space.pods(color, tier)).slice(0, count);
        await this.cluster.killPods(
            this.space.namespace,
            pods.map(({ name }) => name),
        );
    }

    killRouter(): Promise<void> {
        return this.cluster.order("traefik", "kill");
    }

    /** Whoever runs the controller as a service does it. */
    async reviveRouter(): Promise<void> {
        await this.cluster.order("traefik", "start");
        const status = () =>
            freshClient(this.url, "/", {}).then(
                (answer) => answer.status,
                () => undefined,
            );
        const serves = async () => ((await status()) === 200 ? true : undefined);
        if (!(await until(60, serves))) throw new Error("the controller that was started again serves nothing");
    }

    async strays(): Promise<string[]> {
        const pods = await this.space.podNames();
        const left = this.processes().flatMap(({ pod, command }) => (pods.includes(pod) ? [] : [`${pod}: ${command}`]));
        return (await this.space.isServed()) ? left : [...left, ...(await this.space.objects())];
    }

    /** Killed updates leave what the next one takes over by its name. */
    async tidy(): Promise<void> {}

    async dispose(): Promise<void> {
        const complaint = await this.pulumi.dispose();
        const objects = await this.space.objects();
        const left = this.processes();
        await this.space.remove();
        killAll(this.processes().map(({ pid }) => pid));
        if (complaint) throw new Error(complaint);
        if (left.length > 0) throw new Error(`left running: ${left.map(({ command }) => command).join("\n")}`);
        if (objects.length > 0) throw new Error(`left in the cluster: ${objects.join("\n")}`);
    }

    private instance({ address, port }: AppPod, { pid, id }: PodInstance, tier: Tier): Instance {
        return { ...instanceAt(`http://${address}:${port}`, tier, id), kill: () => killAll([pid]) };
    }

    /** Instances of this stack, also those that nobody remembers. */
    private processes(): PodInstance[] {
        return podInstances(this.mark);
    }

    private get mark(): string {
        return basename(this.pulumi.home);
    }
}
