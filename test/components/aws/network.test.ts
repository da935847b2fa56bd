import * as pulumi from "@pulumi/pulumi";
import { AppNetwork, type AppNetworkArgs } from "../../../components/aws";
import { zoneAt } from "../../../components/aws/network/networkResources";
import { Recorder, type Registered, resolved } from "../../support/harness";
import { changesBetween, declaredBy, inputsOf } from "../../support/pieces/declared";
import { known, made, PUBLIC_SUBNETS, TASK_SUBNETS, VPC_ID } from "../../support/pieces/samples";

const network = (args: AppNetworkArgs) => () => new AppNetwork("net", args);
const ANYWHERE = "0.0.0.0/0";

/** Type, inputs and what it waits for of every child, at all defaults. */
const CHILDREN: Record<string, [type: string, inputs: object, waitsFor: string[]]> = {
    "net-vpc": ["aws:ec2/vpc:Vpc", { cidrBlock: "10.0.0.0/16", enableDnsHostnames: true, enableDnsSupport: true }, []],
    "net-internet": ["aws:ec2/internetGateway:InternetGateway", { vpcId: "net-vpc-id" }, ["net-vpc"]],
    "net-public": ["aws:ec2/routeTable:RouteTable", { vpcId: "net-vpc-id" }, ["net-vpc"]],
    "net-public-internet": [
        "aws:ec2/route:Route",
        { routeTableId: "net-public-id", destinationCidrBlock: ANYWHERE, gatewayId: "net-internet-id" },
        ["net-internet", "net-public"],
    ],
    "net-public-1": subnet("10.0.128.0/20", "eu-central-1a"),
    "net-public-2": subnet("10.0.144.0/20", "eu-central-1b"),
    "net-public-1-association": association("net-public-1", "net-public"),
    "net-public-2-association": association("net-public-2", "net-public"),
    "net-nat-1-address": ["aws:ec2/eip:Eip", { domain: "vpc" }, ["net-internet"]],
    "net-nat-1": [
        "aws:ec2/natGateway:NatGateway",
        { allocationId: "net-nat-1-address-id", subnetId: "net-public-1-id" },
        ["net-internet", "net-nat-1-address", "net-public-1"],
    ],
    "net-tasks-1": subnet("10.0.0.0/20", "eu-central-1a"),
    "net-tasks-2": subnet("10.0.16.0/20", "eu-central-1b"),
    "net-tasks-1-routes": ["aws:ec2/routeTable:RouteTable", { vpcId: "net-vpc-id" }, ["net-vpc"]],
    "net-tasks-2-routes": ["aws:ec2/routeTable:RouteTable", { vpcId: "net-vpc-id" }, ["net-vpc"]],
    "net-tasks-1-association": association("net-tasks-1", "net-tasks-1-routes"),
    "net-tasks-2-association": association("net-tasks-2", "net-tasks-2-routes"),
    "net-tasks-1-internet": throughNat("net-tasks-1-routes", "net-nat-1"),
    "net-tasks-2-internet": throughNat("net-tasks-2-routes", "net-nat-1"),
};
const UNTAGGED = ["aws:ec2/route:Route", "aws:ec2/routeTableAssociation:RouteTableAssociation"];

function subnet(cidrBlock: string, availabilityZone: string): [string, object, string[]] {
    const inputs = { vpcId: "net-vpc-id", cidrBlock, availabilityZone, mapPublicIpOnLaunch: false };
    return ["aws:ec2/subnet:Subnet", inputs, ["net-vpc"]];
}

function association(subnetName: string, table: string): [string, object, string[]] {
    const inputs = { subnetId: `${subnetName}-id`, routeTableId: `${table}-id` };
    return ["aws:ec2/routeTableAssociation:RouteTableAssociation", inputs, [table, subnetName].sort()];
}

function throughNat(table: string, gateway: string): [string, object, string[]] {
    const inputs = { routeTableId: `${table}-id`, destinationCidrBlock: ANYWHERE, natGatewayId: `${gateway}-id` };
    return ["aws:ec2/route:Route", inputs, [gateway, table].sort()];
}

/** A child with its name as its `Name` in the console, if its type has tags. */
const tagged = (name: string, type: string, inputs: object) =>
    UNTAGGED.includes(type) ? inputs : { ...inputs, tags: { Name: name } };

test("a network at all defaults: name, type, inputs and order of every child", async () => {
    const [component, ...children] = await declaredBy(network({}));
    expect(component).toMatchObject({ type: "blue-green:index:AppNetwork", name: "net", parent: "" });
    const found = Object.fromEntries(
        children.map(({ name, type, inputs, waitsFor }) => [name, [type, inputs, waitsFor]]),
    );
    const wanted = Object.entries(CHILDREN).map(([name, [type, inputs, waitsFor]]) => [
        name,
        [type, tagged(name, type, inputs), waitsFor],
    ]);
    expect(found).toEqual(Object.fromEntries(wanted));
    expect(new Set(children.map(({ parent }) => parent))).toEqual(new Set(["net"]));
});

test("zones that the region chose stay what they were, whatever zones it gets later; those that are named do not", async () => {
    const ignoring = (all: Registered[]) => all.filter(({ ignores }) => ignores.length > 0);
    const chosen = ignoring(await declaredBy(network({})));
    expect(chosen.map(({ name }) => name).sort()).toEqual([
        "net-public-1",
        "net-public-2",
        "net-tasks-1",
        "net-tasks-2",
    ]);
    expect(new Set(chosen.flatMap(({ ignores }) => ignores))).toEqual(new Set(["availabilityZone"]));
    expect(ignoring(await declaredBy(network({ zoneNames: ["eu-central-1b", "eu-central-1c"] })))).toEqual([]);
});

