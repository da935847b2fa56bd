import { setTimeout as sleep } from "node:timers/promises";
import { until } from "../../components/haproxy/runtime/wait";
import { crowd } from "../scenarios/crowd";
import { AwsStack } from "../support/aws/awsStack";
import { aws } from "../support/aws/awsTarget";
import { SERVICE } from "../support/aws/cloud/kinds/services";
import { familyOf, killAll } from "../support/processes";
import { stopClean } from "../support/traffic";

const ROLE = "aws:iam/role:Role";
/** Longer than the test takes to kill an update. */
const LATE_SECONDS = 30;
/** Time for all that is made beside it to be noted. */
const SETTLED_MS = 6000;

let stack: AwsStack;

beforeAll(async () => {
    stack = await AwsStack.create();
});

afterAll(async () => {
    await stack?.tidy();
    await stack?.dispose();
});

async function resourcesOf(type: string): Promise<string[]> {
    return (await stack.cloud.resources()).filter((one) => one.startsWith(`${type} `));
}

/** Kills a deploy of green when AWS has made something of a type and Pulumi does not know of it yet. */
async function killedAtCreationOf(type: string, greenRelease: string): Promise<void> {
    const before = await resourcesOf(type);
    await stack.publish();
    await stack.cloud.setAnswerDelay(type, LATE_SECONDS);
    const { child, done } = stack.pulumi.start(stack.upWith({ greenRelease }));
    const made = async () => ((await resourcesOf(type)).length > before.length ? true : undefined);
    const seen = await until(60, made);
    await sleep(SETTLED_MS);
    killAll(familyOf(child.pid ?? 0).map(({ pid }) => pid));
    await done;
    await stack.cloud.setAnswerDelay(type, 0);
    expect(seen).toBe(true);
    stack.pulumi.mend();
    await stack.pulumi.must(["cancel", "--yes", "--stack", stack.pulumi.name]);
}

test("S33 a deploy killed when a role was made: the next update makes its own", async () => {
    await killedAtCreationOf(ROLE, "v2");
    await stack.mustUp({ greenRelease: "v2" });
    expect((await stack.live()).colors.green).toMatchObject({ release: "v2", up: { frontend: 1, backend: 1 } });
    await stack.mustUp({ greenRelease: "" });
});

test("S33 a deploy killed when a service was made: the next update ends that one, and only its own serves", async () => {
    const traffic = await crowd(aws, stack.url);
    await killedAtCreationOf(SERVICE, "v3");
    const { stdout } = await stack.mustUp({ greenRelease: "v4" });
    expect(stdout).toMatch(/green: ends shop-(frontend|backend)-green-service-[0-9a-f]{7}, which a killed update left/);
    const services = await stack.cloud.services();
    expect(services.map(({ name }) => name.replace(/-[0-9a-f]{7}$/, "")).sort()).toEqual(
        ["backend-blue", "backend-green", "frontend-blue", "frontend-green"].map((one) => `shop-${one}-service`),
    );
    expect((await stack.live()).colors.green).toMatchObject({ release: "v4", up: { frontend: 1, backend: 1 } });
    expect(await stack.strays()).toEqual([]);
    await stopClean(traffic);
});
