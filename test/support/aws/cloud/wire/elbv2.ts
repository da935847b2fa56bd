import { refuse } from "../awsError";
import type { ApiListener } from "../elb";
import type { Resource } from "../kind";
import { LISTENER, LISTENER_RULE } from "../kinds/listeners";
import { LOAD_BALANCER } from "../kinds/loadBalancers";
import { settingsOf, TARGET_GROUP, type TargetGroupInputs } from "../kinds/targetGroups";
import type { World } from "../world";

/** A request after parsing. */
interface Query {
    readonly Marker?: string;
    readonly PageSize?: string;
    readonly Names?: readonly string[];
    readonly LoadBalancerArn?: string;
    readonly LoadBalancerArns?: readonly string[];
    readonly ListenerArn?: string;
    readonly ListenerArns?: readonly string[];
    readonly RuleArns?: readonly string[];
    readonly TargetGroupArn?: string;
    readonly TargetGroupArns?: readonly string[];
    readonly ResourceArns?: readonly string[];
    readonly Targets?: readonly { readonly Id: string; readonly Port?: string }[];
}

type Action = (query: Query, world: World) => object;

const PAGE_MAX = 400;
const TAGS_MAX = 20;

/** What Elastic Load Balancing answers to reads. */
export const ELBV2: Readonly<Record<string, Action>> = {
    DescribeLoadBalancers: ({ LoadBalancerArns, Names, ...query }, world) => {
        const wanted = pick(
            world.all<{ name: string }>(LOAD_BALANCER),
            LoadBalancerArns,
            Names,
            "LoadBalancerNotFound",
            "load balancers",
        );
        return paged(
            "LoadBalancers",
            wanted.map((one) => apiLoadBalancer(one, world)),
            query,
            world,
        );
    },
    DescribeTargetGroups: ({ TargetGroupArns, Names, LoadBalancerArn, ...query }, world) => {
        const all = pick(
            world.all<TargetGroupInputs>(TARGET_GROUP),
            TargetGroupArns,
            Names,
            "TargetGroupNotFound",
            "target groups",
        );
        const groups = all.map((group) => ({
            ...settingsOf(group),
            LoadBalancerArns: world.elb.balancersOf(group.key),
        }));
        const wanted = groups.filter(
            (group) => LoadBalancerArn === undefined || group.LoadBalancerArns.includes(LoadBalancerArn),
        );
        return paged("TargetGroups", wanted, query, world);
    },
    DescribeListeners: ({ LoadBalancerArn, ListenerArns, ...query }, world) => {
        const { elb } = world;
        const all = [...elb.listeners.values()];
        if (ListenerArns?.some((arn) => !elb.listeners.has(arn)))
            refuse("ListenerNotFound", "One or more listeners not found");
        const wanted = all.filter(
            ({ ListenerArn: arn, LoadBalancerArn: of }) => ListenerArns?.includes(arn) ?? of === LoadBalancerArn,
        );
        return paged("Listeners", wanted, query, world);
    },
    DescribeRules: ({ ListenerArn, RuleArns, ...query }, world) => {
        const { elb } = world;
        if ((ListenerArn === undefined) === (RuleArns === undefined)) {
            refuse("ValidationError", "Either ListenerArn or RuleArns must be specified");
        }
        if (RuleArns) {
            const wanted = RuleArns.map(
                (arn) => elb.rules.get(arn)?.rule ?? refuse("RuleNotFound", "One or more rules not found"),
            );
            return paged(
                "Rules",
                wanted.map((rule) => ({ ...rule, IsDefault: false })),
                query,
                world,
            );
        }
        const listener =
            elb.listeners.get(ListenerArn ?? "") ?? refuse("ListenerNotFound", "One or more listeners not found");
        const rules = elb.rulesOf(listener.ListenerArn).map((rule) => ({ ...rule, IsDefault: false }));
        return paged("Rules", [...rules, defaultRule(listener)], query, world);
    },
    DescribeTags: ({ ResourceArns = [] }, world) => {
        if (ResourceArns.length > TAGS_MAX) {
            refuse(
                "ValidationError",
                `A maximum of '${TAGS_MAX}' resources can be described in a call, found '${ResourceArns.length}'`,
            );
        }
        return { TagDescriptions: ResourceArns.map((arn) => ({ ResourceArn: arn, Tags: tagsOf(arn, world) })) };
    },
    DescribeTargetHealth: ({ TargetGroupArn = "", Targets }, world) => {
        world.must(TARGET_GROUP, TargetGroupArn, "TargetGroupNotFound", `Target groups '${TargetGroupArn}' not found`);
        const all = world.alb.targetHealth(TargetGroupArn);
        const wanted = all.filter(({ Target }) => !Targets || Targets.some(({ Id }) => Id === Target.Id));
        const descriptions = wanted.map(({ Target, TargetHealth }) => ({
            Target: { ...Target, AvailabilityZone: world.zones[0] },
            HealthCheckPort: String(Target.Port),
            TargetHealth,
        }));
        return { TargetHealthDescriptions: descriptions };
    },
};

