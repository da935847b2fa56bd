import type { AlbBlueGreenArgs, AlbReleaseArgs, AlbTierArgs } from "../../components/aws";
import type { Answers, LookUps } from "./harness";

/** A frontend and a backend. */
export const ALB_TIERS = {
    frontend: { paths: ["/*"], health: { path: "/healthz" }, instances: 2 },
    backend: { paths: ["/api/*"], health: { path: "/api/healthz" }, instances: 3, warmupPaths: ["/api/products"] },
} satisfies Record<string, AlbTierArgs>;

/** A reference by digest. */
export function imageOf(tier: string, release: string): string {
    const digit = (release.charCodeAt(release.length - 1) % 16).toString(16);
    return `registry.example.com/shop/${tier}@sha256:${digit.repeat(64)}`;
}

/** A release of both tiers. */
export function albRelease(release: string, changes: Partial<AlbReleaseArgs> = {}): AlbReleaseArgs {
    return {
        release,
        images: { frontend: imageOf("frontend", release), backend: imageOf("backend", release) },
        ...changes,
    };
}

export const CERTIFICATE = "arn:aws:acm:eu-central-1:123456789012:certificate/0123";

/** Typical arguments: two tiers, both colors on, blue is live. */
export function albArgs(changes: Partial<AlbBlueGreenArgs> = {}): AlbBlueGreenArgs {
    return {
        tiers: ALB_TIERS,
        blue: albRelease("v1"),
        green: albRelease("v2"),
        traffic: { active: "blue", canaryPercent: 10, epoch: 4 },
        hosts: ["shop.example.com"],
        frontDoor: { certificateArn: CERTIFICATE },
        ...changes,
    };
}

const BALANCING = "arn:aws:elasticloadbalancing:eu-central-1:123456789012";

/** ARNs as the mocked engine gives them. */
export const groupArn = (name: string) => `${BALANCING}:targetgroup/${name}/0123456789abcdef`;
export const LISTENER = `${BALANCING}:listener/app/shop/0123456789abcdef/0123456789abcdef`;
export const DNS_NAME = "shop-123.eu-central-1.elb.amazonaws.com";
export const CLUSTER_ARN = "arn:aws:ecs:eu-central-1:123456789012:cluster/shop";
export const taskDefinitionArn = (name: string) => `arn:aws:ecs:eu-central-1:123456789012:task-definition/${name}:1`;

/** What the engine would answer once all is made. */
export const albMade: Answers = (type, name) => {
    switch (type) {
        case "aws:lb/targetGroup:TargetGroup":
            return { arn: groupArn(name), arnSuffix: `targetgroup/${name}/0123456789abcdef` };
        case "aws:lb/listener:Listener":
            return { arn: LISTENER };
        case "aws:lb/loadBalancer:LoadBalancer": {
            const suffix = "app/shop/0123456789abcdef";
            return { arn: `${BALANCING}:loadbalancer/${suffix}`, arnSuffix: suffix, dnsName: DNS_NAME, zoneId: "Z1" };
        }
        case "aws:ecs/cluster:Cluster":
            return { arn: CLUSTER_ARN };
        case "aws:ecs/taskDefinition:TaskDefinition":
            return { arn: taskDefinitionArn(name) };
        case "aws:ecs/service:Service":
            return { name: `${name}-0123456` };
        case "aws:acm/certificate:Certificate": {
            const record = { resourceRecordName: "_a", resourceRecordType: "CNAME", resourceRecordValue: "_b" };
            return { arn: CERTIFICATE, domainValidationOptions: [{ domainName: "shop.example.com", ...record }] };
        }
        case "aws:ecr/repository:Repository":
            return { repositoryUrl: `registry.example.com/${name}` };
        case "docker:index/image:Image":
            return { repoDigest: imageOf("built", "v2") };
        case "pulumi-nodejs:dynamic/blue-green:AlbPlan":
            return { since: { blue: "", green: "2026-11-20T10:00:00.000Z" } };
        default:
            return { arn: `arn:aws:any:eu-central-1:123456789012:${name}` };
    }
};

/** What AWS would answer to look-ups. */
export const albLookUps: LookUps = (token) => {
    if (token.endsWith(":getAvailabilityZones")) return { names: ["eu-central-1a", "eu-central-1b", "eu-central-1c"] };
    if (token.endsWith(":getRegion")) return { region: "eu-central-1", name: "eu-central-1" };
    if (token.endsWith(":getPartition")) return { partition: "aws", dnsSuffix: "amazonaws.com" };
    return {};
};
