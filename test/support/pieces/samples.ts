import type { AppMonitoringArgs, ColorServiceArgs, FrontDoorArgs, TargetGroupPairArgs } from "../../../components/aws";
import type { Answers, LookUps } from "../harness";

const ACCOUNT = "eu-central-1:123456789012";

export const DIGEST = `sha256:${"0123456789abcdef".repeat(4)}`;
export const VPC_ID = "vpc-0123456789abcdef0";
export const PUBLIC_SUBNETS = ["subnet-00000000000000001", "subnet-00000000000000002"];
export const TASK_SUBNETS = ["subnet-00000000000000003", "subnet-00000000000000004"];
export const GROUP_ID = "sg-0123456789abcdef0";
export const ZONE_ID = "Z0123456789ABCDEFGHIJ";
export const CLUSTER_ARN = `arn:aws:ecs:${ACCOUNT}:cluster/shops`;
export const LOAD_BALANCER_ARN = `arn:aws:elasticloadbalancing:${ACCOUNT}:loadbalancer/app/shop/0123456789abcdef`;
export const LISTENER_ARN = `arn:aws:elasticloadbalancing:${ACCOUNT}:listener/app/shop/0123456789abcdef/fedcba9876543210`;
export const CERTIFICATE_ARN = `arn:aws:acm:${ACCOUNT}:certificate/12345678-1234-1234-1234-123456789012`;
export const ROLE_ARN = "arn:aws:iam::123456789012:role/shop";
export const TOPIC_ARN = `arn:aws:sns:${ACCOUNT}:alarms`;
export const KEY_ARN = `arn:aws:kms:${ACCOUNT}:key/12345678-1234-1234-1234-123456789012`;
export const SECRET_ARN = `arn:aws:secretsmanager:${ACCOUNT}:secret:shop/db-AbCdEf`;
export const PARAMETER_ARN = `arn:aws:ssm:${ACCOUNT}:parameter/shop/token`;
export const REPOSITORY = "123456789012.dkr.ecr.eu-central-1.amazonaws.com/shop/backend";
export const IMAGE = `${REPOSITORY}@${DIGEST}`;
export const NO_DIGEST = "must be an image by its digest, <repository>@sha256:<64 hex digits>";

/** The target group of a color, as AWS names it. */
export const targetGroupArn = (color: string) =>
    `arn:aws:elasticloadbalancing:${ACCOUNT}:targetgroup/shop-backend-${color}/0123456789abcdef`;

/** A front door with a certificate that exists, all else at its default. */
export const FRONT_DOOR: FrontDoorArgs = {
    vpcId: VPC_ID,
    subnetIds: PUBLIC_SUBNETS,
    certificateArn: CERTIFICATE_ARN,
};

/** One that exists. */
export const ADOPTED = {
    listenerArn: LISTENER_ARN,
    loadBalancerArn: LOAD_BALANCER_ARN,
    dnsName: "shop-1234.eu-central-1.elb.amazonaws.com",
    securityGroupId: GROUP_ID,
};

/** Target groups with all else at its default. */
export const TARGET_GROUPS: TargetGroupPairArgs = {
    app: "shop",
    tier: "backend",
    vpcId: VPC_ID,
    health: { path: "/api/healthz" },
};

/** A service with all else at its default. */
export const SERVICE: ColorServiceArgs = {
    app: "shop",
    tier: "backend",
    color: "blue",
    release: "v1",
    image: IMAGE,
    clusterArn: CLUSTER_ARN,
    vpcId: VPC_ID,
    subnetIds: TASK_SUBNETS,
    frontDoorSecurityGroupId: GROUP_ID,
    targetGroupArn: targetGroupArn("blue"),
    port: 8080,
};

/** Monitoring of one tier whose green is off, all else at its default. */
export const MONITORING: AppMonitoringArgs = {
    app: "shop",
    loadBalancerArn: LOAD_BALANCER_ARN,
    clusterArn: CLUSTER_ARN,
    tiers: {
        backend: {
            blueTargetGroupArn: targetGroupArn("blue"),
            greenTargetGroupArn: targetGroupArn("green"),
            blueServiceName: "shop-backend-blue-1234567",
        },
    },
};

/** What AWS would say of what was made: ARNs, names and addresses by the logical name. */
export const made: Answers = (type, name) => ({
    arn: `arn:aws:made:${ACCOUNT}:${name}`,
    ...(type.endsWith(":LoadBalancer")
        ? { arnSuffix: `app/${name}/1`, dnsName: `${name}.elb.amazonaws.com`, zoneId: "ZLOADBALANCER" }
        : {}),
    ...(type.endsWith(":TargetGroup") ? { arnSuffix: `targetgroup/${name}/1` } : {}),
    ...(type === "aws:ecs/service:Service" ? { name: `${name}-1234567` } : {}),
    ...(type.endsWith(":Record") ? { fqdn: `${name}.proof` } : {}),
    ...(type === "docker:index/image:Image" ? { repoDigest: `${REPOSITORY}@${DIGEST}` } : {}),
    ...(type.endsWith(":Repository") ? { repositoryUrl: `${REPOSITORY}-${name}` } : {}),
});

/** What AWS answers to look-ups. */
export const known: LookUps = (token) => {
    if (token.endsWith(":getAvailabilityZones")) return { names: ["eu-central-1b", "eu-central-1a", "eu-central-1c"] };
    if (token.endsWith(":getHostedZoneId")) return { id: "ZLOADBALANCERS" };
    if (token.endsWith(":getAuthorizationToken")) return { userName: "AWS", password: "login" };
    throw new Error(`nobody knows what ${token} answers`);
};
