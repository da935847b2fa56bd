import { checkInput, isPlain, matching } from "../../common/checks";
import { type Mistake, mistake, shown } from "../../release";
import { check, type Requirement, trueOrFalse, wholeNumber } from "../../release/rules";
import { LABEL_NAME, OBJECT_NAME } from "../common/checks";
import type { NetworkPolicyArgs, PodArgs, PodScalingArgs } from "./podArgs";

/** Environment that every instance gets, whatever the caller gives. */
export const OWN_ENVIRONMENT: readonly string[] = ["RELEASE", "COLOR", "TIER", "HOST", "PORT", "RELEASE_COOKIE"];

/** {@link PodArgs} with every default filled in. */
export interface PodSettings {
    readonly cpu: string;
    readonly memory: string;
    readonly autoscaling: Required<PodScalingArgs> | undefined;
    readonly readOnlyRoot: boolean;
    readonly writablePaths: readonly string[];
    readonly stopPauseSeconds: number;
    readonly stopSeconds: number;
    readonly serviceAccountToken: boolean;
    readonly disruptionBudget: boolean;
}

const CPU = matching(/^(\d+(\.\d{1,3})?|\d+m)$/, "must be a quantity such as 250m or 1");
const MEMORY = matching(/^[1-9]\d*(Ki|Mi|Gi|Ti|k|M|G|T)?$/, "must be a quantity such as 256Mi or 1Gi");
const COMMAND: Requirement = {
    holds: (value) => Array.isArray(value) && value.length > 0 && value.every((word) => typeof word === "string"),
    rule: "must be a list of words, a program and its arguments",
};
const isFolder = (path: unknown): path is string => typeof path === "string" && /^\/[^:]*[^/:]$/.test(path);
const PATHS: Requirement = {
    holds: (value) => Array.isArray(value) && value.every(isFolder) && new Set(value).size === value.length,
    rule: "must be absolute paths, none of them twice or /",
};
const KEY = matching(/^[A-Za-z0-9._-]{1,253}$/, "must be a key, 1 to 253 of A-Z, a-z, 0-9, dot, _ and -");
const OBJECT_NAMES: Requirement = { ...OBJECT_NAME, rule: "must be names of objects" };
const NAMESPACES: Requirement = { ...LABEL_NAME, rule: "must be names of namespaces" };
const CIDR = matching(
    /^((\d{1,3}\.){3}\d{1,3}\/(\d|[12]\d|3[0-2])|[0-9a-fA-F:]+:[0-9a-fA-F:]*\/\d{1,3})$/,
    "must be ranges of addresses such as 10.0.0.0/16",
);

/** Checks how pods run and fills in the defaults. `at` is put before the names in messages. */
export function podSettings(args: PodArgs, mistakes: Mistake[], at = ""): PodSettings {
    const where = (field: string) => `${at}${field}`;
    const flag = (field: "readOnlyRoot" | "serviceAccountToken" | "disruptionBudget", fallback: boolean) =>
        check(mistakes, where(field), args[field] ?? fallback, trueOrFalse);
    if (args.cpuLimit !== undefined) check(mistakes, where("cpuLimit"), args.cpuLimit, CPU);
    if (args.command !== undefined) check(mistakes, where("command"), args.command, COMMAND);
    if (args.user !== undefined) check(mistakes, where("user"), args.user, wholeNumber(1, 65535));
    for (const field of ["configMaps", "secrets", "pullSecrets"] as const) {
        for (const name of args[field] ?? []) checkInput(mistakes, where(field), name, OBJECT_NAMES);
    }
    if (args.serviceAccount !== undefined) {
        checkInput(mistakes, where("serviceAccount"), args.serviceAccount, OBJECT_NAME);
    }
    const writablePaths = check(mistakes, where("writablePaths"), args.writablePaths ?? ["/tmp"], PATHS);
    checkEnvironment(args, mistakes, where);
    checkMounts(args, writablePaths, mistakes, where);
    if (args.networkPolicy) checkPolicy(args.networkPolicy, mistakes, where);
    return {
        cpu: check(mistakes, where("cpu"), args.cpu ?? "100m", CPU),
        memory: check(mistakes, where("memory"), args.memory ?? "256Mi", MEMORY),
        autoscaling: args.autoscaling && scaling(args.autoscaling, mistakes, where("autoscaling.")),
        readOnlyRoot: flag("readOnlyRoot", true),
        writablePaths,
        stopPauseSeconds: check(mistakes, where("stopPauseSeconds"), args.stopPauseSeconds ?? 5, wholeNumber(0, 120)),
        stopSeconds: check(mistakes, where("stopSeconds"), args.stopSeconds ?? 30, wholeNumber(1, 3600)),
        serviceAccountToken: flag("serviceAccountToken", false),
        disruptionBudget: flag("disruptionBudget", true),
    };
}

