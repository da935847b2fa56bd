import { TargetGroupPair, type TargetGroupPairArgs } from "../../../components/aws";
import { describeRefusals } from "../../support/pieces/refusals";
import { TARGET_GROUPS } from "../../support/pieces/samples";

const APP = "must be 1 to 30 of A-Z, a-z, 0-9 and -, and start with a letter";
const TIER = "must be 1 to 20 of a-z, 0-9 and -, and start with a letter";
const health = (change: object) => ({ health: { ...TARGET_GROUPS.health, ...change } });

describeRefusals<TargetGroupPairArgs>({
    component: TargetGroupPair,
    args: TARGET_GROUPS,
    documented: ["components/aws/targetGroups/targetGroupPairArgs.ts"],
    mistakes: [
        [{ app: "my shop" }, `app: ${APP}, got "my shop"`],
        [{ app: undefined }, `app: ${APP}, got undefined`],
        [{ tier: "Backend" }, `tier: ${TIER}, got "Backend"`],
        [{ vpcId: "vpc" }, 'vpcId: must be an id such as vpc-0123456789abcdef0, got "vpc"'],
        [{ health: undefined }, "health.path: must be an absolute path without query, got undefined"],
        [health({ path: "healthz" }), 'health.path: must be an absolute path without query, got "healthz"'],
        [
            health({ intervalSeconds: 4, timeoutSeconds: 2 }),
            "health.intervalSeconds: must be a whole number from 5 to 300, got 4",
        ],
        [health({ intervalSeconds: 301 }), "health.intervalSeconds: must be a whole number from 5 to 300, got 301"],
        [health({ intervalSeconds: 10.5 }), "health.intervalSeconds: must be a whole number from 5 to 300, got 10.5"],
        [health({ timeoutSeconds: 1 }), "health.timeoutSeconds: must be a whole number from 2 to 120, got 1"],
        [
            health({ intervalSeconds: 300, timeoutSeconds: 121 }),
            "health.timeoutSeconds: must be a whole number from 2 to 120, got 121",
        ],
        [
            health({ timeoutSeconds: 10 }),
            "health.timeoutSeconds: must be less than intervalSeconds, got 10; the interval is 10",
        ],
        [health({ fall: 1 }), "health.fall: must be a whole number from 2 to 10, got 1"],
        [health({ rise: 11 }), "health.rise: must be a whole number from 2 to 10, got 11"],
        [
            { deregistrationDelaySeconds: 3601 },
            "deregistrationDelaySeconds: must be a whole number from 0 to 3600, got 3601",
        ],
        [
            { loadBalancingAlgorithm: "random" },
            'loadBalancingAlgorithm: must be round_robin, least_outstanding_requests or weighted_random, got "random"',
        ],
    ],
});
