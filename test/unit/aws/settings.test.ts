import type { AlbBlueGreenArgs } from "../../../components/aws/args";
import { albSettings } from "../../../components/aws/settings";
import { listed } from "../../../components/release";
import { ALB_TIERS, albArgs, albRelease, imageOf } from "../../support/albApp";

/** What is wrong with some arguments, a line each. */
function wrong(changes: Record<string, unknown>, name = "shop"): string[] {
    const { mistakes } = albSettings(name, { ...albArgs(), ...changes } as AlbBlueGreenArgs);
    return mistakes.length === 0 ? [] : listed(mistakes).split("\n");
}

const tiers = (changes: Record<string, unknown>) => ({
    tiers: { ...ALB_TIERS, backend: { ...ALB_TIERS.backend, ...changes } },
});

test("typical arguments are fine, and get these defaults", () => {
    expect(wrong({})).toEqual([]);
    const { sizes, settleSeconds, startSeconds, ports, app, rules } = albSettings("shop", albArgs());
    expect({ sizes, settleSeconds, startSeconds, ports }).toEqual({
        sizes: { blue: { frontend: 2, backend: 3 }, green: { frontend: 2, backend: 3 } },
        settleSeconds: 10,
        startSeconds: { frontend: 600, backend: 600 },
        ports: { frontend: 8080, backend: 8080 },
    });
    expect(app.session.cookieless).toBe("none");
    expect(rules).toMatchObject({ firstPriority: 1000, sticky: true, hosts: ["shop.example.com"] });
});

const withMedia = (release: string) =>
    albRelease(release, { images: { ...albRelease(release).images, media: imageOf("media", release) } });

const MISTAKES: [string, Record<string, unknown>, RegExp][] = [
    ["priority 0", { priority: 0 }, /^priority: must be a whole number from 1 to 49901, got 0$/],
    ["a range beyond the last priority", { priority: 49_902 }, /^priority: must be a whole number from 1 to 49901/],
    ["a host that is none", { hosts: ["shop"] }, /^hosts: must be host names, got "shop"/],
    ["a wildcard first", { hosts: ["*.example.com"] }, /^hosts: must start with a host name without wildcards/],
    [
        "a tie by source address",
        { session: { cookieless: "source-address" } },
        /^session.cookieless: must be none, since a load balancer cannot tie by source address, got "source-address"/,
    ],
    [
        "an image by tag",
        { green: albRelease("v2", { images: { frontend: "shop:v2", backend: imageOf("b", "v2") } }) },
        /^green.images.frontend: must be an image by digest, such as .*, got "shop:v2"; push the image/,
    ],
    [
        "S26 an image missing",
        { green: { release: "v2", images: { frontend: imageOf("f", "v2") } } },
        /^green.images.backend: is needed, since the app has this tier, got undefined/,
    ],
    [
        "an image for no tier",
        { green: albRelease("v2", { images: { ...albRelease("v2").images, api: imageOf("a", "v2") } }) },
        /^green.images.api: must be for a tier of the app: frontend, backend, got "api"/,
    ],
    [
        "ids that differ in case",
        { blue: albRelease("a1"), green: albRelease("A1") },
        /^green.release: the two colors run releases whose ids differ in more than case, .*got "A1"/,
    ],
    [
        "a size below 0",
        { green: albRelease("v2", { instances: { backend: -1 } }) },
        /^green.instances.backend: must be a whole number from 0 to 100, got -1/,
    ],
    [
        "no instances for new visitors",
        { green: albRelease("v2", { instances: { backend: 0 } }) },
        /^green.instances.backend: must be 1 or more while green gets new visitors, got 0/,
    ],
    [
        "a size for no tier",
        { green: albRelease("v2", { instances: { api: 1 } }) },
        /^green.instances.api: must be for a tier of the app/,
    ],
    [
        "an overlap of paths",
        {
            tiers: { ...ALB_TIERS, media: { paths: ["/api/media/*"], health: { path: "/api/media/healthz" } } },
            blue: withMedia("v1"),
            green: withMedia("v2"),
        },
        /^tiers.backend.paths: must not overlap with \/api\/media\/\* of media, got "\/api\/\*"; give the tiers/,
    ],
    [
        "checks too often",
        tiers({ health: { path: "/api/healthz", intervalSeconds: 7.5 } }),
        /^tiers.backend.health.intervalSeconds: must be a whole number from 5 to 300, got 7.5/,
    ],
    [
        "a check longer than its interval",
        tiers({ health: { path: "/api/healthz", intervalSeconds: 5, timeoutSeconds: 5 } }),
        /^tiers.backend.health.timeoutSeconds: must be less than intervalSeconds, got 5/,
    ],
    ["a port that is none", tiers({ port: 70_000 }), /^tiers.backend.port: must be a whole number from 1 to 65535/],
    [
        "memory that does not go with the CPU",
        tiers({ task: { cpu: 256, memory: 8192 } }),
        /^tiers.backend.task.memory: must be one of those that go with 256 CPU units/,
    ],
    [
        "a deadline of a deployment that is too short",
        tiers({ startSeconds: 1 }),
        /^tiers.backend.startSeconds: must be a number from 10 to 3600, got 1/,
    ],
    [
        "no certificate",
        { frontDoor: {} },
        /^frontDoor.certificateArn: exactly one of certificateArn, certificate and plainHttp must be given/,
    ],
    ["no front door", { frontDoor: undefined }, /^frontDoor.certificateArn: exactly one of/],
    ["TLS without a host", { hosts: undefined }, /^hosts: must name the host of the certificate/],
    [
        "a certificate for another host",
        { frontDoor: { certificate: { hosts: ["blog.example.com"], hostedZoneId: "Z0123456789AB" } } },
        /^hosts: the certificate is for blog.example.com, got \["shop.example.com"\]; add them to frontDoor.certificate.hosts/,
    ],
    ["a cluster that is none", { clusterArn: "main" }, /^clusterArn: must be the ARN of an ECS cluster/],
    [
        "subnets in one zone only",
        {
            network: {
                vpcId: "vpc-01234567",
                publicSubnetIds: ["subnet-01234567"],
                taskSubnetIds: ["subnet-01234567", "subnet-01234568"],
            },
        },
        /^network.publicSubnetIds: must be subnets in at least two availability zones/,
    ],
    ["one zone", { network: { zones: 1 } }, /^network.zones: must be a whole number from 2 to 6, got 1/],
    [
        "an alarm at 200 percent",
        { alarms: { errorPercent: 200 } },
        /^alarms.errorPercent: must be a number from 0.01 to 100/,
    ],
    ["a settle time of a day", { settleSeconds: 86_400 }, /^settleSeconds: must be a number from 0 to 600/],
    ["sticky as a text", { sticky: "no" }, /^sticky: must be true or false, got "no"/],
    [
        "a stickiness out of range",
        { session: { idleSeconds: 700_000 } },
        /^session.idleSeconds: must be a whole number from 1 to 604800, got 700000/,
    ],
    [
        "S27 a canary above 100",
        { traffic: { active: "blue", canaryPercent: 101 } },
        /^traffic.canaryPercent: must be a whole number from 0 to 100, got 101/,
    ],
    ["S28 one id on both colors", { green: albRelease("v1") }, /^green.release: the two colors run different releases/],
    ["S29 an unknown color", { traffic: { active: "red" } }, /^traffic.active: must be blue or green, got "red"/],
    [
        "S31 the live color without a release",
        { blue: undefined },
        /^traffic.active: must name a color that has a release/,
    ],
];