function scaling(args: PodScalingArgs, mistakes: Mistake[], at: string): Required<PodScalingArgs> {
    const minInstances = check(mistakes, `${at}minInstances`, args.minInstances, wholeNumber(1, 100));
    const maxInstances = check(mistakes, `${at}maxInstances`, args.maxInstances, wholeNumber(1, 1000));
    if (maxInstances < minInstances) {
        const remedy = `minInstances is ${minInstances}`;
        mistakes.push(mistake(`${at}maxInstances`, "must not be less than minInstances", maxInstances, remedy));
    }
    const cpuPercent = check(mistakes, `${at}cpuPercent`, args.cpuPercent ?? 70, wholeNumber(1, 1000));
    return { minInstances, maxInstances, cpuPercent };
}

function checkEnvironment(args: PodArgs, mistakes: Mistake[], where: (field: string) => string): void {
    const secrets = Object.entries(args.secretEnv ?? {});
    const plain = isPlain(args.env) ? Object.keys(args.env ?? {}) : [];
    const own = `must not be one that the release sets itself: ${OWN_ENVIRONMENT.join(", ")}`;
    for (const [field, names] of [["env", plain] as const, ["secretEnv", secrets.map(([name]) => name)] as const]) {
        for (const name of names.filter((one) => OWN_ENVIRONMENT.includes(one))) {
            mistakes.push(mistake(where(`${field}.${name}`), own, name, "choose another name"));
        }
    }
    for (const [name, { secret, key }] of secrets) {
        checkInput(mistakes, where(`secretEnv.${name}.secret`), secret, OBJECT_NAME);
        check(mistakes, where(`secretEnv.${name}.key`), key, KEY);
        if (!plain.includes(name)) continue;
        mistakes.push(mistake(where(`secretEnv.${name}`), "must not be in env as well", name, "remove one"));
    }
}

function checkMounts(
    { mounts = {} }: PodArgs,
    writable: readonly string[],
    mistakes: Mistake[],
    where: (field: string) => string,
): void {
    for (const [path, { configMap, secret }] of Object.entries(mounts)) {
        const at = where(`mounts[${shown(path)}]`);
        const rule = "must be an absolute path that is not / and not in writablePaths";
        check(mistakes, at, path, { holds: (one) => isFolder(one) && !writable.includes(one), rule });
        const named = [configMap, secret].filter((one) => one !== undefined);
        if (named.length !== 1) {
            const got = { configMap, secret };
            mistakes.push(mistake(at, "must name either a configMap or a secret", isPlain(named[0]) ? got : "both"));
        }
    }
}

function checkPolicy(
    { namespaces = [], cidrs = [] }: NetworkPolicyArgs,
    mistakes: Mistake[],
    where: (field: string) => string,
): void {
    for (const name of namespaces) check(mistakes, where("networkPolicy.namespaces"), name, NAMESPACES);
    for (const cidr of cidrs) check(mistakes, where("networkPolicy.cidrs"), cidr, CIDR);
    if (namespaces.length + cidrs.length > 0) return;
    mistakes.push(mistake(where("networkPolicy"), "must name somebody, in namespaces or cidrs", {}));
}
