import { checkInput, excluded, isPlain, matching } from "../../common/checks";
import { type Mistake, mistake } from "../../release";
import { check, oneOf, type Requirement, trueOrFalse, wholeNumber } from "../../release/rules";
import { KMS_KEY } from "../common/checks";
import { OWN_ENVIRONMENT, volumeName } from "./container";
import { CPUS, memoriesFor } from "./fargateSizes";
import type { AutoscalingArgs, TaskArgs } from "./taskArgs";

/** How a number of instances follows the load. */
export interface AutoscalingSettings {
    readonly minInstances: number;
    readonly maxInstances: number;
    readonly cpuPercent: number;
    readonly requestsPerTarget: number | undefined;
}

/** {@link TaskArgs} with every default filled in. */
export interface TaskSettings {
    readonly cpu: number;
    readonly memory: number;
    readonly architecture: string;
    readonly autoscaling: AutoscalingSettings | undefined;
    readonly readOnlyRoot: boolean;
    readonly writablePaths: readonly string[];
    readonly startSeconds: number;
    readonly stopSeconds: number;
    readonly executeCommand: boolean;
}

const CPU: Requirement = {
    holds: (value) => CPUS.includes(value as number),
    rule: `must be ${CPUS.slice(0, -1).join(", ")} or ${CPUS.at(-1)}`,
};
const COMMAND: Requirement = {
    holds: (value) => Array.isArray(value) && value.length > 0 && value.every((word) => typeof word === "string"),
    rule: "must be a list of words, a program and its arguments",
};
const USER = matching(/^[A-Za-z0-9_.-]+(:[A-Za-z0-9_.-]+)?$/, "must be <user> or <user>:<group>");
const SECRET = matching(
    /^arn:aws[a-z-]*:(secretsmanager:[^:]+:\d{12}:secret:[^ ]+|ssm:[^:]+:\d{12}:parameter\/[^ ]+)$/,
    "must be the ARN of a secret of Secrets Manager or of an SSM parameter",
);
const ROLE = matching(/^arn:aws[a-z-]*:iam::\d{12}:role\/[^ ]+$/, "must be the ARN of a role");
const PATHS: Requirement = {
    holds: (value) =>
        Array.isArray(value) &&
        value.every((path) => typeof path === "string" && /^\/[A-Za-z0-9._-]/.test(path)) &&
        new Set(value.map(volumeName)).size === value.length,
    rule: "must be absolute paths, none of them twice or /",
};

/** Checks how tasks run and fills in the defaults. `at` is put before the names in messages. */
export function taskSettings(args: TaskArgs, mistakes: Mistake[], at = ""): TaskSettings {
    const where = (field: string) => `${at}${field}`;
    const cpu = check(mistakes, where("cpu"), args.cpu ?? 256, CPU);
    const sizes = memoriesFor(cpu);
    const memory = args.memory ?? sizes[0] ?? 0;
    if (sizes.length > 0 && !sizes.includes(memory)) {
        const rule = `must be one of those that go with ${cpu} CPU units: ${sizes.join(", ")}`;
        mistakes.push(mistake(where("memory"), rule, memory));
    }
    const architecture = check(
        mistakes,
        where("architecture"),
        args.architecture ?? "X86_64",
        oneOf("X86_64", "ARM64"),
    );
    if (args.command !== undefined) check(mistakes, where("command"), args.command, COMMAND);
    if (args.user !== undefined) check(mistakes, where("user"), args.user, USER);
    checkEnvironment(args, mistakes, where);
    checkRoles(args, mistakes, where);
    const readOnlyRoot = check(mistakes, where("readOnlyRoot"), args.readOnlyRoot ?? true, trueOrFalse);
    const executeCommand = check(mistakes, where("executeCommand"), args.executeCommand ?? false, trueOrFalse);
    if (executeCommand === true && readOnlyRoot === true) {
        const rule = "must be false while readOnlyRoot is true";
        mistakes.push(
            mistake(where("executeCommand"), rule, true, "a shell needs to write: set readOnlyRoot to false"),
        );
    }
    const seconds = (field: "startSeconds" | "stopSeconds", fallback: number, least: number, most: number) =>
        check(mistakes, where(field), args[field] ?? fallback, wholeNumber(least, most));
    return {
        cpu,
        memory,
        architecture,
        autoscaling: args.autoscaling && autoscaling(args.autoscaling, mistakes, `${at}autoscaling.`),
        readOnlyRoot,
        writablePaths: check(mistakes, where("writablePaths"), args.writablePaths ?? ["/tmp"], PATHS),
        startSeconds: seconds("startSeconds", 60, 0, 3600),
        stopSeconds: seconds("stopSeconds", 30, 2, 120),
        executeCommand,
    };
}

function autoscaling(args: AutoscalingArgs, mistakes: Mistake[], at: string): AutoscalingSettings {
    const count = wholeNumber(1, 1000);
    const minInstances = check(mistakes, `${at}minInstances`, args.minInstances, count);
    const maxInstances = check(mistakes, `${at}maxInstances`, args.maxInstances, count);
    if (maxInstances < minInstances) {
        const remedy = `minInstances is ${minInstances}`;
        mistakes.push(mistake(`${at}maxInstances`, "must not be less than minInstances", maxInstances, remedy));
    }
    const { requestsPerTarget } = args;
    if (requestsPerTarget !== undefined) {
        check(mistakes, `${at}requestsPerTarget`, requestsPerTarget, wholeNumber(1, Number.MAX_SAFE_INTEGER));
    }
    return {
        minInstances,
        maxInstances,
        cpuPercent: check(mistakes, `${at}cpuPercent`, args.cpuPercent ?? 60, wholeNumber(1, 100)),
        requestsPerTarget,
    };
}

function checkEnvironment(args: TaskArgs, mistakes: Mistake[], where: (field: string) => string): void {
    const secrets = Object.keys(args.secrets ?? {});
    const plain = isPlain(args.env) ? Object.keys(args.env ?? {}) : [];
    const own = `must not be one that the release sets itself: ${OWN_ENVIRONMENT.join(", ")}`;
    for (const [field, names] of [["env", plain] as const, ["secrets", secrets] as const]) {
        for (const name of names.filter((one) => OWN_ENVIRONMENT.includes(one))) {
            mistakes.push(mistake(where(`${field}.${name}`), own, name, "choose another name"));
        }
    }
    for (const name of secrets) {
        checkInput(mistakes, where(`secrets.${name}`), args.secrets?.[name], SECRET);
        if (!plain.includes(name)) continue;
        mistakes.push(mistake(where(`secrets.${name}`), "must not be in env as well", name, "remove one"));
    }
    for (const key of args.secretKeyArns ?? []) checkInput(mistakes, where("secretKeyArns"), key, KMS_KEY);
}

function checkRoles(args: TaskArgs, mistakes: Mistake[], where: (field: string) => string): void {
    for (const field of ["taskRoleArn", "executionRoleArn"] as const) {
        if (args[field] !== undefined) checkInput(mistakes, where(field), args[field], ROLE);
    }
    if (args.taskRoleArn !== undefined && args.policies !== undefined) {
        const remedy = "attach them to the role that exists";
        mistakes.push(excluded(where("policies"), "taskRoleArn", Object.keys(args.policies), remedy));
    }
}
