import { CustomResource } from "@pulumi/kubernetes/apiextensions";
import * as pulumi from "@pulumi/pulumi";
import { ec2Id } from "../../aws/common/checks";
import { checkInput, TIER_NAME } from "../../common/checks";
import { COLORS, listed, type Mistake } from "../../release";
import { check, RELEASE_ID, type Requirement } from "../../release/rules";
import { APPLIED } from "../applied";
import { APP_NAME, LABEL_NAME, LABELS_GIVEN } from "../common/checks";
import { releaseLabels, serviceName, workloadName } from "../names";
import { SERVICE_PORT } from "../routes/httpRoutes";
import type { PodTargetsArgs } from "./podTargetsArgs";

const TYPE = "blue-green:index:PodTargets";
const TIERS: Requirement = {
    holds: (value) => Array.isArray(value) && value.length > 0 && value.every((tier) => TIER_NAME.holds(tier)),
    rule: "must be a list of at least one tier's name",
};

/** Pods as targets of a load balancer's target groups: the AWS Load Balancer Controller registers those that a Service leads to. */
export class PodTargets extends pulumi.ComponentResource {
    constructor(name: string, args: PodTargetsArgs, opts?: pulumi.ComponentResourceOptions) {
        super(TYPE, name, args, opts);
        const mistakes = mistakesIn(args);
        if (mistakes.length > 0) throw new pulumi.ResourceError(listed(mistakes), this, true);
        const { app, namespace, loadBalancerSecurityGroupId: groupID } = args;
        const ingress = [{ from: [{ securityGroup: { groupID } }], ports: [{ protocol: "TCP" }] }];
        for (const color of COLORS) {
            const release = args[`${color}Release`];
            for (const tier of release === undefined ? [] : args.tiers) {
                new CustomResource(
                    `${name}-${tier}-${color}`,
                    {
                        apiVersion: "elbv2.k8s.aws/v1beta1",
                        kind: "TargetGroupBinding",
                        metadata: {
                            name: workloadName(app, tier, color),
                            namespace,
                            labels: { ...args.labels, ...releaseLabels(app, tier, color, release ?? "") },
                            annotations: { ...APPLIED },
                        },
                        spec: {
                            serviceRef: { name: serviceName(app, tier, color, release ?? ""), port: SERVICE_PORT },
                            targetGroupARN: pulumi.output(args[`${color}TargetGroups`]).apply((arns) => arns[tier]),
                            targetType: "ip",
                            ...(groupID === undefined ? {} : { networking: { ingress } }),
                        },
                    },
                    { parent: this, dependsOn: opts?.dependsOn },
                );
            }
        }
        this.registerOutputs({});
    }
}

function mistakesIn(args: PodTargetsArgs): Mistake[] {
    const mistakes: Mistake[] = [];
    check(mistakes, "app", args.app, APP_NAME);
    check(mistakes, "namespace", args.namespace, LABEL_NAME);
    check(mistakes, "tiers", args.tiers, TIERS);
    for (const where of ["blueRelease", "greenRelease"] as const) {
        if (args[where] !== undefined) check(mistakes, where, args[where], RELEASE_ID);
    }
    if (args.loadBalancerSecurityGroupId !== undefined) {
        checkInput(mistakes, "loadBalancerSecurityGroupId", args.loadBalancerSecurityGroupId, ec2Id("sg"));
    }
    if (args.labels !== undefined) check(mistakes, "labels", args.labels, LABELS_GIVEN);
    return mistakes;
}
