import { refuse } from "../awsError";
import { type Kind, kind } from "../kind";

const LOG_GROUP = "aws:cloudwatch/logGroup:LogGroup";
const ALARM = "aws:cloudwatch/metricAlarm:MetricAlarm";
const RETENTION = [
    0, 1, 3, 5, 7, 14, 30, 60, 90, 120, 150, 180, 365, 400, 545, 731, 1096, 1827, 2192, 2557, 2922, 3288, 3653,
];

interface LogGroupInputs {
    readonly name: string;
    readonly retentionInDays?: number;
    readonly skipDestroy?: boolean;
    readonly logGroupClass?: string;
}

interface AlarmInputs {
    readonly name: string;
    readonly comparisonOperator?: string;
    readonly evaluationPeriods?: number;
    readonly metricName?: string;
    readonly metricQueries?: readonly unknown[];
    readonly period?: number;
    readonly treatMissingData?: string;
}

export const watching: readonly Kind[] = [
    kind<LogGroupInputs>({
        type: LOG_GROUP,
        service: "CloudWatch Logs",
        naming: { property: "name", max: 512, pattern: /^[.\-_/#A-Za-z0-9]+$/ },
        defaults: { retentionInDays: 0, skipDestroy: false },
        replaceOn: ["name", "logGroupClass"],
        identify: ({ name }) => ({ id: name }),
        outputs: ({ logGroupClass }, name, world) => ({
            arn: world.arn("logs", `log-group:${name}`),
            logGroupClass: logGroupClass ?? "STANDARD",
        }),
        refuse: ({ name, retentionInDays = 0 }, world, known) => {
            if (!known && world.find(LOG_GROUP, name)) {
                refuse("ResourceAlreadyExistsException", "The specified log group already exists");
            }
            if (!RETENTION.includes(retentionInDays)) {
                refuse(
                    "InvalidParameterException",
                    `expected retention_in_days to be one of ${RETENTION}, got ${retentionInDays}`,
                );
            }
        },
    }),
    kind<AlarmInputs>({
        type: ALARM,
        service: "CloudWatch",
        naming: { property: "name", max: 255 },
        defaults: { treatMissingData: "missing" },
        replaceOn: ["name"],
        identify: ({ name }) => ({ id: name }),
        outputs: (_, name, world) => ({ arn: world.arn("cloudwatch", `alarm:${name}`) }),
        refuse: ({ name, comparisonOperator, evaluationPeriods, metricName, metricQueries }, world, known) => {
            if (!known && world.find(ALARM, name)) refuse("ValidationError", `an alarm ${name} exists already`);
            if (comparisonOperator === undefined) refuse("ValidationError", "ComparisonOperator must be specified");
            if (evaluationPeriods === undefined) refuse("ValidationError", "EvaluationPeriods must be specified");
            if ((metricName === undefined) === (metricQueries === undefined)) {
                refuse("ValidationError", "exactly one of a metric and metric queries is needed");
            }
        },
    }),
    kind<{ readonly dashboardName: string; readonly dashboardBody: string }>({
        type: "aws:cloudwatch/dashboard:Dashboard",
        service: "CloudWatch",
        replaceOn: ["dashboardName"],
        json: ["dashboardBody"],
        identify: ({ dashboardName }) => ({ id: dashboardName }),
        outputs: (_, name, world) => ({ dashboardArn: world.globalArn("cloudwatch", `dashboard/${name}`) }),
        refuse: ({ dashboardName, dashboardBody }) => {
            if (!/^[A-Za-z0-9_-]{1,255}$/.test(dashboardName)) {
                refuse(
                    "InvalidParameterInput",
                    "The dashboard name must have letters, digits, dashes and underscores only",
                );
            }
            refuseBody(dashboardBody);
        },
    }),
];

function refuseBody(body: string): void {
    try {
        if (Array.isArray(JSON.parse(body).widgets)) return;
    } catch {
        refuse("InvalidParameterInput", "The field DashboardBody must be a valid JSON object");
    }
    refuse("InvalidParameterInput", "The dashboard body must have widgets");
}
