import { type DescribeServicesCommand, type ECSClient, ListServicesCommand, type Service } from "@aws-sdk/client-ecs";
import { strayServices } from "../../../components/aws/api/strays";

const WANTED = {
    app: "shop",
    tier: "backend",
    color: "green",
    cluster: "arn:aws:ecs:eu-central-1:1:cluster/main",
    service: "shop-backend-green-service-0123abc",
    targetGroup: "arn:group",
};
const TAGS = [
    { key: "blue-green:app", value: "shop" },
    { key: "blue-green:tier", value: "backend" },
    { key: "blue-green:color", value: "green" },
];

function named(serviceName: string, more: Partial<Service> = {}): Service {
    return { serviceName, status: "ACTIVE", tags: TAGS, loadBalancers: [{ targetGroupArn: "arn:group" }], ...more };
}

/** A cluster with these services, listed by pages of two; counts how many are described at once. */
function cluster(services: readonly Service[]) {
    const described: number[] = [];
    const send = async (command: unknown) => {
        if (command instanceof ListServicesCommand) {
            const from = Number(command.input.nextToken ?? 0);
            const arns = services.map(({ serviceName }) => `arn:aws:ecs:eu-central-1:1:service/main/${serviceName}`);
            return {
                serviceArns: arns.slice(from, from + 2),
                nextToken: from + 2 < arns.length ? `${from + 2}` : undefined,
            };
        }
        const { services: names = [], include } = (command as DescribeServicesCommand).input;
        described.push(names.length);
        expect(include).toEqual(["TAGS"]);
        return { services: services.filter(({ serviceName = "" }) => names.includes(serviceName)) };
    };
    return { client: { send } as unknown as ECSClient, described };
}

const SISTER = "shop-backend-green-service-fedcba9";

test("a service of the same name but for its end, with our tags and in the same target group, is a stray", async () => {
    const { client } = cluster([named("other-1234567"), named(WANTED.service), named("another"), named(SISTER)]);
    expect(await strayServices(client, WANTED)).toEqual([SISTER]);
});

test.each<[string, Service]>([
    ["of another app", named(SISTER, { tags: [{ key: "blue-green:app", value: "store" }, ...TAGS.slice(1)] })],
    ["of another tier", named(SISTER, { tags: TAGS.filter(({ key }) => key !== "blue-green:tier") })],
    ["of the other color", named(SISTER, { tags: [...TAGS.slice(0, 2), { key: "blue-green:color", value: "blue" }] })],
    ["in another target group", named(SISTER, { loadBalancers: [{ targetGroupArn: "arn:other" }] })],
    ["that ends already", named(SISTER, { status: "DRAINING" })],
    ["of another name", named("shop-backend-blue-service-fedcba9")],
    ["whose name somebody chose", named("shop-backend-green-service")],
])("one %s is not", async (_, service) => {
    const { client } = cluster([named(WANTED.service), service]);
    expect(await strayServices(client, WANTED)).toEqual([]);
});

test("a service whose name somebody chose has no strays, and nothing is asked", async () => {
    const { client, described } = cluster([named(SISTER)]);
    expect(await strayServices(client, { ...WANTED, service: "mine" })).toEqual([]);
    expect(described).toEqual([]);
});

test("the API describes ten services at once, no more", async () => {
    const strays = Array.from({ length: 23 }, (_, n) => `shop-backend-green-service-${String(n).padStart(7, "0")}`);
    const { client, described } = cluster(strays.map((name) => named(name)));
    expect(await strayServices(client, WANTED)).toEqual(strays);
    expect(described).toEqual([10, 10, 3]);
});
