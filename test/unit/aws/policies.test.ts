import {
    executionPolicy,
    repositoryArns,
    secretArn,
    shellPolicy,
    taskTrust,
} from "../../../components/aws/service/policies";
import { IMAGE, KEY_ARN, PARAMETER_ARN, SECRET_ARN } from "../../support/pieces/samples";

const PLACE = { partition: "aws-cn", region: "cn-north-1", account: "123456789012" };
const LOGS = {
    Effect: "Allow",
    Action: ["logs:CreateLogStream", "logs:PutLogEvents"],
    Resource: ["arn:aws-cn:logs:cn-north-1:123456789012:log-group:/shop:*"],
};
const PULL = [
    { Effect: "Allow", Action: ["ecr:GetAuthorizationToken"], Resource: ["*"] },
    {
        Effect: "Allow",
        Action: ["ecr:BatchCheckLayerAvailability", "ecr:BatchGetImage", "ecr:GetDownloadUrlForLayer"],
        Resource: ["arn:aws-cn:ecr:eu-central-1:123456789012:repository/shop/backend"],
    },
];
const statements = (...[image, secrets = [], keys = []]: [string, string[]?, string[]?]) =>
    JSON.parse(executionPolicy(PLACE, image, "/shop", secrets, keys));

test("a role is for ECS tasks of this account and region", () => {
    expect(JSON.parse(taskTrust(PLACE))).toEqual({
        Version: "2012-10-17",
        Statement: [
            {
                Effect: "Allow",
                Principal: { Service: "ecs-tasks.amazonaws.com" },
                Action: "sts:AssumeRole",
                Condition: {
                    StringEquals: { "aws:SourceAccount": "123456789012" },
                    ArnLike: { "aws:SourceArn": "arn:aws-cn:ecs:cn-north-1:123456789012:*" },
                },
            },
        ],
    });
});

test("to start a task ECS may pull its image and write its log, and no more", () => {
    expect(statements(IMAGE)).toEqual({ Version: "2012-10-17", Statement: [...PULL, LOGS] });
});

test("an image of another registry needs no permission", () => {
    expect(statements("ghcr.io/shop/backend@sha256:0").Statement).toEqual([LOGS]);
});

test("it may read the secrets that are named, and use the keys that are named", () => {
    const secrets = [`${SECRET_ARN}:password::`, PARAMETER_ARN, `${SECRET_ARN}:user::`];
    expect(statements(IMAGE, secrets, [KEY_ARN]).Statement).toEqual([
        ...PULL,
        LOGS,
        { Effect: "Allow", Action: ["secretsmanager:GetSecretValue"], Resource: [SECRET_ARN] },
        { Effect: "Allow", Action: ["ssm:GetParameters"], Resource: [PARAMETER_ARN] },
        { Effect: "Allow", Action: ["kms:Decrypt"], Resource: [KEY_ARN] },
    ]);
});

test("the order in which secrets are named makes no difference", () => {
    const other = SECRET_ARN.replace("db", "api");
    expect(statements(IMAGE, [other, SECRET_ARN])).toEqual(statements(IMAGE, [SECRET_ARN, other]));
});

test("a shell in a task needs its channels only", () => {
    expect(JSON.parse(shellPolicy()).Statement).toEqual([
        {
            Effect: "Allow",
            Action: [
                "ssmmessages:CreateControlChannel",
                "ssmmessages:CreateDataChannel",
                "ssmmessages:OpenControlChannel",
                "ssmmessages:OpenDataChannel",
            ],
            Resource: ["*"],
        },
    ]);
});

test.each([
    ["123456789012.dkr.ecr.eu-central-1.amazonaws.com/shop@sha256:0", "repository/shop"],
    ["123456789012.dkr.ecr.eu-central-1.amazonaws.com/team/shop/web@sha256:0", "repository/team/shop/web"],
    ["123456789012.dkr.ecr.eu-central-1.amazonaws.com/shop:v1@sha256:0", "repository/shop"],
    ["123456789012.dkr.ecr-fips.eu-central-1.amazonaws.com/shop@sha256:0", "repository/shop"],
    ["123456789012.dkr-ecr.eu-central-1.on.aws/shop@sha256:0", "repository/shop"],
    ["123456789012.dkr.ecr.eu-central-1.amazonaws.com.cn/shop@sha256:0", "repository/shop"],
])("the repository of %s", (image, repository) => {
    expect(repositoryArns(image, "aws")).toEqual([`arn:aws:ecr:eu-central-1:123456789012:${repository}`]);
});

test.each(["public.ecr.aws/shop/web@sha256:0", "docker.io/library/node@sha256:0", "shop@sha256:0"])(
    "%s is in no private repository of ECR",
    (image) => {
        expect(repositoryArns(image, "aws")).toEqual([]);
    },
);

test("a secret's ARN ends before the key in it; a parameter's is all of it", () => {
    expect(secretArn(`${SECRET_ARN}:password:AWSCURRENT:`)).toBe(SECRET_ARN);
    expect(secretArn(SECRET_ARN)).toBe(SECRET_ARN);
    expect(secretArn(PARAMETER_ARN)).toBe(PARAMETER_ARN);
});
