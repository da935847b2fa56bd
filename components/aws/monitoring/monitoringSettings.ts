import { checkInput, matching, TEXT, TIER_NAME } from "../../common/checks";
import { type Mistake, mistake, shown } from "../../release";
import { check, number, wholeNumber } from "../../release/rules";
import { APP_NAME, CLUSTER, LOAD_BALANCER, TARGET_GROUP } from "../common/checks";
import type { AppMonitoringArgs } from "./monitoringArgs";

/** When alarms go off. */
export interface AlarmSettings {
    readonly errorPercent: number;
    readonly minRequests: number;
    readonly responseSeconds: number;
    readonly unhealthyInstances: number;
    readonly minutes: number;
}

const TOPIC = matching(/^arn:aws[a-z-]*:sns:[^:]+:\d{12}:[^ ]+$/, "must be the ARN of an SNS topic");

/** Checks what {@link AppMonitoring} was given and fills in the defaults. Never throws; collects every mistake. */
export function monitoringSettings(args: AppMonitoringArgs): AlarmSettings & { readonly mistakes: readonly Mistake[] } {
    const mistakes: Mistake[] = [];
    check(mistakes, "app", args.app, APP_NAME);
    checkInput(mistakes, "loadBalancerArn", args.loadBalancerArn, LOAD_BALANCER);
    if (args.clusterArn !== undefined) checkInput(mistakes, "clusterArn", args.clusterArn, CLUSTER);
    const tiers = Object.entries(args.tiers ?? {});
    if (tiers.length === 0) mistakes.push(mistake("tiers", "must have at least one tier", args.tiers));
    for (const [name, tier] of tiers) {
        const at = TIER_NAME.holds(name) ? `tiers.${name}` : `tiers[${shown(name)}]`;
        check(mistakes, at, name, TIER_NAME);
        for (const where of ["blueTargetGroupArn", "greenTargetGroupArn"] as const) {
            checkInput(mistakes, `${at}.${where}`, tier[where], TARGET_GROUP);
        }
        for (const where of ["blueServiceName", "greenServiceName"] as const) {
            if (tier[where] !== undefined) checkInput(mistakes, `${at}.${where}`, tier[where], TEXT);
        }
    }
    const alarms = args.alarms ?? {};
    for (const topic of alarms.topicArns ?? []) checkInput(mistakes, "alarms.topicArns", topic, TOPIC);
    return {
        errorPercent: check(mistakes, "alarms.errorPercent", alarms.errorPercent ?? 5, number(0.01, 100)),
        minRequests: check(
            mistakes,
            "alarms.minRequests",
            alarms.minRequests ?? 20,
            wholeNumber(1, Number.MAX_SAFE_INTEGER),
        ),
        responseSeconds: check(mistakes, "alarms.responseSeconds", alarms.responseSeconds ?? 2, number(0.01, 4000)),
        unhealthyInstances: check(
            mistakes,
            "alarms.unhealthyInstances",
            alarms.unhealthyInstances ?? 1,
            wholeNumber(1, 1000),
        ),
        minutes: check(mistakes, "alarms.minutes", alarms.minutes ?? 3, wholeNumber(1, 60)),
        mistakes,
    };
}
