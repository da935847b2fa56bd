import type { Container, Definition } from "./ecs/definition";
import type { Resource, Values } from "./kind";
import { ATTACHMENT, ROLE, ROLE_POLICY } from "./kinds/identity";
import type { World } from "./world";

interface Statement {
    readonly Effect: string;
    readonly Action?: string | readonly string[];
    readonly Resource?: string | readonly string[];
    readonly Principal?: { readonly Service?: string | readonly string[] };
}

/** What AWS's own policy for this purpose allows. */
const MANAGED: Readonly<Record<string, Statement>> = {
    "policy/service-role/AmazonECSTaskExecutionRolePolicy": {
        Effect: "Allow",
        Action: [
            "ecr:GetAuthorizationToken",
            "ecr:BatchCheckLayerAvailability",
            "ecr:GetDownloadUrlForLayer",
            "ecr:BatchGetImage",
            "logs:CreateLogStream",
            "logs:PutLogEvents",
        ],
        Resource: "*",
    },
};

/** Why ECS may not start a task: its execution role, or what that one is not allowed. */
export function missingPermission({ containers, executionRoleArn }: Definition, world: World): string | undefined {
    if (executionRoleArn === undefined) return undefined;
    const role = world.all(ROLE).find(({ outputs }) => outputs.arn === executionRoleArn);
    if (!role) return cannotAssume(executionRoleArn);
    const trusted = statementsOf(role.inputs.assumeRolePolicy).some(
        ({ Effect, Principal }) =>
            Effect === "Allow" && [Principal?.Service ?? []].flat().includes("ecs-tasks.amazonaws.com"),
    );
    if (!trusted) return cannotAssume(executionRoleArn);
    const allowed = allowedTo(role, world);
    for (const [purpose, action, resource] of containers.flatMap((one) => neededFor(one, world))) {
        if (allowed.some(({ actions, resources }) => matches(actions, action) && matches(resources, resource)))
            continue;
        const user = `User: ${world.globalArn("sts", `assumed-role/${role.id}/task`)}`;
        const why = `because no identity-based policy allows the ${action} action`;
        return `${purpose}: AccessDeniedException: ${user} is not authorized to perform: ${action} on resource: ${resource} ${why}`;
    }
    return undefined;
}

function cannotAssume(arn: string): string {
    const advice = "Please verify that the role being passed has the proper trust relationship and permissions";
    return `ECS was unable to assume the role '${arn}' that was provided for this task. ${advice}.`;
}

/** What starting a container needs, as purpose, action and resource. */
function neededFor({ image, secrets = [], logConfiguration }: Container, world: World): [string, string, string][] {
    const group = logConfiguration?.options?.["awslogs-group"];
    const registry = /^(\d+)\.dkr\.ecr\.([\w-]+)\.amazonaws\.com\/([^@:]+)/.exec(image);
    const repository = registry && `arn:${world.partition}:ecr:${registry[2]}:${registry[1]}:repository/${registry[3]}`;
    const log = "ResourceInitializationError: failed to validate logger args: failed to create Cloudwatch log stream";
    const pull = "CannotPullContainerError: pull image manifest has been retried 1 time(s)";
    const secret = "ResourceInitializationError: unable to pull secrets or registry auth";
    return [
        ...(group === undefined
            ? []
            : ["logs:CreateLogStream", "logs:PutLogEvents"].map((action): [string, string, string] => [
                  log,
                  action,
                  world.arn("logs", `log-group:${group}:log-stream:task`),
              ])),
        ...(repository
            ? ([
                  [secret, "ecr:GetAuthorizationToken", "*"],
                  [pull, "ecr:BatchGetImage", repository],
                  [pull, "ecr:GetDownloadUrlForLayer", repository],
              ] as [string, string, string][])
            : []),
        ...secrets.map(({ valueFrom }): [string, string, string] => {
            const action = valueFrom.includes(":secretsmanager:")
                ? "secretsmanager:GetSecretValue"
                : "ssm:GetParameters";
            // A key within the secret is no part of its ARN.
            return [secret, action, valueFrom.split(":").slice(0, 7).join(":")];
        }),
    ];
}

function allowedTo(role: Resource<Values>, world: World) {
    const own = world.all(ROLE_POLICY).filter(({ inputs }) => inputs.role === role.id);
    const attached = world.all(ATTACHMENT).filter(({ inputs }) => inputs.role === role.id);
    const managed = [
        ...attached.map(({ inputs }) => String(inputs.policyArn)),
        ...((role.inputs.managedPolicyArns ?? []) as string[]),
    ];
    const statements = [
        ...own.flatMap(({ inputs }) => statementsOf(inputs.policy)),
        ...managed.flatMap((arn) => MANAGED[arn.split(":").at(-1) ?? ""] ?? []),
    ];
    return statements
        .filter(({ Effect }) => Effect === "Allow")
        .map(({ Action = [], Resource = [] }) => ({ actions: [Action].flat(), resources: [Resource].flat() }));
}

function statementsOf(policy: unknown): Statement[] {
    const { Statement = [] } = JSON.parse(String(policy)) as { Statement?: Statement | Statement[] };
    return [Statement].flat();
}

/** Globs of IAM: `*` and `?`. */
function matches(globs: readonly string[], text: string): boolean {
    return globs.some((glob) => {
        const escaped = glob
            .replace(/[.+^${}()|[\]\\]/g, "\\$&")
            .replaceAll("*", ".*")
            .replaceAll("?", ".");
        return new RegExp(`^${escaped}$`, "i").test(text);
    });
}
