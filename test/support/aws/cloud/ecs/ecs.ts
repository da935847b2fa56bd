import type { Alb } from "../../alb/alb";
import { refuse } from "../awsError";
import type { Definition } from "./definition";
import type { Deployment } from "./deployment";
import { Images } from "./images";
import { Service, type Wanted } from "./service";
import type { Surroundings } from "./surroundings";
import { Task } from "./task";

/** Clusters, task definitions and services. */
export class Ecs {
    readonly images = new Images();
    /** By ARN; also those that nobody uses any more. */
    readonly definitions = new Map<string, Definition>();
    /** By ARN; also those that were deleted, until one of their name is made. */
    readonly services = new Map<string, Service>();
    private readonly revisions = new Map<string, number>();

    constructor(
        readonly alb: Alb,
        readonly timeScale: number,
        readonly surroundings: Surroundings,
    ) {}

    /** The next revision of a family. */
    nextRevision(family: string): number {
        const revision = (this.revisions.get(family) ?? 0) + 1;
        this.revisions.set(family, revision);
        return revision;
    }

    /** A task definition by its ARN, by `family:revision`, or the newest of a family. */
    definition(name: string): Definition {
        const [family = "", revision] = name.split("/").at(-1)?.split(":") ?? [];
        const own = [...this.definitions.values()].filter((one) => one.family === family);
        const found = revision === undefined ? own.at(-1) : own.find((one) => String(one.revision) === revision);
        return found ?? refuse("ClientException", "TaskDefinition not found.");
    }

    createService(arn: string, wanted: Wanted): void {
        const [, cluster = "", name = ""] = arn.split(":").slice(5).join(":").split("/");
        const known = this.services.get(arn);
        if (known?.status === "DRAINING") {
            refuse("InvalidParameterException", "Unable to Start a service that is still Draining.");
        }
        const newTask = (deployment: Deployment) => this.newTask(arn, cluster, deployment);
        const { alb, timeScale, surroundings } = this;
        this.services.set(arn, new Service(name, wanted, { alb, timeScale, surroundings, newTask }));
    }

    service(arn: string): Service {
        return this.services.get(arn) ?? refuse("ServiceNotFoundException", "Service not found.");
    }

    /** All tasks that are not stopped. */
    get tasks(): { readonly service: Service; readonly task: Task }[] {
        return [...this.services.values()].flatMap((service) => service.tasks.map((task) => ({ service, task })));
    }

    /** Ends all processes at once. */
    close(): void {
        for (const service of this.services.values()) service.close();
    }

    private newTask(service: string, cluster: string, deployment: Deployment): Task {
        const id = Array.from({ length: 32 }, () => Math.floor(Math.random() * 16).toString(16)).join("");
        const arn = service.replace(/:service\/.*$/, `:task/${cluster}/${id}`);
        return new Task(id, arn, deployment, this);
    }
}
