import * as pulumi from "@pulumi/pulumi";
import { type Mistake, mistake } from "../release";
import { PRIORITIES_AN_APP } from "./rules/priorities";

/** What an app takes of a listener. */
interface Claim {
    readonly app: string;
    /** The listener as it was given: two apps that name the same one share it. */
    readonly listener: unknown;
    readonly firstPriority: number;
    readonly hosts: readonly string[];
}

/** Claims of one run of a program; several runs may share a process. */
const claims = new WeakMap<object, Claim[]>();

/**
 * Notes what an app takes of a listener that it shares, and tells what another app of the same program has taken before. What apps of
 * other programs have is told by the plan, which asks the load balancer.
 */
export function claimListener(claim: Claim): Mistake[] {
    const run = pulumi.runtime.getMonitor() ?? {};
    const others = (claims.get(run) ?? []).filter(
        ({ listener, app }) => listener === claim.listener && app !== claim.app,
    );
    claims.set(run, [...(claims.get(run) ?? []), claim]);
    const { firstPriority, hosts } = claim;
    const mistakes: Mistake[] = [];
    const near = others.find((other) => Math.abs(other.firstPriority - firstPriority) < PRIORITIES_AN_APP);
    if (near) {
        const last = firstPriority + PRIORITIES_AN_APP - 1;
        const rule = `priorities ${firstPriority} to ${last} must be free on the listener, but app ${near.app} has those from ${near.firstPriority} on`;
        mistakes.push(
            mistake("priority", rule, firstPriority, "give each app on the load balancer a range of its own"),
        );
    }
    const same = (host: string) => (other: string) => host.toLowerCase() === other.toLowerCase();
    for (const other of others) {
        const taken = hosts.find((host) => other.hosts.some(same(host)));
        if (taken === undefined) continue;
        const rule = `each host belongs to one app, but app ${other.app} answers ${taken}`;
        mistakes.push(mistake("hosts", rule, hosts, "remove it"));
    }
    if (hosts.length === 0 && others.length > 0) {
        const rule = "must be given where several apps share a load balancer";
        mistakes.push(mistake("hosts", rule, hosts, "name the hosts of this app"));
    }
    return mistakes;
}
