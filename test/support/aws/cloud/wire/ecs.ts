import { refuse } from "../awsError";
import type { Deployment } from "../ecs/deployment";
import type { Service } from "../ecs/service";
import type { Task } from "../ecs/task";
import { CLUSTER } from "../kinds/containers";
import { SERVICE } from "../kinds/services";
import type { World } from "../world";

interface Request {
    readonly cluster?: string;
    readonly services?: readonly string[];
    readonly tasks?: readonly string[];
    readonly serviceName?: string;
    readonly family?: string;
    readonly desiredStatus?: "RUNNING" | "STOPPED";
    readonly taskDefinition?: string;
    readonly include?: readonly string[];
    readonly service?: string;
    readonly force?: boolean;
    readonly maxResults?: number;
    readonly nextToken?: string;
}

type Action = (request: Request, world: World) => object;

const SERVICES_MAX = 10;
const SERVICES_PAGE = 100;
const TASKS_MAX = 100;

/** What ECS answers to the calls that this project makes. */
export const ECS: Readonly<Record<string, Action>> = {
    DescribeServices: ({ cluster, services = [], include = [] }, world) => {
        if (services.length > SERVICES_MAX)
            refuse("InvalidParameterException", `Services cannot have more than ${SERVICES_MAX} elements.`);
        if (services.length === 0) refuse("InvalidParameterException", "Services cannot be empty.");
        const name = clusterOf(cluster, world);
        const found = services.map((service) => ({ arn: serviceArn(service, name, world), service }));
        const missing = found.filter(({ arn }) => !world.ecs.services.has(arn));
        return {
            services: found.flatMap(({ arn }) => {
                const service = world.ecs.services.get(arn);
                return service ? [describeService(arn, service, include.includes("TAGS"), world)] : [];
            }),
            failures: missing.map(({ arn }) => ({ arn, reason: "MISSING" })),
        };
    },
    ListServices: ({ cluster, maxResults = 10, nextToken = "0" }, world) => {
        if (maxResults < 1 || maxResults > SERVICES_PAGE)
            refuse("InvalidParameterException", `maxResults must be between 1 and ${SERVICES_PAGE}.`);
        const name = clusterOf(cluster, world);
        const arns = [...world.ecs.services]
            .filter(([arn, { status }]) => arn.includes(`:service/${name}/`) && status !== "INACTIVE")
            .map(([arn]) => arn);
        const end = Number(nextToken) + maxResults;
        return {
            serviceArns: arns.slice(Number(nextToken), end),
            ...(end < arns.length ? { nextToken: String(end) } : {}),
        };
    },
    DeleteService: ({ cluster, service = "", force = false }, world) => {
        const name = clusterOf(cluster, world);
        const arn = serviceArn(service, name, world);
        const found = world.ecs.services.get(arn) ?? refuse("ServiceNotFoundException", "Service not found.");
        if (found.wanted.desiredCount > 0 && !force)
            refuse("InvalidParameterException", "The service cannot be stopped while it is scaled above 0.");
        found.drain();
        const answer = { service: describeService(arn, found, false, world) };
        world.remove({ type: SERVICE, id: arn, key: arn, inputs: {}, outputs: {} });
        return answer;
    },
    ListTasks: ({ cluster, serviceName, family, desiredStatus = "RUNNING" }, world) => {
        const name = clusterOf(cluster, world);
        const arn = serviceName === undefined ? undefined : serviceArn(serviceName, name, world);
        if (arn !== undefined && !world.ecs.services.has(arn)) refuse("ServiceNotFoundException", "Service not found.");
        const wanted = tasksOf(name, world)
            .filter((entry) => arn === undefined || entry.arn === arn)
            .filter(({ task }) => family === undefined || task.definition.family === family)
            .filter(({ task }) => desiredOf(task) === desiredStatus);
        return { taskArns: wanted.map(({ task }) => task.arn) };
    },
    DescribeTasks: ({ cluster, tasks = [] }, world) => {
        if (tasks.length === 0) refuse("InvalidParameterException", "Tasks cannot be empty.");
        if (tasks.length > TASKS_MAX)
            refuse("InvalidParameterException", `Tasks cannot have more than ${TASKS_MAX} elements.`);
        const name = clusterOf(cluster, world);
        const all = tasksOf(name, world);
        const find = (wanted: string) => all.find(({ task }) => task.arn === wanted || task.id === wanted);
        return {
            tasks: tasks.flatMap((wanted) => {
                const entry = find(wanted);
                return entry ? [describeTask(entry.task, entry.service, name, world)] : [];
            }),
            failures: tasks.filter((wanted) => !find(wanted)).map((arn) => ({ arn, reason: "MISSING" })),
        };
    },
    DescribeTaskDefinition: ({ taskDefinition = "" }, { ecs }) => {
        const { arn, containers, ...rest } = ecs.definition(taskDefinition);
        return {
            taskDefinition: {
                ...rest,
                taskDefinitionArn: arn,
                containerDefinitions: containers,
                networkMode: "awsvpc",
                requiresCompatibilities: ["FARGATE"],
                status: "ACTIVE",
            },
        };
    },
};

