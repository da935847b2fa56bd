import type { Alb } from "../../alb/alb";
import type { Definition } from "./definition";
import { Deployment } from "./deployment";
import { Events } from "./events";
import { rollingSteps } from "./rolling";
import type { Place, Surroundings } from "./surroundings";
import { Targets } from "./targets";
import type { Task } from "./task";

const TICK_MS = 50;
const STOPPED_KEPT = 20;
/** Real time between two starts of tasks that fail; ECS takes longer with every failure. */
const RETRY_MS = 250;

/** What a program wants of a service. */
export interface Wanted {
    readonly desiredCount: number;
    readonly definition: Definition;
    readonly targetGroup: string | undefined;
    readonly graceSeconds: number;
    readonly minimumHealthyPercent: number;
    readonly maximumPercent: number;
    readonly breaker: { readonly enable: boolean; readonly rollback: boolean };
    readonly place: Place;
    /** What a change of makes a new deployment, beside the task definition. */
    readonly identity: unknown;
}

/** Where a service lives. */
export interface Home {
    readonly alb: Alb;
    readonly timeScale: number;
    readonly surroundings: Surroundings;
    readonly newTask: (deployment: Deployment) => Task;
}

/** A service with rolling deployments, as ECS runs it. */
export class Service {
    readonly events: Events;
    private readonly targets: Targets;
    readonly createdAt = Date.now();
    /** The newest first: it is the primary one. */
    deployments: Deployment[] = [];
    tasks: Task[] = [];
    /** Tasks that ended, newest first. */
    readonly stopped: Task[] = [];
    status: "ACTIVE" | "DRAINING" | "INACTIVE" = "ACTIVE";
    private lastGood: Deployment | undefined;
    private steady = false;
    private retryAt = 0;
    private readonly timer = setInterval(() => this.tick(), TICK_MS);

    constructor(
        readonly name: string,
        public wanted: Wanted,
        private readonly home: Home,
    ) {
        this.events = new Events(name);
        this.targets = new Targets(home.alb, this.events, home.surroundings);
        this.deploy(new Deployment(wanted.definition, wanted.place));
    }

    /** The deployment that the service goes for. */
    get primary(): Deployment {
        const [primary] = this.deployments;
        if (!primary) throw new Error(`service ${this.name} has no deployment`);
        return primary;
    }

    /** One deployment, and as many tasks as wanted. */
    get stable(): boolean {
        return this.deployments.length === 1 && this.count("RUNNING") === this.wanted.desiredCount;
    }

    count(status: "RUNNING" | "PENDING", deployment?: Deployment): number {
        return this.tasks.filter((task) => task.status === status && (!deployment || task.deployment === deployment))
            .length;
    }

    /** Some changes make a deployment, others only count. */
    update(wanted: Wanted, force: boolean): void {
        const before = this.wanted;
        this.wanted = wanted;
        this.steady = false;
        // After a rollback another one runs than the program asked for; only what it asks for anew counts.
        const running = this.primary.definition;
        const definition = before.definition.arn === wanted.definition.arn ? running : wanted.definition;
        const moved = JSON.stringify(before.identity) !== JSON.stringify(wanted.identity);
        if (definition.arn !== running.arn || moved || force) this.deploy(new Deployment(definition, wanted.place));
    }

    /** Ends all tasks in order; done when it is INACTIVE. */
    drain(): void {
        this.wanted = { ...this.wanted, desiredCount: 0 };
        this.status = "DRAINING";
    }

    /** Ends all at once. */
    close(): void {
        clearInterval(this.timer);
        for (const task of this.tasks) task.kill();
    }

    private deploy(deployment: Deployment): void {
        this.deployments.unshift(deployment);
        this.retryAt = 0;
        this.steady = false;
    }

    private tick(): void {
        this.bury();
        for (const task of this.tasks) this.look(task);
        if (this.status === "DRAINING") {
            this.empty();
        } else {
            this.judge();
            this.balance();
            this.conclude();
        }
    }

    /** What is left of a deleted service. */
    private empty(): void {
        const alive = this.tasks.filter(({ unwanted }) => !unwanted);
        this.retire(alive, `Scaling activity initiated by (deployment ${this.primary.id})`);
        if (this.tasks.length > 0) return;
        this.status = "INACTIVE";
        clearInterval(this.timer);
    }

