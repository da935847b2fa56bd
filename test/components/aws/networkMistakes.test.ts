import { AppNetwork, type AppNetworkArgs } from "../../../components/aws";
import { describeRefusals } from "../../support/pieces/refusals";
import { PUBLIC_SUBNETS, TASK_SUBNETS, VPC_ID } from "../../support/pieces/samples";

const GIVEN: AppNetworkArgs = { vpcId: VPC_ID, publicSubnetIds: PUBLIC_SUBNETS, taskSubnetIds: TASK_SUBNETS };
const ZONES = "must be subnets in at least two availability zones";
const BLOCK = "must be an IPv4 block from /16 to /23 such as 10.0.0.0/16";
const NAMES = "must be 2 to 6 different names such as eu-central-1a";
const NO_VPC =
    'must be left out unless vpcId is given, got "(given)"; give vpcId as well, or let the network be created';
const [ONE] = TASK_SUBNETS;
const EXISTS = "must be left out when vpcId is given, got";

describeRefusals<AppNetworkArgs>({
    component: AppNetwork,
    args: {},
    documented: ["components/aws/network/networkArgs.ts"],
    mistakes: [
        [{ cidrBlock: "10.0.0.0" }, `cidrBlock: ${BLOCK}, got "10.0.0.0"`],
        [{ cidrBlock: "10.0.0.0/24" }, `cidrBlock: ${BLOCK}, got "10.0.0.0/24"`],
        [{ cidrBlock: "10.0.0.0/15" }, `cidrBlock: ${BLOCK}, got "10.0.0.0/15"`],
        [{ cidrBlock: "10.0.0.256/16" }, `cidrBlock: ${BLOCK}, got "10.0.0.256/16"`],
        [{ cidrBlock: 10 }, `cidrBlock: ${BLOCK}, got 10`],
        [
            { cidrBlock: "10.0.1.0/16" },
            'cidrBlock: must start at the first address of the block, got "10.0.1.0/16"; use 10.0.0.0/16',
        ],
        [{ zones: 1 }, "zones: must be a whole number from 2 to 6, got 1"],
        [{ zones: 7 }, "zones: must be a whole number from 2 to 6, got 7"],
        [{ zones: 2.5 }, "zones: must be a whole number from 2 to 6, got 2.5"],
        [
            { zones: 3, zoneNames: ["eu-central-1a", "eu-central-1b"] },
            "zones: must be left out when zoneNames is given, got 3; the names say how many",
        ],
        [{ zoneNames: ["eu-central-1a"] }, `zoneNames: ${NAMES}, got ["eu-central-1a"]`],
        [
            { zoneNames: ["eu-central-1a", "eu-central-1a"] },
            `zoneNames: ${NAMES}, got ["eu-central-1a","eu-central-1a"]`,
        ],
        [{ zoneNames: ["a", "b"] }, `zoneNames: ${NAMES}, got ["a","b"]`],
        [{ natGateways: 3 }, "natGateways: must be 0, 1 or one a zone, got 3"],
        [{ zones: 3, natGateways: 2 }, "natGateways: must be 0, 1 or one a zone, got 2"],
        [{ publicSubnetIds: PUBLIC_SUBNETS }, `publicSubnetIds: ${NO_VPC}`],
        [{ taskSubnetIds: TASK_SUBNETS }, `taskSubnetIds: ${NO_VPC}`],
        [{ assignPublicIp: false }, `assignPublicIp: ${NO_VPC}`],
        [{ ...GIVEN, vpcId: "shop" }, 'vpcId: must be an id such as vpc-0123456789abcdef0, got "shop"'],
        [{ ...GIVEN, publicSubnetIds: undefined }, `publicSubnetIds: ${ZONES}, got undefined`],
        [{ ...GIVEN, publicSubnetIds: [ONE, ONE] }, `publicSubnetIds: ${ZONES}, got ["${ONE}","${ONE}"]`],
        [{ ...GIVEN, taskSubnetIds: [ONE] }, `taskSubnetIds: ${ZONES}, got ["${ONE}"]`],
        [
            { ...GIVEN, taskSubnetIds: [ONE, "private"] },
            'taskSubnetIds: must be an id such as subnet-0123456789abcdef0, got "private"',
        ],
        [
            { ...GIVEN, publicSubnetIds: [ONE, "public"] },
            'publicSubnetIds: must be an id such as subnet-0123456789abcdef0, got "public"',
        ],
        [{ ...GIVEN, assignPublicIp: "no" }, 'assignPublicIp: must be true or false, got "no"'],
        [{ ...GIVEN, cidrBlock: "10.0.0.0/16" }, `cidrBlock: ${EXISTS} "10.0.0.0/16"; the network exists already`],
        [{ ...GIVEN, zones: 2 }, `zones: ${EXISTS} 2; the network exists already`],
        [
            { ...GIVEN, zoneNames: ["eu-central-1a"] },
            `zoneNames: ${EXISTS} ["eu-central-1a"]; the network exists already`,
        ],
        [{ ...GIVEN, natGateways: 0 }, `natGateways: ${EXISTS} 0; the network exists already`],
    ],
});
