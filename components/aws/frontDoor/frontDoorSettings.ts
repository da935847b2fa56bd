import { checkInput, excluded, matching } from "../../common/checks";
import { type Mistake, mistake } from "../../release";
import { check, hostName, type Requirement, trueOrFalse, wholeNumber } from "../../release/rules";
import { checkSubnets, ec2Id, LOAD_BALANCER } from "../common/checks";
import { isBlock } from "../network/cidr";
import type { AdoptedFrontDoorArgs, FrontDoorArgs, HostedZoneArgs } from "./frontDoorArgs";

/** What {@link FrontDoor} is to do, and all that is wrong with what it was given. */
export interface FrontDoorSettings {
    readonly port: number;
    readonly secure: boolean;
    readonly internal: boolean;
    readonly redirectHttp: boolean;
    readonly allowedCidrs: readonly string[];
    readonly tlsPolicy: string;
    readonly idleTimeoutSeconds: number;
    readonly deletionProtection: boolean;
    readonly mistakes: readonly Mistake[];
}

const PORT = wholeNumber(1, 65535);
const LISTENER = matching(
    /^arn:aws[a-z-]*:elasticloadbalancing:[^:]+:\d{12}:listener\/app\/[^/]+\/[^/]+\/[^/]+$/,
    "must be the ARN of a listener of an application load balancer",
);
const CERTIFICATE = matching(
    /^arn:aws[a-z-]*:(acm:[^:]+:\d{12}:certificate|iam::\d{12}:server-certificate)\/.+$/,
    "must be the ARN of a certificate",
);
const POLICY = matching(
    /^ELBSecurityPolicy-[A-Za-z0-9-]+$/,
    "must be the name of a security policy such as ELBSecurityPolicy-TLS13-1-2-2021-06",
);
const BUCKET = matching(/^[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]$/, "must be a bucket's name");
const PREFIX = matching(/^(?!\/)(.*[^/])?$/, "must have no / at its ends");
const ZONE_ID = matching(/^Z[A-Z0-9]{5,31}$/, "must be an id such as Z0123456789ABCDEFGHIJ");
const CIDRS: Requirement = {
    holds: (value) => Array.isArray(value) && value.length > 0 && value.every((one) => isBlock(String(one))),
    rule: "must be a list of at least one IPv4 block such as 10.0.0.0/16",
};
const HOSTS: Requirement = {
    holds: (value) =>
        Array.isArray(value) &&
        value.length > 0 &&
        value.every((one) => typeof one === "string" && hostName.holds(one.replace(/^\*\./, ""))),
    rule: "must be a list of at least one host name",
};
/** Arguments that say nothing about a front door that exists. */
const OF_CREATED = [
    "vpcId",
    "subnetIds",
    "internal",
    "allowedCidrs",
    "certificateArn",
    "certificate",
    "plainHttp",
    "port",
    "redirectHttp",
    "tlsPolicy",
    "idleTimeoutSeconds",
    "deletionProtection",
    "accessLogs",
] as const;

/** Checks what {@link FrontDoor} was given and fills in the defaults. Never throws; collects every mistake. */
export function frontDoorSettings(args: FrontDoorArgs): FrontDoorSettings {
    const mistakes: Mistake[] = [];
    if (args.dns !== undefined) checkZone(mistakes, "dns", args.dns);
    return args.adopt ? adopted(args, args.adopt, mistakes) : created(args, mistakes);
}

function adopted(args: FrontDoorArgs, adopt: AdoptedFrontDoorArgs, mistakes: Mistake[]): FrontDoorSettings {
    checkInput(mistakes, "adopt.listenerArn", adopt.listenerArn, LISTENER);
    checkInput(mistakes, "adopt.loadBalancerArn", adopt.loadBalancerArn, LOAD_BALANCER);
    checkInput(mistakes, "adopt.dnsName", adopt.dnsName, hostName);
    checkInput(mistakes, "adopt.securityGroupId", adopt.securityGroupId, ec2Id("sg"));
    const secure = check(mistakes, "adopt.secure", adopt.secure ?? true, trueOrFalse);
    for (const where of OF_CREATED) {
        if (args[where] === undefined) continue;
        mistakes.push(excluded(where, "adopt", "(given)", "the front door exists already"));
    }
    return {
        port: check(mistakes, "adopt.port", adopt.port ?? (secure ? 443 : 80), PORT),
        secure,
        internal: false,
        redirectHttp: false,
        allowedCidrs: [],
        tlsPolicy: "",
        idleTimeoutSeconds: 0,
        deletionProtection: false,
        mistakes,
    };
}

