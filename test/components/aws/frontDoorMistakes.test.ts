import { FrontDoor, type FrontDoorArgs } from "../../../components/aws";
import { describeRefusals } from "../../support/pieces/refusals";
import { ADOPTED, CERTIFICATE_ARN, FRONT_DOOR, PUBLIC_SUBNETS, VPC_ID, ZONE_ID } from "../../support/pieces/samples";

const [ONE] = PUBLIC_SUBNETS;
const ZONES = "must be subnets in at least two availability zones";
const CIDRS = "must be a list of at least one IPv4 block such as 10.0.0.0/16";
const HOSTS = "must be a list of at least one host name";
const ZONE = "must be an id such as Z0123456789ABCDEFGHIJ";
const ONE_WAY = "certificateArn: exactly one of certificateArn, certificate and plainHttp must be given, got";
const SHOP = { hosts: ["shop.example.com"], hostedZoneId: ZONE_ID };
const PLAIN = { certificateArn: undefined, plainHttp: true };

/** One that exists, with a change. */
const adopting = (change: object) => ({
    vpcId: undefined,
    subnetIds: undefined,
    certificateArn: undefined,
    adopt: { ...ADOPTED, ...change },
});
/** One that exists, with an argument that says how to create one. */
const adoptingWith = (change: object) => ({ ...adopting({}), ...change });
const EXISTS = 'must be left out when adopt is given, got "(given)"; the front door exists already';

describeRefusals<FrontDoorArgs>({
    component: FrontDoor,
    args: FRONT_DOOR,
    documented: ["components/aws/frontDoor/frontDoorArgs.ts"],
    mistakes: [
        [{ vpcId: "shop" }, 'vpcId: must be an id such as vpc-0123456789abcdef0, got "shop"'],
        [{ vpcId: undefined }, "vpcId: must be an id such as vpc-0123456789abcdef0, got undefined"],
        [{ subnetIds: [ONE] }, `subnetIds: ${ZONES}, got ["${ONE}"]`],
        [{ subnetIds: undefined }, `subnetIds: ${ZONES}, got undefined`],
        [{ subnetIds: [ONE, "b"] }, 'subnetIds: must be an id such as subnet-0123456789abcdef0, got "b"'],
        [{ internal: "no", allowedCidrs: ["10.0.0.0/8"] }, 'internal: must be true or false, got "no"'],
        [
            { internal: true },
            "allowedCidrs: is needed for an internal front door, got undefined; give the VPC's block, or those of the networks that it serves",
        ],
        [{ allowedCidrs: [] }, `allowedCidrs: ${CIDRS}, got []`],
        [{ allowedCidrs: ["10.0.0.0"] }, `allowedCidrs: ${CIDRS}, got ["10.0.0.0"]`],
        [{ allowedCidrs: ["0.0.0.1/0"] }, `allowedCidrs: ${CIDRS}, got ["0.0.0.1/0"]`],
        [{ certificateArn: "shop" }, 'certificateArn: must be the ARN of a certificate, got "shop"'],
        [{ certificateArn: undefined }, `${ONE_WAY} []`],
        [{ plainHttp: true }, `${ONE_WAY} ["certificateArn","plainHttp"]`],
        [{ certificate: SHOP }, `${ONE_WAY} ["certificateArn","certificate"]`],
        [{ certificateArn: undefined, certificate: { ...SHOP, hosts: [] } }, `certificate.hosts: ${HOSTS}, got []`],
        [
            { certificateArn: undefined, certificate: { ...SHOP, hosts: ["a b"] } },
            `certificate.hosts: ${HOSTS}, got ["a b"]`,
        ],
        [
            { certificateArn: undefined, certificate: { ...SHOP, hostedZoneId: "shop" } },
            `certificate.hostedZoneId: ${ZONE}, got "shop"`,
        ],
        [{ certificateArn: undefined, plainHttp: 1 }, "plainHttp: must be true or false, got 1"],
        [{ port: 0 }, "port: must be a whole number from 1 to 65535, got 0"],
        [{ redirectHttp: "no" }, 'redirectHttp: must be true or false, got "no"'],
        [
            { ...PLAIN, redirectHttp: true },
            "redirectHttp: must be false when plainHttp is given, got true; there is no HTTPS",
        ],
        [
            { port: 80, redirectHttp: true },
            "redirectHttp: must be false when port is 80, got true; choose another port",
        ],
        [
            { tlsPolicy: "TLS 1.3" },
            'tlsPolicy: must be the name of a security policy such as ELBSecurityPolicy-TLS13-1-2-2021-06, got "TLS 1.3"',
        ],
        [{ idleTimeoutSeconds: 4001 }, "idleTimeoutSeconds: must be a whole number from 1 to 4000, got 4001"],
        [{ deletionProtection: "on" }, 'deletionProtection: must be true or false, got "on"'],
        [{ accessLogs: { bucket: "My_Logs" } }, 'accessLogs.bucket: must be a bucket\'s name, got "My_Logs"'],
        [
            { accessLogs: { bucket: "logs", prefix: "shop/" } },
            'accessLogs.prefix: must have no / at its ends, got "shop/"',
        ],
        [{ dns: { ...SHOP, hosts: "shop.example.com" } }, `dns.hosts: ${HOSTS}, got "shop.example.com"`],
        [{ dns: { ...SHOP, hostedZoneId: undefined } }, `dns.hostedZoneId: ${ZONE}, got undefined`],
        [
            adopting({ listenerArn: CERTIFICATE_ARN }),
            `adopt.listenerArn: must be the ARN of a listener of an application load balancer, got "${CERTIFICATE_ARN.slice(0, 76)}...`,
        ],
        [
            adopting({ loadBalancerArn: "shop" }),
            'adopt.loadBalancerArn: must be the ARN of an application load balancer, got "shop"',
        ],
        [adopting({ dnsName: "a/b" }), 'adopt.dnsName: must be a host name, got "a/b"'],
        [
            adopting({ securityGroupId: "shop" }),
            'adopt.securityGroupId: must be an id such as sg-0123456789abcdef0, got "shop"',
        ],
        [adopting({ port: 65536 }), "adopt.port: must be a whole number from 1 to 65535, got 65536"],
        [adopting({ secure: "yes" }), 'adopt.secure: must be true or false, got "yes"'],
        [adoptingWith({ vpcId: VPC_ID }), `vpcId: ${EXISTS}`],
        [adoptingWith({ subnetIds: PUBLIC_SUBNETS }), `subnetIds: ${EXISTS}`],
        [adoptingWith({ internal: true }), `internal: ${EXISTS}`],
        [adoptingWith({ allowedCidrs: [] }), `allowedCidrs: ${EXISTS}`],
        [adoptingWith({ certificateArn: CERTIFICATE_ARN }), `certificateArn: ${EXISTS}`],
        [adoptingWith({ certificate: SHOP }), `certificate: ${EXISTS}`],
        [adoptingWith({ plainHttp: false }), `plainHttp: ${EXISTS}`],
        [adoptingWith({ port: 443 }), `port: ${EXISTS}`],
        [adoptingWith({ redirectHttp: false }), `redirectHttp: ${EXISTS}`],
        [adoptingWith({ tlsPolicy: "x" }), `tlsPolicy: ${EXISTS}`],
        [adoptingWith({ idleTimeoutSeconds: 60 }), `idleTimeoutSeconds: ${EXISTS}`],
        [adoptingWith({ deletionProtection: false }), `deletionProtection: ${EXISTS}`],
        [adoptingWith({ accessLogs: { bucket: "logs" } }), `accessLogs: ${EXISTS}`],
    ],
});
