import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { basename, join } from "node:path";
import { type RouterStatus, readStatus } from "../../components/gate/status";
import { files, type RouterSpec, type Server } from "../../components/haproxy/config/spec";
import { readJson } from "../../components/haproxy/runtime/files";
import type { ProcessIdentity } from "../../components/haproxy/runtime/process";
import { oldWorkersGone } from "../../components/haproxy/runtime/router";
import { ask } from "../../components/haproxy/runtime/socket";
import { until } from "../../components/haproxy/runtime/wait";
import { COLORS, type Color } from "../../components/release";
import { type Finished, freePort, PulumiStack } from "../../tools/stack/pulumiStack";
import { Configured } from "./configured";
import { contractApp } from "./contractApp";
import { instanceAt } from "./instance";
import { killAll, processesNaming, type Seen } from "./processes";
import type { Census, Config, Facts, Instance, TargetStack, Tier } from "./target";

let stacks = 0;

/** Config that tests change is set from the start, so that {@link TestStack.ensure} knows it. */
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
    sessionIdleSeconds: "1800",
};

/** A stack of the contract app behind HAProxy. */
export class TestStack extends Configured implements TargetStack {
    private constructor(
        pulumi: PulumiStack,
        private readonly stateFolder: string | undefined,
    ) {
        super(pulumi);
    }

    /** Makes it and brings v1 up on blue. */
    static async create(config: Config = {}): Promise<TestStack> {
        const pulumi = await PulumiStack.create({ name: `dataplane-${process.pid}-${++stacks}` });
        const stack = new TestStack(pulumi, config.stateFolder);
        try {
            const app = stack.app();
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

    app(...flags: string[]): string {
        return contractApp(this.mark, ...flags).join(" ");
    }

    get folder(): string {
        return this.stateFolder || join(this.pulumi.home, "state/blue-green/blue-green", this.pulumi.name, "shop");
    }

    up(config: Config = {}): Promise<Finished> {
        this.config = { ...this.config, ...config };
        return this.pulumi.run(this.upWith(config));
    }

    async mustUp(config: Config = {}): Promise<Finished> {
        this.config = { ...this.config, ...config };
        return this.pulumi.must(this.upWith(config));
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

    live(): Promise<RouterStatus> {
        return this.status();
    }

    async seen(color: Color, tier: Tier, up: number): Promise<void> {
        const look = async () => ((await this.status()).colors[color]?.up[tier] === up ? true : undefined);
        if (!(await until(20, look))) throw new Error(`${tier} ${color} never had ${up} instances up`);
    }

    async census(color: Color): Promise<Census> {
        const { visitors, addresses } = (await this.status()).colors[color] ?? fail(`${color} is off`);
        return { visitors, addresses };
    }

    async emptied(color: Color): Promise<void> {
        const nobody = async () => {
            const { visitors, addresses } = await this.census(color);
            return visitors + addresses === 0 ? true : undefined;
        };
        if (!(await until(Number(this.config.sessionIdleSeconds) * 4, nobody, 200))) fail(`${color} is never empty`);
    }

    backdate(color: Color, minutes: number): void {
        const { traffic } = files(this.folder);
        const applied = JSON.parse(readFileSync(traffic, "utf8")) as { standbySince: Record<Color, number> };
        applied.standbySince[color] -= minutes * 60_000;
        writeFileSync(traffic, JSON.stringify(applied));
    }

    async instances(color: Color, tier: Tier): Promise<Instance[]> {
        return this.servers(color, tier).map(({ pid, port }) => instanceAt(`http://127.0.0.1:${port}`, tier, pid));
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
        // An update's own command line names the app too, and so does, for a moment, what it forks.
        const instances = this.processes().filter(({ command }) => !/haproxy|^pulumi /.test(command));
        return instances.map(({ pid }) => pid).sort((a, b) => a - b);
    }

    /** Configuration, map, what the running worker has, and every process. */
    async facts(): Promise<Facts> {
        const { config, map, traffic, socket } = files(this.folder);
        const text = (file: string) => (existsSync(file) ? readFileSync(file, "utf8") : undefined);
        const { active, epoch, colors } = await this.status();
        return {
            routes: text(config),
            map: text(map),
            traffic: text(traffic),
            applied: /^description: (\S+)$/m.exec(await ask(socket, "show info"))?.[1],
            live: { active, epoch, weights: COLORS.map((color) => colors[color]?.weights) },
            pids: this.processes().map(({ pid }) => pid),
        };
    }

    /** Waits until HAProxy's workers from before a reload have ended, with the connections that they kept. */
    async settle(): Promise<void> {
        if (!(await oldWorkersGone(this.folder, 60))) throw new Error("a worker from before a reload does not end");
    }

    killRouter(): void {
        process.kill(this.routerPid ?? fail("no router runs"), "SIGKILL");
    }

    async reviveRouter(): Promise<void> {
        const { stdout } = await this.mustUp();
        if (!stdout.includes("router listens on")) throw new Error(`the update started no router:\n${stdout}`);
    }

    async strays(): Promise<string[]> {
        const { spec, socket } = files(this.folder);
        const router = this.routerPid;
        const worker = router && Number(/^Pid: (\d+)$/m.exec(await ask(socket, "show info"))?.[1]);
        const servers = existsSync(spec)
            ? COLORS.flatMap((color) => Object.values(this.spec.servers[color] ?? {}))
            : [];
        const led = new Set([router, worker, ...servers.flat().map(({ pid }) => pid)]);
        const left = this.processes().flatMap(({ pid, command }) => (led.has(pid) ? [] : [command]));
        return router === undefined && existsSync(this.folder) ? [...left, this.folder] : left;
    }

    /** Nothing of the kind is ever left. */
    async tidy(): Promise<void> {}

    async dispose(): Promise<void> {
        const complaint = await this.pulumi.dispose();
        const left = this.processes();
        killAll(left.map(({ pid }) => pid));
        if (complaint) throw new Error(complaint);
        if (left.length > 0) throw new Error(`left running: ${left.map(({ command }) => command).join("\n")}`);
    }

    /** Instances and router of this stack, also those that nobody remembers. */
    private processes(): Seen[] {
        return processesNaming(this.mark);
    }

    private get routerPid(): number | undefined {
        return readJson<ProcessIdentity>(files(this.folder).process)?.pid;
    }

    private get mark(): string {
        return basename(this.pulumi.home);
    }
}

function fail(why: string): never {
    throw new Error(why);
}
