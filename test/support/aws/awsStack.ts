import { createHash } from "node:crypto";
import { basename } from "node:path";
import { until } from "../../../components/haproxy/runtime/wait";
import type { Color } from "../../../components/release";
import { type Finished, freePort, PulumiStack } from "../../../tools/stack/pulumiStack";
import { Configured } from "../configured";
import { contractApp } from "../contractApp";
import { instanceAt } from "../instance";
import { killAll, processesNaming, type Seen } from "../processes";
import type { Census, Config, Facts, Instance, Live, TargetStack, Tier } from "../target";
import { AwsCloud } from "./awsCloud";
import type { SeenTask } from "./cloud/seen";
import { groupsOf, liveOf, ruleWithTag, TAGS } from "./live";

let stacks = 0;

/** Config that tests change is set from the start, so that {@link AwsStack.ensure} knows it. */
const DEFAULTS = {
    target: "aws",
    active: "blue",
    canary: "0",
    epoch: "0",
    blueRelease: "v1",
    greenRelease: "",
    force: "false",
    cookieless: "none",
    plainHttp: "true",
    deletionProtection: "false",
    deploySeconds: "60",
    settleSeconds: "1",
    stopSeconds: "5",
    gateSeconds: "20",
    frontendInstances: "1",
    backendInstances: "1",
    frontendWarmup: "/warm",
    backendWarmup: "/api/warm",
    sessionIdleSeconds: "1800",
};
/** Metrics of the balancer may be looked for this long after the session idle time. */
const LATE_SECONDS = 300;

/** What a deploy makes that may be left behind and runs nothing. */
const HARMLESS = ["aws:iam/role:Role", "aws:ec2/securityGroup:SecurityGroup"];

/** A stack of the contract app behind an application load balancer, in the stand-in for AWS. */
export class AwsStack extends Configured implements TargetStack {
    private readonly images = new Map<string, readonly string[]>();
    /** What images ran before {@link sicken}. */
    private readonly broken = new Map<string, readonly string[]>();

    private constructor(
        pulumi: PulumiStack,
        readonly cloud: AwsCloud,
    ) {
        super(pulumi);
    }

    /** Makes it and brings v1 up on blue. */
    static async create(config: Config = {}): Promise<AwsStack> {
        const pulumi = await PulumiStack.create({ name: `aws-${process.pid}-${++stacks}` });
        const cloud = await AwsCloud.start({ mark: basename(pulumi.home) });
        Object.assign(pulumi.environment, cloud.environment);
        const stack = new AwsStack(pulumi, cloud);
        stack.note({ ...DEFAULTS, listenerPort: String(await freePort()), ...config });
        try {
            const app = stack.app();
            const images = { blueFrontend: app, blueBackend: app, greenFrontend: app, greenBackend: app };
            await stack.mustUp({ ...images, ...stack.config });
            return stack;
        } catch (error) {
            await stack.dispose().catch(() => undefined);
            throw error;
        }
    }

    /** An image by digest that runs the contract app with these flags. */
    app(...flags: string[]): string {
        const command = contractApp(this.mark, `--cookie=${this.config.sessionIdleSeconds}`, ...flags);
        const digest = createHash("sha256").update(JSON.stringify(command)).digest("hex");
        const image = `registry.example.com/contract@sha256:${digest}`;
        this.images.set(image, command);
        return image;
    }

    async up(config: Config = {}): Promise<Finished> {
        this.note(config);
        await this.publish();
        return this.pulumi.run(this.upWith(config));
    }

    async mustUp(config: Config = {}): Promise<Finished> {
        this.note(config);
        await this.publish();
        return this.pulumi.must(this.upWith(config));
    }

    /** Makes the images of {@link app} known to the cloud; needed before an update that was started in another way. */
    async publish(): Promise<void> {
        await this.cloud.setImages(Object.fromEntries(this.images), true);
    }

    get url(): string {
        return `http://127.0.0.1:${this.config.listenerPort}`;
    }

    async live(): Promise<Live> {
        return liveOf(await this.cloud.rules(), await this.cloud.groups());
    }

    async seen(color: Color, tier: string, up: number): Promise<void> {
        const look = async () => ((await this.healthy(color, tier)) === up ? true : undefined);
        if (!(await until(20, look))) throw new Error(`${tier} ${color} never had ${up} instances up`);
    }

    async census(color: Color): Promise<Census> {
        const from = Date.now() - Number(this.config.sessionIdleSeconds) * 1000;
        const groups = groupsOf(await this.cloud.groups(), color);
        const requests = await Promise.all(groups.map(({ arn }) => this.cloud.requests(arn, from)));
        return { visitors: requests.reduce((total, count) => total + count, 0), addresses: 0 };
    }

