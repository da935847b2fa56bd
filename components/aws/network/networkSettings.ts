import { checkInput, excluded } from "../../common/checks";
import { type Mistake, mistake } from "../../release";
import { check, type Requirement, trueOrFalse, wholeNumber } from "../../release/rules";
import { checkSubnets, ec2Id } from "../common/checks";
import { aligned, formatCidr, isBlock, parseCidr, part } from "./cidr";
import type { AppNetworkArgs } from "./networkArgs";

/** Addresses of one zone of a network that is created. */
export interface ZoneSettings {
    /** Undefined for the region's zone at this place. */
    readonly name: string | undefined;
    readonly publicCidr: string;
    readonly taskCidr: string;
}

/** What {@link AppNetwork} is to do, and all that is wrong with what it was given. */
export interface NetworkSettings {
    readonly given: boolean;
    readonly cidrBlock: string;
    readonly zones: readonly ZoneSettings[];
    readonly natGateways: number;
    readonly assignPublicIp: boolean;
    readonly mistakes: readonly Mistake[];
}

const MOST_ZONES = 6;
/** A network is cut into 2^4 parts. */
const PARTS_BITS = 4;
/** Place of the first part that is the load balancer's. */
const FIRST_PUBLIC = 8;
/** A load balancer takes no subnet below /27. */
const BLOCK: Requirement = {
    holds: (value) => {
        const prefix = parseCidr(String(value))?.prefix ?? 0;
        return prefix >= 16 && prefix <= 27 - PARTS_BITS;
    },
    rule: "must be an IPv4 block from /16 to /23 such as 10.0.0.0/16",
};
const ZONE_NAMES: Requirement = {
    holds: (value) =>
        Array.isArray(value) &&
        value.length >= 2 &&
        value.length <= MOST_ZONES &&
        new Set(value).size === value.length &&
        value.every((name) => typeof name === "string" && /^[a-z]{2}(-[a-z0-9]+)+$/.test(name)),
    rule: `must be 2 to ${MOST_ZONES} different names such as eu-central-1a`,
};

/** Checks what {@link AppNetwork} was given and fills in the defaults. Never throws; collects every mistake. */
export function networkSettings(args: AppNetworkArgs): NetworkSettings {
    return args.vpcId === undefined ? created(args) : given(args);
}

function given(args: AppNetworkArgs): NetworkSettings {
    const mistakes: Mistake[] = [];
    checkInput(mistakes, "vpcId", args.vpcId, ec2Id("vpc"));
    for (const where of ["publicSubnetIds", "taskSubnetIds"] as const) {
        checkSubnets(mistakes, where, args[where]);
    }
    for (const where of ["cidrBlock", "zones", "zoneNames", "natGateways"] as const) {
        if (args[where] === undefined) continue;
        mistakes.push(excluded(where, "vpcId", args[where], "the network exists already"));
    }
    const assignPublicIp = check(mistakes, "assignPublicIp", args.assignPublicIp ?? false, trueOrFalse);
    return { given: true, cidrBlock: "", zones: [], natGateways: 0, assignPublicIp, mistakes };
}

function created(args: AppNetworkArgs): NetworkSettings {
    const mistakes: Mistake[] = [];
    for (const where of ["publicSubnetIds", "taskSubnetIds", "assignPublicIp"] as const) {
        if (args[where] === undefined) continue;
        const rule = "must be left out unless vpcId is given";
        mistakes.push(mistake(where, rule, "(given)", "give vpcId as well, or let the network be created"));
    }
    const cidrBlock = check(mistakes, "cidrBlock", args.cidrBlock ?? "10.0.0.0/16", BLOCK);
    const block = parseCidr(cidrBlock);
    if (block && BLOCK.holds(cidrBlock) && !isBlock(cidrBlock)) {
        const remedy = `use ${formatCidr(aligned(block))}`;
        mistakes.push(mistake("cidrBlock", "must start at the first address of the block", cidrBlock, remedy));
    }
    const names = args.zoneNames ?? undefined;
    if (names !== undefined) check(mistakes, "zoneNames", names, ZONE_NAMES);
    if (args.zones !== undefined && names !== undefined) {
        mistakes.push(excluded("zones", "zoneNames", args.zones, "the names say how many"));
    }
    const wanted = names?.length ?? check(mistakes, "zones", args.zones ?? 2, wholeNumber(2, MOST_ZONES));
    const count = Number.isInteger(wanted) && wanted <= MOST_ZONES ? wanted : 0;
    const natGateways = check(mistakes, "natGateways", args.natGateways ?? 1, {
        holds: (value) => [0, 1, count].includes(value as number),
        rule: "must be 0, 1 or one a zone",
    });
    const cidr = (place: number) => (block ? formatCidr(part(block, PARTS_BITS, place)) : "");
    const zones = Array.from({ length: Math.max(count, 0) }, (_, place) => ({
        name: names?.[place],
        publicCidr: cidr(FIRST_PUBLIC + place),
        taskCidr: cidr(place),
    }));
    return { given: false, cidrBlock, zones, natGateways, assignPublicIp: natGateways === 0, mistakes };
}
