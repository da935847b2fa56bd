import { refuse } from "../awsError";
import { hex } from "../hex";
import { type Kind, kind } from "../kind";
import type { World } from "../world";
import { contains, overlap, rangeOf } from "./cidr";

export const VPC = "aws:ec2/vpc:Vpc";
export const SUBNET = "aws:ec2/subnet:Subnet";
export const GATEWAY = "aws:ec2/internetGateway:InternetGateway";
export const NAT = "aws:ec2/natGateway:NatGateway";
export const EIP = "aws:ec2/eip:Eip";
export const ROUTE_TABLE = "aws:ec2/routeTable:RouteTable";
export const SECURITY_GROUP = "aws:ec2/securityGroup:SecurityGroup";

interface VpcInputs {
    readonly cidrBlock?: string;
    readonly enableDnsHostnames?: boolean;
    readonly enableDnsSupport?: boolean;
    readonly instanceTenancy?: string;
    readonly tags?: Record<string, string>;
}

interface SubnetInputs {
    readonly vpcId: string;
    readonly cidrBlock?: string;
    readonly availabilityZone?: string;
    readonly mapPublicIpOnLaunch?: boolean;
}

interface NatInputs {
    readonly subnetId?: string;
    readonly allocationId?: string;
    readonly connectivityType?: string;
}

export const network: readonly Kind[] = [
    kind<VpcInputs>({
        type: VPC,
        service: "EC2",
        defaults: { enableDnsSupport: true, instanceTenancy: "default" },
        replaceOn: ["cidrBlock", "instanceTenancy"],
        identify: () => ({ id: `vpc-${hex(17)}` }),
        outputs: ({ enableDnsHostnames }, id, world) => ({
            arn: world.arn("ec2", `vpc/${id}`),
            ownerId: world.account,
            enableDnsHostnames: enableDnsHostnames ?? false,
            defaultSecurityGroupId: partOf(id, "sg"),
            defaultNetworkAclId: partOf(id, "acl"),
            defaultRouteTableId: partOf(id, "rtb"),
            mainRouteTableId: partOf(id, "rtb"),
            dhcpOptionsId: "dopt-0123456789abcdef0",
        }),
        refuse: ({ cidrBlock }) => {
            const range = rangeOf(cidrBlock ?? "");
            if (!range)
                refuse(
                    "InvalidParameterValue",
                    `Value (${cidrBlock}) for parameter cidrBlock is invalid. This is not a valid CIDR block.`,
                );
            if (range.bits < 16 || range.bits > 28) refuse("InvalidVpc.Range", `The CIDR '${cidrBlock}' is invalid.`);
        },
        put: ({ id }, world) => addParts(id, world),
        remove: ({ id }, world) => {
            for (const [type, prefix] of PARTS) {
                const part = world.find(type, partOf(id, prefix));
                if (part) world.remove(part);
            }
        },
        heldBy: {
            types: [SUBNET, GATEWAY, ROUTE_TABLE, SECURITY_GROUP],
            code: "DependencyViolation",
            message: (id) => `The vpc '${id}' has dependencies and cannot be deleted.`,
        },
    }),
    kind<SubnetInputs>({
        type: SUBNET,
        service: "EC2",
        defaults: { mapPublicIpOnLaunch: false },
        replaceOn: ["vpcId", "cidrBlock", "availabilityZone"],
        identify: () => ({ id: `subnet-${hex(17)}` }),
        outputs: ({ availabilityZone }, id, world) => ({
            arn: world.arn("ec2", `subnet/${id}`),
            ownerId: world.account,
            availabilityZone: availabilityZone ?? world.zones[0],
            availabilityZoneId: `use1-az${1 + world.zones.indexOf(availabilityZone ?? world.zones[0] ?? "")}`,
        }),
        refuse: refuseSubnet,
        // What has an interface in it: the balancer, the gateway, the tasks of a service.
        heldBy: {
            types: [NAT, "aws:lb/loadBalancer:LoadBalancer", "aws:ecs/service:Service"],
            code: "DependencyViolation",
            message: (id) => `The subnet '${id}' has dependencies and cannot be deleted.`,
        },
    }),
    kind<{ readonly vpcId?: string }>({
        type: GATEWAY,
        service: "EC2",
        replaceOn: [],
        identify: () => ({ id: `igw-${hex(17)}` }),
        outputs: (_, id, world) => ({ arn: world.arn("ec2", `internet-gateway/${id}`), ownerId: world.account }),
        refuse: ({ vpcId }, world, known) => {
            if (vpcId === undefined) return;
            world.must(VPC, vpcId, "InvalidVpcID.NotFound", `The vpc ID '${vpcId}' does not exist`);
            if (world.all(GATEWAY).some((other) => other.key !== known?.key && other.inputs.vpcId === vpcId)) {
                refuse("InvalidParameterValue", `Network ${vpcId} already has an internet gateway attached`);
            }
        },
        remove: ({ inputs: { vpcId } }, world) => {
            const isIn = (id: unknown) => world.find(SUBNET, id)?.inputs.vpcId === vpcId;
            const balancers = world
                .all("aws:lb/loadBalancer:LoadBalancer")
                .filter(({ outputs }) => outputs.internal === false);
            const subnets = [
                ...balancers.flatMap(({ outputs }) => outputs.subnets),
                ...world.all(NAT).map(({ inputs }) => inputs.subnetId),
            ];
            if (!subnets.some(isIn)) return;
            const advice = "Please unmap those public address(es) before detaching the gateway.";
            refuse("DependencyViolation", `Network ${vpcId} has some mapped public address(es). ${advice}`);
        },
    }),
    kind<{ readonly domain?: string }>({
        type: EIP,
        service: "EC2",
        replaceOn: ["domain"],
        identify: () => ({ id: `eipalloc-${hex(17)}` }),
        outputs: (_, id, world) => {
            const publicIp = `203.0.113.${1 + (Number.parseInt(id.slice(-4), 16) % 254)}`;
            return { arn: world.arn("ec2", `elastic-ip/${id}`), allocationId: id, publicIp, domain: "vpc" };
        },
        heldBy: {
            types: [NAT],
            code: "AuthFailure",
            message: () => "You do not have permission to access the specified resource.",
        },
    }),
    kind<NatInputs>({
        type: NAT,
        service: "EC2",
        defaults: { connectivityType: "public" },
        replaceOn: ["allocationId", "connectivityType", "subnetId"],
        identify: () => ({ id: `nat-${hex(17)}` }),
        outputs: ({ allocationId }, id, world) => ({
            networkInterfaceId: partOf(id, "eni"),
            associationId: partOf(id, "eipassoc"),
            publicIp: String(world.find(EIP, allocationId)?.outputs.publicIp ?? ""),
        }),
        refuse: ({ subnetId, allocationId, connectivityType }, world, known) => {
            world.must(SUBNET, subnetId, "InvalidSubnetID.NotFound", `The subnet ID '${subnetId}' does not exist`);
            if (connectivityType !== "public") return;
            const message = `The allocation ID '${allocationId}' does not exist`;
            world.must(EIP, allocationId, "InvalidAllocationID.NotFound", message);
            if (
                world
                    .all<NatInputs>(NAT)
                    .some((nat) => nat.key !== known?.key && nat.inputs.allocationId === allocationId)
            ) {
                refuse("Resource.AlreadyAssociated", `Elastic IP address [${allocationId}] is already associated.`);
            }
        },
    }),
];

