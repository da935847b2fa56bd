import { type ChildProcess, spawn } from "node:child_process";
import { createInterface } from "node:readline";
import { freeAddress } from "./addresses";
import type { Container, Definition } from "./definition";
import type { Deployment } from "./deployment";
import type { Images } from "./images";
import type { Surroundings } from "./surroundings";

/** Fargate's own when the container says nothing. */
const STOP_SECONDS = 30;
const LINES_KEPT = 50;

export type TaskStatus = "PENDING" | "RUNNING" | "DEACTIVATING" | "STOPPING" | "STOPPED";
export type StopCode = "TaskFailedToStart" | "EssentialContainerExited" | "ServiceSchedulerInitiated";

/** What runs a task. */
export interface TaskHost {
    readonly images: Images;
    readonly timeScale: number;
    readonly surroundings: Surroundings;
}

/** One task: a process of this machine with a loopback address of its own. */
export class Task {
    status: TaskStatus = "PENDING";
    /** Whether the scheduler wants it gone. */
    unwanted = false;
    address = "";
    startedAt: number | undefined;
    stoppedAt: number | undefined;
    stopCode: StopCode | undefined;
    stoppedReason: string | undefined;
    exitCode: number | undefined;
    containerReason: string | undefined;
    readonly createdAt = Date.now();
    /** What it printed last. */
    readonly lines: string[] = [];
    /** As what it is registered, and where. */
    target: { readonly group: string; readonly address: string } | undefined;
    private child: ChildProcess | undefined;

    constructor(
        readonly id: string,
        readonly arn: string,
        readonly deployment: Deployment,
        private readonly host: TaskHost,
    ) {}

    /** The container that runs; the stand-in runs one a task. */
    get container(): Container {
        const [container] = this.definition.containers;
        if (!container) throw new Error(`${this.definition.arn} has no container`);
        return container;
    }

    get definition(): Definition {
        return this.deployment.definition;
    }

    get port(): number {
        return this.container.portMappings?.[0]?.containerPort ?? 0;
    }

    get pid(): number | undefined {
        return this.child?.pid;
    }

    async start(): Promise<void> {
        const { image, environment = [], secrets = [] } = this.container;
        const { images, surroundings } = this.host;
        const obstacle = surroundings.obstacle(this.definition, this.deployment.place);
        if (obstacle !== undefined) return this.failToStart(obstacle);
        const pulled = images.pull(image);
        if ("reason" in pulled) return this.failToStart(pulled.reason);
        const address = await freeAddress(this.port);
        if (this.unwanted) return this.ended("ServiceSchedulerInitiated", "Scaling activity");
        this.address = address;
        const [program = "", ...args] = pulled.command;
        const child = spawn(program, args, {
            env: {
                PATH: process.env.PATH,
                ...Object.fromEntries(environment.map(({ name, value }) => [name, value])),
                ...Object.fromEntries(secrets.map(({ name, valueFrom }) => [name, `secret of ${valueFrom}`])),
                HOST: address,
                PORT: String(this.port),
            },
            stdio: ["ignore", "pipe", "pipe"],
            // A session of its own: Ctrl-C in the terminal of the test is not for it.
            detached: true,
        });
        this.child = child;
        for (const stream of [child.stdout, child.stderr]) {
            createInterface({ input: stream }).on("line", (line) => {
                this.lines.push(line);
                if (this.lines.length > LINES_KEPT) this.lines.shift();
            });
        }
        child.on("error", (error) => this.failToStart(`CannotStartContainerError: ${error.message}`));
        child.on("spawn", () => {
            this.startedAt = Date.now();
            this.status = "RUNNING";
        });
        child.on("exit", (code, signal) => {
            this.exitCode = code ?? 128 + (signal === "SIGKILL" ? 9 : 15);
            this.ended("EssentialContainerExited", "Essential container in task exited");
        });
    }

    /** From now on its target gets nothing new; the scheduler stops it when the target is drained. */
    deactivate(reason: string): void {
        this.unwanted = true;
        this.stopCode = "ServiceSchedulerInitiated";
        this.stoppedReason = reason;
        if (this.status === "RUNNING") this.status = "DEACTIVATING";
    }

    /** SIGTERM, and SIGKILL when the container's time to stop is over. */
    stop(): void {
        if (this.status === "STOPPED") return;
        if (this.child) this.terminate(this.child);
        else this.ended("ServiceSchedulerInitiated", this.stoppedReason ?? "");
    }

    private terminate(child: ChildProcess): void {
        this.status = "STOPPING";
        child.kill("SIGTERM");
        const seconds = this.container.stopTimeout ?? STOP_SECONDS;
        const timer = setTimeout(() => this.kill(), (seconds * 1000) / this.host.timeScale);
        child.once("exit", () => clearTimeout(timer));
    }

    /** At once, with what it started. */
    kill(): void {
        if (this.child?.pid === undefined || this.status === "STOPPED") return;
        try {
            process.kill(-this.child.pid, "SIGKILL");
        } catch {
            // It has ended.
        }
    }

    private failToStart(reason: string): void {
        this.containerReason = reason;
        this.ended("TaskFailedToStart", reason);
    }

    /** A reason given before, by the scheduler, is kept. */
    private ended(code: StopCode, reason: string): void {
        if (this.status === "STOPPED") return;
        this.stopCode ??= code;
        this.stoppedReason ??= reason;
        this.stoppedAt = Date.now();
        this.status = "STOPPED";
    }
}
