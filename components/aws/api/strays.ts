import {
    DeleteServiceCommand,
    DescribeServicesCommand,
    type ECSClient,
    ListServicesCommand,
} from "@aws-sdk/client-ecs";

/** Which service is meant to serve alone. */
export interface Wanted {
    readonly app: string;
    readonly tier: string;
    readonly color: string;
    readonly cluster: string;
    readonly service: string;
    readonly targetGroup: string;
}

/** How many services the API describes at once. */
const AT_ONCE = 10;
/** What Pulumi adds to a name: a hyphen and 7 hex digits. */
const SUFFIX = /-[0-9a-f]{7}$/;

/**
 * Names of services that serve beside the wanted one: left by an update that was killed after ECS had made them and before Pulumi noted
 * it. Only what is ours counts: made up from the same name, with our tags, in the same target group.
 */
export async function strayServices(client: ECSClient, wanted: Wanted): Promise<string[]> {
    const { cluster, service, targetGroup } = wanted;
    const base = service.replace(SUFFIX, "");
    // A name that somebody chose has no sisters.
    if (base === service) return [];
    const candidates = (await serviceNames(client, cluster)).filter(
        (name) => name !== service && SUFFIX.test(name) && name.replace(SUFFIX, "") === base,
    );
    const strays: string[] = [];
    for (let at = 0; at < candidates.length; at += AT_ONCE) {
        const services = candidates.slice(at, at + AT_ONCE);
        const { services: found = [] } = await client.send(
            new DescribeServicesCommand({ cluster, services, include: ["TAGS"] }),
        );
        for (const { serviceName, status, tags = [], loadBalancers = [] } of found) {
            const tagged = (key: string, value: string) => tags.some((tag) => tag.key === key && tag.value === value);
            const ours =
                tagged("blue-green:app", wanted.app) &&
                tagged("blue-green:tier", wanted.tier) &&
                tagged("blue-green:color", wanted.color) &&
                loadBalancers.some(({ targetGroupArn }) => targetGroupArn === targetGroup);
            if (ours && serviceName && status === "ACTIVE") strays.push(serviceName);
        }
    }
    return strays;
}

/** Has ECS end a service and all its tasks in order. */
export async function endService(client: ECSClient, cluster: string, service: string): Promise<void> {
    await client.send(new DeleteServiceCommand({ cluster, service, force: true }));
}

async function serviceNames(client: ECSClient, cluster: string): Promise<string[]> {
    const names: string[] = [];
    let nextToken: string | undefined;
    do {
        const page = await client.send(new ListServicesCommand({ cluster, maxResults: 100, nextToken }));
        names.push(...(page.serviceArns ?? []).map((arn) => arn.split("/").at(-1) ?? ""));
        nextToken = page.nextToken;
    } while (nextToken);
    return names;
}
