import { ColorService, type ColorServiceArgs } from "../../../components/aws";
import { describeRefusals } from "../../support/pieces/refusals";
import { IMAGE, KEY_ARN, NO_DIGEST, ROLE_ARN, SECRET_ARN, SERVICE, TASK_SUBNETS } from "../../support/pieces/samples";

const [ONE] = TASK_SUBNETS;
const OWN = "must not be one that the release sets itself: RELEASE, COLOR, TIER, HOST, PORT";
const SECRET = "must be the ARN of a secret of Secrets Manager or of an SSM parameter";
const PATHS = "must be absolute paths, none of them twice or /";
const DAYS =
    "must be one of 1, 3, 5, 7, 14, 30, 60, 90, 120, 150, 180, 365, 400, 545, 731, 1096, 1827, 2192, 2557, 2922, 3288, 3653";
const COMMAND = "must be a list of words, a program and its arguments";
const scaling = (change: object) => ({ autoscaling: { minInstances: 2, maxInstances: 4, ...change } });

describeRefusals<ColorServiceArgs>({
    component: ColorService,
    args: SERVICE,
    documented: ["components/aws/service/colorServiceArgs.ts", "components/aws/service/taskArgs.ts"],
    mistakes: [
        [{ app: "1" }, 'app: must be 1 to 30 of A-Z, a-z, 0-9 and -, and start with a letter, got "1"'],
        [
            { tier: "a".repeat(21) },
            `tier: must be 1 to 20 of a-z, 0-9 and -, and start with a letter, got "${"a".repeat(21)}"`,
        ],
        [{ color: "red" }, 'color: must be blue or green, got "red"'],
        [
            { release: "v 1" },
            'release: must be 1 to 40 of A-Z, a-z, 0-9, dot, _ and -, starting with a letter or digit, got "v 1"',
        ],
        [{ image: "shop:v1" }, `image: ${NO_DIGEST}, got "shop:v1"; a tag may point to another image tomorrow`],
        [
            { image: "shop@sha256:12" },
            `image: ${NO_DIGEST}, got "shop@sha256:12"; a tag may point to another image tomorrow`,
        ],
        [{ image: undefined }, `image: ${NO_DIGEST}, got undefined; a tag may point to another image tomorrow`],
        [{ clusterArn: "shops" }, 'clusterArn: must be the ARN of an ECS cluster, got "shops"'],
        [{ vpcId: "" }, 'vpcId: must be an id such as vpc-0123456789abcdef0, got ""'],
        [{ subnetIds: [ONE] }, `subnetIds: must be subnets in at least two availability zones, got ["${ONE}"]`],
        [{ subnetIds: [ONE, ""] }, 'subnetIds: must be an id such as subnet-0123456789abcdef0, got ""'],
        [{ assignPublicIp: "ENABLED" }, 'assignPublicIp: must be true or false, got "ENABLED"'],
        [
            { frontDoorSecurityGroupId: "door" },
            'frontDoorSecurityGroupId: must be an id such as sg-0123456789abcdef0, got "door"',
        ],
        [{ targetGroupArn: "shop" }, 'targetGroupArn: must be the ARN of a target group, got "shop"'],
        [{ loadBalancerArnSuffix: "shop" }, 'loadBalancerArnSuffix: must be app/<name>/<id>, got "shop"'],
        [{ port: "8080" }, 'port: must be a whole number from 1 to 65535, got "8080"'],
        [{ instances: -1 }, "instances: must be a whole number from 0 to 1000, got -1"],
        [
            { instances: 5, ...scaling({}) },
            "instances: must be from minInstances to maxInstances of autoscaling, got 5; that is 2 to 4",
        ],
        [
            { instances: 1, ...scaling({}) },
            "instances: must be from minInstances to maxInstances of autoscaling, got 1; that is 2 to 4",
        ],
        [
            { instances: 2, ...scaling({ minInstances: 0 }) },
            "autoscaling.minInstances: must be a whole number from 1 to 1000, got 0",
        ],
        [scaling({ maxInstances: 1001 }), "autoscaling.maxInstances: must be a whole number from 1 to 1000, got 1001"],
        [
            scaling({ maxInstances: 1 }),
            "autoscaling.maxInstances: must not be less than minInstances, got 1; minInstances is 2",
        ],
        [scaling({ cpuPercent: 101 }), "autoscaling.cpuPercent: must be a whole number from 1 to 100, got 101"],
        [
            { loadBalancerArnSuffix: "app/shop/1", ...scaling({ requestsPerTarget: 0 }) },
            "autoscaling.requestsPerTarget: must be a whole number, 1 or more, got 0",
        ],
        [
            scaling({ requestsPerTarget: 100 }),
            "autoscaling.requestsPerTarget: needs loadBalancerArnSuffix, got 100; give it as well",
        ],
        [{ cpu: 300 }, "cpu: must be 256, 512, 1024, 2048, 4096, 8192 or 16384, got 300"],
        [{ memory: 4096 }, "memory: must be one of those that go with 256 CPU units: 512, 1024, 2048, got 4096"],
        [
            { cpu: 512, memory: 512 },
            "memory: must be one of those that go with 512 CPU units: 1024, 2048, 3072, 4096, got 512",
        ],
        [{ architecture: "arm64" }, 'architecture: must be X86_64 or ARM64, got "arm64"'],
        [{ command: "node api.js" }, `command: ${COMMAND}, got "node api.js"`],
        [{ command: [] }, `command: ${COMMAND}, got []`],
        [{ user: "no body" }, 'user: must be <user> or <user>:<group>, got "no body"'],
        [{ env: { COLOR: "red" } }, `env.COLOR: ${OWN}, got "COLOR"; choose another name`],
        [{ secrets: { PORT: SECRET_ARN } }, `secrets.PORT: ${OWN}, got "PORT"; choose another name`],
        [{ secrets: { TOKEN: "hush" } }, `secrets.TOKEN: ${SECRET}, got "hush"`],
        [
            { env: { TOKEN: "hush" }, secrets: { TOKEN: SECRET_ARN } },
            'secrets.TOKEN: must not be in env as well, got "TOKEN"; remove one',
        ],
        [{ secretKeyArns: [KEY_ARN, "key"] }, 'secretKeyArns: must be the ARN of a KMS key, got "key"'],
        [{ readOnlyRoot: "yes" }, 'readOnlyRoot: must be true or false, got "yes"'],
        [{ writablePaths: ["tmp"] }, `writablePaths: ${PATHS}, got ["tmp"]`],
        [{ writablePaths: ["/"] }, `writablePaths: ${PATHS}, got ["/"]`],
        [{ writablePaths: ["/tmp", "/tmp/"] }, `writablePaths: ${PATHS}, got ["/tmp","/tmp/"]`],
        [{ startSeconds: 3601 }, "startSeconds: must be a whole number from 0 to 3600, got 3601"],
        [{ stopSeconds: 1 }, "stopSeconds: must be a whole number from 2 to 120, got 1"],
        [{ stopSeconds: 121 }, "stopSeconds: must be a whole number from 2 to 120, got 121"],
        [{ logGroupName: "a b" }, 'logGroupName: must be a log group\'s name, got "a b"'],
        [{ logRetentionDays: 31 }, `logRetentionDays: ${DAYS}, got 31`],
        [{ taskRoleArn: IMAGE }, `taskRoleArn: must be the ARN of a role, got "${IMAGE.slice(0, 76)}...`],
        [
            { taskRoleArn: ROLE_ARN, policies: { read: "{}" } },
            'policies: must be left out when taskRoleArn is given, got ["read"]; attach them to the role that exists',
        ],
        [{ executionRoleArn: "role" }, 'executionRoleArn: must be the ARN of a role, got "role"'],
        [{ readOnlyRoot: false, executeCommand: 1 }, "executeCommand: must be true or false, got 1"],
        [
            { executeCommand: true },
            "executeCommand: must be false while readOnlyRoot is true, got true; a shell needs to write: set readOnlyRoot to false",
        ],
    ],
});
