import { type Account, type Made, Shop, subnets } from "../../support/aws/account";
import { KINDS, kindOf } from "../../support/aws/cloud/kinds";
import { argumentsOf, outputsOf } from "../../support/aws/cloud/provider/declared";
import { UNKNOWN } from "../../support/plugin/unknown";

const GROUP = "aws:lb/targetGroup:TargetGroup";
const LOG_GROUP = "aws:cloudwatch/logGroup:LogGroup";
const urn = (type: string, name = "it") => `urn:pulumi:test::test::component$${type}::${name}`;

let shop: Shop;
let account: Account;

beforeEach(async () => {
    shop = await Shop.open();
    account = shop.account;
});
afterEach(() => shop.close());

const reasons = (type: string, news: Record<string, unknown>) =>
    account.provider.check({ urn: urn(type), news }).failures.map(({ reason }) => reason);

test("properties that the real provider does not have are refused, at every depth, and so are missing ones and wrong types", () => {
    expect(
        reasons("aws:lb/listenerRule:ListenerRule", {
            listenerArn: 5,
            priorty: 1,
            conditions: [{ hostHeader: { value: ["a"] } }],
        }),
    ).toEqual([
        'unexpected argument "priorty"',
        'Missing required argument "actions"',
        "expected a string, got 5",
        'unexpected argument "conditions[0].hostHeader.value"',
    ]);
    expect(reasons(GROUP, { healthCheck: "/", tags: { a: 1 } })).toEqual([
        'expected an object, got "/"',
        "expected a string, got 1",
    ]);
    expect(reasons(LOG_GROUP, { retentionInDays: UNKNOWN, tags: { a: UNKNOWN } })).toEqual([]);
});

test("every type exists in the real provider, and so does every property that its kind names", () => {
    for (const { type, naming, defaults = {}, replaceOn, json = [] } of KINDS) {
        const named = [...Object.keys(defaults), ...replaceOn, ...json, ...(naming ? [naming.property] : [])];
        const unknown = named.filter((name) => !argumentsOf(type).has(name));
        expect({ type, unknown, hasOutputs: outputsOf(type).size > 0 }).toEqual({
            type,
            unknown: [],
            hasOutputs: true,
        });
    }
    expect(() => kindOf(urn("aws:s3/bucket:Bucket"))).toThrow(
        "aws:s3/bucket:Bucket: the stand-in for AWS does not have this type",
    );
});

test("a name is made up once, and again when the program stops to give one", () => {
    const { provider } = account;
    const first = provider.check({ urn: urn(LOG_GROUP), news: {}, seed: "a" }).inputs;
    expect(first).toMatchObject({
        name: expect.stringMatching(/^it-[0-9a-f]{7}$/),
        __defaults: expect.arrayContaining(["name"]),
    });
    expect(provider.check({ urn: urn(LOG_GROUP), news: {}, seed: "a" }).inputs).toEqual(first);
    expect(provider.check({ urn: urn(LOG_GROUP), news: {}, oldInputs: first, seed: "b" }).inputs).toEqual(first);
    const given = provider.check({ urn: urn(LOG_GROUP), news: { name: "own" }, oldInputs: first }).inputs;
    expect(given).toMatchObject({ name: "own" });
    expect(provider.check({ urn: urn(LOG_GROUP), news: {}, oldInputs: given }).inputs.name).toMatch(/^it-/);
});

test("names beyond the limits are refused", () => {
    const long = account.provider.check({ urn: urn(GROUP, "a-name-that-is-much-too-long"), news: {} });
    expect(long.failures[0]?.reason).toBe(
        "name 'a-name-that-is-much-too-long-' plus 7 random chars is longer than maximum length 32",
    );
    for (const name of ["under_score", "-start", "end-", "internal-x", "x".repeat(33)]) {
        expect({ name, count: reasons(GROUP, { name }).length }).toEqual({ name, count: 1 });
    }
    expect(reasons(GROUP, { name: "x".repeat(32) })).toEqual([]);
});

test("changes are updates or replacements, as with the real provider", async () => {
    const group = await shop.targetGroup("app");
    const own = await shop.targetGroup("own", { name: "own" });
    const rule = await shop.rule(10, [[group, 1]]);
    const definition = await shop.definition("v1");
    const service = await shop.service(definition, group);
    const cases: [Made, object, string[], boolean][] = [
        [group, { deregistrationDelay: 20 }, [], false],
        [group, { port: 81 }, ["port"], false],
        [own, { port: 81 }, ["port"], true],
        [own, { name: "other", port: 81 }, ["name", "port"], false],
        [rule, { priority: 11 }, [], false],
        [rule, { listenerArn: UNKNOWN }, ["listenerArn"], false],
        [definition, { containerDefinitions: "[]" }, ["containerDefinitions"], false],
        [definition, { containerDefinitions: reformatted(definition) }, [], false],
        [service, { desiredCount: 2, taskDefinition: UNKNOWN }, [], false],
        [service, { cluster: "other" }, ["cluster"], false],
    ];
    for (const [made, changes, replaces, deleteBeforeReplace] of cases) {
        expect({ changes, ...account.diff(made, { ...changes }) }).toMatchObject({
            changes,
            replaces,
            deleteBeforeReplace,
        });
    }
    expect(account.diff(definition, { containerDefinitions: reformatted(definition) }).changed).toEqual([]);
    expect(account.diff(group, {}).changed).toEqual([]);
});

