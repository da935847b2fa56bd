import { Agent, request } from "node:http";
import { AlbBench, addressOf, gotOf, responseTo, until, weighted } from "../../support/aws/albBench";

/** Clients with connections of their own that ask until they are stopped. */
class Clients {
    readonly statuses: Record<string, number> = {};
    total = 0;
    private readonly agent = new Agent({ keepAlive: true });
    private stopped = false;
    private readonly running: Promise<void>[];

    constructor(port: number, count: number) {
        this.running = Array.from({ length: count }, (_, i) => this.run(port, i % 4 === 0 ? "POST" : "GET"));
    }

    async stop(): Promise<void> {
        this.stopped = true;
        await Promise.all(this.running);
        this.agent.destroy();
    }

    private async run(port: number, method: string): Promise<void> {
        while (!this.stopped) {
            const outgoing = request({ host: "127.0.0.1", port, method, agent: this.agent });
            const outcome = await responseTo(outgoing.end(method === "POST" ? "body" : undefined))
                .then(gotOf)
                .then(
                    ({ status }) => String(status),
                    (error: Error) => error.message,
                );
            this.statuses[outcome] = (this.statuses[outcome] ?? 0) + 1;
            this.total++;
        }
    }
}

test("no request is lost while weights change, and targets come and go and close kept connections", async () => {
    const bench = await AlbBench.start();
    const target = async () => {
        const made = await bench.target(
            (incoming, response) => void incoming.resume().on("end", () => response.end("ok")),
        );
        made.server.maxRequestsPerSocket = 7;
        made.server.keepAliveTimeout = 1;
        return made;
    };
    for (const arn of ["blue", "green"]) {
        bench.group(arn);
        bench.alb.register(arn, addressOf(await target()));
    }
    await bench.listen([weighted({ blue: 1, green: 0 }, 60)]);
    const clients = new Clients(bench.port, 24);
    try {
        for (let i = 0; i < 12; i++) {
            await bench.listen([weighted({ blue: i % 2, green: 1 }, 60)]);
            const [old] = bench.alb.targetHealth("green");
            bench.alb.register("green", addressOf(await target()));
            if (old) await bench.alb.deregister("green", old.Target);
            const goal = clients.total + 60;
            await until(() => clients.total >= goal);
        }
    } finally {
        await clients.stop();
        await bench.stop();
    }
    expect(clients.statuses).toEqual({ 200: clients.total });
});
