import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { RunError } from "@pulumi/pulumi";
import { load } from "js-yaml";
import { GatewayBlueGreen } from "../../../components/kubernetes";
import { deployKubernetes } from "../../../stacks/kubernetes";
import { outputsOf } from "../../../stacks/outputs";
import { parseSettings } from "../../../stacks/settings";
import { imageOf } from "../../support/albApp";
import { changes, flat } from "../../support/flat";
import { Recorder, resolved, thrownBy } from "../../support/harness";
import { gatewayMade } from "../../support/kubernetes/gatewayApp";
import { DeclaredConfig, declaredKeys } from "../../support/stackConfig";

const IMAGES = {
    blueFrontend: imageOf("frontend", "v1"),
    blueBackend: imageOf("backend", "v1"),
    greenFrontend: imageOf("frontend", "v2"),
    greenBackend: imageOf("backend", "v2"),
};
const PLAIN = { plainHttp: true, hosts: "shop.localhost" };

let recorder: Recorder;
beforeEach(async () => {
    recorder = await Recorder.start((type, name) =>
        type === "docker:index/image:Image" ? { repoDigest: imageOf(name, "v2") } : gatewayMade(type, name),
    );
});
afterEach(() => recorder.settled());

type Values = Record<string, string | number | boolean>;
const deployed = (values: Values) => deployKubernetes(parseSettings(new DeclaredConfig(values)));
const deploy = (values: Values = {}) => deployed({ ...IMAGES, ...PLAIN, ...values });

/** All inputs of all resources, flat. */
async function inputs(): Promise<Record<string, unknown>> {
    return flat(Object.fromEntries((await recorder.settled()).slice(1).map(({ name, inputs }) => [name, inputs])));
}

test("the config's defaults are the component's own, but for these", async () => {
    deploy();
    const ours = await inputs();
    recorder = await Recorder.start(gatewayMade);
    new GatewayBlueGreen("shop", {
        tiers: {
            frontend: { paths: ["/*"], health: { path: "/healthz" }, instances: 2, warmupPaths: ["/"] },
            backend: {
                paths: ["/api/*"],
                health: { path: "/api/healthz" },
                instances: 2,
                warmupPaths: ["/api/products"],
            },
        },
        blue: { release: "v1", images: { frontend: IMAGES.blueFrontend, backend: IMAGES.blueBackend } },
        traffic: { active: "blue" },
        gateway: { className: "traefik", plainHttp: true },
        controller: "traefik",
        hosts: ["shop.localhost"],
        cluster: {},
    });
    const others = Object.entries(changes(await inputs(), ours));
    const fields = others.map(([path, value]) => `${path.split(".").at(-1)}: ${JSON.stringify(value)}`);
    const shown = [...new Set(fields)].filter((field) => !field.startsWith("revision")).sort();
    expect(shown).toEqual([
        // Those that the component would take anyway are shown where the config names them.
        'cpu: "100m"',
        "intervalSeconds: 1",
        'memory: "256Mi"',
        "periodSeconds: 1",
        "settleSeconds: 10",
        "stopSeconds: 30",
    ]);
});

