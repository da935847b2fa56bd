import * as lb from "@pulumi/aws/lb";
import * as route53 from "@pulumi/aws/route53";
import * as pulumi from "@pulumi/pulumi";
import { listed } from "../../release";
import { metricName, parseArn } from "../common/arns";
import type { AdoptedFrontDoorArgs, FrontDoorArgs } from "./frontDoorArgs";
import { createFrontDoor } from "./frontDoorResources";
import { frontDoorSettings } from "./frontDoorSettings";

const TYPE = "blue-green:index:FrontDoor";

/** The front door of an app: an application load balancer with one listener, where everybody gets 404 until there are rules. */
export class FrontDoor extends pulumi.ComponentResource {
    /** The listener that gets the app's rules. */
    readonly listenerArn: pulumi.Output<string>;
    /** The load balancer. */
    readonly loadBalancerArn: pulumi.Output<string>;
    /** The load balancer as metrics name it. */
    readonly loadBalancerArnSuffix: pulumi.Output<string>;
    /** The load balancer's host name. */
    readonly dnsName: pulumi.Output<string>;
    /** The load balancer's security group, to be let in to the tasks. */
    readonly securityGroupId: pulumi.Output<string>;
    /** Port of the listener. */
    readonly port: number;
    /** Whether the listener speaks HTTPS. */
    readonly secure: boolean;

    constructor(name: string, args: FrontDoorArgs, opts?: pulumi.ComponentResourceOptions) {
        super(TYPE, name, args, opts);
        const settings = frontDoorSettings(args);
        if (settings.mistakes.length > 0) throw new pulumi.ResourceError(listed(settings.mistakes), this, true);
        const door = args.adopt ? adopted(args.adopt, this) : createFrontDoor(this, name, args, settings);
        aliasRecords(this, name, args, door);
        this.listenerArn = door.listenerArn;
        this.loadBalancerArn = door.loadBalancerArn;
        this.loadBalancerArnSuffix = door.loadBalancerArnSuffix;
        this.dnsName = door.dnsName;
        this.securityGroupId = door.securityGroupId;
        this.port = settings.port;
        this.secure = settings.secure;
        this.registerOutputs({
            listenerArn: this.listenerArn,
            loadBalancerArn: this.loadBalancerArn,
            loadBalancerArnSuffix: this.loadBalancerArnSuffix,
            dnsName: this.dnsName,
            securityGroupId: this.securityGroupId,
            port: this.port,
            secure: this.secure,
        });
    }
}

/** A front door that exists. */
function adopted(
    { listenerArn, loadBalancerArn, dnsName, securityGroupId }: AdoptedFrontDoorArgs,
    parent: pulumi.Resource,
) {
    const arn = pulumi.output(loadBalancerArn);
    const region = arn.apply((text) => parseArn(text).region);
    return {
        listenerArn: pulumi.output(listenerArn),
        loadBalancerArn: arn,
        loadBalancerArnSuffix: arn.apply(metricName),
        dnsName: pulumi.output(dnsName),
        securityGroupId: pulumi.output(securityGroupId),
        zoneId: () => lb.getHostedZoneIdOutput({ region, loadBalancerType: "application" }, { parent }).id,
    };
}

/** A record a host that leads to the load balancer. */
function aliasRecords(
    parent: pulumi.Resource,
    name: string,
    { dns }: FrontDoorArgs,
    door: { dnsName: pulumi.Output<string>; zoneId: () => pulumi.Output<string> },
) {
    if (!dns) return;
    const zoneId = door.zoneId();
    for (const host of new Set(dns.hosts)) {
        new route53.Record(
            `${name}-dns-${host}`,
            {
                zoneId: dns.hostedZoneId,
                name: host,
                type: "A",
                aliases: [{ name: door.dnsName, zoneId, evaluateTargetHealth: false }],
            },
            { parent },
        );
    }
}
