import { Alb } from "../alb/alb";
import { refuse } from "./awsError";
import { Ecs } from "./ecs/ecs";
import { Elb } from "./elb";
import type { Resource, Values } from "./kind";
import { surroundingsOf } from "./surroundings";

/** Where the front door listens. */
const ADDRESS = "127.0.0.1";

export interface WorldOptions {
    readonly region: string;
    /** How many model seconds pass in a real one. */
    readonly timeScale: number;
}

/** Where the API does not do its best, which it need not. */
export interface Trouble {
    /** How late metrics come. CloudWatch promises nothing. */
    metricDelaySeconds: number;
    /** How many of the next calls are refused for their rate. */
    throttled: number;
    /** Entries on a page of Elastic Load Balancing when the caller does not say. */
    pageSize: number;
}

/** One account in one region: every resource that exists, the load balancer and the tasks. */
export class World {
    readonly account = "123456789012";
    readonly partition = "aws";
    readonly region: string;
    readonly alb: Alb;
    readonly elb: Elb;
    readonly ecs: Ecs;
    readonly trouble: Trouble = { metricDelaySeconds: 0, throttled: 0, pageSize: 400 };
    /** Seconds from the creation of a resource to the answer that says so, by its type. */
    readonly answerDelays = new Map<string, number>();
    private given: ReadonlySet<Resource> = new Set();
    private readonly resources = new Map<string, Map<string, Resource>>();

    constructor(options: WorldOptions) {
        this.region = options.region;
        // One balancer for all: two load balancers of a test cannot have a listener on the same port.
        this.alb = new Alb({ address: ADDRESS, timeScale: options.timeScale });
        this.elb = new Elb(this.alb);
        this.ecs = new Ecs(this.alb, options.timeScale, surroundingsOf(this));
    }

    get zones(): string[] {
        return ["a", "b", "c"].map((letter) => `${this.region}${letter}`);
    }

    arn(service: string, resource: string): string {
        return `arn:${this.partition}:${service}:${this.region}:${this.account}:${resource}`;
    }

    /** Of services that know no regions. */
    globalArn(service: string, resource: string): string {
        return `arn:${this.partition}:${service}::${this.account}:${resource}`;
    }

    all<I = Values>(type: string): Resource<I>[] {
        return [...(this.resources.get(type)?.values() ?? [])] as Resource<I>[];
    }

    find<I = Values>(type: string, key: unknown): Resource<I> | undefined {
        return this.resources.get(type)?.get(String(key)) as Resource<I> | undefined;
    }

    /** The resource, or a refusal in the words of its service. */
    must<I = Values>(type: string, key: unknown, code: string, message: string): Resource<I> {
        return this.find<I>(type, key) ?? refuse(code, message);
    }

    put(resource: Resource): void {
        const ofType = this.resources.get(resource.type) ?? new Map<string, Resource>();
        this.resources.set(resource.type, ofType.set(resource.key, resource));
    }

    remove({ type, key }: Resource): void {
        this.resources.get(type)?.delete(key);
    }

    /** Takes what is there for what every account has. */
    seal(): void {
        this.given = new Set(this.everything);
    }

    /** Names all resources that were made. */
    get names(): string[] {
        return this.everything.filter((one) => !this.given.has(one)).map(({ type, key }) => `${type} ${key}`);
    }

    private get everything(): Resource[] {
        return [...this.resources.values()].flatMap((ofType) => [...ofType.values()]);
    }
}