test("zones by name", async () => {
    const inputs = inputsOf(await declaredBy(network({ zoneNames: ["eu-central-1c", "eu-central-1a"] })));
    expect(inputs["net-public-1"]).toMatchObject({ availabilityZone: "eu-central-1c", cidrBlock: "10.0.128.0/20" });
    expect(inputs["net-tasks-2"]).toMatchObject({ availabilityZone: "eu-central-1a", cidrBlock: "10.0.16.0/20" });
});

test("one zone more changes nothing of the others", async () => {
    const changes = changesBetween(await declaredBy(network({})), await declaredBy(network({ zones: 3 })));
    expect(Object.keys(changes)).toEqual([
        "net-public-3",
        "net-public-3-association",
        "net-tasks-3",
        "net-tasks-3-association",
        "net-tasks-3-internet",
        "net-tasks-3-routes",
    ]);
    expect(changes["net-tasks-3-internet"]).toMatchObject({ natGatewayId: "net-nat-1-id" });
});

test("a NAT gateway for each zone: the second zone's way out is its own, and nothing else changes", async () => {
    const changes = changesBetween(await declaredBy(network({})), await declaredBy(network({ natGateways: 2 })));
    expect(changes).toEqual({
        "net-nat-2": {
            allocationId: "net-nat-2-address-id",
            subnetId: "net-public-2-id",
            tags: { Name: "net-nat-2" },
        },
        "net-nat-2-address": { domain: "vpc", tags: { Name: "net-nat-2-address" } },
        "net-tasks-2-internet": { natGatewayId: "net-nat-2-id" },
    });
});

test("without NAT gateways there are no private subnets", async () => {
    const names = Object.keys(inputsOf(await declaredBy(network({ natGateways: 0 }))));
    expect(names.sort()).toEqual(
        Object.keys(CHILDREN)
            .filter((name) => !/-(nat|tasks)-/.test(name))
            .sort(),
    );
});

test("another block of addresses, and more tags", async () => {
    const changes = changesBetween(
        await declaredBy(network({})),
        await declaredBy(network({ cidrBlock: "172.20.8.0/22", tags: { team: pulumi.output("web"), Name: "mine" } })),
    );
    expect(changes["net-vpc"]).toEqual({ cidrBlock: "172.20.8.0/22", tags: { team: "web", Name: "net-vpc" } });
    expect(changes["net-public-2"]).toMatchObject({ cidrBlock: "172.20.10.64/26" });
    expect(changes["net-tasks-2"]).toMatchObject({ cidrBlock: "172.20.8.64/26" });
});

test("of a network that exists nothing is created", async () => {
    const given = { vpcId: VPC_ID, publicSubnetIds: PUBLIC_SUBNETS, taskSubnetIds: TASK_SUBNETS };
    const later = {
        vpcId: pulumi.output(VPC_ID),
        publicSubnetIds: pulumi.output(PUBLIC_SUBNETS),
        taskSubnetIds: TASK_SUBNETS.map((id) => pulumi.output(id)),
    };
    for (const args of [given, later]) {
        expect((await declaredBy(network(args))).map(({ name }) => name)).toEqual(["net"]);
    }
});

test.each<[string, AppNetworkArgs, object]>([
    [
        "a network that exists",
        { vpcId: VPC_ID, publicSubnetIds: PUBLIC_SUBNETS, taskSubnetIds: TASK_SUBNETS, assignPublicIp: true },
        { vpcId: VPC_ID, publicSubnetIds: PUBLIC_SUBNETS, taskSubnetIds: TASK_SUBNETS, assignPublicIp: true },
    ],
    [
        "one that is created",
        {},
        {
            vpcId: "net-vpc-id",
            publicSubnetIds: ["net-public-1-id", "net-public-2-id"],
            taskSubnetIds: ["net-tasks-1-id", "net-tasks-2-id"],
            assignPublicIp: false,
        },
    ],
    [
        "one without NAT gateways, where tasks are in the public subnets with public addresses",
        { natGateways: 0 },
        {
            vpcId: "net-vpc-id",
            publicSubnetIds: ["net-public-1-id", "net-public-2-id"],
            taskSubnetIds: ["net-public-1-id", "net-public-2-id"],
            assignPublicIp: true,
        },
    ],
])("the outputs of %s", async (_, args, outputs) => {
    const recorder = await Recorder.start(made, false, known);
    const component = new AppNetwork("net", args);
    expect({
        vpcId: await resolved(component.vpcId),
        publicSubnetIds: await resolved(component.publicSubnetIds),
        taskSubnetIds: await resolved(component.taskSubnetIds),
        assignPublicIp: component.assignPublicIp,
    }).toEqual(outputs);
    expect(await recorder.outputsOf("net")).toEqual(outputs);
});

test("the region's zones are taken by name, and more than it has are refused", () => {
    expect(zoneAt(["eu-central-1c", "eu-central-1a"], 0)).toBe("eu-central-1a");
    expect(zoneAt(["eu-central-1c", "eu-central-1a"], 1)).toBe("eu-central-1c");
    expect(() => zoneAt(["eu-central-1a", "eu-central-1b"], 2)).toThrow(
        "zones: must be at most 2 in this region, which has eu-central-1a, eu-central-1b",
    );
});
