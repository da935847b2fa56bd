import { createServer, type IncomingMessage, type RequestListener, request, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import type { Action, RuleCondition } from "@aws-sdk/client-elastic-load-balancing-v2";
import { freePort } from "../../../tools/stack/pulumiStack";
import { Alb, type AlbOptions } from "./alb/alb";
import type { Address, GroupSettings } from "./alb/shapes";

const LOOPBACK = "127.0.0.1";

/** What a client got. */
export interface Got {
    status: number;
    headers: IncomingMessage["headers"];
    body: string;
}

/** A target of a test. */
export interface TestTarget extends Address {
    server: Server;
    /** Status of its health checks. */
    health: number;
    /** Requests that were no health checks. */
    requests: IncomingMessage[];
}

/** A balancer with one listener, and small servers behind it. Model seconds pass 100 times faster. */
export class AlbBench {
    readonly alb: Alb;
    port = 0;
    private readonly servers: Server[] = [];

    private constructor(options: Partial<AlbOptions>) {
        this.alb = new Alb({ address: LOOPBACK, timeScale: 100, ...options });
    }

    /** Its listener `front` answers 404 where no rule fits. */
    static async start(options: Partial<AlbOptions> = {}): Promise<AlbBench> {
        const bench = new AlbBench(options);
        bench.port = await freePort();
        await bench.listen([fixed("404")]);
        return bench;
    }

    async stop(): Promise<void> {
        await this.alb.close();
        await Promise.all(this.servers.map(stop));
    }

    /** The default actions of the listener. */
    listen(actions: Action[]): Promise<void> {
        return this.alb.putListener({
            ListenerArn: "front",
            Port: this.port,
            Protocol: "HTTP",
            DefaultActions: actions,
        });
    }

    rule(priority: number, conditions: RuleCondition[], action: Action): void {
        this.alb.putRule("front", {
            RuleArn: `rule-${priority}`,
            Priority: String(priority),
            Conditions: conditions,
            Actions: [action],
        });
    }

    group(arn: string, attributes: Record<string, string> = {}, settings: Partial<GroupSettings> = {}): void {
        this.alb.putTargetGroup({ ...GROUP, TargetGroupArn: arn, ...settings }, attributes);
    }

    /** A server that is not registered yet. It answers the health check at `/health`, and the rest by the listener. */
    async target(answer: RequestListener): Promise<TestTarget> {
        const target: TestTarget = { Id: LOOPBACK, Port: 0, health: 200, requests: [], server: createServer() };
        target.server.on("request", (incoming, response) => {
            if (incoming.url === GROUP.HealthCheckPath) {
                response.writeHead(target.health).end();
            } else {
                target.requests.push(incoming);
                answer(incoming, response);
            }
        });
        await new Promise<void>((resolve) => target.server.listen(0, LOOPBACK, resolve));
        target.Port = (target.server.address() as AddressInfo).port;
        this.servers.push(target.server);
        return target;
    }

    /** A group of one registered target that answers with the group's name. */
    async filledGroup(arn: string): Promise<TestTarget> {
        this.group(arn);
        const target = await this.target((_, response) => response.end(arn));
        this.alb.register(arn, target);
        return target;
    }

    states(arn: string): string[] {
        return this.alb.targetHealth(arn).map(({ TargetHealth }) => TargetHealth.State);
    }

    async get(path = "/", headers: Record<string, string | string[]> = {}, method = "GET"): Promise<Got> {
        const outgoing = request({ host: LOOPBACK, port: this.port, path, method, headers, agent: false });
        return gotOf(await responseTo(outgoing.end()));
    }

    /** The bodies of some requests, one after the other. */
    async bodies(count: number, headers: Record<string, string> = {}): Promise<string[]> {
        const bodies: string[] = [];
        for (let i = 0; i < count; i++) bodies.push((await this.get("/", headers)).body);
        return bodies;
    }
}

const GROUP = {
    TargetGroupArn: "",
    Port: 80,
    HealthCheckPath: "/health",
    HealthCheckIntervalSeconds: 5,
    HealthCheckTimeoutSeconds: 2,
    HealthyThresholdCount: 2,
    UnhealthyThresholdCount: 2,
    Matcher: { HttpCode: "200" },
};

/** The API's address of a target. */
export function addressOf({ Id, Port }: Address): Address {
    return { Id, Port };
}

export function fixed(StatusCode: string, MessageBody = ""): Action {
    return { Type: "fixed-response", FixedResponseConfig: { StatusCode, MessageBody } };
}

/** A forward to some groups, sticky for some seconds. */
export function weighted(weights: Record<string, number>, stickySeconds?: number): Action {
    const TargetGroups = Object.entries(weights).map(([TargetGroupArn, Weight]) => ({ TargetGroupArn, Weight }));
    const sticky = stickySeconds === undefined ? undefined : { Enabled: true, DurationSeconds: stickySeconds };
    return { Type: "forward", ForwardConfig: { TargetGroups, TargetGroupStickinessConfig: sticky } };
}

export function path(...Values: string[]): RuleCondition {
    return { Field: "path-pattern", PathPatternConfig: { Values } };
}

/** Waits for something that happens by itself. */
export async function until(done: () => boolean): Promise<void> {
    while (!done()) await new Promise((resolve) => setTimeout(resolve, 5));
}

export async function gotOf(incoming: IncomingMessage): Promise<Got> {
    const chunks: Buffer[] = [];
    for await (const chunk of incoming) chunks.push(chunk);
    return {
        status: incoming.statusCode ?? 0,
        headers: incoming.headers,
        body: Buffer.concat(chunks).toString(),
    };
}

export function responseTo(outgoing: ReturnType<typeof request>): Promise<IncomingMessage> {
    return new Promise((resolve, reject) => outgoing.on("response", resolve).on("error", reject));
}

/** Ends a server with its connections. */
export async function stop(server: Server): Promise<void> {
    const closed = new Promise((resolve) => server.close(resolve));
    server.closeAllConnections();
    await closed;
}
