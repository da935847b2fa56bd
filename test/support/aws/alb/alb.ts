import type { Action } from "@aws-sdk/client-elastic-load-balancing-v2";
import { type Forward, groupsOf } from "./actions";
import { AlbError } from "./albError";
import { chooseGroup } from "./choice";
import { type Choice, FrontDoor } from "./frontDoor";
import type { Address, GroupSettings, Listener, Rule, TargetHealthDescription } from "./shapes";
import { Stickiness } from "./stickiness";
import { TargetGroup } from "./targetGroup";

const RULES_MAX = 100;

export interface AlbOptions {
    /** Address that the listeners bind. */
    address: string;
    /**
     * How many model seconds pass in a real one, for what the balancer does by itself: health checks, deregistration
     * delay. What clients see is in real seconds: stickiness, idle timeout, metrics.
     */
    timeScale: number;
    /** Real seconds. Default: 60, as AWS has it. */
    idleTimeoutSeconds?: number;
}

/** One Application Load Balancer: real ports, real requests, the rules of AWS. HTTP/1.1 only. */
export class Alb {
    private readonly doors = new Map<string, FrontDoor>();
    private readonly groups = new Map<string, TargetGroup>();
    private readonly stickiness = new Stickiness();

    constructor(private readonly options: AlbOptions) {}

    /** Adds a listener, or changes the one of its name. */
    async putListener(listener: Listener): Promise<void> {
        this.checkGroupsExist(listener.DefaultActions);
        const known = this.doors.get(listener.ListenerArn);
        if ([...this.doors.values()].some((door) => door !== known && door.port === listener.Port)) {
            throw new AlbError("DuplicateListener", `A listener already exists on port '${listener.Port}'`);
        }
        if (known) {
            await known.update(listener);
        } else {
            const { address, idleTimeoutSeconds = 60 } = this.options;
            const choose = (forward: Forward, cookies: readonly string[]) => this.choose(forward, cookies);
            const door = new FrontDoor(listener, { address, idleMs: idleTimeoutSeconds * 1000, choose });
            await door.open();
            this.doors.set(listener.ListenerArn, door);
        }
        this.noteUse();
    }

    /** Its rules go with it. */
    async removeListener(arn: string): Promise<void> {
        const door = this.door(arn);
        this.doors.delete(arn);
        this.noteUse();
        await door.close();
    }

    /** Adds a rule, or replaces the one of its name as a whole. */
    putRule(listenerArn: string, rule: Rule): void {
        const { rules } = this.door(listenerArn);
        this.checkGroupsExist(rule.Actions);
        const all = [...this.doors.values()].reduce((total, door) => total + door.rules.size, 0);
        if (all >= RULES_MAX && !rules.has(rule.RuleArn)) {
            throw new AlbError("TooManyRules", `A load balancer can only have '${RULES_MAX}' rules`);
        }
        rules.put(rule);
        this.noteUse();
    }

    removeRule(arn: string): void {
        const door = [...this.doors.values()].find(({ rules }) => rules.has(arn));
        if (!door) throw new AlbError("RuleNotFound", `Rule '${arn}' not found`);
        door.rules.remove(arn);
        this.noteUse();
    }

    /** Adds a target group, or changes the one of its name. */
    putTargetGroup(settings: GroupSettings, attributes: Record<string, string>): void {
        const arn = settings.TargetGroupArn;
        const known = this.groups.get(arn);
        if (known) known.update(settings, attributes);
        else this.groups.set(arn, new TargetGroup(settings, attributes, this.options.timeScale));
    }

    removeTargetGroup(arn: string): void {
        const group = this.group(arn);
        if (this.attached(arn)) {
            throw new AlbError("ResourceInUse", `Target group '${arn}' is currently in use by a listener or a rule`);
        }
        group.close();
        this.groups.delete(arn);
    }

    register(groupArn: string, target: Address): void {
        this.group(groupArn).register(target);
    }

    /** Resolves when drained. */
    async deregister(groupArn: string, target: Address): Promise<void> {
        await this.group(groupArn).deregister(target);
    }

    targetHealth(groupArn: string): TargetHealthDescription[] {
        return this.group(groupArn).health();
    }

    /** Whether a rule or a listener uses the group. */
    attached(groupArn: string): boolean {
        return [...this.doors.values()].some(({ rules }) => rules.groups.includes(groupArn));
    }

    /** Requests forwarded to the group between two moments, health checks excluded. */
    requestCounts(groupArn: string, fromMs: number, toMs: number): number {
        return this.group(groupArn).requests.count(fromMs, toMs);
    }

    /** Shifts all recorded requests into the past. */
    ageRequests(ms: number): void {
        for (const group of this.groups.values()) group.requests.age(ms);
    }

    async close(): Promise<void> {
        await Promise.all([...this.doors.values()].map((door) => door.close()));
        for (const group of this.groups.values()) group.close();
    }

    /** A group first, then one of its targets; without one nothing is set and nothing counted. */
    private choose(forward: Forward, cookieLines: readonly string[]): Choice {
        const now = Date.now();
        const arn = chooseGroup(forward, this.stickiness.groupOf(cookieLines, now), Math.random());
        const group = this.group(arn);
        const target = group.next();
        if (!target) return { target, cookies: [] };
        group.requests.add(now);
        const { stickySeconds } = forward;
        return { target, cookies: stickySeconds === undefined ? [] : this.stickiness.cookies(arn, stickySeconds, now) };
    }

    private noteUse(): void {
        for (const [arn, group] of this.groups) group.setUsed(this.attached(arn));
    }

    private checkGroupsExist(actions: readonly Action[]): void {
        for (const arn of groupsOf(actions)) this.group(arn);
    }

    private door(arn: string): FrontDoor {
        const door = this.doors.get(arn);
        if (!door) throw new AlbError("ListenerNotFound", `Listener '${arn}' not found`);
        return door;
    }

    private group(arn: string): TargetGroup {
        const group = this.groups.get(arn);
        if (!group) throw new AlbError("TargetGroupNotFound", `Target groups '${arn}' not found`);
        return group;
    }
}
