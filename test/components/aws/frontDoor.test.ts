import { FrontDoor, type FrontDoorArgs } from "../../../components/aws";
import { changesBetween, declaredBy } from "../../support/pieces/declared";
import { CERTIFICATE_ARN, FRONT_DOOR, made, PUBLIC_SUBNETS, VPC_ID, ZONE_ID } from "../../support/pieces/samples";

const door = (args: FrontDoorArgs) => () => new FrontDoor("door", args);
const usual = () => declaredBy(door(FRONT_DOOR));
const changesWith = async (change: Partial<FrontDoorArgs>) =>
    changesBetween(await usual(), await declaredBy(door({ ...FRONT_DOOR, ...change })));
const arn = (name: string) => made("", name).arn;

const TAGS = { tags: { Name: "door" } };
const OPEN = { securityGroupId: "door-group-id", cidrIpv4: "0.0.0.0/0", ipProtocol: "tcp", ...TAGS };
const NOT_FOUND = { type: "fixed-response", fixedResponse: { contentType: "text/plain", statusCode: "404" } };
const TO_HTTPS = { type: "redirect", redirect: { protocol: "HTTPS", port: "443", statusCode: "HTTP_301" } };

/** Name, type, inputs and what it waits for of every child, at all defaults. */
const CHILDREN: [name: string, type: string, inputs: object, waitsFor: string[]][] = [
    [
        "door-group",
        "aws:ec2/securityGroup:SecurityGroup",
        { vpcId: VPC_ID, description: "Front door door", ...TAGS },
        [],
    ],
    [
        "door-in-0.0.0.0-0",
        "aws:vpc/securityGroupIngressRule:SecurityGroupIngressRule",
        { ...OPEN, fromPort: 443, toPort: 443 },
        ["door-group"],
    ],
    [
        "door-redirect-in-0.0.0.0-0",
        "aws:vpc/securityGroupIngressRule:SecurityGroupIngressRule",
        { ...OPEN, fromPort: 80, toPort: 80 },
        ["door-group"],
    ],
    [
        "door-out",
        "aws:vpc/securityGroupEgressRule:SecurityGroupEgressRule",
        { ...OPEN, ipProtocol: "-1" },
        ["door-group"],
    ],
    [
        "door-balancer",
        "aws:lb/loadBalancer:LoadBalancer",
        {
            name: "door-274543d9",
            loadBalancerType: "application",
            ipAddressType: "ipv4",
            internal: false,
            securityGroups: ["door-group-id"],
            subnets: PUBLIC_SUBNETS,
            idleTimeout: 60,
            enableDeletionProtection: true,
            enableHttp2: true,
            dropInvalidHeaderFields: true,
            desyncMitigationMode: "defensive",
            ...TAGS,
        },
        ["door-group"],
    ],
    [
        "door-listener",
        "aws:lb/listener:Listener",
        {
            loadBalancerArn: arn("door-balancer"),
            port: 443,
            protocol: "HTTPS",
            sslPolicy: "ELBSecurityPolicy-TLS13-1-2-2021-06",
            certificateArn: CERTIFICATE_ARN,
            defaultActions: [NOT_FOUND],
            ...TAGS,
        },
        ["door-balancer"],
    ],
    [
        "door-redirect",
        "aws:lb/listener:Listener",
        {
            loadBalancerArn: arn("door-balancer"),
            port: 80,
            protocol: "HTTP",
            defaultActions: [TO_HTTPS],
            ...TAGS,
        },
        ["door-balancer"],
    ],
];

test("a front door at all defaults: name, type, inputs and order of every child", async () => {
    const [component, ...children] = await usual();
    expect(component).toMatchObject({ type: "blue-green:index:FrontDoor", name: "door", parent: "" });
    const found = children.map(({ name, type, inputs, waitsFor }) => [name, type, inputs, waitsFor]);
    expect(found.sort()).toEqual([...CHILDREN].sort());
    expect(new Set(children.map(({ parent }) => parent))).toEqual(new Set(["door"]));
});

