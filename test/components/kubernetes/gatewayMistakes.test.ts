import { ResourceError } from "@pulumi/pulumi";
import { GatewayBlueGreen, type GatewayBlueGreenArgs } from "../../../components/kubernetes";
import { documentedArgs, keepsPromise, promisedErrors } from "../../support/docComments";
import { Recorder, thrownBy } from "../../support/harness";
import { GATEWAY_TIERS, gatewayArgs, gatewayMade, gatewayRelease } from "../../support/kubernetes/gatewayApp";

let recorder: Recorder;
beforeEach(async () => {
    recorder = await Recorder.start(gatewayMade);
});
afterEach(() => recorder.settled());

const { frontend, backend } = GATEWAY_TIERS;
const tier = (changes: object) => ({ tiers: { frontend, backend: { ...backend, ...changes } } });
const green = (changes: object) => ({ green: gatewayRelease("v2", changes) });
const IMAGE = "must be an image by digest, such as <repository>@sha256:<64 hex digits>";
const many = Array.from({ length: 8 }, (_, at) => `/p${at}`);
const paths = (own: string[]) => ({ tiers: { frontend, backend: { ...backend, paths: ["/api/*", ...own] } } });
const { hosts: _hosts, ...hostless } = gatewayArgs();

/** Changes of the arguments, and all that is said about them. */
const mistakes: [Partial<GatewayBlueGreenArgs>, string][] = [
    [tier({ port: 80 }), "tiers.backend.port: must be a whole number from 1024 to 65535, got 80"],
    [tier({ startSeconds: 1 }), "tiers.backend.startSeconds: must be a whole number from 10 to 3600, got 1"],
    [tier({ pod: { cpu: "x" } }), 'tiers.backend.pod.cpu: must be a quantity such as 250m or 1, got "x"'],
    [
        tier({ health: { path: "/api/healthz", intervalSeconds: 0.5 } }),
        "tiers.backend.health.intervalSeconds: must be a whole number from 1 to 300, got 0.5",
    ],
    [
        tier({ paths: ["/api//x", "/api/*"] }),
        'tiers.backend.paths: a Gateway takes no //, /./, /../ and %2F in a path, % with two hex digits only, and up to 1024 characters, got "/api//x"',
    ],
    [paths(many), "tiers: 140 matches are more than the 128 of an HTTPRoute, got 140; use fewer tiers or paths"],
    [
        { green: gatewayRelease("v2.") },
        'green.release: must end with a letter or digit too, since it is a label, got "v2."; give it another id (config key "greenRelease")',
    ],
    [
        green({ images: { ...gatewayRelease("v2").images, backend: "shop:v2" } }),
        `green.images.backend: ${IMAGE}, got "shop:v2"; push the image and use the digest that the registry tells`,
    ],
    [
        green({ images: { frontend: gatewayRelease("v2").images.frontend ?? "" } }),
        "green.images.backend: is needed, since the app has this tier, got undefined",
    ],
    [
        green({ images: { ...gatewayRelease("v2").images, api: gatewayRelease("v2").images.backend ?? "" } }),
        'green.images.api: must be for a tier of the app: frontend, backend, got "api"; correct the name, or add the tier',
    ],
    [green({ instances: { backend: 101 } }), "green.instances.backend: must be a whole number from 0 to 100, got 101"],
    [
        green({ instances: { backend: 0 } }),
        "green.instances.backend: must be 1 or more while green gets new visitors, got 0",
    ],
    [
        green({ instances: { api: 1 } }),
        'green.instances.api: must be for a tier of the app: frontend, backend, got "api"; correct the name, or add the tier',
    ],
    [
        { session: { cookieless: "source-address" } },
        'session.cookieless: must be none, since a Gateway cannot tie by source address, got "source-address"',
    ],
    [
        { controller: "nginx" },
        'controller: must be traefik, envoy-gateway, istio, nginx-gateway-fabric, aws-load-balancer-controller, haproxy-ingress or other, got "nginx"',
    ],
    [{ routerSetsCookie: "yes" as never }, 'routerSetsCookie: must be true or false, got "yes"'],
    [{ hosts: ["Shop.example.com"] }, 'hosts: must be host names in lower case, up to 16, got ["Shop.example.com"]'],
    [
        { hosts: ["*.example.com"] },
        'hosts: must start with a host name without wildcard, which the outputs show, got "*.example.com"',
    ],
    [{ publicUrl: "shop" }, 'publicUrl: must be an http or https URL without a path, got "shop"'],
    [{ routerAddress: "a b" }, 'routerAddress: must be a host name or an address, got "a b"'],
    [{ settleSeconds: -1 }, "settleSeconds: must be a number from 0 to 600, got -1"],
    [{ routeSeconds: 0 }, "routeSeconds: must be a whole number from 1 to 3600, got 0"],
    [{ labels: { a: "b c" } }, 'labels: must be names and values as Kubernetes takes them, got {"a":"b c"}'],
    [{ census: {} }, 'census: must have either prometheusUrl or path, got "neither"'],
    [
        { census: { prometheusUrl: "prometheus" } },
        'census.prometheusUrl: must be an http or https URL, got "prometheus"',
    ],
    [
        { census: { prometheusUrl: "http://prometheus" }, controller: "envoy-gateway" },
        "census.query: must be given for the controller envoy-gateway, got undefined; give one for its metrics, or census.path",
    ],
    [{ census: { path: "/visitors", query: "x" } }, 'census.query: needs prometheusUrl, got "x"'],
    [{ census: { path: "visitors" } }, 'census.path: must be an absolute path without query, got "visitors"'],
];

