import * as ec2 from "@pulumi/aws/ec2";
import { getAvailabilityZonesOutput } from "@pulumi/aws/getAvailabilityZones";
import type * as pulumi from "@pulumi/pulumi";
import { tagged } from "../common/tags";
import type { AppNetworkArgs } from "./networkArgs";
import type { NetworkSettings, ZoneSettings } from "./networkSettings";

const ANYWHERE = "0.0.0.0/0";

/** Makes one kind of resource as a child, with its logical name as its `Name` in the console. */
interface Maker {
    readonly opts: pulumi.CustomResourceOptions;
    readonly tags: (name: string) => ReturnType<typeof tagged>;
}

/** A VPC with a public subnet a zone, and a private one a zone unless there is no NAT gateway. */
export function createNetwork(
    parent: pulumi.Resource,
    name: string,
    { cidrBlock, zones, natGateways }: NetworkSettings,
    given: AppNetworkArgs["tags"],
) {
    const maker: Maker = { opts: { parent }, tags: (Name) => tagged({ Name }, given) };
    const { opts, tags } = maker;
    const vpc = new ec2.Vpc(
        `${name}-vpc`,
        { cidrBlock, enableDnsHostnames: true, enableDnsSupport: true, tags: tags(`${name}-vpc`) },
        opts,
    );
    const internet = new ec2.InternetGateway(
        `${name}-internet`,
        { vpcId: vpc.id, tags: tags(`${name}-internet`) },
        opts,
    );
    const routes = new ec2.RouteTable(`${name}-public`, { vpcId: vpc.id, tags: tags(`${name}-public`) }, opts);
    new ec2.Route(
        `${name}-public-internet`,
        { routeTableId: routes.id, destinationCidrBlock: ANYWHERE, gatewayId: internet.id },
        opts,
    );
    const zoneOf = zoneNames(parent, zones);
    const subnet = (role: string, place: number, cidr: string, routeTableId: pulumi.Output<string>) =>
        subnetOf(maker, `${name}-${role}-${place + 1}`, vpc.id, cidr, zoneOf(place), routeTableId);
    const publicSubnets = zones.map(({ publicCidr }, place) => subnet("public", place, publicCidr, routes.id));
    const publicSubnetIds = publicSubnets.map(({ id }) => id);
    const gateways = publicSubnets
        .slice(0, natGateways)
        .map(({ id }, place) => natGateway(maker, `${name}-nat-${place + 1}`, id, internet));
    const taskSubnetIds = zones.flatMap(({ taskCidr }, place) => {
        const gateway = gateways[place % Math.max(gateways.length, 1)];
        if (!gateway) return [];
        const table = privateRoutes(maker, `${name}-tasks-${place + 1}`, vpc.id, gateway);
        return [subnet("tasks", place, taskCidr, table.id).id];
    });
    return { vpcId: vpc.id, publicSubnetIds, taskSubnetIds: natGateways === 0 ? publicSubnetIds : taskSubnetIds };
}

/** A zone's name by its place. Names that the region chose stay what they were, whatever zones it gets later. */
function zoneNames(parent: pulumi.Resource, zones: readonly ZoneSettings[]) {
    const wanted = zones.map(({ name }) => name);
    if (wanted.every((name) => name !== undefined)) return (place: number) => ({ name: wanted[place], fixed: true });
    const found = getAvailabilityZonesOutput(
        { state: "available", filters: [{ name: "opt-in-status", values: ["opt-in-not-required"] }] },
        { parent },
    );
    return (place: number) => ({ name: found.names.apply((names) => zoneAt(names, place)), fixed: false });
}

/** The zone at some place of a region's list. */
export function zoneAt(names: readonly string[], place: number): string {
    const name = [...names].sort()[place];
    if (name !== undefined) return name;
    throw new Error(`zones: must be at most ${names.length} in this region, which has ${names.join(", ")}`);
}

function subnetOf(
    { opts, tags }: Maker,
    name: string,
    vpcId: pulumi.Output<string>,
    cidrBlock: string,
    zone: { name: pulumi.Input<string> | undefined; fixed: boolean },
    routeTableId: pulumi.Output<string>,
) {
    const subnet = new ec2.Subnet(
        name,
        { vpcId, cidrBlock, availabilityZone: zone.name, mapPublicIpOnLaunch: false, tags: tags(name) },
        zone.fixed ? opts : { ...opts, ignoreChanges: ["availabilityZone"] },
    );
    new ec2.RouteTableAssociation(`${name}-association`, { subnetId: subnet.id, routeTableId }, opts);
    return subnet;
}

function natGateway({ opts, tags }: Maker, name: string, subnetId: pulumi.Output<string>, internet: pulumi.Resource) {
    const online = { ...opts, dependsOn: [internet] };
    const address = new ec2.Eip(`${name}-address`, { domain: "vpc", tags: tags(`${name}-address`) }, online);
    return new ec2.NatGateway(name, { allocationId: address.id, subnetId, tags: tags(name) }, online);
}

function privateRoutes({ opts, tags }: Maker, name: string, vpcId: pulumi.Output<string>, gateway: ec2.NatGateway) {
    const table = new ec2.RouteTable(`${name}-routes`, { vpcId, tags: tags(`${name}-routes`) }, opts);
    new ec2.Route(
        `${name}-internet`,
        { routeTableId: table.id, destinationCidrBlock: ANYWHERE, natGatewayId: gateway.id },
        opts,
    );
    return table;
}