describe("one argument changes this and nothing else:", () => {
    test("plain HTTP instead of a certificate", async () => {
        const changes = await changesWith({ certificateArn: undefined, plainHttp: true });
        expect(changes).toEqual({
            "door-in-0.0.0.0-0": { fromPort: 80, toPort: 80 },
            "door-listener": { port: 80, protocol: "HTTP" },
            "door-redirect": "gone",
            "door-redirect-in-0.0.0.0-0": "gone",
        });
    });

    test("port", async () => {
        expect(await changesWith({ port: 8443 })).toEqual({
            "door-in-0.0.0.0-0": { fromPort: 8443, toPort: 8443 },
            "door-listener": { port: 8443 },
            "door-redirect": { defaultActions: [{ ...TO_HTTPS, redirect: { ...TO_HTTPS.redirect, port: "8443" } }] },
        });
    });

    test("port 80 with TLS leaves no room for a redirect", async () => {
        expect(await changesWith({ port: 80 })).toMatchObject({ "door-redirect": "gone" });
    });

    test("redirectHttp", async () => {
        expect(await changesWith({ redirectHttp: false })).toEqual({
            "door-redirect": "gone",
            "door-redirect-in-0.0.0.0-0": "gone",
        });
    });

    test("allowedCidrs, where a block that is named twice counts once", async () => {
        const changes = await changesWith({ allowedCidrs: ["10.0.0.0/16", "192.168.0.0/24", "10.0.0.0/16"] });
        const rule = (cidrIpv4: string, port: number) => ({ ...OPEN, cidrIpv4, fromPort: port, toPort: port });
        expect(changes).toEqual({
            "door-in-0.0.0.0-0": "gone",
            "door-in-10.0.0.0-16": rule("10.0.0.0/16", 443),
            "door-in-192.168.0.0-24": rule("192.168.0.0/24", 443),
            "door-redirect-in-0.0.0.0-0": "gone",
            "door-redirect-in-10.0.0.0-16": rule("10.0.0.0/16", 80),
            "door-redirect-in-192.168.0.0-24": rule("192.168.0.0/24", 80),
        });
    });

    test("internal", async () => {
        const changes = await changesWith({ internal: true, allowedCidrs: ["0.0.0.0/0"] });
        expect(changes).toEqual({ "door-balancer": { internal: true } });
    });

    test("tlsPolicy", async () => {
        const tlsPolicy = "ELBSecurityPolicy-TLS13-1-3-2021-06";
        expect(await changesWith({ tlsPolicy })).toEqual({ "door-listener": { sslPolicy: tlsPolicy } });
    });

    test("idleTimeoutSeconds, deletionProtection and accessLogs", async () => {
        expect(await changesWith({ idleTimeoutSeconds: 300 })).toEqual({ "door-balancer": { idleTimeout: 300 } });
        expect(await changesWith({ deletionProtection: false })).toEqual({
            "door-balancer": { enableDeletionProtection: false },
        });
        expect(await changesWith({ accessLogs: { bucket: "logs", prefix: "shop" } })).toEqual({
            "door-balancer": { accessLogs: { enabled: true, bucket: "logs", prefix: "shop" } },
        });
        expect(await changesWith({ accessLogs: { bucket: "logs" } })).toEqual({
            "door-balancer": { accessLogs: { enabled: true, bucket: "logs" } },
        });
    });

    test("tags", async () => {
        const changes = await changesWith({ tags: { team: "web" } });
        const tags = { Name: "door", team: "web" };
        expect(changes).toEqual(Object.fromEntries(CHILDREN.map(([name]) => [name, { tags }]).sort()));
    });

    test("dns", async () => {
        const hosts = ["shop.example.com", "www.example.com", "shop.example.com"];
        const record = (name: string) => ({
            zoneId: ZONE_ID,
            name,
            type: "A",
            aliases: [
                { name: "door-balancer.elb.amazonaws.com", zoneId: "ZLOADBALANCER", evaluateTargetHealth: false },
            ],
        });
        expect(await changesWith({ dns: { hosts, hostedZoneId: ZONE_ID } })).toEqual({
            "door-dns-shop.example.com": record("shop.example.com"),
            "door-dns-www.example.com": record("www.example.com"),
        });
    });
});

test("a load balancer's name never starts as AWS forbids", async () => {
    const declared = await declaredBy(() => new FrontDoor("internal-door", FRONT_DOOR));
    const balancer = declared.find(({ name }) => name === "internal-door-balancer");
    expect(balancer?.inputs.name).toMatch(/^door-[0-9a-f]{8}$/);
});