    async emptied(_color: Color): Promise<void> {
        await this.cloud.ageRequests((Number(this.config.sessionIdleSeconds) + LATE_SECONDS) * 1000);
    }

    async backdate(color: Color, minutes: number): Promise<void> {
        const { RuleArn, tags } = ruleWithTag(await this.cloud.rules(), TAGS.since(color));
        const since = Date.parse(tags[TAGS.since(color)] ?? "") - minutes * 60_000;
        await this.cloud.setTags(RuleArn, { [TAGS.since(color)]: new Date(since).toISOString() });
    }

    async instances(color: Color, tier: Tier): Promise<Instance[]> {
        const tasks = await this.tasks(color, tier);
        return tasks.map(({ address, port, pid = 0 }) => instanceAt(`http://${address}:${port}`, tier, pid));
    }

    /** The image is broken too: ECS puts other tasks in the place of unfit ones. */
    async sicken(color: Color, tier: Tier): Promise<void> {
        for (const { image } of await this.tasks(color, tier)) {
            const command = this.images.get(image) ?? [];
            this.broken.set(image, command);
            this.images.set(image, [...command, "--deaf"]);
        }
        await this.publish();
        for (const instance of await this.instances(color, tier)) await instance.control("disable");
        await this.seen(color, tier, 0);
    }

    async heal(color: Color, tier: Tier): Promise<void> {
        for (const [image, command] of this.broken) this.images.set(image, command);
        this.broken.clear();
        await this.publish();
        await this.seen(color, tier, Number(this.config[`${tier}Instances`]));
    }

    running(): number[] {
        return this.processes()
            .map(({ pid }) => pid)
            .sort((a, b) => a - b);
    }

    /** Rules with their tags, what each service goes for, and every process. */
    async facts(): Promise<Facts> {
        const routes = JSON.stringify(await this.cloud.rules());
        const services = await this.cloud.services();
        return {
            routes,
            applied: routes,
            services: services.map(({ name, desired, deployments }) => ({ name, desired, deployments })),
            pids: this.running(),
        };
    }

    /** Waits until every task that was replaced has ended. */
    async settle(): Promise<void> {
        const quiet = async () => {
            const tasks = await this.cloud.tasks();
            return tasks.every(({ status }) => status === "RUNNING") ? true : undefined;
        };
        if (!(await until(60, quiet))) throw new Error("a task that was replaced does not end");
    }

    killRouter(): Promise<void> {
        return this.cloud.setBalancer("fail");
    }

    /** AWS does it. */
    reviveRouter(): Promise<void> {
        return this.cloud.setBalancer("recover");
    }

    async strays(): Promise<string[]> {
        const led = new Set((await this.cloud.tasks()).map(({ pid }) => pid));
        const left = this.processes().flatMap(({ pid, command }) => (led.has(pid) ? [] : [command]));
        const resources = await this.cloud.resources();
        const isDestroyed = !resources.some((name) => name.startsWith("aws:lb/loadBalancer:"));
        return isDestroyed ? [...left, ...resources] : left;
    }

    async tidy(): Promise<void> {
        const { stdout } = await this.pulumi.must(["stack", "export", "--stack", this.pulumi.name]);
        const known = new Set(JSON.parse(stdout).deployment.resources?.map(({ id }: { id?: string }) => id));
        for (const resource of await this.cloud.resources()) {
            const [type = "", key = ""] = resource.split(" ");
            if (HARMLESS.includes(type) && !known.has(key)) await this.cloud.remove(type, key);
        }
    }

    async dispose(): Promise<void> {
        const complaint = await this.pulumi.dispose();
        const resources = await this.cloud.resources();
        await this.cloud.close();
        const left = this.processes();
        killAll(left.map(({ pid }) => pid));
        if (complaint) throw new Error(complaint);
        if (left.length > 0) throw new Error(`left running: ${left.map(({ command }) => command).join("\n")}`);
        if (resources.length > 0) throw new Error(`left in the cloud: ${resources.join("\n")}`);
    }

    /** Instances of this stack, also those that nobody remembers. */
    private processes(): Seen[] {
        return processesNaming(this.mark).filter(({ command }) => command.includes("contractServer"));
    }

    /** The tasks that run of a color's tier. */
    private async tasks(color: Color, tier: Tier): Promise<SeenTask[]> {
        return (await this.cloud.tasks()).filter(
            ({ environment: { COLOR, TIER }, status }) => COLOR === color && TIER === tier && status === "RUNNING",
        );
    }

    private async healthy(color: Color, tier: string): Promise<number> {
        const groups = groupsOf(await this.cloud.groups(), color, tier);
        return groups.flatMap(({ health }) => health).filter((state) => state === "healthy").length;
    }

    private get mark(): string {
        return basename(this.pulumi.home);
    }
}
