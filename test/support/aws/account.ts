import type { AddressInfo } from "node:net";
import { freePort } from "../../../tools/stack/pulumiStack";
import { contractApp } from "../contractApp";
import { addDefaultVpc } from "./cloud/defaultVpc";
import type { Values } from "./cloud/kind";
import { type Asked, Provider } from "./cloud/provider/provider";
import { serve } from "./cloud/server";
import { World } from "./cloud/world";

export const ACCOUNT_REGION = "eu-central-1";
/** Seconds of the cloud in a real one. */
export const TIME_SCALE = 20;
const VPC = "vpc-0d0d0d0d0d0d0d0d0";

/** A resource that a test made. */
export interface Made {
    readonly urn: string;
    readonly id: string;
    /** As checked. */
    inputs: Values;
    outputs: Values;
    unsettled?: string;
}

/** The stand-in cloud within the test's own process, used as the plugin uses it. */
export class Account {
    readonly provider: Provider;
    private readonly server;

    private constructor(readonly world: World) {
        this.provider = new Provider(world);
        this.server = serve(world);
    }

    static async open(timeScale = TIME_SCALE): Promise<Account> {
        const world = new World({ region: ACCOUNT_REGION, timeScale });
        addDefaultVpc(world);
        const account = new Account(world);
        await new Promise<void>((resolve) => account.server.listen(0, "127.0.0.1", resolve));
        return account;
    }

    get url(): string {
        return `http://127.0.0.1:${(this.server.address() as AddressInfo).port}`;
    }

    async close(): Promise<void> {
        this.world.ecs.close();
        await this.world.alb.close();
        this.server.closeAllConnections();
        await new Promise((resolve) => this.server.close(resolve));
    }

    /** Checks and creates; throws what either finds wrong. */
    async create(type: string, name: string, news: Values, more: Partial<Asked> = {}): Promise<Made> {
        const urn = `urn:pulumi:test::test::${type}::${name}`;
        const inputs = this.checked(urn, news);
        const made = await this.provider.create({ urn, news: inputs, ...more });
        return { urn, inputs, ...made };
    }

    /** The code and the text that a creation is refused with; it must leave nothing. Empty when it is not refused. */
    async refusal(type: string, inputs: Values): Promise<string> {
        const before = this.world.names;
        const error = await this.create(type, "it", inputs).catch((reason: Error) => reason);
        const left = this.world.names.filter((name) => !before.includes(name));
        if (!(error instanceof Error)) return "";
        if (left.length > 0) throw new Error(`refused, but left ${left}: ${error.message}`);
        return error.message.replace(/^.*https response error StatusCode: 400, /, "");
    }

    /** Checks and updates, with these inputs beside or instead of the earlier ones. */
    async update(made: Made, changes: Values): Promise<Made> {
        const { urn, id, inputs: oldInputs, outputs: oldOutputs } = made;
        const news = this.checked(urn, { ...oldInputs, ...changes, __defaults: undefined }, oldInputs);
        return Object.assign(
            made,
            { inputs: news },
            await this.provider.update({ urn, id, news, oldInputs, oldOutputs }),
        );
    }

    async delete({ urn, id, outputs }: Made): Promise<void> {
        await this.provider.delete({ urn, id, oldOutputs: outputs });
    }

    /** What a change of inputs would do. */
    diff({ urn, inputs: oldInputs }: Made, changes: Values) {
        return this.provider.diff({ urn, oldInputs, news: this.checked(urn, { ...oldInputs, ...changes }, oldInputs) });
    }

    private checked(urn: string, news: Values, oldInputs: Values = {}): Values {
        const given = Object.fromEntries(Object.entries(news).filter(([, value]) => value !== undefined));
        const { inputs, failures } = this.provider.check({ urn, news: given, oldInputs });
        if (failures.length > 0) throw new Error(failures.map(({ reason }) => reason).join("; "));
        return inputs;
    }
}

/** An account with a front door, target groups and a cluster: what services need. */
export class Shop {
    private constructor(
        readonly account: Account,
        readonly url: string,
        readonly listener: Made,
        readonly balancer: Made,
        readonly cluster: Made,
        readonly group: Made,
    ) {}

