import { type MetricDatum, PutMetricDataCommand } from "@aws-sdk/client-cloudwatch";
import {
    CreateRuleCommand,
    DeleteTargetGroupCommand,
    RegisterTargetsCommand,
    type Rule,
} from "@aws-sdk/client-elastic-load-balancing-v2";
import { cloudWatchNumbers } from "../../cli/live/numbersCloudWatch";
import type { App } from "../../cli/stack/apps";
import { readCensus } from "../../components/aws/api/census";
import { withClients } from "../../components/aws/api/clients";
import { liveRules, readRules } from "../../components/aws/api/rules";
import { readAlbStatus } from "../../components/aws/api/status";
import { albPlanProvider } from "../../components/aws/providers/plan";
import { createRule } from "../support/aws/apiRequests";
import { Emulator, emulatorMissing } from "../support/aws/emulator";
import { EmulatorBench } from "../support/aws/emulatorBench";

const missing = emulatorMissing();
const suite = missing ? describe.skip : describe;
// jest names skipped tests without their titles.
if (missing) process.stderr.write(`test/emulator is skipped: ${missing}\n`);

/** v1 on blue is live with 90 %, v2 on green has 10 %. */
const CANARY = { traffic: { active: "blue", canaryPercent: 10, epoch: 4 } };
const SWITCHED = { traffic: { active: "green", epoch: 5 } };
const WEIGHTS = { blue: 90, green: 10 };
const SINCE = { green: Date.parse("2026-11-20T10:00:00.000Z") };

/**
 * A judge besides the model of our own: what a program declares is sent to moto, and read back as the product reads it. moto keeps
 * rules, weights, stickiness and tags as AWS does. It fails on RegexValues, so the rules of the cookie are left out; nor does it serve
 * traffic, check health or run services.
 */
