import type { Action, RuleCondition } from "@aws-sdk/client-elastic-load-balancing-v2";
import type { Alb } from "../alb/alb";
import { refuse } from "./awsError";

/** A listener in the shape of the API. */
export interface ApiListener {
    readonly ListenerArn: string;
    readonly LoadBalancerArn: string;
    readonly Port: number;
    readonly Protocol: "HTTP" | "HTTPS";
    readonly SslPolicy?: string;
    readonly Certificates?: readonly { CertificateArn: string }[];
    readonly DefaultActions: Action[];
}

/** A rule in the shape of the API. */
export interface ApiRule {
    readonly RuleArn: string;
    readonly Priority: string;
    readonly Conditions: RuleCondition[];
    readonly Actions: Action[];
}

/** What the API of Elastic Load Balancing says of listeners and rules, and the balancer that obeys them. */
export class Elb {
    readonly listeners = new Map<string, ApiListener>();
    readonly rules = new Map<string, { readonly listener: string; readonly rule: ApiRule }>();

    private readonly certificates = new Map<string, { cert: string; key: string }>();

    constructor(private readonly alb: Alb) {}

    async putListener(listener: ApiListener, certificate: { cert: string; key: string } | undefined): Promise<void> {
        await this.alb.putListener({ ...listener, certificate });
        this.listeners.set(listener.ListenerArn, listener);
        if (certificate) this.certificates.set(listener.ListenerArn, certificate);
    }

    /** Its rules go with it. */
    async removeListener(arn: string): Promise<void> {
        if (!this.listeners.has(arn)) return;
        await this.alb.removeListener(arn);
        this.listeners.delete(arn);
        for (const [rule, { listener }] of this.rules) if (listener === arn) this.rules.delete(rule);
    }

    putRule(listener: string, rule: ApiRule): void {
        if (!this.listeners.has(listener)) refuse("ListenerNotFound", `Listener '${listener}' not found`);
        this.alb.putRule(listener, rule);
        this.rules.set(rule.RuleArn, { listener, rule });
    }

    removeRule(arn: string): void {
        if (!this.rules.has(arn)) return;
        this.alb.removeRule(arn);
        this.rules.delete(arn);
    }

    /** The load balancers whose listeners and rules use a target group. */
    balancersOf(group: string): string[] {
        const uses = (actions: object) => JSON.stringify(actions).includes(`"${group}"`);
        const used = [...this.listeners.values()].filter(
            ({ ListenerArn, DefaultActions }) =>
                uses(DefaultActions) || this.rulesOf(ListenerArn).some(({ Actions }) => uses(Actions)),
        );
        return [...new Set(used.map(({ LoadBalancerArn }) => LoadBalancerArn))];
    }

    /** The load balancer fails as a whole; the API still tells of it. */
    async fail(): Promise<void> {
        for (const arn of this.listeners.keys()) await this.alb.removeListener(arn);
    }

    /** AWS has brought it back. */
    async recover(): Promise<void> {
        for (const listener of this.listeners.values()) {
            await this.alb.putListener({ ...listener, certificate: this.certificates.get(listener.ListenerArn) });
        }
        for (const { listener, rule } of this.rules.values()) this.alb.putRule(listener, rule);
    }

    /** The rules of a listener as they are asked, without its default. */
    rulesOf(listener: string): ApiRule[] {
        return [...this.rules.values()]
            .filter((entry) => entry.listener === listener)
            .map(({ rule }) => rule)
            .sort((a, b) => Number(a.Priority) - Number(b.Priority));
    }
}
