import { checkInput, isPlain, matching } from "../../common/checks";
import { type Mistake, mistake } from "../../release";
import type { Requirement } from "../../release/rules";

/** An id that EC2 gave. */
export const ec2Id = (prefix: string): Requirement =>
    matching(new RegExp(`^${prefix}-[0-9a-f]{8,17}$`), `must be an id such as ${prefix}-0123456789abcdef0`);

/** An app's name. */
export const APP_NAME = matching(
    /^[A-Za-z][A-Za-z0-9-]{0,29}$/,
    "must be 1 to 30 of A-Z, a-z, 0-9 and -, and start with a letter",
);

/** Subnets that a load balancer or its targets can be in, as far as that can be seen. */
export function checkSubnets(mistakes: Mistake[], where: string, subnets: unknown): void {
    if (!isPlain(subnets)) return;
    const ids: readonly unknown[] = Array.isArray(subnets) ? subnets : [];
    for (const id of ids) checkInput(mistakes, where, id, ec2Id("subnet"));
    if (new Set(ids).size < 2) {
        mistakes.push(mistake(where, "must be subnets in at least two availability zones", subnets));
    }
}

/** An application load balancer. */
export const LOAD_BALANCER = matching(
    /^arn:aws[a-z-]*:elasticloadbalancing:[^:]+:\d{12}:loadbalancer\/app\/[^/]+\/[^/]+$/,
    "must be the ARN of an application load balancer",
);

/** A target group. */
export const TARGET_GROUP = matching(
    /^arn:aws[a-z-]*:elasticloadbalancing:[^:]+:\d{12}:targetgroup\/[^/]+\/[^/]+$/,
    "must be the ARN of a target group",
);

/** A cluster. */
export const CLUSTER = matching(
    /^arn:aws[a-z-]*:ecs:[^:]+:\d{12}:cluster\/[^ /]+$/,
    "must be the ARN of an ECS cluster",
);

/** A key that encrypts. */
export const KMS_KEY = matching(/^arn:aws[a-z-]*:kms:[^:]+:\d{12}:key\/[^ ]+$/, "must be the ARN of a KMS key");