function defaultRule({ ListenerArn, DefaultActions }: ApiListener) {
    const arn = `${ListenerArn.replace(":listener/", ":listener-rule/")}/default`;
    return { RuleArn: arn, Priority: "default", Conditions: [], Actions: DefaultActions, IsDefault: true };
}

function apiLoadBalancer({ key, inputs, outputs }: Resource<{ name: string }>, world: World) {
    const zone = (id: string) => String(world.find("aws:ec2/subnet:Subnet", id)?.outputs.availabilityZone);
    return {
        LoadBalancerArn: key,
        LoadBalancerName: inputs.name,
        DNSName: outputs.dnsName,
        CanonicalHostedZoneId: outputs.zoneId,
        CreatedTime: new Date(0),
        Scheme: outputs.internal ? "internal" : "internet-facing",
        VpcId: outputs.vpcId,
        State: { Code: "active" },
        Type: "application",
        AvailabilityZones: (outputs.subnets as string[]).map((id) => ({ SubnetId: id, ZoneName: zone(id) })),
        SecurityGroups: outputs.securityGroups,
        IpAddressType: "ipv4",
    };
}

const NOT_FOUND: Readonly<Record<string, string>> = {
    loadbalancer: "LoadBalancerNotFound",
    targetgroup: "TargetGroupNotFound",
    listener: "ListenerNotFound",
    "listener-rule": "RuleNotFound",
};

function tagsOf(arn: string, world: World): { Key: string; Value: string }[] {
    const type = arn.split(":")[5]?.split("/")[0] ?? "";
    const isThere = type !== "listener-rule" || world.elb.rules.has(arn);
    const resource = [LOAD_BALANCER, TARGET_GROUP, LISTENER, LISTENER_RULE]
        .map((one) => world.find(one, arn))
        .find(Boolean);
    if (!resource || !isThere)
        return refuse(NOT_FOUND[type] ?? "ValidationError", `One or more resources not found: '${arn}'`);
    const tags = (resource.outputs.tagsAll ?? {}) as Record<string, string>;
    return Object.entries(tags).map(([Key, Value]) => ({ Key, Value }));
}

/** By ARN, by name, or all. */
function pick<I extends { name: string }>(
    all: readonly Resource<I>[],
    arns: readonly string[] | undefined,
    names: readonly string[] | undefined,
    code: string,
    label: string,
): readonly Resource<I>[] {
    const find = (wanted: string) => all.find(({ key, inputs }) => (arns ? key : inputs.name) === wanted);
    const missing = () => refuse(code, `One or more ${label} not found`);
    return (arns ?? names)?.map((wanted) => find(wanted) ?? missing()) ?? all;
}

/** A page and the marker of the next one. */
function paged(name: string, all: readonly object[], { Marker, PageSize }: Query, { trouble }: World): object {
    const from = Marker === undefined ? 0 : Number(Buffer.from(Marker, "base64").toString());
    const size = PageSize === undefined ? trouble.pageSize : Number(PageSize);
    if (!(size >= 1 && size <= PAGE_MAX)) refuse("ValidationError", `PageSize must be between 1 and ${PAGE_MAX}`);
    const to = from + size;
    return {
        [name]: all.slice(from, to),
        ...(to < all.length ? { NextMarker: Buffer.from(String(to)).toString("base64") } : {}),
    };
}