    /** Notes tasks that ended. */
    private bury(): void {
        for (const task of this.tasks.filter(({ status }) => status === "STOPPED")) {
            this.tasks.splice(this.tasks.indexOf(task), 1);
            this.stopped.unshift(task);
            this.stopped.length = Math.min(this.stopped.length, STOPPED_KEPT);
            void this.targets.deregister(task);
            if (!task.unwanted) this.noteFailure(task);
        }
    }

    /** Registers a task that runs, and gives one up that its target group finds unfit. */
    private look(task: Task): void {
        const { targetGroup, graceSeconds } = this.wanted;
        if (task.status !== "RUNNING" || task.unwanted || targetGroup === undefined) return;
        this.targets.keep(task, targetGroup);
        const { State, Reason } = this.targets.healthOf(task);
        const seconds = ((Date.now() - (task.startedAt ?? 0)) / 1000) * this.home.timeScale;
        if (State !== "unhealthy" || seconds < graceSeconds) return;
        this.events.unhealthy(task.id, task.port, targetGroup, Reason ?? "Health checks failed");
        this.noteFailure(task);
        this.retire([task], `Task failed ELB health checks in (target-group ${targetGroup})`);
    }

    private noteFailure(task: Task): void {
        this.steady = false;
        this.retryAt = Date.now() + RETRY_MS;
        const deployment = this.deployments.find((one) => one === task.deployment);
        if (deployment?.state === "IN_PROGRESS") deployment.failedTasks += 1;
    }

    /** The circuit breaker. */
    private judge(): void {
        const { breaker, desiredCount } = this.wanted;
        const failed = this.primary;
        const threshold = Math.min(200, Math.max(3, Math.ceil(desiredCount / 2)));
        if (!breaker.enable || failed.state !== "IN_PROGRESS" || failed.failedTasks < threshold) return;
        failed.fail();
        this.events.inconsistent();
        this.events.failed(failed.id);
        const good = this.lastGood;
        if (!breaker.rollback || !good || good === failed) return;
        good.resume();
        this.deployments = this.deployments.filter((one) => one !== good);
        this.deploy(good);
        this.events.rollingBack(good.id);
    }

    /** Starts and stops tasks within the limits of a rolling deployment; one that failed touches what others run no more. */
    private balance(): void {
        const stuck = this.primary.state === "FAILED";
        const alive = this.tasks
            .filter(({ unwanted, deployment }) => !unwanted && (!stuck || deployment === this.primary))
            .map((task) => ({ task, deployment: task.deployment.id, fit: this.isFit(task) }));
        const { start, retire } = rollingSteps(alive, this.primary.id, this.wanted);
        if (start > 0 && !stuck && Date.now() >= this.retryAt) this.start(start);
        const reason = `Scaling activity initiated by (deployment ${this.primary.id})`;
        this.retire(
            retire.map(({ task }) => task),
            reason,
        );
    }

    private start(count: number): void {
        const tasks = Array.from({ length: count }, () => this.home.newTask(this.primary));
        this.tasks.push(...tasks);
        for (const task of tasks) void task.start();
        this.events.started(tasks.map(({ id }) => id));
        this.steady = false;
    }

    /** First their targets are drained, then they are stopped. */
    private retire(tasks: readonly Task[], reason: string): void {
        if (tasks.length === 0) return;
        this.steady = false;
        if (tasks.some(({ target }) => target !== undefined)) this.events.draining(tasks.length);
        for (const task of tasks) {
            task.deactivate(reason);
            void this.targets.deregister(task).then(() => task.stop());
        }
        this.events.stopped(tasks.map(({ id }) => id));
    }

    /** Completes the deployment and forgets those before it. */
    private conclude(): void {
        const { desiredCount } = this.wanted;
        this.deployments = this.deployments.filter(
            (one, index) => index === 0 || this.tasks.some(({ deployment }) => deployment === one),
        );
        const fit = this.tasks.filter((task) => !task.unwanted && this.isFit(task));
        const done = this.deployments.length === 1 && fit.length === desiredCount && this.tasks.length === desiredCount;
        if (!done || this.steady || this.primary.state === "FAILED") return;
        this.steady = true;
        if (this.primary.state === "IN_PROGRESS") {
            this.primary.complete();
            this.lastGood = this.primary;
            this.events.completed(this.primary.id);
        }
        this.events.steady();
    }

    private isFit(task: Task): boolean {
        if (task.status !== "RUNNING") return false;
        return this.wanted.targetGroup === undefined || this.targets.healthOf(task).State === "healthy";
    }
}
