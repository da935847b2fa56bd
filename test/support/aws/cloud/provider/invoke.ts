import { refuse } from "../awsError";
import type { Resource, Values } from "../kind";
import { LISTENER } from "../kinds/listeners";
import { LOAD_BALANCER } from "../kinds/loadBalancers";
import { SECURITY_GROUP, SUBNET, VPC } from "../kinds/network";
import type { World } from "../world";

type Lookup = (args: Values, world: World) => Values;

const LOOKUPS: Readonly<Record<string, Lookup>> = {
    "aws:index/getRegion:getRegion": (_, { region }) => ({
        id: region,
        name: region,
        region,
        description: `the stand-in's ${region}`,
        endpoint: `ec2.${region}.amazonaws.com`,
    }),
    "aws:index/getCallerIdentity:getCallerIdentity": (_, world) => ({
        id: world.account,
        accountId: world.account,
        arn: world.globalArn("iam", "user/tester"),
        userId: "AIDA0123456789EXAMPLE",
    }),
    "aws:index/getPartition:getPartition": (_, { partition }) => ({
        id: partition,
        partition,
        dnsSuffix: "amazonaws.com",
        reverseDnsPrefix: "com.amazonaws",
    }),
    "aws:index/getAvailabilityZones:getAvailabilityZones": (args, { region, zones }) => ({
        ...args,
        id: region,
        region,
        names: zones,
        zoneIds: zones.map((_, index) => `use1-az${index + 1}`),
        groupNames: [region],
    }),
    "aws:iam/getPolicyDocument:getPolicyDocument": (args) => {
        const json = JSON.stringify(policyOf(args));
        return { ...args, id: String(json.length), json, minifiedJson: json };
    },
    "aws:ec2/getVpc:getVpc": (args, world) => found(args, world.all(VPC), "EC2 VPC"),
    "aws:ec2/getSubnet:getSubnet": (args, world) => found(args, world.all(SUBNET), "EC2 Subnet"),
    "aws:ec2/getSubnets:getSubnets": (args, world) => ({
        ...args,
        id: world.region,
        region: world.region,
        ids: filtered(args, world.all(SUBNET)).map(({ id }) => id),
    }),
    "aws:ec2/getSecurityGroup:getSecurityGroup": (args, world) =>
        found(args, world.all(SECURITY_GROUP), "EC2 Security Group"),
    "aws:lb/getLoadBalancer:getLoadBalancer": (args, world) =>
        found(args, world.all(LOAD_BALANCER), "ELBv2 Load Balancer"),
    "aws:lb/getListener:getListener": (args, world) => found(args, world.all(LISTENER), "ELBv2 Listener"),
};

/** Answers a data source. */
export function invoke(token: string, args: Values, world: World): Values {
    const lookup = LOOKUPS[token];
    if (!lookup)
        throw new Error(
            `${token}: the stand-in for AWS does not have this function; it has ${Object.keys(LOOKUPS).join(", ")}`,
        );
    return lookup(args, world);
}

/** The one resource that is meant. */
function found(args: Values, all: readonly Resource[], label: string): Values {
    const [one, ...more] = filtered(args, all);
    if (!one) return refuse("NotFound", `no matching ${label} found`);
    if (more.length > 0) refuse("TooManyResults", `multiple ${label}s matched; use additional constraints`);
    return { ...args, ...one.inputs, ...one.outputs, id: one.id };
}

/** By what is asked for directly, and by filters such as `vpc-id`. */
function filtered({ filters, ...args }: Values, all: readonly Resource[]): Resource[] {
    const given = Object.entries(args).filter(([, value]) => value !== undefined && typeof value !== "object");
    const wanted = (filters ?? []) as readonly { name: string; values: readonly string[] }[];
    return all.filter((resource) => {
        const facts: Values = { ...resource.inputs, ...resource.outputs, id: resource.id };
        const camel = (name: string) => name.replace(/-(\w)/g, (_, letter: string) => letter.toUpperCase());
        return (
            given.every(([name, value]) => facts[name] === value) &&
            wanted.every(({ name, values }) => values.includes(String(facts[camel(name)])))
        );
    });
}

interface Statement {
    readonly sid?: string;
    readonly effect?: string;
    readonly actions?: readonly string[];
    readonly resources?: readonly string[];
    readonly principals?: readonly { readonly type: string; readonly identifiers: readonly string[] }[];
    readonly conditions?: readonly {
        readonly test: string;
        readonly variable: string;
        readonly values: readonly string[];
    }[];
}

function policyOf(args: Values): object {
    const single = (list: readonly string[]) => (list.length === 1 ? list[0] : list);
    const statements = ((args.statements ?? []) as Statement[]).map((statement) => ({
        ...(statement.sid === undefined ? {} : { Sid: statement.sid }),
        Effect: statement.effect ?? "Allow",
        ...(statement.actions ? { Action: single(statement.actions) } : {}),
        ...(statement.resources ? { Resource: single(statement.resources) } : {}),
        ...(statement.principals
            ? {
                  Principal: Object.fromEntries(
                      statement.principals.map(({ type, identifiers }) => [type, single(identifiers)]),
                  ),
              }
            : {}),
        ...(statement.conditions
            ? {
                  Condition: Object.fromEntries(
                      statement.conditions.map(({ test, variable, values }) => [test, { [variable]: single(values) }]),
                  ),
              }
            : {}),
    }));
    return { Version: "2012-10-17", Statement: statements };
}