test.each(MISTAKES)("%s is refused once, before anything is made", (_what, changes, text) => {
    expect(wrong(changes)).toEqual([expect.stringMatching(text)]);
});

test("a name that does not fit into AWS's is refused", () => {
    expect(wrong({}, "a".repeat(31))).toEqual([expect.stringMatching(/^name: must be 1 to 30 of/)]);
});

test("a wildcard certificate is for the hosts below it only", () => {
    const certificate = { hosts: ["*.example.com"], hostedZoneId: "Z0123456789AB" };
    expect(wrong({ frontDoor: { certificate } })).toEqual([]);
    expect(wrong({ frontDoor: { certificate }, hosts: ["a.b.example.com"] })).toHaveLength(1);
});

test("eleven tiers do not fit", () => {
    const many = Object.fromEntries(
        Array.from({ length: 10 }, (_, n) => [`t${n}`, { paths: [`/t${n}/*`], health: { path: `/t${n}/healthz` } }]),
    );
    const images = Object.fromEntries(["page", ...Object.keys(many)].map((tier) => [tier, imageOf(tier, "v1")]));
    const changes = {
        tiers: { page: { paths: ["/*"], health: { path: "/healthz" } }, ...many },
        blue: { release: "v1", images },
        green: undefined,
        traffic: { active: "blue" },
    };
    expect(wrong(changes)).toEqual(["tiers: the load balancer has room for 10 tiers, got 11"]);
});

test("with autoscaling a color's size is what it starts from", () => {
    const task = { autoscaling: { minInstances: 4, maxInstances: 8 } };
    const { sizes } = albSettings("shop", albArgs(tiers({ task }) as never));
    expect(sizes.blue).toEqual({ frontend: 2, backend: 4 });
});
