import { parseArn } from "../common/arns";

/** One permission. */
export interface Statement {
    readonly Effect: "Allow";
    readonly Action: readonly string[];
    readonly Resource: readonly string[];
}

/** Where a role and what it may use are. */
export interface Place {
    readonly partition: string;
    readonly region: string;
    readonly account: string;
}

const policy = (Statement: readonly object[]): string => JSON.stringify({ Version: "2012-10-17", Statement });

/** Who may take a role on: ECS, for tasks of this account and region only. */
export function taskTrust({ partition, region, account }: Place): string {
    return policy([
        {
            Effect: "Allow",
            Principal: { Service: "ecs-tasks.amazonaws.com" },
            Action: "sts:AssumeRole",
            Condition: {
                StringEquals: { "aws:SourceAccount": account },
                ArnLike: { "aws:SourceArn": `arn:${partition}:ecs:${region}:${account}:*` },
            },
        },
    ]);
}

/** What ECS may do to start a task: pull its image, write to its log group, read the secrets that it names. */
export function executionPolicy(
    place: Place,
    image: string,
    logGroupName: string,
    secrets: readonly string[],
    secretKeys: readonly string[],
): string {
    const { partition, region, account } = place;
    const allow = (Action: string[], Resource: string[]): Statement[] =>
        Resource.length === 0 ? [] : [{ Effect: "Allow", Action, Resource }];
    const repositories = repositoryArns(image, partition);
    const named = [...new Set(secrets.map(secretArn))].sort();
    const of = (service: string) => named.filter((arn) => parseArn(arn).service === service);
    return policy([
        ...allow(["ecr:GetAuthorizationToken"], repositories.length === 0 ? [] : ["*"]),
        ...allow(["ecr:BatchCheckLayerAvailability", "ecr:BatchGetImage", "ecr:GetDownloadUrlForLayer"], repositories),
        ...allow(
            ["logs:CreateLogStream", "logs:PutLogEvents"],
            [`arn:${partition}:logs:${region}:${account}:log-group:${logGroupName}:*`],
        ),
        ...allow(["secretsmanager:GetSecretValue"], of("secretsmanager")),
        ...allow(["ssm:GetParameters"], of("ssm")),
        ...allow(["kms:Decrypt"], [...secretKeys].sort()),
    ]);
}

/** What a shell in a task needs. */
export function shellPolicy(): string {
    const actions = ["CreateControlChannel", "CreateDataChannel", "OpenControlChannel", "OpenDataChannel"];
    return policy([{ Effect: "Allow", Action: actions.map((one) => `ssmmessages:${one}`), Resource: ["*"] }]);
}

/** The ECR repository that an image is in; none for one of another registry. */
export function repositoryArns(image: string, partition: string): string[] {
    const match = /^(\d{12})\.dkr[.-]ecr(?:-fips)?\.([a-z0-9-]+)\.[a-z0-9.-]+\/([^@:]+)/.exec(image);
    if (!match) return [];
    const [, account, region, repository] = match;
    return [`arn:${partition}:ecr:${region}:${account}:repository/${repository}`];
}

/** A secret without what follows its own ARN: the key, stage and version that a task definition may name. */
export function secretArn(given: string): string {
    return parseArn(given).service === "secretsmanager" ? given.split(":").slice(0, 7).join(":") : given;
}
