import * as pulumi from "@pulumi/pulumi";
import { listed } from "../../release";
import type { AppNetworkArgs } from "./networkArgs";
import { createNetwork } from "./networkResources";
import { networkSettings } from "./networkSettings";

const TYPE = "blue-green:index:AppNetwork";

/** The network of an app: one that exists, or a VPC with public subnets for the load balancer and private ones for the tasks. */
export class AppNetwork extends pulumi.ComponentResource {
    /** The VPC. */
    readonly vpcId: pulumi.Output<string>;
    /** Subnets of the load balancer. */
    readonly publicSubnetIds: pulumi.Output<string[]>;
    /** Subnets of the tasks. */
    readonly taskSubnetIds: pulumi.Output<string[]>;
    /** Whether tasks need public addresses there. */
    readonly assignPublicIp: boolean;

    constructor(name: string, args: AppNetworkArgs, opts?: pulumi.ComponentResourceOptions) {
        super(TYPE, name, args, opts);
        const settings = networkSettings(args);
        if (settings.mistakes.length > 0) throw new pulumi.ResourceError(listed(settings.mistakes), this, true);
        const made = settings.given
            ? { vpcId: args.vpcId, publicSubnetIds: args.publicSubnetIds, taskSubnetIds: args.taskSubnetIds }
            : createNetwork(this, name, settings, args.tags);
        this.vpcId = pulumi.output(made.vpcId ?? "");
        this.publicSubnetIds = pulumi.output(made.publicSubnetIds ?? []);
        this.taskSubnetIds = pulumi.output(made.taskSubnetIds ?? []);
        this.assignPublicIp = settings.assignPublicIp;
        this.registerOutputs({
            vpcId: this.vpcId,
            publicSubnetIds: this.publicSubnetIds,
            taskSubnetIds: this.taskSubnetIds,
            assignPublicIp: this.assignPublicIp,
        });
    }
}
