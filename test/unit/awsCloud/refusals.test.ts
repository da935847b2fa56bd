import { type Account, Shop, subnets } from "../../support/aws/account";
import type { Values } from "../../support/aws/cloud/kind";

const VPC = "vpc-0d0d0d0d0d0d0d0d0";
const FIXED = [{ type: "fixed-response", fixedResponse: { contentType: "text/plain", statusCode: "404" } }];

let shop: Shop;
let account: Account;

beforeAll(async () => {
    shop = await Shop.open();
    account = shop.account;
});
afterAll(() => shop.close());

const refusal = (type: string, inputs: Values) => account.refusal(type, inputs);

describe("network", () => {
    const subnet = (changes: object) =>
        refusal("aws:ec2/subnet:Subnet", { vpcId: VPC, cidrBlock: "172.31.128.0/20", ...changes });

    test.each([
        ["10.0.0.0/8", "InvalidVpc.Range"],
        ["10.0.0.0/29", "InvalidVpc.Range"],
        ["10.0.0.1/16", "InvalidParameterValue"],
        ["nonsense", "InvalidParameterValue"],
    ])("a VPC of %s", async (cidrBlock, code) => {
        expect(await refusal("aws:ec2/vpc:Vpc", { cidrBlock })).toContain(`${code}: `);
    });

    test("subnets outside their VPC, over another one, in no zone", async () => {
        expect(await subnet({ cidrBlock: "10.0.0.0/24" })).toContain("InvalidSubnet.Range: ");
        expect(await subnet({ cidrBlock: "172.31.0.0/24" })).toContain(
            "InvalidSubnet.Conflict: The CIDR '172.31.0.0/24' conflicts",
        );
        expect(await subnet({ availabilityZone: "eu-central-1z" })).toContain("InvalidParameterValue: ");
        expect(await subnet({ vpcId: "vpc-none" })).toContain(
            "InvalidVpcID.NotFound: The vpc ID 'vpc-none' does not exist",
        );
    });

    test("a second internet gateway, route or association", async () => {
        expect(await refusal("aws:ec2/internetGateway:InternetGateway", { vpcId: VPC })).toContain(
            "already has an internet gateway",
        );
        const table = await account.create("aws:ec2/routeTable:RouteTable", "table", { vpcId: VPC });
        const route = { routeTableId: table.id, destinationCidrBlock: "0.0.0.0/0", gatewayId: "igw-0d0d0d0d0d0d0d0d0" };
        await account.create("aws:ec2/route:Route", "route", route);
        expect(await refusal("aws:ec2/route:Route", route)).toBe(
            "RouteAlreadyExists: The route identified by 0.0.0.0/0 already exists.",
        );
        const association = { routeTableId: table.id, subnetId: subnets(account)[0] };
        const made = await account.create("aws:ec2/routeTableAssociation:RouteTableAssociation", "one", association);
        expect(await refusal("aws:ec2/routeTableAssociation:RouteTableAssociation", association)).toContain(
            "Resource.AlreadyAssociated: ",
        );
        await expect(account.delete(table)).rejects.toThrow("DependencyViolation: The routeTable");
        await account.delete(made);
        await account.delete(table);
    });

    test("security group rules without one peer, without ports, or there already", async () => {
        const type = "aws:vpc/securityGroupIngressRule:SecurityGroupIngressRule";
        const securityGroupId = shop.group.id;
        const tcp = { securityGroupId, ipProtocol: "tcp", fromPort: 1, toPort: 2 };
        expect(await refusal(type, tcp)).toContain("InvalidAttributeCombination: Exactly one of these attributes");
        expect(await refusal(type, { securityGroupId, ipProtocol: "tcp", cidrIpv4: "0.0.0.0/0" })).toContain(
            "Must specify both from and to ports",
        );
        expect(await refusal(type, { ...tcp, ipProtocol: "-1", cidrIpv4: "10.0.0.0/8" })).toContain(
            "must not be set when ip_protocol is -1",
        );
        expect(await refusal(type, { securityGroupId, ipProtocol: "-1", cidrIpv4: "0.0.0.0/0" })).toContain(
            "InvalidPermission.Duplicate: ",
        );
        expect(await refusal(type, { ...tcp, referencedSecurityGroupId: "sg-none" })).toContain(
            "InvalidGroup.NotFound: ",
        );
    });

    test("what is in use cannot be deleted, in the words of each service", async () => {
        const group = (id: string) => ({
            urn: "urn:pulumi:t::t::aws:ec2/securityGroup:SecurityGroup::it",
            id,
            inputs: {},
            outputs: {},
        });
        await expect(account.delete(group(shop.group.id))).rejects.toThrow(
            `DependencyViolation: resource ${shop.group.id} has a dependent object`,
        );
        const subnet = { ...group(String(subnets(account)[0])), urn: "urn:pulumi:t::t::aws:ec2/subnet:Subnet::it" };
        await expect(account.delete(subnet)).rejects.toThrow(
            /DependencyViolation: The subnet '.*' has dependencies and cannot be deleted/,
        );
        const gateway = {
            ...group("igw-0d0d0d0d0d0d0d0d0"),
            urn: "urn:pulumi:t::t::aws:ec2/internetGateway:InternetGateway::it",
        };
        await expect(account.delete(gateway)).rejects.toThrow("has some mapped public address(es)");
        const vpc = { ...group(VPC), urn: "urn:pulumi:t::t::aws:ec2/vpc:Vpc::it" };
        await expect(account.delete(vpc)).rejects.toThrow(`DependencyViolation: The vpc '${VPC}' has dependencies`);
    });
});

