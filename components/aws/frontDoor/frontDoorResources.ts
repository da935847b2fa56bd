import * as ec2 from "@pulumi/aws/ec2";
import * as lb from "@pulumi/aws/lb";
import * as vpc from "@pulumi/aws/vpc";
import * as pulumi from "@pulumi/pulumi";
import { limitedName } from "../common/physicalNames";
import { tagged } from "../common/tags";
import { certificateOf } from "./certificate";
import type { FrontDoorArgs } from "./frontDoorArgs";
import type { FrontDoorSettings } from "./frontDoorSettings";

/** Longest name that a load balancer may have. */
const LONGEST = 32;
const HTTP = 80;
/** What everybody gets who asks for something that no app answers. */
const NOT_FOUND = { type: "fixed-response", fixedResponse: { contentType: "text/plain", statusCode: "404" } };

/** A load balancer with its security group, its listener and, if wanted, a redirect to it. */
export function createFrontDoor(
    parent: pulumi.Resource,
    name: string,
    args: FrontDoorArgs,
    settings: FrontDoorSettings,
) {
    const opts = { parent };
    const tags = tagged({ Name: name }, args.tags);
    const group = securityGroup(parent, name, args, settings);
    const { accessLogs } = args;
    const balancer = new lb.LoadBalancer(
        `${name}-balancer`,
        {
            name: limitedName(
                [pulumi.getProject(), pulumi.getStack(), name],
                name.replace(/^internal-/, ""),
                "",
                LONGEST,
            ),
            loadBalancerType: "application",
            ipAddressType: "ipv4",
            internal: settings.internal,
            securityGroups: [group.id],
            subnets: args.subnetIds,
            idleTimeout: settings.idleTimeoutSeconds,
            enableDeletionProtection: settings.deletionProtection,
            enableHttp2: true,
            dropInvalidHeaderFields: true,
            desyncMitigationMode: "defensive",
            accessLogs: accessLogs && { enabled: true, bucket: accessLogs.bucket, prefix: accessLogs.prefix },
            tags,
        },
        opts,
    );
    const listener = new lb.Listener(
        `${name}-listener`,
        {
            loadBalancerArn: balancer.arn,
            port: settings.port,
            defaultActions: [NOT_FOUND],
            ...(settings.secure
                ? {
                      protocol: "HTTPS",
                      sslPolicy: settings.tlsPolicy,
                      certificateArn: certificateOf(parent, name, args),
                  }
                : { protocol: "HTTP" }),
            tags,
        },
        opts,
    );
    if (settings.redirectHttp) {
        const redirect = { protocol: "HTTPS", port: String(settings.port), statusCode: "HTTP_301" };
        new lb.Listener(
            `${name}-redirect`,
            {
                loadBalancerArn: balancer.arn,
                port: HTTP,
                protocol: "HTTP",
                defaultActions: [{ type: "redirect", redirect }],
                tags,
            },
            opts,
        );
    }
    return {
        listenerArn: listener.arn,
        loadBalancerArn: balancer.arn,
        loadBalancerArnSuffix: balancer.arnSuffix,
        dnsName: balancer.dnsName,
        securityGroupId: group.id,
        zoneId: () => balancer.zoneId,
    };
}

/** Lets the allowed addresses in on the listeners' ports, and the load balancer out to its targets. */
function securityGroup(parent: pulumi.Resource, name: string, args: FrontDoorArgs, settings: FrontDoorSettings) {
    const tags = tagged({ Name: name }, args.tags);
    const opts = { parent };
    const group = new ec2.SecurityGroup(
        `${name}-group`,
        { vpcId: args.vpcId, description: `Front door ${name}`, tags },
        opts,
    );
    const ports = { in: settings.port, ...(settings.redirectHttp ? { "redirect-in": HTTP } : {}) };
    for (const [role, port] of Object.entries(ports)) {
        for (const cidr of new Set(settings.allowedCidrs)) {
            new vpc.SecurityGroupIngressRule(
                `${name}-${role}-${cidr.replace("/", "-")}`,
                { securityGroupId: group.id, cidrIpv4: cidr, ipProtocol: "tcp", fromPort: port, toPort: port, tags },
                opts,
            );
        }
    }
    new vpc.SecurityGroupEgressRule(
        `${name}-out`,
        { securityGroupId: group.id, cidrIpv4: "0.0.0.0/0", ipProtocol: "-1", tags },
        opts,
    );
    return group;
}
