import { until } from "../../../components/haproxy/runtime/wait";
import { type Made, Shop, TIME_SCALE } from "../../support/aws/account";
import type { Service } from "../../support/aws/cloud/ecs/service";

let shop: Shop;
let group: Made;

beforeEach(async () => {
    shop = await Shop.open();
    group = await shop.targetGroup("app");
    await shop.rule(10, [[group, 1]]);
});
afterEach(() => shop.close());

const completed = ({ primary }: Service) => primary.state === "COMPLETED";

/** Waits for something that is to become true of a service. */
async function expectSoon(service: Service, isTrue: (service: Service) => boolean): Promise<void> {
    if (await until(30, () => (isTrue(service) ? true : undefined))) return;
    const { state, reason } = service.primary;
    throw new Error(`still ${state} (${reason}):\n${service.events.list.map(({ message }) => message).join("\n")}`);
}

const messages = (service: Service) =>
    service.events.list.map(({ message }) => message.replace(/[0-9a-f]{32}|\d{19}/g, "*"));
const releases = async (count: number) => {
    const answers = await Promise.all(Array.from({ length: count }, () => fetch(`${shop.url}/whoami`)));
    return answers.map(({ headers }) => headers.get("x-release"));
};

test("a service starts its tasks, and its deployment completes when they are healthy", async () => {
    const made = await shop.service(await shop.definition("v1"), group, { desiredCount: 2 });
    const service = shop.running(made);
    await expectSoon(service, completed);
    const name = service.name;
    const arn = group.id;
    expect(messages(service)).toEqual([
        `(service ${name}) has reached a steady state.`,
        `(service ${name}) (deployment ecs-svc/*) deployment completed.`,
        `(service ${name}) registered 1 targets in (target-group ${arn})`,
        `(service ${name}) registered 1 targets in (target-group ${arn})`,
        `(service ${name}) has started 2 tasks: (task *) (task *).`,
    ]);
    const addresses = service.tasks.map(({ address }) => address);
    expect(addresses).toEqual([expect.stringMatching(/^127\.[6-9]\d\./), expect.stringMatching(/^127\.[6-9]\d\./)]);
    expect(await releases(4)).toEqual(["v1", "v1", "v1", "v1"]);
});

test("a new revision replaces the tasks without an error: new ones first, old ones after they are drained", async () => {
    const made = await shop.service(await shop.definition("v1"), group, { desiredCount: 2 });
    const service = shop.running(made);
    await expectSoon(service, completed);
    const old = [...service.tasks];
    const slow = fetch(`${shop.url}/slow?ms=500`);
    const seen = new Set<string | null>();
    let running = true;
    const traffic = (async () => {
        while (running) {
            const { status, headers } = await fetch(`${shop.url}/whoami`);
            seen.add(status === 200 ? headers.get("x-release") : `status ${status}`);
        }
    })();
    await shop.account.update(made, { taskDefinition: (await shop.definition("v2")).outputs.arn });
    expect(service.deployments.map(({ state }) => state)).toEqual(["IN_PROGRESS", "COMPLETED"]);
    await expectSoon(service, completed);
    running = false;
    await traffic;
    expect([...seen].sort()).toEqual(["v1", "v2"]);
    expect((await slow).status).toBe(200);
    expect(old.map(({ status, stopCode, exitCode }) => [status, stopCode, exitCode])).toEqual([
        ["STOPPED", "ServiceSchedulerInitiated", 0],
        ["STOPPED", "ServiceSchedulerInitiated", 0],
    ]);
    expect(new Set(await releases(4))).toEqual(new Set(["v2"]));
});

