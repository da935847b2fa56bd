import { AppMonitoring, type AppMonitoringArgs } from "../../../components/aws";
import { describeRefusals } from "../../support/pieces/refusals";
import { MONITORING } from "../../support/pieces/samples";

const GROUP = "must be the ARN of a target group";
const backend = (change: object) => ({ tiers: { backend: { ...MONITORING.tiers.backend, ...change } } });

describeRefusals<AppMonitoringArgs>({
    component: AppMonitoring,
    args: MONITORING,
    documented: ["components/aws/monitoring/monitoringArgs.ts"],
    mistakes: [
        [{ app: "" }, 'app: must be 1 to 30 of A-Z, a-z, 0-9 and -, and start with a letter, got ""'],
        [{ loadBalancerArn: "shop" }, 'loadBalancerArn: must be the ARN of an application load balancer, got "shop"'],
        [{ clusterArn: "shops" }, 'clusterArn: must be the ARN of an ECS cluster, got "shops"'],
        [{ tiers: {} }, "tiers: must have at least one tier, got {}"],
        [{ tiers: undefined }, "tiers: must have at least one tier, got undefined"],
        [
            { tiers: { Web: MONITORING.tiers.backend } },
            'tiers["Web"]: must be 1 to 20 of a-z, 0-9 and -, and start with a letter, got "Web"',
        ],
        [backend({ blueTargetGroupArn: "blue" }), `tiers.backend.blueTargetGroupArn: ${GROUP}, got "blue"`],
        [backend({ greenTargetGroupArn: undefined }), `tiers.backend.greenTargetGroupArn: ${GROUP}, got undefined`],
        [backend({ blueServiceName: "" }), 'tiers.backend.blueServiceName: must be a text that is not empty, got ""'],
        [backend({ greenServiceName: "" }), 'tiers.backend.greenServiceName: must be a text that is not empty, got ""'],
        [{ alarms: { errorPercent: 0 } }, "alarms.errorPercent: must be a number from 0.01 to 100, got 0"],
        [{ alarms: { minRequests: 0 } }, "alarms.minRequests: must be a whole number, 1 or more, got 0"],
        [{ alarms: { responseSeconds: 4001 } }, "alarms.responseSeconds: must be a number from 0.01 to 4000, got 4001"],
        [
            { alarms: { unhealthyInstances: 0 } },
            "alarms.unhealthyInstances: must be a whole number from 1 to 1000, got 0",
        ],
        [{ alarms: { minutes: 61 } }, "alarms.minutes: must be a whole number from 1 to 60, got 61"],
        [{ alarms: { topicArns: ["alarms"] } }, 'alarms.topicArns: must be the ARN of an SNS topic, got "alarms"'],
    ],
});
