import { COLOR, checkInput, IMAGE, matching, oneOfNumbers, TIER_NAME } from "../../common/checks";
import { Color, type Mistake, mistake, parseColor } from "../../release";
import { check, RELEASE_ID, trueOrFalse, wholeNumber } from "../../release/rules";
import { APP_NAME, CLUSTER, checkSubnets, ec2Id, TARGET_GROUP } from "../common/checks";
import type { ColorServiceArgs } from "./colorServiceArgs";
import { type TaskSettings, taskSettings } from "./taskSettings";

/** What {@link ColorService} is to do, and all that is wrong with what it was given. */
export interface ColorServiceSettings extends TaskSettings {
    readonly color: Color;
    readonly instances: number;
    readonly assignPublicIp: boolean;
    readonly logRetentionDays: number;
    readonly mistakes: readonly Mistake[];
}

const SUFFIX = matching(/^app\/[^/]+\/[^/]+$/, "must be app/<name>/<id>");
export const LOG_GROUP = matching(/^[A-Za-z0-9._/#-]{1,512}$/, "must be a log group's name");
/** Days that CloudWatch offers to keep logs. */
export const RETENTION = oneOfNumbers([
    1, 3, 5, 7, 14, 30, 60, 90, 120, 150, 180, 365, 400, 545, 731, 1096, 1827, 2192, 2557, 2922, 3288, 3653,
]);

/** Checks what {@link ColorService} was given and fills in the defaults. Never throws; collects every mistake. */
export function colorServiceSettings(args: ColorServiceArgs): ColorServiceSettings {
    const mistakes: Mistake[] = [];
    check(mistakes, "app", args.app, APP_NAME);
    check(mistakes, "tier", args.tier, TIER_NAME);
    check(mistakes, "color", args.color, COLOR);
    check(mistakes, "release", args.release, RELEASE_ID);
    checkInput(mistakes, "image", args.image, IMAGE, "a tag may point to another image tomorrow");
    checkInput(mistakes, "clusterArn", args.clusterArn, CLUSTER);
    checkInput(mistakes, "vpcId", args.vpcId, ec2Id("vpc"));
    checkSubnets(mistakes, "subnetIds", args.subnetIds);
    checkInput(mistakes, "frontDoorSecurityGroupId", args.frontDoorSecurityGroupId, ec2Id("sg"));
    checkInput(mistakes, "targetGroupArn", args.targetGroupArn, TARGET_GROUP);
    if (args.loadBalancerArnSuffix !== undefined) {
        checkInput(mistakes, "loadBalancerArnSuffix", args.loadBalancerArnSuffix, SUFFIX);
    }
    check(mistakes, "port", args.port, wholeNumber(1, 65535));
    if (args.logGroupName !== undefined) checkInput(mistakes, "logGroupName", args.logGroupName, LOG_GROUP);
    const task = taskSettings(args, mistakes);
    return {
        ...task,
        color: parseColor(args.color) ?? Color.Blue,
        instances: instancesOf(args, task, mistakes),
        assignPublicIp: check(mistakes, "assignPublicIp", args.assignPublicIp ?? false, trueOrFalse),
        logRetentionDays: check(mistakes, "logRetentionDays", args.logRetentionDays ?? 30, RETENTION),
        mistakes,
    };
}

function instancesOf(args: ColorServiceArgs, { autoscaling }: TaskSettings, mistakes: Mistake[]): number {
    const fallback = autoscaling?.minInstances ?? 1;
    const instances = check(mistakes, "instances", args.instances ?? fallback, wholeNumber(0, 1000));
    if (!autoscaling) return instances;
    const { minInstances, maxInstances, requestsPerTarget } = autoscaling;
    if (args.instances !== undefined && (instances < minInstances || instances > maxInstances)) {
        const rule = "must be from minInstances to maxInstances of autoscaling";
        mistakes.push(mistake("instances", rule, instances, `that is ${minInstances} to ${maxInstances}`));
    }
    if (requestsPerTarget !== undefined && args.loadBalancerArnSuffix === undefined) {
        const rule = "needs loadBalancerArnSuffix";
        mistakes.push(mistake("autoscaling.requestsPerTarget", rule, requestsPerTarget, "give it as well"));
    }
    return instances;
}
