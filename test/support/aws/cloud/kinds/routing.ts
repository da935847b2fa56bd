import { refuse } from "../awsError";
import { hex } from "../hex";
import { type Kind, kind } from "../kind";
import { GATEWAY, NAT, ROUTE_TABLE, SUBNET, VPC } from "./network";

export const ROUTE = "aws:ec2/route:Route";
export const ROUTE_TABLE_ASSOCIATION = "aws:ec2/routeTableAssociation:RouteTableAssociation";

export interface RouteTargets {
    readonly gatewayId?: string;
    readonly natGatewayId?: string;
}

export interface RouteTableInputs {
    readonly vpcId: string;
    readonly routes?: readonly (RouteTargets & { readonly cidrBlock?: string })[];
}

export interface RouteInputs extends RouteTargets {
    readonly routeTableId: string;
    readonly destinationCidrBlock?: string;
}

export interface AssociationInputs {
    readonly routeTableId: string;
    readonly subnetId?: string;
}

export const routing: readonly Kind[] = [
    kind<RouteTableInputs>({
        type: ROUTE_TABLE,
        service: "EC2",
        replaceOn: ["vpcId"],
        identify: () => ({ id: `rtb-${hex(17)}` }),
        outputs: (_, id, world) => ({ arn: world.arn("ec2", `route-table/${id}`), ownerId: world.account }),
        refuse: ({ vpcId }, world) => {
            world.must(VPC, vpcId, "InvalidVpcID.NotFound", `The vpc ID '${vpcId}' does not exist`);
        },
        heldBy: {
            types: [ROUTE_TABLE_ASSOCIATION],
            code: "DependencyViolation",
            message: (id) => `The routeTable '${id}' has dependencies and cannot be deleted.`,
        },
    }),
    kind<RouteInputs>({
        type: ROUTE,
        service: "EC2",
        replaceOn: ["routeTableId", "destinationCidrBlock"],
        // The real provider makes it from a hash of the destination.
        identify: ({ routeTableId }) => ({ id: `r-${routeTableId}${Number.parseInt(hex(7), 16)}` }),
        outputs: () => ({ origin: "CreateRoute", state: "active" }),
        refuse: (inputs, world, known) => {
            const { routeTableId, destinationCidrBlock, gatewayId, natGatewayId } = inputs;
            world.must(
                ROUTE_TABLE,
                routeTableId,
                "InvalidRouteTableID.NotFound",
                `The routeTable ID '${routeTableId}' does not exist`,
            );
            if (gatewayId !== undefined) {
                world.must(
                    GATEWAY,
                    gatewayId,
                    "InvalidGatewayID.NotFound",
                    `The gateway ID '${gatewayId}' does not exist`,
                );
            }
            if (natGatewayId !== undefined) {
                world.must(
                    NAT,
                    natGatewayId,
                    "InvalidNatGatewayID.NotFound",
                    `The natGateway ID '${natGatewayId}' does not exist`,
                );
            }
            const isSame = (other: RouteInputs) =>
                other.routeTableId === routeTableId && other.destinationCidrBlock === destinationCidrBlock;
            if (world.all<RouteInputs>(ROUTE).some((route) => route.key !== known?.key && isSame(route.inputs))) {
                refuse("RouteAlreadyExists", `The route identified by ${destinationCidrBlock} already exists.`);
            }
        },
    }),
    kind<AssociationInputs>({
        type: ROUTE_TABLE_ASSOCIATION,
        service: "EC2",
        replaceOn: ["subnetId"],
        identify: () => ({ id: `rtbassoc-${hex(17)}` }),
        outputs: () => ({}),
        refuse: ({ routeTableId, subnetId }, world, known) => {
            world.must(
                ROUTE_TABLE,
                routeTableId,
                "InvalidRouteTableID.NotFound",
                `The routeTable ID '${routeTableId}' does not exist`,
            );
            world.must(SUBNET, subnetId, "InvalidSubnetID.NotFound", `The subnet ID '${subnetId}' does not exist`);
            const others = world.all<AssociationInputs>(ROUTE_TABLE_ASSOCIATION);
            if (others.some((other) => other.key !== known?.key && other.inputs.subnetId === subnetId)) {
                const message = `the specified association for route table ${routeTableId} conflicts with an existing association`;
                refuse("Resource.AlreadyAssociated", message);
            }
        },
    }),
];
