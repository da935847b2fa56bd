import { rmSync } from "node:fs";
import { version } from "@pulumi/kubernetes/package.json";
import { until } from "../../components/haproxy/runtime/wait";
import { PulumiStack } from "../../tools/stack/pulumiStack";
import { changesPlanned } from "../support/engineStack";
import { isNotFound } from "../support/kubernetes/api/apiError";
import { Cluster, onCluster } from "../support/kubernetes/cluster";
import type { Manifest } from "../support/kubernetes/plugin/manifest";
import { Scratch } from "../support/kubernetes/scratch";
import { pathWithPlugin } from "../support/plugin/path";
import { programFolder } from "../support/programs";

const MERGE = "application/merge-patch+json";

/** Plain resources of @pulumi/kubernetes, some of them with what tests change. */
const PROGRAM = `
const k8s = require("@pulumi/kubernetes");
const pulumi = require("@pulumi/pulumi");
const config = new pulumi.Config();
const provider = new k8s.Provider("cluster", { kubeconfig: config.require("kubeconfig"), namespace: config.require("namespace"), upsertExistingObjects: config.requireBoolean("upsert") });
const options = { provider };
const quiet = { "pulumi.com/skipAwait": "true" };
const labels = { app: config.require("app") };
const settings = new k8s.core.v1.ConfigMap("settings", { data: { mode: config.require("mode") } }, options);
const secret = new k8s.core.v1.Secret("secret", { metadata: { name: "secret" }, stringData: { word: pulumi.secret("hush") } }, options);
const pods = new k8s.apps.v1.Deployment("pods", {
    metadata: { name: "pods", annotations: quiet },
    spec: {
        replicas: 0,
        selector: { matchLabels: labels },
        template: {
            metadata: { labels },
            spec: { containers: [{
                name: "app", image: config.require("image"), ports: [{ containerPort: config.requireNumber("port") }],
                resources: { limits: { cpu: "1000m", memory: "64Mi" } },
                env: [{ name: "SETTINGS", value: settings.metadata.name }],
            }] },
        },
    },
}, { ...options, ignoreChanges: ["spec.replicas"] });
const service = new k8s.core.v1.Service("service", {
    metadata: { name: "service", annotations: quiet },
    spec: { selector: labels, ports: [{ port: 80, targetPort: 8080 }] },
}, options);
new k8s.autoscaling.v2.HorizontalPodAutoscaler("scaler", {
    metadata: { name: "scaler" },
    spec: {
        minReplicas: 1, maxReplicas: 2, scaleTargetRef: { apiVersion: "apps/v1", kind: "Deployment", name: "pods" },
        metrics: [{ type: "Resource", resource: { name: "cpu", target: { type: "Utilization", averageUtilization: 70 } } }],
    },
}, options);
new k8s.policy.v1.PodDisruptionBudget("budget", {
    metadata: { name: "budget" }, spec: { maxUnavailable: 1, selector: { matchLabels: labels } },
}, options);
new k8s.networking.v1.NetworkPolicy("wall", {
    metadata: { name: "wall" }, spec: { podSelector: { matchLabels: labels }, policyTypes: ["Ingress"], ingress: [] },
}, options);
new k8s.core.v1.ServiceAccount("account", { metadata: { name: "account" }, automountServiceAccountToken: false }, options);
const backend = (name, weight) => ({ name, port: 80, weight });
new k8s.apiextensions.CustomResource("route", {
    apiVersion: "gateway.networking.k8s.io/v1", kind: "HTTPRoute", metadata: { name: "route" },
    spec: {
        parentRefs: [{ name: "none" }],
        rules: [{ backendRefs: [backend(service.metadata.name, config.requireNumber("weight")), backend("other", 0)] }],
    },
}, options);
if (config.get("extra")) new k8s.core.v1.ConfigMap("extra", JSON.parse(config.require("extra")), options);
exports.settings = settings.metadata.name;
exports.address = service.spec.clusterIP;
`;

