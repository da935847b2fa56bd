import { refuse } from "../awsError";
import { hex } from "../hex";
import { type Kind, kind, type Resource, type Values } from "../kind";
import type { World } from "../world";

export const LOAD_BALANCER = "aws:lb/loadBalancer:LoadBalancer";
export const ELB = "Elastic Load Balancing v2";
/** The names that load balancers and target groups may have. */
export const ELB_NAME = /^(?!-)(?!internal-)[A-Za-z0-9-]+(?<!-)$/;

interface Inputs {
    readonly name: string;
    readonly internal?: boolean;
    readonly loadBalancerType?: string;
    readonly subnets?: readonly string[];
    readonly subnetMappings?: readonly { readonly subnetId: string }[];
    readonly securityGroups?: readonly string[];
    readonly enableDeletionProtection?: boolean;
    readonly tags?: Record<string, string>;
}

/** What ELBv2 calls in its ARNs `app/<name>/<digits>`. */
export function suffixOf(arn: string): string {
    return arn
        .split(":")
        .slice(5)
        .join(":")
        .replace(/^[\w-]+\//, "");
}

export const loadBalancers: readonly Kind[] = [
    kind<Inputs>({
        type: LOAD_BALANCER,
        service: ELB,
        naming: { property: "name", max: 32, pattern: ELB_NAME },
        defaults: { loadBalancerType: "application", enableDeletionProtection: false },
        replaceOn: ["name", "internal", "loadBalancerType"],
        identify: ({ name }, world) => ({
            id: world.arn("elasticloadbalancing", `loadbalancer/app/${name}/${hex(16)}`),
        }),
        outputs: (inputs, arn, world) => ({
            arn,
            arnSuffix: suffixOf(arn),
            // Visitors of the stand-in reach it on this machine.
            dnsName: "127.0.0.1",
            zoneId: "Z35SXDOTRQ7X7K",
            internal: inputs.internal ?? false,
            vpcId: subnetsOf(inputs, world)[0]?.inputs.vpcId ?? "",
            securityGroups: inputs.securityGroups ?? [],
            subnets: subnetIds(inputs),
        }),
        refuse: refuseLoadBalancer,
        remove: async ({ id, inputs }, world) => {
            if (inputs.enableDeletionProtection) {
                refuse(
                    "OperationNotPermitted",
                    `Load balancer '${id}' cannot be deleted because deletion protection is enabled`,
                );
            }
            // Its listeners go with it.
            for (const listener of world.all("aws:lb/listener:Listener")) {
                if (listener.inputs.loadBalancerArn === id) await world.elb.removeListener(listener.key);
            }
        },
    }),
];

function refuseLoadBalancer(inputs: Inputs, world: World, known?: Resource<Inputs>): void {
    if (inputs.loadBalancerType !== "application")
        refuse("ValidationError", "the stand-in knows application load balancers only");
    if (!known && world.all<Inputs>(LOAD_BALANCER).some((other) => other.inputs.name === inputs.name)) {
        const message = `A load balancer with the same name '${inputs.name}' exists, but with different settings`;
        refuse("DuplicateLoadBalancerName", message);
    }
    const subnets = subnetsOf(inputs, world);
    const zones = subnets.map((subnet) => String(subnet.inputs.availabilityZone));
    if (new Set(zones).size < 2) {
        refuse("ValidationError", "At least two subnets in two different Availability Zones must be specified");
    }
    if (new Set(zones).size < zones.length) {
        refuse(
            "InvalidConfigurationRequest",
            "A load balancer cannot be attached to multiple subnets in the same Availability Zone",
        );
    }
    const vpcs = new Set(subnets.map((subnet) => subnet.inputs.vpcId));
    if (vpcs.size > 1) refuse("InvalidConfigurationRequest", "The specified subnets must belong to the same VPC");
    const [vpc] = vpcs;
    if (
        !inputs.internal &&
        !world.all("aws:ec2/internetGateway:InternetGateway").some((gateway) => gateway.inputs.vpcId === vpc)
    ) {
        refuse("InvalidSubnet", `VPC ${vpc} has no internet gateway`);
    }
    for (const id of inputs.securityGroups ?? []) {
        const group = world.must(
            "aws:ec2/securityGroup:SecurityGroup",
            id,
            "InvalidSecurityGroup",
            `The security group '${id}' does not exist`,
        );
        if (group.outputs.vpcId !== vpc) {
            refuse("InvalidConfigurationRequest", "One or more security groups are invalid");
        }
    }
}

function subnetIds({ subnets, subnetMappings = [] }: Inputs): readonly string[] {
    return subnets ?? subnetMappings.map(({ subnetId }) => subnetId);
}

function subnetsOf(inputs: Inputs, world: World): Resource<Values>[] {
    return subnetIds(inputs).map((id) =>
        world.must("aws:ec2/subnet:Subnet", id, "SubnetNotFound", `The subnet ID '${id}' does not exist`),
    );
}