describe("load balancing", () => {
    const balancer = (inputs: object) => refusal("aws:lb/loadBalancer:LoadBalancer", { ...inputs });
    const listener = (inputs: object) =>
        refusal("aws:lb/listener:Listener", {
            loadBalancerArn: shop.balancer.id,
            port: 9,
            defaultActions: FIXED,
            ...inputs,
        });

    test("a load balancer in one zone, in a VPC without internet, of a name that is taken", async () => {
        const [first] = subnets(account);
        expect(await balancer({ subnets: [first] })).toBe(
            "ValidationError: At least two subnets in two different Availability Zones must be specified",
        );
        expect(await balancer({ subnets: subnets(account), name: shop.balancer.inputs.name })).toContain(
            "DuplicateLoadBalancerName: ",
        );
        expect(await balancer({ subnets: subnets(account), securityGroups: ["sg-none"] })).toContain(
            "InvalidSecurityGroup: ",
        );
        const vpc = await account.create("aws:ec2/vpc:Vpc", "closed", { cidrBlock: "10.0.0.0/16" });
        const own = await Promise.all(
            ["a", "b"].map((zone, index) =>
                account.create("aws:ec2/subnet:Subnet", zone, {
                    vpcId: vpc.id,
                    cidrBlock: `10.0.${index}.0/24`,
                    availabilityZone: `eu-central-1${zone}`,
                }),
            ),
        );
        expect(await balancer({ subnets: own.map(({ id }) => id) })).toBe(
            `InvalidSubnet: VPC ${vpc.id} has no internet gateway`,
        );
        for (const made of [...own, vpc]) await account.delete(made);
    });

    test("a protected load balancer cannot be deleted", async () => {
        await account.update(shop.balancer, { enableDeletionProtection: true });
        await expect(account.delete(shop.balancer)).rejects.toThrow("OperationNotPermitted: ");
        await account.update(shop.balancer, { enableDeletionProtection: false });
    });

    test("listeners on a port that is taken, by HTTPS without a usable certificate", async () => {
        expect(await listener({ port: shop.listener.inputs.port })).toContain("DuplicateListener: ");
        expect(await listener({ protocol: "TCP" })).toContain(
            "ValidationError: Protocol 'TCP' must be one of 'HTTP, HTTPS'",
        );
        expect(await listener({ protocol: "HTTPS" })).toContain(
            "CertificateNotFound: A certificate must be specified for HTTPS listeners",
        );
        const certificate = await account.create("aws:acm/certificate:Certificate", "shop", {
            domainName: "shop.example.com",
            validationMethod: "DNS",
        });
        expect(await listener({ protocol: "HTTPS", certificateArn: certificate.id })).toContain(
            "UnsupportedCertificate: ",
        );
        const validation = { certificateArn: certificate.id };
        const type = "aws:acm/certificateValidation:CertificateValidation";
        expect(await refusal(type, validation)).toContain("no record validates shop.example.com");
    });

    test("target groups of a taken name, without VPC, in use", async () => {
        const group = await shop.targetGroup("used");
        expect(await shop.targetGroup("other", { name: group.inputs.name }).catch(String)).toContain(
            "DuplicateTargetGroupName: ",
        );
        expect(await shop.targetGroup("other", { vpcId: "vpc-none" }).catch(String)).toContain(
            "The VPC ID 'vpc-none' is not found",
        );
        const rule = await shop.rule(10, [[group, 1]]);
        await expect(account.delete(group)).rejects.toThrow(
            `ResourceInUse: Target group '${group.id}' is currently in use by a listener or a rule`,
        );
        expect(await shop.rule(10, [[group, 1]]).catch(String)).toContain("PriorityInUse: ");
        await account.delete(rule);
        await account.delete(group);
    });
});
