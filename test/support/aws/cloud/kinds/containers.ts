import { refuse } from "../awsError";
import type { Container } from "../ecs/definition";
import { type Kind, kind, type Resource } from "../kind";
import type { World } from "../world";

export const CLUSTER = "aws:ecs/cluster:Cluster";
export const TASK_DEFINITION = "aws:ecs/taskDefinition:TaskDefinition";

/** Memory in MiB that Fargate has for each size of its processors. */
const FARGATE: Readonly<Record<string, { from: number; to: number; step: number }>> = {
    "256": { from: 512, to: 2048, step: 512 },
    "512": { from: 1024, to: 4096, step: 1024 },
    "1024": { from: 2048, to: 8192, step: 1024 },
    "2048": { from: 4096, to: 16_384, step: 1024 },
    "4096": { from: 8192, to: 30_720, step: 1024 },
    "8192": { from: 16_384, to: 61_440, step: 4096 },
    "16384": { from: 32_768, to: 122_880, step: 8192 },
};
const STOP_MAX = 120;

interface ClusterInputs {
    readonly name: string;
}

interface ProviderInputs {
    readonly clusterName: string;
    readonly capacityProviders?: readonly string[];
}

interface DefinitionInputs {
    readonly family: string;
    readonly containerDefinitions: string;
    readonly cpu?: string;
    readonly memory?: string;
    readonly networkMode?: string;
    readonly requiresCompatibilities?: readonly string[];
    readonly executionRoleArn?: string;
    readonly taskRoleArn?: string;
    readonly skipDestroy?: boolean;
}

export const containers: readonly Kind[] = [
    kind<ClusterInputs>({
        type: CLUSTER,
        service: "ECS",
        naming: { property: "name", max: 255, pattern: /^[A-Za-z0-9_-]+$/ },
        replaceOn: ["name"],
        identify: ({ name }, world) => ({ id: world.arn("ecs", `cluster/${name}`) }),
        outputs: (_, arn) => ({ arn }),
        refuse: ({ name }, world, known) => {
            if (!known && world.all<ClusterInputs>(CLUSTER).some(({ inputs }) => inputs.name === name)) {
                // AWS would hand out the one that is there; a program that does so has two resources for one cluster.
                refuse("ClientException", `cluster ${name} exists already`);
            }
        },
        remove: ({ key }, { ecs }) => {
            const prefix = `${key.replace(":cluster/", ":service/")}/`;
            const left = [...ecs.services].some(([arn, { status }]) => arn.startsWith(prefix) && status !== "INACTIVE");
            if (left) {
                refuse("ClusterContainsServicesException", "The Cluster cannot be deleted while Services are active.");
            }
        },
    }),
    kind<ProviderInputs>({
        type: "aws:ecs/clusterCapacityProviders:ClusterCapacityProviders",
        service: "ECS",
        replaceOn: ["clusterName"],
        identify: ({ clusterName }) => ({ id: clusterName }),
        outputs: ({ capacityProviders = [] }) => ({ capacityProviders }),
        refuse: ({ clusterName }, world) => {
            world.must(
                CLUSTER,
                world.arn("ecs", `cluster/${clusterName}`),
                "ClusterNotFoundException",
                "Cluster not found.",
            );
        },
    }),
    kind<DefinitionInputs>({
        type: TASK_DEFINITION,
        service: "ECS",
        replaceOn: [
            "containerDefinitions",
            "cpu",
            "executionRoleArn",
            "family",
            "memory",
            "networkMode",
            "requiresCompatibilities",
            "taskRoleArn",
        ],
        json: ["containerDefinitions"],
        identify: ({ family }, world) => {
            const revision = world.ecs.nextRevision(family);
            return { id: family, key: world.arn("ecs", `task-definition/${family}:${revision}`) };
        },
        keyOf: (_, outputs) => String(outputs.arn),
        outputs: (inputs, arn) => ({
            arn,
            arnWithoutRevision: arn.replace(/:\d+$/, ""),
            revision: Number(arn.split(":").at(-1)),
            networkMode: inputs.networkMode ?? "bridge",
            enableFaultInjection: false,
        }),
        refuse: refuseDefinition,
        put: (resource, { ecs }) => {
            ecs.definitions.set(resource.key, definitionOf(resource));
        },
        // Only deregistered: what runs by it goes on.
        remove: () => undefined,
    }),
];

