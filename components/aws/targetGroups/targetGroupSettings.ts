import { checkInput, TIER_NAME } from "../../common/checks";
import { type Mistake, mistake } from "../../release";
import type { HealthArgs } from "../../release/args";
import { check, oneOf, PATH, wholeNumber } from "../../release/rules";
import { APP_NAME, ec2Id } from "../common/checks";
import type { TargetGroupPairArgs } from "./targetGroupPairArgs";

/** A health check with every default filled in. */
export interface TargetHealth {
    readonly path: string;
    readonly intervalSeconds: number;
    readonly timeoutSeconds: number;
    readonly fall: number;
    readonly rise: number;
}

/** What {@link TargetGroupPair} is to do, and all that is wrong with what it was given. */
export interface TargetGroupSettings {
    readonly health: TargetHealth;
    readonly deregistrationDelaySeconds: number;
    readonly loadBalancingAlgorithm: string;
    readonly mistakes: readonly Mistake[];
}

/** Checks a health endpoint by what a load balancer takes, and fills in its defaults. `at` is put before the names in messages. */
export function targetHealth(args: Partial<HealthArgs> | undefined, mistakes: Mistake[], at = ""): TargetHealth {
    const where = (field: string) => `${at}health.${field}`;
    const count = (field: "fall" | "rise") => check(mistakes, where(field), args?.[field] ?? 2, wholeNumber(2, 10));
    const intervalSeconds = check(mistakes, where("intervalSeconds"), args?.intervalSeconds ?? 10, wholeNumber(5, 300));
    const timeoutSeconds = check(mistakes, where("timeoutSeconds"), args?.timeoutSeconds ?? 5, wholeNumber(2, 120));
    if (timeoutSeconds >= intervalSeconds) {
        const remedy = `the interval is ${intervalSeconds}`;
        mistakes.push(mistake(where("timeoutSeconds"), "must be less than intervalSeconds", timeoutSeconds, remedy));
    }
    return {
        path: check(mistakes, where("path"), args?.path as string, PATH),
        intervalSeconds,
        timeoutSeconds,
        fall: count("fall"),
        rise: count("rise"),
    };
}

/** Checks what {@link TargetGroupPair} was given and fills in the defaults. Never throws; collects every mistake. */
export function targetGroupSettings(args: TargetGroupPairArgs): TargetGroupSettings {
    const mistakes: Mistake[] = [];
    check(mistakes, "app", args.app, APP_NAME);
    check(mistakes, "tier", args.tier, TIER_NAME);
    checkInput(mistakes, "vpcId", args.vpcId, ec2Id("vpc"));
    return {
        health: targetHealth(args.health, mistakes),
        deregistrationDelaySeconds: check(
            mistakes,
            "deregistrationDelaySeconds",
            args.deregistrationDelaySeconds ?? 60,
            wholeNumber(0, 3600),
        ),
        loadBalancingAlgorithm: check(
            mistakes,
            "loadBalancingAlgorithm",
            args.loadBalancingAlgorithm ?? "round_robin",
            oneOf("round_robin", "least_outstanding_requests", "weighted_random"),
        ),
        mistakes,
    };
}
