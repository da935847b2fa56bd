import { COLOR, checkInput, IMAGE, TIER_NAME } from "../../common/checks";
import { Color, type Mistake, mistake, parseColor } from "../../release";
import type { HealthArgs } from "../../release/args";
import { check, PATH, RELEASE_ID, wholeNumber } from "../../release/rules";
import { APP_NAME, LABEL_END, LABEL_NAME, LABELS_GIVEN } from "../common/checks";
import type { ColorWorkloadArgs } from "./colorWorkloadArgs";
import { type PodSettings, podSettings } from "./podSettings";

/** What {@link ColorWorkload} is to do, and all that is wrong with what it was given. */
export interface ColorWorkloadSettings extends PodSettings {
    readonly color: Color;
    readonly port: number;
    readonly health: Required<HealthArgs>;
    readonly instances: number;
    readonly startSeconds: number;
    readonly mistakes: readonly Mistake[];
}

/** Checks a health endpoint by what a kubelet takes, and fills in its defaults. `at` is put before the names in messages. */
export function probeHealth(args: Partial<HealthArgs> | undefined, mistakes: Mistake[], at = ""): Required<HealthArgs> {
    const where = (field: string) => `${at}health.${field}`;
    const whole = (field: Exclude<keyof HealthArgs, "path">, fallback: number, most: number) =>
        check(mistakes, where(field), args?.[field] ?? fallback, wholeNumber(1, most));
    return {
        path: check(mistakes, where("path"), args?.path as string, PATH),
        intervalSeconds: whole("intervalSeconds", 2, 300),
        timeoutSeconds: whole("timeoutSeconds", 2, 120),
        fall: whole("fall", 2, 10),
        rise: whole("rise", 2, 10),
    };
}

/** Checks what {@link ColorWorkload} was given and fills in the defaults. Never throws; collects every mistake. */
export function colorWorkloadSettings(args: ColorWorkloadArgs): ColorWorkloadSettings {
    const mistakes: Mistake[] = [];
    check(mistakes, "app", args.app, APP_NAME);
    check(mistakes, "tier", args.tier, TIER_NAME);
    if (TIER_NAME.holds(args.tier)) check(mistakes, "tier", args.tier, LABEL_END);
    check(mistakes, "color", args.color, COLOR);
    check(mistakes, "release", args.release, RELEASE_ID);
    if (RELEASE_ID.holds(args.release)) check(mistakes, "release", args.release, LABEL_END);
    checkInput(mistakes, "image", args.image, IMAGE, "a tag may point to another image tomorrow");
    check(mistakes, "namespace", args.namespace, LABEL_NAME);
    if (args.labels !== undefined) check(mistakes, "labels", args.labels, LABELS_GIVEN);
    const pod = podSettings(args, mistakes);
    return {
        ...pod,
        color: parseColor(args.color) ?? Color.Blue,
        port: check(mistakes, "port", args.port ?? 8080, wholeNumber(1024, 65535)),
        health: probeHealth(args.health, mistakes),
        instances: instancesOf(args, pod, mistakes),
        startSeconds: check(mistakes, "startSeconds", args.startSeconds ?? 600, wholeNumber(10, 3600)),
        mistakes,
    };
}

function instancesOf(args: ColorWorkloadArgs, { autoscaling }: PodSettings, mistakes: Mistake[]): number {
    const fallback = autoscaling?.minInstances ?? 1;
    const instances = check(mistakes, "instances", args.instances ?? fallback, wholeNumber(0, 1000));
    if (!autoscaling || args.instances === undefined) return instances;
    const { minInstances, maxInstances } = autoscaling;
    if (instances < minInstances || instances > maxInstances) {
        const rule = "must be from minInstances to maxInstances of autoscaling";
        mistakes.push(mistake("instances", rule, instances, `that is ${minInstances} to ${maxInstances}`));
    }
    return instances;
}