/** What every VPC brings with it. */
const PARTS = [
    [SECURITY_GROUP, "sg"],
    [ROUTE_TABLE, "rtb"],
] as const;

/** The id of something that belongs to one other resource. */
function partOf(id: string, prefix: string): string {
    return `${prefix}-${id.split("-")[1]}`;
}

function addParts(vpcId: string, world: World): void {
    for (const [type, prefix] of PARTS) {
        const id = partOf(vpcId, prefix);
        if (!world.find(type, id)) world.put({ type, id, key: id, inputs: {}, outputs: { vpcId } });
    }
}

function refuseSubnet(inputs: SubnetInputs, world: World, known?: { readonly key: string }): void {
    const { vpcId, cidrBlock = "", availabilityZone } = inputs;
    const vpc = world.must<VpcInputs>(VPC, vpcId, "InvalidVpcID.NotFound", `The vpc ID '${vpcId}' does not exist`);
    const bad = () =>
        refuse(
            "InvalidParameterValue",
            `Value (${cidrBlock}) for parameter cidrBlock is invalid. This is not a valid CIDR block.`,
        );
    const range = rangeOf(cidrBlock) ?? bad();
    if (range.bits > 28) bad();
    const whole = rangeOf(vpc.inputs.cidrBlock ?? "");
    if (whole && !contains(whole, range)) refuse("InvalidSubnet.Range", `The CIDR '${cidrBlock}' is invalid.`);
    if (availabilityZone !== undefined && !world.zones.includes(availabilityZone)) {
        const zones = world.zones.join(", ");
        refuse(
            "InvalidParameterValue",
            `Value (${availabilityZone}) for parameter availabilityZone is invalid. Subnets can currently only be created in the following availability zones: ${zones}.`,
        );
    }
    for (const other of world.all<SubnetInputs>(SUBNET)) {
        const taken = rangeOf(other.inputs.cidrBlock ?? "");
        if (other.key === known?.key || other.inputs.vpcId !== vpcId || !taken || !overlap(taken, range)) continue;
        refuse("InvalidSubnet.Conflict", `The CIDR '${cidrBlock}' conflicts with another subnet`);
    }
}