suite(`the requests that our rules become, sent to an emulator of AWS${missing ? ` (${missing})` : ""}`, () => {
    let emulator: Emulator;
    let bench: EmulatorBench;
    beforeAll(async () => {
        emulator = await Emulator.start();
        bench = await EmulatorBench.create(emulator);
    });
    afterAll(() => emulator?.stop());
    // Whatever the test before did: an update leads back from there, as it would on AWS.
    beforeEach(async () => {
        await bench.update(await bench.declare(CANARY));
    });

    const live = async (args: object) => {
        const { plan } = await bench.declare(args);
        return liveRules(await readRules(emulator.balancing, bench.listenerArn), plan.alb);
    };

    test("weights, releases and switch number read back as they were declared", async () => {
        expect(await live(CANARY)).toEqual({
            live: {
                active: "blue",
                epoch: 4,
                releases: { blue: "v1", green: "v2" },
                weights: { frontend: WEIGHTS, backend: WEIGHTS },
                standbySince: SINCE,
                pins: { blue: "v1", green: "v2" },
            },
            declared: { frontend: WEIGHTS, backend: WEIGHTS },
        });
    });

    test("conditions, actions and stickiness are kept as they were sent", async () => {
        const declared = await bench.declare(CANARY);
        const described = await bench.described();
        expect(Object.keys(described)).toHaveLength(10);
        for (const [name, rule] of declared.rules) {
            const { Priority, Conditions, Actions } = createRule(rule);
            expect(described[name]).toMatchObject({
                Priority: String(Priority),
                Conditions,
                Actions,
                IsDefault: false,
            });
        }
        const sticky = Object.keys(described).filter((name) => stickinessOf(described[name])?.Enabled);
        expect(sticky).toEqual(["shop-backend-default"]);
        expect(stickinessOf(described["shop-backend-default"])?.DurationSeconds).toBe(1800);
    });

    test("P3 a switch modifies the two default rules and changes nothing else", async () => {
        const before = await bench.described();
        const calls = await bench.update(await bench.declare(SWITCHED));
        expect(calls).toEqual([
            "ModifyRule shop-backend-default Actions",
            "AddTags shop-backend-default blue-green:weights",
            "ModifyRule shop-frontend-default Actions",
            "AddTags shop-frontend-default blue-green:active,blue-green:epoch,blue-green:weights",
        ]);
        const after = await bench.described();
        for (const [name, rule] of Object.entries(before)) {
            if (!name.endsWith("-default")) expect(after[name]).toEqual(rule);
            else expect({ ...after[name], Actions: [] }).toEqual({ ...rule, Actions: [] });
        }
        expect(stickinessOf(after["shop-backend-default"])).toEqual(stickinessOf(before["shop-backend-default"]));
        const green = { blue: 0, green: 100 };
        expect((await live(SWITCHED))?.live).toMatchObject({
            active: "green",
            epoch: 5,
            releases: { blue: "v1", green: "v2" },
            weights: { frontend: green, backend: green },
        });
    });

    test("S24 a retired color's rules are parked in place, and keep its target groups in use", async () => {
        const retired = { green: undefined, traffic: { active: "blue", epoch: 4 } };
        const calls = await bench.update(await bench.declare(retired));
        expect(calls.filter((call) => call.includes("-green-"))).toEqual([
            "ModifyRule shop-backend-green-header Conditions",
            "ModifyRule shop-backend-green-query Conditions",
            "ModifyRule shop-frontend-green-header Conditions",
            "ModifyRule shop-frontend-green-query Conditions",
        ]);
        const described = await bench.described();
        expect(stickinessOf(described["shop-backend-default"])?.Enabled).toBe(false);
        expect((await live(retired))?.live.releases).toEqual({ blue: "v1" });
        const { plan } = await bench.declare(retired);
        for (const TargetGroupArn of Object.values(plan.alb.targetGroups.green)) {
            const deleted = emulator.balancing.send(new DeleteTargetGroupCommand({ TargetGroupArn }));
            await expect(deleted).rejects.toMatchObject({ name: "ResourceInUseException" });
        }
    });

    test("a second app at the same priorities is refused by the API, and by the plan before it comes to that", async () => {
        const declared = await bench.declare(CANARY);
        for (const rule of declared.rules.values()) {
            const again = emulator.balancing.send(new CreateRuleCommand(createRule(rule)));
            await expect(again).rejects.toMatchObject({ name: "PriorityInUseException" });
        }
        const plan = { ...declared.plan, alb: { ...declared.plan.alb, app: "blog" } };
        const { failures } = await albPlanProvider.check({} as never, plan);
        expect(failures).toEqual([
            expect.objectContaining({
                reason: expect.stringContaining("must be free on the listener, but app shop has"),
            }),
            expect.objectContaining({ reason: expect.stringContaining("but app shop answers shop.example.com") }),
        ]);
    });

    test("S30 a stale config is refused by what the emulator tells, and the next one is not", async () => {
        await bench.update(await bench.declare(SWITCHED));
        const { plan } = await bench.declare(SWITCHED);
        const check = async (epoch: number) =>
            (await albPlanProvider.check({} as never, { ...plan, epoch })).failures ?? [];
        expect(await check(5)).toEqual([]);
        expect(await check(4)).toEqual([
            expect.objectContaining({ reason: expect.stringContaining("switch number 5 is live") }),
        ]);
    });

    test("targets and metrics are asked for in a form that it understands", async () => {
        const { plan } = await bench.declare(CANARY);
        const { alb } = plan;
        const Targets = ["10.0.0.4", "10.0.0.5"].map((Id) => ({ Id, Port: 8080 }));
        const TargetGroupArn = alb.targetGroups.blue.backend;
        await emulator.balancing.send(new RegisterTargetsCommand({ TargetGroupArn, Targets }));
        expect(await readAlbStatus(alb)).toMatchObject({
            active: "blue",
            epoch: 4,
            colors: {
                blue: { release: "v1", up: { frontend: 0, backend: 2 }, weights: { frontend: 90, backend: 90 } },
                green: { release: "v2", up: { frontend: 0, backend: 0 }, weights: { frontend: 10, backend: 10 } },
            },
        });
        const census = withClients({ arn: alb.listenerArn }, ({ metrics }) => readCensus(metrics, alb, Date.now()));
        expect(await census).toEqual({ blue: 0, green: 0 });
    });

    test("the numbers of a release are read from metrics as they are kept", async () => {
        const { plan } = await bench.declare(CANARY);
        const { alb } = plan;
        const now = Date.now();
        const datum = (MetricName: string, Value: number): MetricDatum => ({
            MetricName,
            Value,
            Timestamp: new Date(now - 60_000),
            Dimensions: [
                { Name: "LoadBalancer", Value: alb.loadBalancer },
                { Name: "TargetGroup", Value: alb.targetGroups.green.backend?.split(":").at(-1) },
            ],
        });
        const MetricData = [
            datum("RequestCount", 40),
            datum("HTTPCode_Target_5XX_Count", 3),
            datum("TargetConnectionErrorCount", 1),
            datum("TargetResponseTime", 0.25),
        ];
        await withClients({ arn: alb.listenerArn }, ({ metrics }) =>
            metrics.send(new PutMetricDataCommand({ Namespace: "AWS/ApplicationELB", MetricData })),
        );
        const count = await cloudWatchNumbers({ source: { alb } } as App)?.open(now - 120_000);
        const none = { requests: 0, errors: 0 };
        expect(await count?.(now + 1000)).toEqual({
            blue: { frontend: none, backend: none },
            green: { frontend: none, backend: { requests: 40, errors: 4, latencyMs: 250 } },
        });
    });

    test("the rules of the cookie are left out, since it fails on regular expressions", async () => {
        const { regexRules } = await bench.declare(CANARY);
        expect([...regexRules.keys()]).toEqual([
            "shop-backend-blue-cookie",
            "shop-backend-green-cookie",
            "shop-frontend-blue-cookie",
            "shop-frontend-green-cookie",
        ]);
        for (const rule of regexRules.values()) {
            const sent = emulator.balancing.send(new CreateRuleCommand(createRule(rule)));
            await expect(sent).rejects.toMatchObject({ $metadata: { httpStatusCode: 500 } });
        }
    });
});

function stickinessOf(rule: Rule | undefined) {
    return rule?.Actions?.[0]?.ForwardConfig?.TargetGroupStickinessConfig;
}
