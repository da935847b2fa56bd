import { spawnSync } from "node:child_process";
import { GatewayBlueGreen, type GatewayBlueGreenArgs } from "../../components/kubernetes";
import { Recorder } from "../support/harness";
import { Cluster, clusterMissing } from "../support/kubernetes/cluster";
import { GATEWAY_TIERS, gatewayArgs, gatewayMade } from "../support/kubernetes/gatewayApp";
import type { Manifest } from "../support/kubernetes/objects";
import { Scratch } from "../support/kubernetes/scratch";

const needsCluster = clusterMissing() ? test.skip : test;
const needsLinter = process.env.KUBE_SCORE ? test : test.skip;

/** What the linter asks for and we leave out, and why. */
const WAIVED = {
    "container-image-pull-policy": "images are named by digest, so that one on the node is the right one",
    "container-ephemeral-storage-request-and-limit": "nothing is written but to volumes of memory and of the user's",
    "deployment-has-host-podantiaffinity":
        "topology spread constraints spread the pods, without keeping them from starting",
    "deployment-targeted-by-hpa-does-not-have-replicas-configured":
        "where the scaling starts; later changes of it are ignored",
    "pod-networkpolicy": "what an app may call is not ours to say; who may call it is",
    "container-resources": "no limit of CPU by default: it slows pods down that could use idle processors",
};

/** Every object that an app is made of, as it is sent. */
async function manifestsOf(changes: Partial<GatewayBlueGreenArgs>): Promise<Manifest[]> {
    const recorder = await Recorder.start(gatewayMade);
    new GatewayBlueGreen("shop", gatewayArgs(changes));
    const all = await recorder.settled();
    return all.flatMap(({ type, inputs }) => (type.startsWith("kubernetes:") ? [inputs as unknown as Manifest] : []));
}

/** An app with every option of its pods set. */
function everything(changes: Partial<GatewayBlueGreenArgs> = {}): Partial<GatewayBlueGreenArgs> {
    const pod = {
        cpu: "250m",
        cpuLimit: "1",
        memory: "256Mi",
        autoscaling: { minInstances: 2, maxInstances: 6, cpuPercent: 60 },
        env: { LOG_LEVEL: "info" },
        configMaps: ["settings"],
        secrets: ["keys"],
        secretEnv: { TOKEN: { secret: "keys", key: "token" } },
        mounts: { "/etc/shop": { configMap: "settings" }, "/run/keys": { secret: "keys" } },
        user: 10_001,
        writablePaths: ["/tmp"],
        stopPauseSeconds: 5,
        stopSeconds: 20,
        serviceAccount: "shop",
        pullSecrets: ["registry"],
        disruptionBudget: true,
        networkPolicy: { namespaces: ["gateway"], cidrs: ["10.0.0.0/8"] },
        nodeSelector: { "kubernetes.io/os": "linux" },
        tolerations: [{ key: "web", operator: "Exists", effect: "NoSchedule" }],
        podAnnotations: { "example.com/scrape": "true" },
    };
    const { frontend, backend } = GATEWAY_TIERS;
    return { tiers: { frontend: { ...frontend, pod }, backend: { ...backend, pod } }, ...changes };
}

needsCluster.each([
    ["at all defaults", {}],
    ["with every option", everything()],
])("the API server takes every object %s, and keeps every field of it", async (_, changes) => {
    const cluster = Cluster.get();
    const scratch = await Scratch.create(cluster);
    try {
        const { gatewayClass } = cluster.facts;
        const manifests = await manifestsOf({ ...changes, gateway: { className: gatewayClass, plainHttp: true } });
        expect(new Set(manifests.map(({ kind }) => kind)).size).toBeGreaterThanOrEqual(5);
        for (const manifest of manifests) {
            const { metadata } = manifest;
            const inside = manifest.kind === "Namespace" ? {} : { namespace: scratch.namespace };
            const object: Manifest = { ...manifest, metadata: { ...metadata, ...inside } };
            // A field that it does not know is a refusal, not a warning.
            const query = { fieldManager: "test", force: "true", dryRun: "All", fieldValidation: "Strict" };
            const namespace = manifest.kind === "Namespace" ? undefined : scratch.namespace;
            const path = await cluster.api.path(object.apiVersion, object.kind, namespace, metadata.name);
            const contentType = "application/apply-patch+yaml";
            const kept = await cluster.api.ask<Manifest>("PATCH", path, { query, body: object, contentType });
            expect(kept).toMatchObject(object.spec === undefined ? {} : { spec: object.spec });
        }
    } finally {
        await scratch.dispose();
    }
});

needsLinter("a public linter finds nothing in an app with every option, but what we waive", async () => {
    const manifests = await manifestsOf(everything());
    const text = manifests.map((one) => JSON.stringify(one)).join("\n---\n");
    const waived = Object.keys(WAIVED).flatMap((name) => ["--ignore-test", name]);
    const args = ["score", "-", "--exit-one-on-warning", "--output-format", "ci", "--kubernetes-version", "v1.34"];
    const { status, stdout, stderr } = spawnSync(process.env.KUBE_SCORE ?? "", [...args, ...waived], {
        input: text,
        encoding: "utf8",
    });
    const found = stdout.split("\n").filter((line) => /^\[(CRITICAL|WARNING)\]/.test(line));
    expect({ found, stderr, status }).toEqual({ found: [], stderr: "", status: 0 });
    expect(stdout).toContain("[OK] shop-backend-blue");
});
