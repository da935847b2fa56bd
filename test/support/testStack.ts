import { existsSync, readFileSync } from "node:fs";
import { basename, join } from "node:path";
import { type RouterStatus, readStatus } from "../../components/gate/status";
import { files, type RouterSpec, type Server } from "../../components/haproxy/config/spec";
import { oldWorkersGone } from "../../components/haproxy/runtime/router";
import { ask } from "../../components/haproxy/runtime/socket";
import { until } from "../../components/haproxy/runtime/wait";
import { COLORS, type Color } from "../../components/release";
import { type Finished, freePort, PulumiStack } from "../../tools/stack/pulumiStack";
import { contractApp } from "./contractApp";
import { killAll, processesNaming, type Seen } from "./processes";

let stacks = 0;

/** Config that tests change is set from the start, so that {@link TestStack.configured} knows it. */
const DEFAULTS = {
    target: "haproxy",
    active: "blue",
    canary: "0",
    epoch: "0",
    blueRelease: "v1",
    greenRelease: "",
    force: "false",
    certificateFile: "",
    stateFolder: "",
    startSeconds: "20",
    stopSeconds: "5",
    gateSeconds: "20",
    frontendInstances: "1",
    backendInstances: "1",
    frontendWarmup: "/warm",
    backendWarmup: "/api/warm",
};

/** A throw-away stack of this project that runs the contract app, and what a test wants to know of it. */
export class TestStack {
    private config: Readonly<Record<string, string>> = {};

    private constructor(readonly pulumi: PulumiStack) {}

    /** Makes it and brings v1 up on blue. */
    static async create(config: Readonly<Record<string, string>> = {}): Promise<TestStack> {
        const pulumi = await PulumiStack.create({ name: `dataplane-${process.pid}-${++stacks}` });
        const stack = new TestStack(pulumi);
        try {
            const app = stack.command();
            await stack.mustUp({
                ...DEFAULTS,
                port: String(await freePort()),
                blueFrontend: app,
                blueBackend: app,
                greenFrontend: app,
                greenBackend: app,
                ...config,
            });
            return stack;
        } catch (error) {
            await stack.dispose();
            throw error;
        }
    }

    /** The command of an instance, with flags that make it break the contract. */
    command(...flags: string[]): string {
        return contractApp(this.mark, ...flags).join(" ");
    }

    get folder(): string {
        return join(this.pulumi.home, "state/blue-green/blue-green", this.pulumi.name, "shop");
    }

    /** Sets config and runs `pulumi up`, as one command. */
    up(config: Readonly<Record<string, string>> = {}): Promise<Finished> {
        this.config = { ...this.config, ...config };
        return this.pulumi.run(this.upWith(config));
    }

    /** The same, and it has to succeed. */
    async mustUp(config: Readonly<Record<string, string>> = {}): Promise<Finished> {
        this.config = { ...this.config, ...config };
        return this.pulumi.must(this.upWith(config));
    }

    /** Brings the stack to these values; does nothing when the last update set them already. */
    async ensure(config: Readonly<Record<string, string>>): Promise<void> {
        if (Object.entries(config).some(([key, value]) => this.config[key] !== value)) await this.mustUp(config);
    }

    /** The values of some keys as they were last set. */
    configured(keys: readonly string[]): Record<string, string> {
        return Object.fromEntries(
            keys.map((key) => {
                const value = this.config[key];
                if (value === undefined) throw new Error(`${key}: was never set`);
                return [key, value];
            }),
        );
    }

    /** Notes config that was applied in another way, for {@link ensure}. */
    note(config: Readonly<Record<string, string>>): void {
        this.config = { ...this.config, ...config };
    }

    /** The arguments of an update with some config. */
    upWith(config: Readonly<Record<string, string>>): string[] {
        const pairs = Object.entries(config).flatMap(([key, value]) => ["--config", `${key}=${value}`]);
        return ["up", "--yes", "--skip-preview", "--stack", this.pulumi.name, ...pairs];
    }

    get spec(): RouterSpec {
        return JSON.parse(readFileSync(files(this.folder).spec, "utf8")) as RouterSpec;
    }

    get url(): string {
        return `http://127.0.0.1:${this.spec.listen.port}`;
    }

    servers(color: Color, tier: string): readonly Server[] {
        return this.spec.servers[color]?.[tier] ?? [];
    }

    /** Everything the router says of itself. */
    async status(): Promise<RouterStatus> {
        const status = await readStatus(`http://127.0.0.1:${this.spec.statsPort}/status`);
        if (!status) throw new Error("the router has no status");
        return status;
    }

    /** Waits until the router sees as many instances of a tier as fit for new visitors. */
    async seen(color: Color, tier: string, up: number): Promise<void> {
        const look = async () => ((await this.status()).colors[color]?.up[tier] === up ? true : undefined);
        if (!(await until(20, look))) throw new Error(`${tier} ${color} never had ${up} instances up`);
    }

    /** All that an update could change: configuration, map, what the running worker has, and every process. */
    async facts() {
        const { config, map, traffic, socket } = files(this.folder);
        const text = (file: string) => (existsSync(file) ? readFileSync(file, "utf8") : undefined);
        const { active, epoch, colors } = await this.status();
        return {
            config: text(config),
            map: text(map),
            traffic: text(traffic),
            running: /^description: (\S+)$/m.exec(await ask(socket, "show info"))?.[1],
            live: { active, epoch, weights: COLORS.map((color) => colors[color]?.weights) },
            pids: this.processes().map(({ pid }) => pid),
        };
    }

    /** Instances and router of this stack, also those that nobody remembers. */
    processes(): Seen[] {
        return processesNaming(this.mark);
    }

    /** The instances among them. */
    instances(): Seen[] {
        return this.processes().filter(({ command }) => !command.includes("haproxy"));
    }

    /** Waits until HAProxy's workers from before a reload have ended, with the connections that they kept. */
    async oldWorkersGone(): Promise<void> {
        if (!(await oldWorkersGone(this.folder, 60))) throw new Error("a worker from before a reload does not end");
    }

    /** Destroys everything. Throws when something was left, after it was ended. */
    async dispose(): Promise<void> {
        const complaint = await this.pulumi.dispose();
        const left = this.processes();
        killAll(left.map(({ pid }) => pid));
        if (complaint) throw new Error(complaint);
        if (left.length > 0) throw new Error(`left running: ${left.map(({ command }) => command).join("\n")}`);
    }

    private get mark(): string {
        return basename(this.pulumi.home);
    }
}