function clusterOf(cluster = "default", world: World): string {
    const name = cluster.split("/").at(-1) ?? "";
    world.must(CLUSTER, world.arn("ecs", `cluster/${name}`), "ClusterNotFoundException", "Cluster not found.");
    return name;
}

function serviceArn(service: string, cluster: string, world: World): string {
    return service.startsWith("arn:") ? service : world.arn("ecs", `service/${cluster}/${service}`);
}

/** Those that run, and those that stopped lately. */
function tasksOf(cluster: string, { ecs }: World) {
    return [...ecs.services]
        .filter(([arn]) => arn.includes(`:service/${cluster}/`))
        .flatMap(([arn, service]) => [...service.tasks, ...service.stopped].map((task) => ({ arn, service, task })));
}

function seconds(time: number): number {
    return time / 1000;
}

function describeService(arn: string, service: Service, withTags: boolean, world: World) {
    const { wanted, events, primary } = service;
    const inputs = world.find(SERVICE, arn)?.inputs ?? {};
    const tags = (world.find(SERVICE, arn)?.outputs.tagsAll ?? {}) as Record<string, string>;
    return {
        serviceArn: arn,
        serviceName: service.name,
        clusterArn: arn.replace(/:service\/([^/]+)\/.*$/, ":cluster/$1"),
        status: service.status,
        desiredCount: wanted.desiredCount,
        runningCount: service.count("RUNNING"),
        pendingCount: service.count("PENDING"),
        launchType: "FARGATE",
        platformVersion: "LATEST",
        schedulingStrategy: "REPLICA",
        taskDefinition: primary.definition.arn,
        loadBalancers: inputs.loadBalancers ?? [],
        serviceRegistries: [],
        healthCheckGracePeriodSeconds: wanted.graceSeconds,
        deploymentConfiguration: {
            deploymentCircuitBreaker: wanted.breaker,
            maximumPercent: wanted.maximumPercent,
            minimumHealthyPercent: wanted.minimumHealthyPercent,
            strategy: "ROLLING",
        },
        deploymentController: { type: "ECS" },
        deployments:
            service.status === "INACTIVE" ? [] : service.deployments.map((one) => describeDeployment(one, service)),
        events: events.list.map(({ id, createdAt, message }) => ({ id, createdAt: seconds(createdAt), message })),
        createdAt: seconds(service.createdAt),
        ...(withTags ? { tags: Object.entries(tags).map(([key, value]) => ({ key, value })) } : {}),
    };
}

function describeDeployment(deployment: Deployment, service: Service) {
    const isPrimary = deployment === service.primary;
    return {
        id: deployment.id,
        status: isPrimary ? "PRIMARY" : "ACTIVE",
        taskDefinition: deployment.definition.arn,
        desiredCount: isPrimary ? service.wanted.desiredCount : 0,
        pendingCount: service.count("PENDING", deployment),
        runningCount: service.count("RUNNING", deployment),
        failedTasks: deployment.failedTasks,
        createdAt: seconds(deployment.createdAt),
        updatedAt: seconds(deployment.updatedAt),
        launchType: "FARGATE",
        platformVersion: "1.4.0",
        rolloutState: deployment.state,
        rolloutStateReason: deployment.reason,
    };
}

function desiredOf(task: Task): "RUNNING" | "STOPPED" {
    return task.unwanted || task.status === "STOPPED" ? "STOPPED" : "RUNNING";
}

function describeTask(task: Task, service: Service, cluster: string, world: World) {
    const { container } = task;
    const address = task.address === "" ? [] : [{ privateIpv4Address: task.address }];
    return {
        taskArn: task.arn,
        clusterArn: world.arn("ecs", `cluster/${cluster}`),
        taskDefinitionArn: task.definition.arn,
        group: `service:${service.name}`,
        startedBy: task.deployment.id,
        launchType: "FARGATE",
        lastStatus: task.status,
        desiredStatus: desiredOf(task),
        createdAt: seconds(task.createdAt),
        ...(task.startedAt === undefined ? {} : { startedAt: seconds(task.startedAt) }),
        ...(task.stoppedAt === undefined ? {} : { stoppedAt: seconds(task.stoppedAt) }),
        ...(task.stopCode === undefined ? {} : { stopCode: task.stopCode, stoppedReason: task.stoppedReason }),
        containers: [
            {
                name: container.name,
                image: container.image,
                lastStatus: task.status,
                healthStatus: "UNKNOWN",
                networkInterfaces: address,
                ...(task.exitCode === undefined ? {} : { exitCode: task.exitCode }),
                ...(task.containerReason === undefined ? {} : { reason: task.containerReason }),
            },
        ],
    };
}