test.each(mistakes.map(([change, message]) => [message, change] as const))("%s", async (message, change) => {
    const error = thrownBy(() => new GatewayBlueGreen("shop", gatewayArgs(change)));
    expect(ResourceError.isInstance(error)).toBe(true);
    expect((error as Error).message.split("\n")).toEqual([message]);
    expect((await recorder.settled()).map(({ name }) => name)).toEqual(["shop"]);
});

const others: [string, GatewayBlueGreenArgs, string][] = [
    [
        "Shop",
        gatewayArgs(),
        'name: must be 1 to 30 of a-z, 0-9 and -, starting with a letter and ending with a letter or digit, got "Shop"',
    ],
    [
        "shop",
        hostless,
        "hosts: must be given where publicUrl is not, got []; name the hosts of the app, or the URL that leads to it",
    ],
    [
        "shop",
        gatewayArgs({ session: { sameSite: "None" }, gateway: { className: "traefik", plainHttp: true } }),
        'session.sameSite: None needs TLS, got "None"; use Lax, or a front door with TLS',
    ],
    [
        "shop",
        gatewayArgs({ gateway: {} }),
        "gateway.className: must be the name of a GatewayClass, got undefined; kubectl get gatewayclass lists them\n" +
            "gateway.certificateSecrets: must name at least one Secret, or plainHttp be true, got []",
    ],
    [
        "shop",
        gatewayArgs({ namespace: { create: false } }),
        "namespace.name: must be given when create is false, got undefined",
    ],
];

test.each(others)("%s: %#", (name, args, message) => {
    expect((thrownBy(() => new GatewayBlueGreen(name, args)) as Error).message).toBe(message);
});

test("S27 S28 S29 what every target refuses is refused here, by the names of the config keys", () => {
    const wrong = { traffic: { active: "red", canaryPercent: 101 }, green: gatewayRelease("v1") };
    expect((thrownBy(() => new GatewayBlueGreen("shop", gatewayArgs(wrong))) as Error).message.split("\n")).toEqual([
        expect.stringMatching(/^green.release: the two colors run different releases, .*config key "greenRelease"/),
        expect.stringMatching(/^traffic.active: must be blue or green, .*config key "active"/),
        expect.stringMatching(/^traffic.canaryPercent: must be a whole number from 0 to 100, .*config key "canary"/),
    ]);
});

test("what is documented is what is said", () => {
    const said = [...mistakes, ...others.map(([, , text]) => [{}, text] as const)]
        .flatMap(([, text]) => text.split("\n"))
        .map((text) => text.split("; ")[0] ?? "");
    const promises = documentedArgs(["components/kubernetes/args.ts"]).flatMap(({ comment }) =>
        promisedErrors(comment),
    );
    const shared =
        /^<color>.release: must be 1 to 40|^tiers: exactly one|^green.release: the two|^tiers: ... rules|^pins.secret: must leave/;
    const unkept = promises.filter((promise) => !shared.test(promise));
    expect(unkept.filter((promise) => !said.some((text) => keepsPromise(promise, text)))).toEqual([]);
});
