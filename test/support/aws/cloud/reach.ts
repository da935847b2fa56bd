import type { Place } from "./ecs/surroundings";
import type { Values } from "./kind";
import { contains, rangeOf } from "./kinds/cidr";
import { LOAD_BALANCER } from "./kinds/loadBalancers";
import { GATEWAY, NAT, ROUTE_TABLE, SECURITY_GROUP, SUBNET, VPC } from "./kinds/network";
import { ROUTE, ROUTE_TABLE_ASSOCIATION, type RouteTargets } from "./kinds/routing";
import { EGRESS, type GroupInputs, INGRESS, type InlineRule, type RuleInputs } from "./kinds/securityGroups";
import type { World } from "./world";

const ANYWHERE = "0.0.0.0/0";
const HTTPS = 443;

/** A rule of a security group, whichever way it was written. */
interface Opening {
    readonly protocol: string;
    readonly from: number;
    readonly to: number;
    readonly cidrs: readonly string[];
    readonly groups: readonly string[];
}

/** Whether a load balancer that uses a target group reaches what is at a place, by security groups. */
export function balancerReaches(balancers: readonly string[], place: Place, port: number, world: World): boolean {
    const target = end(place, world);
    return balancers.some((arn) => {
        const { outputs } = world.find(LOAD_BALANCER, arn) ?? {};
        if (!outputs) return false;
        const source = end(outputs as unknown as Place, world);
        return lets(INGRESS, target.groups, source, port, world) && lets(EGRESS, source.groups, target, port, world);
    });
}

/** Whether what is at a place reaches the internet, which pulling images and writing logs take. */
export function reachesInternet(place: Place, world: World): boolean {
    const { groups } = end(place, world);
    const out = lets(EGRESS, groups, { groups: [], cidrs: [ANYWHERE] }, HTTPS, world);
    return out && place.subnets.every((subnet) => isOnline(subnet, place.assignPublicIp === true, world));
}

/** A subnet is, by an internet gateway for what has a public address, or by a NAT gateway that is. */
function isOnline(subnet: string, hasAddress: boolean, world: World): boolean {
    return defaultRoutes(subnet, world).some(({ gatewayId, natGatewayId }) => {
        if (gatewayId !== undefined) return hasAddress && world.find(GATEWAY, gatewayId) !== undefined;
        const nat = world.find(NAT, natGatewayId);
        return nat !== undefined && isOnline(String(nat.inputs.subnetId), true, world);
    });
}

function defaultRoutes(subnet: string, world: World): RouteTargets[] {
    const association = world.all(ROUTE_TABLE_ASSOCIATION).find(({ inputs }) => inputs.subnetId === subnet);
    const vpc = world.find(VPC, world.find(SUBNET, subnet)?.inputs.vpcId);
    const table = world.find(ROUTE_TABLE, association?.inputs.routeTableId ?? vpc?.outputs.mainRouteTableId);
    const inline = (table?.inputs.routes ?? []) as (RouteTargets & { cidrBlock?: string })[];
    const own = world.all(ROUTE).filter(({ inputs }) => inputs.routeTableId === table?.key);
    return [
        ...inline.filter(({ cidrBlock }) => cidrBlock === ANYWHERE),
        ...own
            .filter(({ inputs }) => inputs.destinationCidrBlock === ANYWHERE)
            .map(({ inputs }) => inputs as RouteTargets),
    ];
}

/** One end of a connection. */
interface End {
    readonly groups: readonly string[];
    readonly cidrs: readonly string[];
}

function end({ subnets, securityGroups = [] }: Place, world: World): End {
    const all = subnets.flatMap((id) => world.find(SUBNET, id) ?? []);
    const vpc = world.find(VPC, all[0]?.inputs.vpcId);
    const groups = securityGroups.length > 0 ? securityGroups : [String(vpc?.outputs.defaultSecurityGroupId)];
    return { groups, cidrs: all.map(({ inputs }) => String(inputs.cidrBlock)) };
}

/** Whether any of some groups has a rule for a peer on a port. */
function lets(type: string, groups: readonly string[], peer: End, port: number, world: World): boolean {
    return groups
        .flatMap((group) => openingsOf(type, group, world))
        .some(({ protocol, from, to, cidrs, groups: named }) => {
            const fits = protocol === "-1" || (protocol === "tcp" && from <= port && port <= to);
            const isNamed = named.some((one) => peer.groups.includes(one));
            const isInside =
                peer.cidrs.length > 0 && peer.cidrs.every((inner) => cidrs.some((outer) => isWithin(inner, outer)));
            return fits && (isNamed || isInside);
        });
}

function isWithin(inner: string, outer: string): boolean {
    const [one, other] = [rangeOf(inner), rangeOf(outer)];
    return one !== undefined && other !== undefined && contains(other, one);
}

function openingsOf(type: string, id: string, world: World): Opening[] {
    const group = world.find<GroupInputs & Values>(SECURITY_GROUP, id);
    // The one that a VPC brings with it lets its own members in, and everything out.
    const isGiven = group !== undefined && group.inputs.name === undefined;
    const all = { protocol: "-1", from: 0, to: 0 };
    const given = type === EGRESS ? { ...all, cidrs: [ANYWHERE], groups: [] } : { ...all, cidrs: [], groups: [id] };
    const inline = (type === EGRESS ? group?.inputs.egress : group?.inputs.ingress) ?? [];
    const own = world.all<RuleInputs>(type).filter(({ inputs }) => inputs.securityGroupId === id);
    return [
        ...(isGiven ? [given] : []),
        ...inline.map((rule) => ofInline(rule, id)),
        ...own.map(({ inputs }) => ofRule(inputs)),
    ];
}

function ofInline(
    { protocol, fromPort, toPort, cidrBlocks = [], securityGroups = [], self }: InlineRule,
    id: string,
): Opening {
    const groups = self ? [...securityGroups, id] : securityGroups;
    return { protocol, from: fromPort, to: toPort, cidrs: cidrBlocks, groups };
}

function ofRule({
    ipProtocol,
    fromPort = 0,
    toPort = 0,
    cidrIpv4,
    referencedSecurityGroupId: group,
}: RuleInputs): Opening {
    const cidrs = cidrIpv4 === undefined ? [] : [cidrIpv4];
    return { protocol: ipProtocol, from: fromPort, to: toPort, cidrs, groups: group === undefined ? [] : [group] };
}
