import { request, type ServerResponse } from "node:http";
import { AlbBench, addressOf, gotOf, responseTo, type TestTarget, until, weighted } from "../../support/aws/albBench";

let bench: AlbBench;
let target: TestTarget;
let open: ServerResponse[] = [];

beforeEach(async () => {
    bench = await AlbBench.start();
    open = [];
});
afterEach(() => bench.stop());

/** A group with one target that answers `/slow` when the test says so. */
async function start(delaySeconds: number): Promise<void> {
    bench.group("blue", { "deregistration_delay.timeout_seconds": String(delaySeconds) });
    target = await bench.target((incoming, response) => {
        if (incoming.url === "/slow") open.push(response);
        else response.end("blue");
    });
    bench.alb.register("blue", addressOf(target));
    await bench.listen([weighted({ blue: 1 })]);
}

function slow() {
    return responseTo(request({ host: "127.0.0.1", port: bench.port, path: "/slow", agent: false }).end()).then(gotOf);
}

test("a target that has nothing in hand is gone at once, with its connections", async () => {
    await start(3600);
    expect((await bench.get()).body).toBe("blue");
    await bench.alb.deregister("blue", addressOf(target));
    expect(bench.alb.targetHealth("blue")).toEqual([]);
    await until(() => target.requests.every(({ socket }) => socket.destroyed));
    expect((await bench.get()).status).toBe(503);
    bench.alb.register("blue", addressOf(target));
    expect((await bench.get()).body).toBe("blue");
});

test("while it drains it takes nothing new, and ends what it has in hand", async () => {
    await start(3600);
    const answer = slow();
    await until(() => open.length === 1);
    let gone = 0;
    const waits = [1, 2].map(() => bench.alb.deregister("blue", addressOf(target)).then(() => gone++));
    expect(bench.alb.targetHealth("blue")[0]?.TargetHealth).toEqual({
        State: "draining",
        Reason: "Target.DeregistrationInProgress",
    });
    expect((await bench.get()).status).toBe(503);
    expect(() => bench.alb.register("blue", addressOf(target))).toThrow(
        expect.objectContaining({ code: "InvalidTarget" }),
    );
    expect(gone).toBe(0);
    open[0]?.end("late");
    expect(await answer).toMatchObject({ status: 200, body: "late" });
    await Promise.all(waits);
    expect(bench.alb.targetHealth("blue")).toEqual([]);
});

test("what it has in hand is cut after the delay", async () => {
    await start(20);
    const answer = slow();
    await until(() => open.length === 1);
    const drained = bench.alb.deregister("blue", addressOf(target));
    await expect(answer).rejects.toThrow(/socket hang up/);
    await drained;
    expect(bench.alb.targetHealth("blue")).toEqual([]);
});

test("a target that nobody registered is gone already", async () => {
    await start(0);
    await bench.alb.deregister("blue", { Id: "127.0.0.1", Port: 1 });
    expect(bench.alb.targetHealth("blue")).toHaveLength(1);
});