function definitionOf({ key, inputs }: Resource<DefinitionInputs>) {
    const { family, containerDefinitions, cpu, memory, executionRoleArn, taskRoleArn } = inputs;
    return {
        arn: key,
        family,
        revision: Number(key.split(":").at(-1)),
        containers: JSON.parse(containerDefinitions) as Container[],
        cpu,
        memory,
        executionRoleArn,
        taskRoleArn,
    };
}

function invalid(message: string): never {
    return refuse("ClientException", message);
}

function refuseDefinition(inputs: DefinitionInputs, _: World): void {
    const { family, cpu = "", memory = "", networkMode, requiresCompatibilities = [], executionRoleArn } = inputs;
    if (!/^[A-Za-z0-9_-]{1,255}$/.test(family)) invalid("Family contains invalid characters.");
    if (!requiresCompatibilities.includes("FARGATE")) invalid("the stand-in knows Fargate only");
    if (networkMode !== "awsvpc") invalid("Fargate only supports network mode ‘awsvpc’.");
    if (cpu === "" || memory === "") invalid("Fargate requires that 'cpu' and 'memory' be defined at the task level.");
    const sizes = FARGATE[cpu];
    const size = Number(memory);
    const fits = sizes && size >= sizes.from && size <= sizes.to && (size - sizes.from) % sizes.step === 0;
    if (!fits) {
        const advice = "See the Amazon ECS documentation for the valid values.";
        invalid(`No Fargate configuration exists for given values: ${cpu} CPU, ${memory} memory. ${advice}`);
    }
    let parsed: unknown;
    try {
        parsed = JSON.parse(inputs.containerDefinitions);
    } catch (error) {
        invalid(`ECS Task Definition container_definitions is invalid: ${(error as Error).message}`);
    }
    if (!Array.isArray(parsed) || parsed.length !== 1) invalid("the stand-in runs one container a task");
    const [container] = parsed as Container[];
    if (container) refuseContainer(container, executionRoleArn);
}

const KNOWN = [
    ...["name", "image", "essential", "portMappings", "environment", "secrets", "stopTimeout", "logConfiguration"],
    ...[
        "readonlyRootFilesystem",
        "linuxParameters",
        "ulimits",
        "user",
        "cpu",
        "memory",
        "memoryReservation",
        "healthCheck",
    ],
    ...["mountPoints", "volumesFrom", "systemControls", "dockerLabels", "startTimeout", "versionConsistency"],
];

function refuseContainer(container: Container, executionRole: string | undefined): void {
    const unknown = Object.keys(container).filter((name) => !KNOWN.includes(name));
    if (unknown.length > 0) invalid(`the stand-in has no '${unknown}' of a container; it has ${KNOWN.join(", ")}`);
    if (!/^[A-Za-z0-9_-]{1,255}$/.test(container.name ?? "")) invalid("Container.name contains invalid characters.");
    if (!container.image) invalid("Container.image should not be null or empty.");
    for (const { name, value } of container.environment ?? []) {
        if (typeof name !== "string" || typeof value !== "string")
            invalid("environment: names and values must be strings");
    }
    for (const { containerPort, hostPort = containerPort } of container.portMappings ?? []) {
        if (hostPort !== containerPort) {
            invalid("When networkMode=awsvpc, the host ports and container ports in port mappings must match.");
        }
    }
    if ((container.stopTimeout ?? 0) > STOP_MAX)
        invalid(`The stopTimeout must be at most ${STOP_MAX} seconds on Fargate.`);
    if (executionRole !== undefined) return;
    const needs = (what: string) =>
        invalid(`Fargate requires task definition to have execution role ARN to support ${what}.`);
    if (container.logConfiguration?.logDriver === "awslogs") needs("log driver awslogs");
    if (/\.dkr\.ecr\./.test(container.image)) needs("ECR images");
    if ((container.secrets ?? []).length > 0) needs("secrets");
}