test.each([
    ["exits", ["--exit"], "EssentialContainerExited", "Essential container in task exited"],
    [
        "never becomes healthy",
        ["--deaf"],
        "ServiceSchedulerInitiated",
        "Task failed ELB health checks in (target-group",
    ],
])("a revision whose app %s is rolled back, and the old tasks go on", async (_, flags, code, reason) => {
    const good = await shop.definition("v1");
    const made = await shop.service(good, group, { desiredCount: 2 });
    const service = shop.running(made);
    await expectSoon(service, completed);
    const ids = () => service.tasks.map(({ id }) => id);
    const old = ids();
    await shop.account.update(made, { taskDefinition: (await shop.definition("v2", flags)).outputs.arn });
    const failed = service.primary;
    await expectSoon(service, ({ primary }) => primary !== failed && primary.state === "COMPLETED");
    expect([failed.state, failed.reason]).toEqual(["FAILED", "ECS deployment circuit breaker: tasks failed to start."]);
    // Two may fail at once.
    expect([3, 4]).toContain(failed.failedTasks);
    expect(service.primary.definition.arn).toBe(good.outputs.arn);
    expect(ids()).toEqual(old);
    expect(service.stopped.at(-1)).toMatchObject({ stopCode: code, stoppedReason: expect.stringContaining(reason) });
    expect(messages(service)).toEqual(
        expect.arrayContaining([
            `(service ${service.name}) (deployment ecs-svc/*) deployment failed: tasks failed to start.`,
            `(service ${service.name}) rolling back to deployment ecs-svc/*.`,
        ]),
    );
    expect(new Set(await releases(4))).toEqual(new Set(["v1"]));
});

test("a first revision that fails stays failed; there is nothing to go back to", async () => {
    const made = await shop.service(await shop.definition("v1", ["--exit"]), group);
    const service = shop.running(made);
    await expectSoon(service, ({ primary }) => primary.state === "FAILED");
    expect(service.deployments).toHaveLength(1);
    await shop.account.delete(made);
});

test("an image that nobody knows cannot be pulled, nor one without a digest where the test wants one", async () => {
    const service = shop.running(await shop.service(await shop.definition("v1", [], { image: "other" }), group));
    await expectSoon(service, ({ stopped }) => stopped.length > 0);
    expect(service.stopped[0]).toMatchObject({
        stopCode: "TaskFailedToStart",
        stoppedReason: expect.stringMatching(/^CannotPullContainerError: .* other: not found/),
    });
    const { images } = shop.account.world.ecs;
    images.digestOnly = true;
    expect(images.pull("app:v1")).toMatchObject({ reason: expect.stringContaining("by digest") });
});

test("a task that dies is replaced, and so is one that becomes unhealthy", async () => {
    const made = await shop.service(await shop.definition("v1"), group, { desiredCount: 2 });
    const service = shop.running(made);
    await expectSoon(service, completed);
    const [first, second] = service.tasks;
    first?.kill();
    await expectSoon(service, ({ stopped }) => stopped.length === 1);
    expect(service.stopped[0]).toMatchObject({ exitCode: 137, stoppedReason: "Essential container in task exited" });
    const fit = ({ tasks, stable }: Service) => stable && tasks.length === 2;
    await expectSoon(service, fit);
    await fetch(`http://${second?.address}:8080/healthz/disable`, { method: "POST" });
    await expectSoon(service, ({ tasks, stopped }) => stopped.length === 2 && tasks.length === 2);
    expect(service.stopped[0]?.stoppedReason).toContain("Task failed ELB health checks");
    expect(service.deployments.map(({ state, failedTasks }) => [state, failedTasks])).toEqual([["COMPLETED", 0]]);
});

test("a task may be unhealthy during its grace period", async () => {
    const made = await shop.service(await shop.definition("v1", ["--deaf"]), group, {
        healthCheckGracePeriodSeconds: 30,
    });
    const service = shop.running(made);
    const health = () => shop.account.world.alb.targetHealth(group.id)[0]?.TargetHealth.State;
    await expectSoon(service, () => health() === "unhealthy");
    expect(service.stopped).toEqual([]);
    await expectSoon(service, ({ stopped }) => stopped.length > 0);
    const [task] = service.stopped;
    const seconds = ((task?.stoppedAt ?? 0) - (task?.startedAt ?? 0)) / 1000;
    expect(seconds).toBeGreaterThan(30 / TIME_SCALE);
});