function created(args: FrontDoorArgs, mistakes: Mistake[]): FrontDoorSettings {
    checkInput(mistakes, "vpcId", args.vpcId, ec2Id("vpc"));
    checkSubnets(mistakes, "subnetIds", args.subnetIds);
    const flag = (where: "internal" | "plainHttp" | "redirectHttp" | "deletionProtection", fallback: boolean) =>
        check(mistakes, where, args[where] ?? fallback, trueOrFalse);
    const internal = flag("internal", false);
    const secure = !flag("plainHttp", false);
    const port = check(mistakes, "port", args.port ?? (secure ? 443 : 80), PORT);
    const redirectHttp = flag("redirectHttp", secure && port !== 80);
    if (redirectHttp && !secure) {
        mistakes.push(mistake("redirectHttp", "must be false when plainHttp is given", true, "there is no HTTPS"));
    } else if (redirectHttp && port === 80) {
        mistakes.push(mistake("redirectHttp", "must be false when port is 80", true, "choose another port"));
    }
    checkCertificate(mistakes, args, secure);
    if (internal && args.allowedCidrs === undefined) {
        const remedy = "give the VPC's block, or those of the networks that it serves";
        mistakes.push(mistake("allowedCidrs", "is needed for an internal front door", undefined, remedy));
    }
    if (args.accessLogs !== undefined) {
        checkInput(mistakes, "accessLogs.bucket", args.accessLogs.bucket, BUCKET);
        check(mistakes, "accessLogs.prefix", args.accessLogs.prefix ?? "", PREFIX);
    }
    return {
        port,
        secure,
        internal,
        redirectHttp,
        allowedCidrs: check(mistakes, "allowedCidrs", args.allowedCidrs ?? ["0.0.0.0/0"], CIDRS),
        tlsPolicy: check(mistakes, "tlsPolicy", args.tlsPolicy ?? "ELBSecurityPolicy-TLS13-1-2-2021-06", POLICY),
        idleTimeoutSeconds: check(mistakes, "idleTimeoutSeconds", args.idleTimeoutSeconds ?? 60, wholeNumber(1, 4000)),
        deletionProtection: flag("deletionProtection", true),
        mistakes,
    };
}

/** There is one certificate, given or requested, or none since HTTP needs none. */
function checkCertificate(mistakes: Mistake[], args: FrontDoorArgs, secure: boolean): void {
    const ways = {
        certificateArn: args.certificateArn !== undefined,
        certificate: args.certificate !== undefined,
        plainHttp: !secure,
    };
    const used = Object.entries(ways).flatMap(([way, is]) => (is ? [way] : []));
    if (used.length !== 1) {
        const rule = "exactly one of certificateArn, certificate and plainHttp must be given";
        mistakes.push(mistake("certificateArn", rule, used));
    }
    if (ways.certificateArn) checkInput(mistakes, "certificateArn", args.certificateArn, CERTIFICATE);
    if (args.certificate !== undefined) checkZone(mistakes, "certificate", args.certificate);
}

function checkZone(mistakes: Mistake[], where: string, { hosts, hostedZoneId }: HostedZoneArgs): void {
    check(mistakes, `${where}.hosts`, hosts, HOSTS);
    checkInput(mistakes, `${where}.hostedZoneId`, hostedZoneId, ZONE_ID);
}

/** Hosts that each have one record as proof; a wildcard has that of the host below it. */
export function provenHosts(hosts: readonly string[]): string[] {
    return [...new Set(hosts.map((host) => host.toLowerCase().replace(/^\*\./, "")))];
}