/** The same JSON in another form. */
function reformatted({ inputs }: Made): string {
    return JSON.stringify(JSON.parse(String(inputs.containerDefinitions)), undefined, 4);
}

test("a preview knows the inputs of what is to be created, and the outputs of what is to be changed", async () => {
    const before = account.world.names;
    const planned = await account.create(
        LOG_GROUP,
        "it",
        { name: "own" },
        { preview: true, defaultTags: { by: "test" } },
    );
    expect(planned.outputs).toMatchObject({ name: "own", arn: UNKNOWN, tagsAll: { by: "test" } });
    expect(account.world.names).toEqual(before);
    const made = await account.create(LOG_GROUP, "it", { name: "own" });
    const { urn: of, id, inputs: oldInputs, outputs: oldOutputs } = made;
    const news = { ...oldInputs, retentionInDays: 7 };
    const { outputs } = await account.provider.update({ urn: of, id, news, oldInputs, oldOutputs, preview: true });
    expect(outputs).toMatchObject({ retentionInDays: 7, arn: made.outputs.arn });
    expect(account.world.find(LOG_GROUP, "own")?.inputs.retentionInDays).toBe(0);
});

test("ids and ARNs have the form of AWS's", async () => {
    const group = await shop.targetGroup("app");
    const rule = await shop.rule(10, [[group, 1]]);
    const definition = await shop.definition("v1");
    const next = await shop.definition("v2");
    const service = await shop.service(definition, group);
    const elb = "arn:aws:elasticloadbalancing:eu-central-1:123456789012";
    expect(shop.balancer.outputs).toMatchObject({
        arnSuffix: expect.stringMatching(/^app\/front-[0-9a-f]{7}\/[0-9a-f]{16}$/),
        dnsName: "127.0.0.1",
        vpcId: "vpc-0d0d0d0d0d0d0d0d0",
    });
    expect(shop.balancer.id).toBe(`${elb}:loadbalancer/${shop.balancer.outputs.arnSuffix}`);
    expect(shop.listener.id).toMatch(new RegExp(`^${elb}:listener/${shop.balancer.outputs.arnSuffix}/[0-9a-f]{16}$`));
    expect(rule.id).toMatch(new RegExp(`^${shop.listener.id.replace(":listener/", ":listener-rule/")}/[0-9a-f]{16}$`));
    expect(group.id).toBe(`${elb}:${group.outputs.arnSuffix}`);
    expect([definition.id, definition.outputs.revision, next.outputs.revision]).toEqual(["app", 1, 2]);
    expect(next.outputs.arn).toBe(`${next.outputs.arnWithoutRevision}:2`);
    expect(service.id).toMatch(/^arn:aws:ecs:eu-central-1:123456789012:service\/main-[0-9a-f]{7}\/app-[0-9a-f]{7}$/);
});

test("a refresh sees what was changed by hand, and what is gone", async () => {
    const [blue, green] = [await shop.targetGroup("blue"), await shop.targetGroup("green")];
    const rule = await shop.rule(10, [
        [blue, 100],
        [green, 0],
    ]);
    const read = () =>
        account.provider.read({ urn: rule.urn, id: rule.id, oldInputs: rule.inputs, oldOutputs: rule.outputs });
    expect(read()).toMatchObject({ inputs: rule.inputs, outputs: rule.outputs });
    await fetch(`${account.url}/control/setWeights`, {
        method: "POST",
        body: JSON.stringify({ rule: rule.id, weights: { [blue.id]: 50, [green.id]: 50 } }),
    });
    expect(read()?.inputs).toMatchObject({
        actions: [{ forward: { targetGroups: [{ weight: 50 }, { weight: 50 }] } }],
    });
    await account.delete(rule);
    expect(read()).toBeUndefined();
    await account.delete(rule);
});

test("lookups find what is there", async () => {
    const { provider } = account;
    const ask = (token: string, args: object = {}) => provider.invoke({ token, args: { ...args } });
    expect(ask("aws:index/getRegion:getRegion")).toMatchObject({ region: "eu-central-1" });
    expect(ask("aws:index/getCallerIdentity:getCallerIdentity")).toMatchObject({ accountId: "123456789012" });
    expect(ask("aws:index/getAvailabilityZones:getAvailabilityZones")).toMatchObject({
        names: ["eu-central-1a", "eu-central-1b", "eu-central-1c"],
    });
    const vpc = ask("aws:ec2/getVpc:getVpc", { default: true });
    expect(ask("aws:ec2/getSubnets:getSubnets", { filters: [{ name: "vpc-id", values: [vpc.id] }] }).ids).toEqual(
        subnets(account),
    );
    expect(ask("aws:lb/getListener:getListener", { arn: shop.listener.id })).toMatchObject({
        loadBalancerArn: shop.balancer.id,
    });
    expect(() => ask("aws:ec2/getVpc:getVpc", { id: "vpc-none" })).toThrow("no matching EC2 VPC found");
    const statements = [
        { actions: ["s3:Get*"], resources: ["*"], principals: [{ type: "AWS", identifiers: ["a", "b"] }] },
    ];
    expect(JSON.parse(String(ask("aws:iam/getPolicyDocument:getPolicyDocument", { statements }).json))).toEqual({
        Version: "2012-10-17",
        Statement: [{ Effect: "Allow", Action: "s3:Get*", Resource: "*", Principal: { AWS: ["a", "b"] } }],
    });
});