test("keys of Kubernetes reach what they are for", async () => {
    deploy({
        greenRelease: "v2",
        greenSize: 50,
        kubernetesContext: "eks",
        kubernetesNamespace: "shops",
        kubernetesGateway: "infra/public",
        kubernetesController: "istio",
        kubernetesRouterAddress: "10.0.0.7",
        kubernetesCpu: "250m",
        kubernetesMemory: "1Gi",
        kubernetesPullSecret: "registry",
        kubernetesCensusPath: "/visitors",
        containerPort: 3000,
        stopSeconds: 45,
        deploySeconds: 900,
    });
    const all = await recorder.settled();
    const of = (name: string) => all.filter((one) => one.name === name).at(-1)?.inputs;
    expect(all.some(({ type }) => type === "kubernetes:core/v1:Namespace")).toBe(false);
    expect(of("shop-cluster")).toMatchObject({ context: "eks" });
    expect(of("shop-plan")).toMatchObject({
        door: { namespace: "infra", name: "public", controller: "istio" },
        gateway: {
            cluster: { context: "eks" },
            census: { by: "app", path: "/visitors", ports: { frontend: 3000, backend: 3000 } },
        },
        sizes: { blue: { frontend: 2, backend: 2 }, green: { frontend: 1, backend: 1 } },
    });
    expect(of("shop-backend-green-deployment")).toMatchObject({
        metadata: { namespace: "shops" },
        spec: {
            replicas: 1,
            progressDeadlineSeconds: 900,
            template: {
                spec: {
                    imagePullSecrets: [{ name: "registry" }],
                    terminationGracePeriodSeconds: 50,
                    containers: [{ resources: { requests: { cpu: "250m", memory: "1Gi" } } }],
                },
            },
        },
    });
    expect(of("shop-gate")).toMatchObject({ url: "http://shop.localhost", via: "10.0.0.7" });
});

test("a tier that is named by a folder is built and pushed below the repository", async () => {
    const folder = mkdtempSync(join(tmpdir(), "bg-"));
    writeFileSync(join(folder, "Dockerfile"), "FROM scratch\n");
    deploy({ greenRelease: "v2", greenFrontend: folder, kubernetesRepository: "registry.example.com/shop" });
    const all = await recorder.settled();
    rmSync(folder, { recursive: true });
    const images = all.filter(({ type }) => type === "docker:index/image:Image");
    expect(images.map(({ inputs }) => inputs.imageName)).toEqual(["registry.example.com/shop/frontend:v2"]);
    expect(all.some(({ type }) => type.startsWith("aws:"))).toBe(false);
});

test.each([
    [
        { kubernetesGateway: "public" },
        /^kubernetesGateway: must be <namespace>\/<name> of a Gateway that exists, got "public"/,
    ],
    [{ blueFrontend: "./frontend" }, /^kubernetesRepository: must name where images that are built are pushed to/],
])("%j is refused", (values, said) => {
    const error = thrownBy(() => deploy(values as Values));
    expect(RunError.isInstance(error)).toBe(true);
    expect((error as Error).message).toMatch(said);
});

test("the stack's outputs are a contract", () => {
    const app = deploy();
    expect(Object.keys(outputsOf(app))).toEqual([
        ...["url", "activeColor", "blueRelease", "greenRelease", "blueWeight", "greenWeight"],
        ...["bluePreviewUrl", "greenPreviewUrl", "switchover", "retire", "dashboardUrl"],
    ]);
    for (const [name, output] of Object.entries(outputsOf(app))) expect(output).toBe(app[name as keyof typeof app]);
});

describe("the example", () => {
    const text = readFileSync(join(__dirname, "../../../Pulumi.kubernetes.example.yaml"), "utf8");
    const { config } = load(text) as { config: Record<string, string | boolean> };
    const values = Object.fromEntries(
        Object.entries(config).map(([key, value]) => [key.replace("blue-green:", ""), value]),
    );

    test("has keys that are declared, and those that are commented out have the defaults", () => {
        const declared = declaredKeys();
        expect(Object.keys(declared)).toEqual(expect.arrayContaining(Object.keys(values)));
        const commented = [...text.matchAll(/^ {2}# blue-green:(\w+): (.*)$/gm)];
        expect(commented).toHaveLength(7);
        for (const [, key = "", value] of commented) expect(declared[key]?.default).toBe(value);
    });

    test("declares an app on a laptop's cluster", async () => {
        expect(await resolved(deployed(values).url)).toBe("http://shop.localhost:8000");
    });

    test("and elsewhere, as its comment says", async () => {
        const { plainHttp: _plain, publicUrl: _url, ...rest } = values;
        const elsewhere = { hosts: "shop.example.com", kubernetesTlsSecret: "shop-tls", listenerPort: 8443 };
        expect(await resolved(deployed({ ...rest, ...elsewhere }).url)).toBe("https://shop.example.com");
    });
});