test("the number of tasks follows what is wanted, down to none, without a deployment", async () => {
    const made = await shop.service(await shop.definition("v1"), group);
    const service = shop.running(made);
    await expectSoon(service, completed);
    const { primary } = service;
    for (const desiredCount of [3, 1, 0]) {
        await shop.account.update(made, { desiredCount });
        await expectSoon(service, ({ tasks, stable }) => stable && tasks.length === desiredCount);
    }
    expect(service.deployments).toEqual([primary]);
    expect((await fetch(shop.url)).status).toBe(503);
});

test("a task that ignores SIGTERM is killed after its time to stop", async () => {
    const made = await shop.service(await shop.definition("v1", [], { stopTimeout: 20 }), group);
    const service = shop.running(made);
    await expectSoon(service, completed);
    const [task] = service.tasks;
    const open = fetch(`http://${task?.address}:8080/slow?ms=60000`).catch((error: Error) => error.message);
    await new Promise((resolve) => setTimeout(resolve, 100));
    await shop.account.delete(made);
    expect(task?.exitCode).toBe(137);
    expect(await open).toBe("fetch failed");
});

test("a deleted service leaves no task and no target, and its cluster can go then", async () => {
    const made = await shop.service(await shop.definition("v1"), group, { desiredCount: 2 });
    const service = shop.running(made);
    await expectSoon(service, completed);
    await expect(shop.account.delete(shop.cluster)).rejects.toThrow(
        "ClusterContainsServicesException: The Cluster cannot be deleted while Services are active.",
    );
    await shop.account.delete(made);
    expect([service.status, service.tasks, shop.account.world.alb.targetHealth(group.id)]).toEqual([
        "INACTIVE",
        [],
        [],
    ]);
    await shop.account.delete(shop.cluster);
});

test("waiting for a steady state looks at the number of tasks only, as the real provider does", async () => {
    const made = await shop.service(await shop.definition("v1", ["--deaf"]), group, { waitForSteadyState: true });
    expect(made.unsettled).toBeUndefined();
    expect(shop.running(made).primary.state).toBe("IN_PROGRESS");
});

test("a container gets its environment, fake secrets, and where to listen", async () => {
    const roleArn = await executionRole(shop, ["secretsmanager:GetSecretValue"]);
    const secret = "arn:aws:secretsmanager:eu-central-1:123456789012:secret:key-AbCdEf";
    const definition = await shop.definition(
        "v1",
        ["--deaf"],
        { secrets: [{ name: "KEY", valueFrom: secret }] },
        { executionRoleArn: roleArn },
    );
    const { images } = shop.account.world.ecs;
    images.set("app:v1--deaf", [
        process.execPath,
        "-e",
        "console.log(JSON.stringify(process.env)); setInterval(() => 0, 1000)",
    ]);
    const service = shop.running(await shop.service(definition, group));
    await expectSoon(service, ({ tasks }) => tasks[0]?.lines.length === 1);
    const [task] = service.tasks;
    expect(JSON.parse(task?.lines[0] ?? "")).toEqual({
        PATH: process.env.PATH,
        RELEASE: "v1",
        KEY: `secret of ${secret}`,
        HOST: task?.address,
        PORT: "8080",
    });
});

/** A role for ECS that may do some things. */
async function executionRole({ account }: Shop, Action: string[]): Promise<string> {
    const policy = (statement: object) =>
        JSON.stringify({ Version: "2012-10-17", Statement: [{ Effect: "Allow", ...statement }] });
    const assumeRolePolicy = policy({ Principal: { Service: "ecs-tasks.amazonaws.com" }, Action: "sts:AssumeRole" });
    const role = await account.create("aws:iam/role:Role", "execution", { assumeRolePolicy });
    await account.create("aws:iam/rolePolicy:RolePolicy", "execution", {
        role: role.id,
        policy: policy({ Action, Resource: "*" }),
    });
    return String(role.outputs.arn);
}
