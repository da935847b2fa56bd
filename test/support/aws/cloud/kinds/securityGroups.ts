import { refuse } from "../awsError";
import { hex } from "../hex";
import { type Kind, kind, type Resource } from "../kind";
import type { World } from "../world";
import { SECURITY_GROUP, VPC } from "./network";

export const INGRESS = "aws:vpc/securityGroupIngressRule:SecurityGroupIngressRule";
export const EGRESS = "aws:vpc/securityGroupEgressRule:SecurityGroupEgressRule";
const DEFAULT_DESCRIPTION = "Managed by Pulumi";

/** A rule inside a group's own inputs. */
export interface InlineRule {
    readonly protocol: string;
    readonly fromPort: number;
    readonly toPort: number;
    readonly cidrBlocks?: readonly string[];
    readonly securityGroups?: readonly string[];
    readonly self?: boolean;
}

export interface GroupInputs {
    readonly name: string;
    readonly description?: string;
    readonly vpcId?: string;
    readonly ingress?: readonly InlineRule[];
    readonly egress?: readonly InlineRule[];
}

/** A rule that is a resource of its own. */
export interface RuleInputs {
    readonly securityGroupId: string;
    readonly ipProtocol: string;
    readonly fromPort?: number;
    readonly toPort?: number;
    readonly cidrIpv4?: string;
    readonly cidrIpv6?: string;
    readonly referencedSecurityGroupId?: string;
    readonly prefixListId?: string;
}

export const securityGroups: readonly Kind[] = [
    kind<GroupInputs>({
        type: SECURITY_GROUP,
        service: "EC2",
        naming: { property: "name", max: 255, pattern: /^(?!sg-)[A-Za-z0-9 ._\-:/()#,@[\]+=&;{}!$*]+$/ },
        defaults: { description: DEFAULT_DESCRIPTION },
        replaceOn: ["description", "name", "vpcId"],
        identify: () => ({ id: `sg-${hex(17)}` }),
        outputs: ({ vpcId, ingress = [], egress = [] }, id, world) => ({
            arn: world.arn("ec2", `security-group/${id}`),
            ownerId: world.account,
            vpcId: vpcId ?? "",
            ingress,
            egress,
        }),
        refuse: ({ name, vpcId = "" }, world, known) => {
            if (vpcId !== "") world.must(VPC, vpcId, "InvalidVpcID.NotFound", `The vpc ID '${vpcId}' does not exist`);
            const isSame = ({ key, inputs }: Resource<GroupInputs>) =>
                key !== known?.key && inputs.name === name && (inputs.vpcId ?? "") === vpcId;
            if (world.all<GroupInputs>(SECURITY_GROUP).some(isSame)) {
                refuse("InvalidGroup.Duplicate", `The security group '${name}' already exists for VPC '${vpcId}'`);
            }
        },
        // Rules of other groups that name it, and interfaces.
        remove: ({ id }, world) => {
            const users = ["aws:lb/loadBalancer:LoadBalancer", "aws:ecs/service:Service"];
            const used = users.some((type) =>
                world.all(type).some(({ inputs }) => JSON.stringify(inputs).includes(`"${id}"`)),
            );
            const named = [INGRESS, EGRESS]
                .flatMap((type) => world.all<RuleInputs>(type))
                .some(({ inputs }) => inputs.referencedSecurityGroupId === id && inputs.securityGroupId !== id);
            const others = world.all<GroupInputs>(SECURITY_GROUP).filter(({ key }) => key !== id);
            const inline = others.some(({ inputs }) =>
                JSON.stringify([inputs.ingress, inputs.egress]).includes(`"${id}"`),
            );
            if (used || named || inline) refuse("DependencyViolation", `resource ${id} has a dependent object`);
        },
    }),
    ...[INGRESS, EGRESS].map((type) =>
        kind<RuleInputs>({
            type,
            service: "EC2",
            replaceOn: ["securityGroupId"],
            identify: () => ({ id: `sgr-${hex(17)}` }),
            outputs: (_, id, world) => ({
                arn: world.arn("ec2", `security-group-rule/${id}`),
                securityGroupRuleId: id,
            }),
            refuse: (inputs, world, known) => refuseRule(type, inputs, world, known),
        }),
    ),
];

function refuseRule(type: string, inputs: RuleInputs, world: World, known?: Resource<RuleInputs>): void {
    const { securityGroupId: group, ipProtocol, fromPort, toPort, referencedSecurityGroupId: other } = inputs;
    for (const id of other === undefined ? [group] : [group, other]) {
        world.must(SECURITY_GROUP, id, "InvalidGroup.NotFound", `The security group '${id}' does not exist`);
    }
    const peers = [inputs.cidrIpv4, inputs.cidrIpv6, other, inputs.prefixListId].filter((peer) => peer !== undefined);
    if (peers.length !== 1) {
        const names = "cidr_ipv4,cidr_ipv6,prefix_list_id,referenced_security_group_id";
        refuse("InvalidAttributeCombination", `Exactly one of these attributes must be configured: [${names}]`);
    }
    if (ipProtocol !== "-1" && (fromPort === undefined || toPort === undefined)) {
        refuse(
            "InvalidParameterValue",
            "Invalid value for portRange. Must specify both from and to ports with TCP/UDP.",
        );
    }
    if (ipProtocol === "-1" && (fromPort !== undefined || toPort !== undefined)) {
        refuse("InvalidParameterCombination", "from_port and to_port must not be set when ip_protocol is -1");
    }
    const plain = (rule: RuleInputs) =>
        JSON.stringify([
            rule.securityGroupId,
            rule.ipProtocol,
            rule.fromPort,
            rule.toPort,
            rule.cidrIpv4,
            rule.cidrIpv6,
            rule.referencedSecurityGroupId,
        ]);
    if (
        world.all<RuleInputs>(type).some(({ key, inputs: rule }) => key !== known?.key && plain(rule) === plain(inputs))
    ) {
        refuse("InvalidPermission.Duplicate", `the specified rule "peer: ${peers[0]}" already exists`);
    }
}