onCluster("the provider plugin kubernetes, or its stand-in", () => {
    let cluster: Cluster;
    let scratch: Scratch;
    let project: string;
    let stack: PulumiStack;

    beforeAll(async () => {
        cluster = Cluster.get();
        scratch = await Scratch.create(cluster);
        const config = {
            ...{ kubeconfig: cluster.facts.kubeconfig, namespace: scratch.namespace, app: "one", mode: "a", extra: "" },
            ...{ image: "registry.example.com/app:1", port: "8080", weight: "100", upsert: "false" },
        };
        project = programFolder("plain-kubernetes", config, PROGRAM, ["@pulumi/pulumi", "@pulumi/kubernetes"]);
        stack = await PulumiStack.create({ name: `kubernetes-plugin-${process.pid}`, project });
        stack.environment.PATH = pathWithPlugin("kubernetes", version);
    });

    afterAll(async () => {
        expect(await stack?.dispose()).toBeUndefined();
        const left = await Promise.all(["ConfigMap", "Secret", "Service"].map(namesOf));
        expect(left.flat().filter((name) => name !== "kube-root-ca.crt")).toEqual([]);
        await scratch.dispose();
        rmSync(project, { recursive: true });
    });

    async function find(apiVersion: string, kind: string, name: string): Promise<Manifest | undefined> {
        return scratch.get<Manifest>(apiVersion, kind, name).catch((error) => {
            if (!isNotFound(error)) throw error;
            return undefined;
        });
    }

    async function must(apiVersion: string, kind: string, name: string): Promise<Manifest> {
        const found = await find(apiVersion, kind, name);
        if (!found) throw new Error(`there is no ${kind} ${name}`);
        return found;
    }

    async function namesOf(kind: string): Promise<(string | undefined)[]> {
        const { items } = await scratch.get<{ items: Manifest[] }>("v1", kind);
        return items.map(({ metadata }) => metadata.name);
    }

    /** Changes an object behind Pulumi's back. */
    async function change(object: readonly [string, string, string], body: object, manager = "someone"): Promise<void> {
        const [apiVersion, kind, name] = object;
        const query = { fieldManager: manager };
        const path = await cluster.api.path(apiVersion, kind, scratch.namespace, name);
        await cluster.api.ask("PATCH", path, { query, body, contentType: MERGE });
    }

    const ROUTE = ["gateway.networking.k8s.io/v1", "HTTPRoute", "route"] as const;
    const PODS = ["apps/v1", "Deployment", "pods"] as const;
    const weights = async () =>
        JSON.stringify((await must(...ROUTE)).spec)
            .match(/"weight":\d+/g)
            ?.join();
    const changes = async () => (await changesPlanned(stack)).filter((step) => !step.includes("plain-kubernetes"));

    test("a preview makes nothing; an update makes real objects, and then nothing is left to change", async () => {
        expect((await changes()).filter((step) => step.startsWith("create "))).toHaveLength(10);
        expect(await find(...PODS)).toBeUndefined();
        await stack.mustUp();
        const outputs = await stack.outputs();
        expect(outputs.settings).toMatch(/^settings-[0-9a-f]{8}$/);
        expect(outputs.address).toBe((await must("v1", "Service", "service")).spec?.clusterIP);
        expect(await must("v1", "ConfigMap", outputs.settings ?? "")).toMatchObject({ data: { mode: "a" } });
        expect(await must("v1", "Secret", "secret")).toMatchObject({ data: { word: "aHVzaA==" } });
        expect(await weights()).toBe('"weight":100,"weight":0');
        expect(await changes()).toEqual([]);
    });

    test("secrets are not in the state in the clear", async () => {
        const { stdout } = await stack.must(["stack", "export", "--stack", stack.name]);
        expect(stdout).toContain('"name": "secret"');
        expect(stdout).not.toMatch(/hush|aHVzaA==/);
    });

    test("what can change in place does, by server-side apply", async () => {
        const { uid } = (await must(...PODS)).metadata;
        await stack.set({ weight: "7", image: "registry.example.com/app:2" });
        expect(await changes()).toEqual(["update pods", "update route"]);
        await stack.mustUp();
        expect(await weights()).toBe('"weight":7,"weight":0');
        const { metadata } = await must(...PODS);
        expect(metadata.uid).toBe(uid);
        const managers = (metadata.managedFields ?? []).filter(({ subresource }) => !subresource);
        expect(managers).toEqual([expect.objectContaining({ operation: "Apply" })]);
        expect(await changes()).toEqual([]);
    });

    test("a config map with a made-up name is replaced by another one, and its reader follows", async () => {
        const before = (await stack.outputs()).settings ?? "";
        await stack.set({ mode: "b" });
        expect(await changes()).toEqual(["replace settings", "update pods"]);
        await stack.mustUp();
        const now = (await stack.outputs()).settings ?? "";
        expect(await find("v1", "ConfigMap", before)).toBeUndefined();
        expect(JSON.stringify((await must(...PODS)).spec)).toContain(`"value":"${now}"`);
    });

    test("a refresh finds what was changed by hand, and the next update sets it back", async () => {
        await stack.set({ weight: "50" });
        await stack.mustUp();
        const backends = [
            { name: "service", port: 80, weight: 1 },
            { name: "other", port: 80, weight: 0 },
        ];
        await change(ROUTE, { spec: { rules: [{ backendRefs: backends }] } }, "kubectl-edit");
        await stack.must(["refresh", "--yes", "--skip-preview", "--stack", stack.name]);
        await stack.mustUp();
        expect(await weights()).toBe('"weight":50,"weight":0');
        expect(await changes()).toEqual([]);
    });

    test("an apply that would take a field from another manager is refused", async () => {
        const labels = (value: string) => ({ metadata: { labels: { owner: value } } });
        await stack.set({ extra: JSON.stringify({ metadata: { name: "extra", ...labels("us").metadata } }) });
        await stack.mustUp();
        await change(["v1", "ConfigMap", "extra"], labels("them"));
        await stack.set({ extra: JSON.stringify({ metadata: { name: "extra", ...labels("still-us").metadata } }) });
        const { code, stdout } = await stack.up();
        expect(code).not.toBe(0);
        expect(stdout).toContain("server-side apply field conflict detected");
        expect(stdout).toContain('conflict with "someone"');
        const annotations = { "pulumi.com/patchForce": "true" };
        await stack.set({
            extra: JSON.stringify({ metadata: { name: "extra", ...labels("us-again").metadata, annotations } }),
        });
        await stack.mustUp();
        expect((await must("v1", "ConfigMap", "extra")).metadata.labels).toEqual({ owner: "us-again" });
    });

    test("a named object is deleted before its successor comes, and an end waits for finalizers", async () => {
        const metadata = { name: "extra", finalizers: ["example.com/hold"] };
        await stack.set({ extra: JSON.stringify({ metadata, data: { a: "1" } }) });
        await stack.mustUp();
        const { uid } = (await must("v1", "ConfigMap", "extra")).metadata;
        await stack.set({ extra: JSON.stringify({ metadata: { name: "extra" }, data: { a: "2" } }) });
        const update = stack.up();
        const deleted = async () =>
            (await must("v1", "ConfigMap", "extra")).metadata.deletionTimestamp === undefined ? undefined : true;
        expect(await until(120, deleted)).toBe(true);
        await change(["v1", "ConfigMap", "extra"], { metadata: { finalizers: null } });
        expect((await update).code).toBe(0);
        const now = await must("v1", "ConfigMap", "extra");
        expect(now).toMatchObject({ data: { a: "2" } });
        expect(now.metadata.uid).not.toBe(uid);
    });

    test("ignored properties stay as others set them", async () => {
        const path = `/apis/apps/v1/namespaces/${scratch.namespace}/deployments/pods/scale`;
        await cluster.api.ask("PATCH", path, {
            body: { spec: { replicas: 0 } },
            contentType: MERGE,
            query: { fieldManager: "scaler" },
        });
        await stack.set({ image: "registry.example.com/app:3" });
        await stack.mustUp();
        expect(await must(...PODS)).toMatchObject({ spec: { replicas: 0 } });
    });

    test("what the API server refuses fails a preview already, with its words", async () => {
        await stack.set({ port: "99999" });
        const preview = await stack.run(["preview", "--stack", stack.name]);
        expect(preview.code).not.toBe(0);
        expect(preview.stdout).toContain("containerPort: Invalid value: 99999: must be between 1 and 65535, inclusive");
        const { code, stdout } = await stack.up();
        expect(code).not.toBe(0);
        expect(stdout).toContain('Deployment.apps "pods" is invalid');
        await stack.set({ port: "8080" });
        await stack.mustUp();
        await stack.set({ extra: JSON.stringify({ metadata: { name: "other", lables: {} } }) });
        expect((await stack.up()).stdout).toMatch(/unknown field "metadata.lables"/);
    });

    test("an object that is there already is taken over only where the provider is told to", async () => {
        const configMaps = `/api/v1/namespaces/${scratch.namespace}/configmaps`;
        const body = { metadata: { name: "theirs" }, data: { a: "theirs" } };
        await cluster.api.ask("POST", configMaps, { body });
        await stack.set({ extra: JSON.stringify({ metadata: { name: "theirs" }, data: { a: "ours" } }) });
        const { code, stdout } = await stack.up();
        expect(code).not.toBe(0);
        expect(stdout).toContain('configmaps "theirs" already exists');
        expect(await must("v1", "ConfigMap", "theirs")).toMatchObject({ data: { a: "theirs" } });
        const annotations = { "pulumi.com/patchForce": "true", "pulumi.com/patchFieldManager": "blue-green" };
        const forced = { metadata: { name: "theirs", annotations }, data: { a: "ours" } };
        await stack.set({ upsert: "true", extra: JSON.stringify(forced) });
        await stack.mustUp();
        const taken = await must("v1", "ConfigMap", "theirs");
        expect(taken).toMatchObject({ data: { a: "ours" } });
        expect(taken.metadata.managedFields?.map(({ manager }) => manager)).toContain("blue-green");
        await stack.set({ extra: "" });
        await stack.mustUp();
        expect(await find("v1", "ConfigMap", "theirs")).toBeUndefined();
    });
});
