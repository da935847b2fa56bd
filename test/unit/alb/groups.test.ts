import { AlbBench, addressOf, path, type TestTarget, until, weighted } from "../../support/aws/albBench";

let bench: AlbBench;

beforeEach(async () => {
    bench = await AlbBench.start();
});
afterEach(() => bench.stop());

/** Registers some targets that answer with their number. */
async function fill(group: string, count: number): Promise<TestTarget[]> {
    const targets = Array.from({ length: count }, (_, i) => bench.target((__, response) => response.end(String(i))));
    for (const target of await Promise.all(targets)) bench.alb.register(group, addressOf(target));
    return Promise.all(targets);
}

const settled = (group: string, ...states: string[]) => until(() => bench.states(group).join() === states.join());

test("a group without registered targets answers 503, and counts nothing", async () => {
    bench.group("blue");
    await bench.listen([weighted({ blue: 1 })]);
    expect((await bench.get()).status).toBe(503);
    expect(bench.alb.requestCounts("blue", 0, Date.now() + 1)).toBe(0);
});

test("targets are unused and not checked until a rule uses their group", async () => {
    bench.group("blue");
    const checks: (string | undefined)[] = [];
    const [target] = await fill("blue", 1);
    target?.server.on("request", (request) => checks.push(request.headers["user-agent"]));
    expect(bench.alb.attached("blue")).toBe(false);
    expect(bench.alb.targetHealth("blue")).toEqual([
        {
            Target: { Id: "127.0.0.1", Port: target?.Port },
            TargetHealth: { State: "unused", Reason: "Target.NotInUse" },
        },
    ]);
    await new Promise((resolve) => setTimeout(resolve, 200));
    expect(checks).toEqual([]);

    bench.rule(1, [path("/a")], weighted({ blue: 1 }));
    expect(bench.alb.attached("blue")).toBe(true);
    expect(bench.states("blue")).toEqual(["initial"]);
    await settled("blue", "healthy");
    expect(checks[0]).toMatch(/^ELB-HealthChecker/);

    bench.alb.removeRule("rule-1");
    const count = checks.length;
    await new Promise((resolve) => setTimeout(resolve, 200));
    expect([bench.states("blue"), checks.length]).toEqual([["unused"], count]);
});

test("weight 0 and a default action are use too", async () => {
    for (const arn of ["blue", "green"]) bench.group(arn);
    await fill("green", 1);
    await bench.listen([weighted({ blue: 1, green: 0 })]);
    await settled("green", "healthy");
    expect(() => bench.alb.removeTargetGroup("green")).toThrow(expect.objectContaining({ code: "ResourceInUse" }));
    await bench.listen([weighted({ blue: 1 })]);
    bench.alb.removeTargetGroup("green");
    expect(() => bench.alb.targetHealth("green")).toThrow(expect.objectContaining({ code: "TargetGroupNotFound" }));
});

test("as many equal results in a row as the threshold says change the state", async () => {
    bench.group("blue", {}, { HealthyThresholdCount: 3, UnhealthyThresholdCount: 4 });
    const answers = [200, 200, 500, 200, 200, 200, 500, 500, 500, 200, 500, 500, 500, 500];
    const seen: string[] = [];
    const target = await bench.target((_, response) => response.end());
    target.server.prependListener("request", () => {
        seen.push(bench.states("blue")[0] ?? "");
        target.health = answers[seen.length - 1] ?? 500;
    });
    bench.alb.register("blue", addressOf(target));
    await bench.listen([weighted({ blue: 1 })]);
    await settled("blue", "unhealthy");
    const expected = [...Array(6).fill("initial"), ...Array(8).fill("healthy")];
    expect(seen.slice(0, answers.length)).toEqual(expected);
    expect(bench.alb.targetHealth("blue")[0]?.TargetHealth.Reason).toBe("Target.ResponseCodeMismatch");
});

test("a matcher, a silent target and a refused connection decide health", async () => {
    bench.group("blue", {}, { Matcher: { HttpCode: "200,204-206" } });
    const [fit, silent, gone] = await fill("blue", 3);
    if (!fit || !silent || !gone) throw new Error("no targets");
    fit.health = 205;
    silent.server.removeAllListeners("request");
    gone.server.close();
    await bench.listen([weighted({ blue: 1 })]);
    await settled("blue", "healthy", "unhealthy", "unhealthy");
    const reasons = bench.alb.targetHealth("blue").map(({ TargetHealth }) => TargetHealth.Reason);
    expect(reasons).toEqual([undefined, "Target.Timeout", "Target.FailedHealthChecks"]);
});

test("healthy targets take turns; when none is healthy, all do", async () => {
    bench.group("blue");
    const targets = await fill("blue", 3);
    await bench.listen([weighted({ blue: 1 })]);
    await settled("blue", "healthy", "healthy", "healthy");
    const turns = await bench.bodies(6);
    expect(turns.slice(0, 3).sort()).toEqual(["0", "1", "2"]);
    expect(turns.slice(3)).toEqual(turns.slice(0, 3));

    if (targets[1]) targets[1].health = 503;
    await settled("blue", "healthy", "unhealthy", "healthy");
    expect(new Set(await bench.bodies(6))).toEqual(new Set(["0", "2"]));
    for (const target of targets) target.health = 503;
    await settled("blue", "unhealthy", "unhealthy", "unhealthy");
    expect(new Set(await bench.bodies(6))).toEqual(new Set(["0", "1", "2"]));
    if (targets[1]) targets[1].health = 200;
    await settled("blue", "unhealthy", "healthy", "unhealthy");
    expect(new Set(await bench.bodies(6))).toEqual(new Set(["1"]));
});

test("weights of a forward are shares of requests", async () => {
    await bench.filledGroup("blue");
    await bench.filledGroup("green");
    await bench.listen([weighted({ blue: 3, green: 1 })]);
    const random = jest.spyOn(Math, "random");
    for (const draw of [0.1, 0.74, 0.76, 0.99]) random.mockReturnValueOnce(draw);
    const bodies = await bench.bodies(4);
    random.mockRestore();
    expect(bodies).toEqual(["blue", "blue", "green", "green"]);
});

test("requests are counted by their time, and can be shifted into the past", async () => {
    await bench.filledGroup("blue");
    await bench.filledGroup("green");
    await bench.listen([weighted({ blue: 1, green: 0 })]);
    const begun = Date.now();
    await bench.bodies(3);
    const ended = Date.now() + 1;
    const counts = (from: number, to: number) => ["blue", "green"].map((arn) => bench.alb.requestCounts(arn, from, to));
    await settled("blue", "healthy");
    expect(counts(begun, ended)).toEqual([3, 0]);
    bench.alb.ageRequests(60_000);
    expect(counts(begun, ended)).toEqual([0, 0]);
    expect(counts(begun - 60_000, ended - 60_000)).toEqual([3, 0]);
});