    static async open(timeScale?: number): Promise<Shop> {
        const account = await Account.open(timeScale);
        const group = await account.create("aws:ec2/securityGroup:SecurityGroup", "all", { vpcId: VPC });
        for (const [type, name] of [
            ["aws:vpc/securityGroupIngressRule:SecurityGroupIngressRule", "in"],
            ["aws:vpc/securityGroupEgressRule:SecurityGroupEgressRule", "out"],
        ] as const) {
            await account.create(type, name, { securityGroupId: group.id, ipProtocol: "-1", cidrIpv4: "0.0.0.0/0" });
        }
        const balancer = await account.create("aws:lb/loadBalancer:LoadBalancer", "front", {
            subnets: subnets(account),
            securityGroups: [group.id],
        });
        const port = await freePort();
        const listener = await account.create("aws:lb/listener:Listener", "front", {
            loadBalancerArn: balancer.id,
            port,
            protocol: "HTTP",
            defaultActions: [
                { type: "fixed-response", fixedResponse: { contentType: "text/plain", statusCode: "404" } },
            ],
        });
        const cluster = await account.create("aws:ecs/cluster:Cluster", "main", {});
        return new Shop(account, `http://127.0.0.1:${port}`, listener, balancer, cluster, group);
    }

    targetGroup(name: string, more: Values = {}): Promise<Made> {
        const healthCheck = { path: "/healthz", interval: 8, timeout: 7, healthyThreshold: 2, unhealthyThreshold: 2 };
        const basic = { port: 80, protocol: "HTTP", targetType: "ip", vpcId: VPC, deregistrationDelay: 5, healthCheck };
        return this.account.create("aws:lb/targetGroup:TargetGroup", name, { ...basic, ...more });
    }

    rule(priority: number, weights: readonly (readonly [group: Made, weight: number])[], path = "/*"): Promise<Made> {
        const targetGroups = weights.map(([{ id }, weight]) => ({ arn: id, weight }));
        return this.account.create("aws:lb/listenerRule:ListenerRule", `rule-${priority}`, {
            listenerArn: this.listener.id,
            priority,
            conditions: [{ pathPattern: { values: [path] } }],
            actions: [{ type: "forward", forward: { targetGroups } }],
        });
    }

    /** A revision that runs the contract app with these flags. */
    definition(
        release: string,
        flags: readonly string[] = [],
        container: Values = {},
        more: Values = {},
    ): Promise<Made> {
        const image = `app:${release}${flags.join("")}`;
        this.account.world.ecs.images.set(image, contractApp("unit", ...flags));
        const environment = [{ name: "RELEASE", value: release }];
        const app = { name: "app", image, portMappings: [{ containerPort: 8080 }], environment, stopTimeout: 30 };
        return this.account.create("aws:ecs/taskDefinition:TaskDefinition", "app", {
            family: "app",
            cpu: "256",
            memory: "512",
            networkMode: "awsvpc",
            requiresCompatibilities: ["FARGATE"],
            containerDefinitions: JSON.stringify([{ ...app, ...container }]),
            ...more,
        });
    }

    service(definition: Made, group: Made | undefined, more: Values = {}): Promise<Made> {
        const balancer = { targetGroupArn: group?.id, containerName: "app", containerPort: 8080 };
        return this.account.create("aws:ecs/service:Service", "app", {
            cluster: this.cluster.id,
            launchType: "FARGATE",
            taskDefinition: definition.outputs.arn,
            desiredCount: 1,
            deploymentCircuitBreaker: { enable: true, rollback: true },
            networkConfiguration: {
                subnets: subnets(this.account),
                securityGroups: [this.group.id],
                assignPublicIp: true,
            },
            loadBalancers: group ? [balancer] : undefined,
            ...more,
        });
    }

    /** The running side of a service. */
    running({ id }: Made) {
        return this.account.world.ecs.service(id);
    }

    close(): Promise<void> {
        return this.account.close();
    }
}

/** Those of the VPC that every account has. */
export function subnets({ world }: Account): string[] {
    return world
        .all("aws:ec2/subnet:Subnet")
        .filter(({ inputs }) => inputs.vpcId === VPC)
        .map(({ id }) => id);
}
