import { ColorWorkload, type ColorWorkloadArgs } from "../../../components/kubernetes";
import { Recorder, resolved } from "../../support/harness";
import { WORKLOAD } from "../../support/kubernetes/pieces";
import { changesBetween, declaredBy } from "../../support/pieces/declared";
import { IMAGE } from "../../support/pieces/samples";

const declared = (changes: Partial<ColorWorkloadArgs> = {}) =>
    declaredBy(() => new ColorWorkload("shop-backend-blue", { ...WORKLOAD, ...changes }));

const inputsOf = async (name: string, changes: Partial<ColorWorkloadArgs> = {}) =>
    (await declared(changes)).find((one) => one.name === `shop-backend-blue-${name}`)?.inputs;

const LABELS = {
    "app.kubernetes.io/name": "backend",
    "app.kubernetes.io/part-of": "shop",
    "app.kubernetes.io/managed-by": "pulumi",
    "app.kubernetes.io/version": "v1",
    "blue-green/app": "shop",
    "blue-green/tier": "backend",
    "blue-green/color": "blue",
    "blue-green/release": "v1",
};
const SELECTOR = { "blue-green/app": "shop", "blue-green/tier": "backend", "blue-green/color": "blue" };
const metadata = (name: string, more: object = {}) => ({
    name,
    namespace: "shop-test",
    labels: LABELS,
    annotations: { "pulumi.com/patchFieldManager": "blue-green", "pulumi.com/patchForce": "true", ...more },
});
const AT_ONCE = { "pulumi.com/waitFor": "jsonpath={.metadata.uid}" };

test("what is made by default", async () => {
    expect((await declared()).map(({ type, name }) => `${type} ${name}`).sort()).toEqual([
        "blue-green:index:ColorWorkload shop-backend-blue",
        "kubernetes:apps/v1:Deployment shop-backend-blue-deployment",
        "kubernetes:core/v1:Service shop-backend-blue-service",
        "kubernetes:policy/v1:PodDisruptionBudget shop-backend-blue-budget",
    ]);
});

test("the Deployment by default", async () => {
    expect(await inputsOf("deployment")).toEqual({
        apiVersion: "apps/v1",
        kind: "Deployment",
        metadata: metadata("shop-backend-blue", AT_ONCE),
        spec: {
            replicas: 1,
            revisionHistoryLimit: 2,
            progressDeadlineSeconds: 600,
            strategy: { type: "RollingUpdate", rollingUpdate: { maxUnavailable: 0, maxSurge: "25%" } },
            selector: { matchLabels: SELECTOR },
            template: {
                metadata: { labels: LABELS },
                spec: {
                    automountServiceAccountToken: false,
                    enableServiceLinks: false,
                    securityContext: { runAsNonRoot: true, seccompProfile: { type: "RuntimeDefault" } },
                    terminationGracePeriodSeconds: 35,
                    topologySpreadConstraints: ["topology.kubernetes.io/zone", "kubernetes.io/hostname"].map(
                        (topologyKey) => ({
                            maxSkew: 1,
                            topologyKey,
                            whenUnsatisfiable: "ScheduleAnyway",
                            labelSelector: { matchLabels: SELECTOR },
                            matchLabelKeys: ["pod-template-hash"],
                        }),
                    ),
                    containers: [
                        {
                            name: "app",
                            image: IMAGE,
                            imagePullPolicy: "IfNotPresent",
                            env: [
                                { name: "COLOR", value: "blue" },
                                { name: "HOST", value: "0.0.0.0" },
                                { name: "PORT", value: "8080" },
                                { name: "RELEASE", value: "v1" },
                                { name: "RELEASE_COOKIE", value: "" },
                                { name: "TIER", value: "backend" },
                            ],
                            ports: [{ name: "http", containerPort: 8080, protocol: "TCP" }],
                            resources: { requests: { cpu: "100m", memory: "256Mi" }, limits: { memory: "256Mi" } },
                            readinessProbe: {
                                httpGet: { path: "/api/healthz", port: "http" },
                                periodSeconds: 2,
                                timeoutSeconds: 2,
                                failureThreshold: 2,
                                successThreshold: 2,
                            },
                            startupProbe: { tcpSocket: { port: "http" }, periodSeconds: 1, failureThreshold: 600 },
                            livenessProbe: {
                                tcpSocket: { port: "http" },
                                periodSeconds: 10,
                                timeoutSeconds: 5,
                                failureThreshold: 3,
                            },
                            lifecycle: { preStop: { sleep: { seconds: 5 } } },
                            securityContext: {
                                allowPrivilegeEscalation: false,
                                capabilities: { drop: ["ALL"] },
                                readOnlyRootFilesystem: true,
                            },
                            terminationMessagePolicy: "FallbackToLogsOnError",
                            volumeMounts: [{ name: "tmp", mountPath: "/tmp" }],
                        },
                    ],
                    volumes: [{ name: "tmp", emptyDir: {} }],
                },
            },
        },
    });
});

test("the Service selects pods of its release only, and the budget those of the color", async () => {
    expect(await inputsOf("service")).toMatchObject({
        metadata: metadata("shop-backend-blue-v1", AT_ONCE),
        spec: {
            type: "ClusterIP",
            selector: { ...SELECTOR, "blue-green/release": "v1" },
            ports: [{ name: "http", port: 80, targetPort: "http", protocol: "TCP" }],
        },
    });
    expect(await inputsOf("budget")).toMatchObject({
        metadata: metadata("shop-backend-blue"),
        spec: { maxUnavailable: 1, unhealthyPodEvictionPolicy: "AlwaysAllow", selector: { matchLabels: SELECTOR } },
    });
});

test("another release changes the template and the Service, never what the Deployment selects by", async () => {
    const changed = changesBetween(await declared(), await declared({ release: "v3" }));
    expect(changed["shop-backend-blue-deployment"]).toMatchObject({ spec: { selector: { matchLabels: SELECTOR } } });
    expect(changed["shop-backend-blue-service"]).toMatchObject({ metadata: { name: "shop-backend-blue-v3" } });
});

test("labels and annotations of the caller are beside ours, which win", async () => {
    const labels = { team: "web", "blue-green/color": "red" };
    const made = await declared({ labels, podAnnotations: { "prometheus.io/scrape": "true" } });
    for (const { inputs } of made.slice(1)) {
        expect(inputs).toMatchObject({ metadata: { labels: { ...LABELS, team: "web" } } });
    }
    expect(made.find(({ name }) => name.endsWith("-deployment"))?.inputs).toMatchObject({
        spec: {
            selector: { matchLabels: SELECTOR },
            template: { metadata: { labels: { team: "web" }, annotations: { "prometheus.io/scrape": "true" } } },
        },
    });
});

test("with autoscaling the number of pods is its own", async () => {
    const autoscaling = { minInstances: 2, maxInstances: 5, cpuPercent: 50 };
    const made = await declared({ autoscaling });
    const deployment = made.find(({ name }) => name.endsWith("-deployment"));
    expect(deployment).toMatchObject({ inputs: { spec: { replicas: 2 } }, ignores: ["spec.replicas"] });
    expect(made.find(({ name }) => name.endsWith("-scaling"))?.inputs).toMatchObject({
        metadata: metadata("shop-backend-blue"),
        spec: {
            scaleTargetRef: { apiVersion: "apps/v1", kind: "Deployment", name: "shop-backend-blue" },
            minReplicas: 2,
            maxReplicas: 5,
            metrics: [
                {
                    type: "Resource",
                    resource: { name: "cpu", target: { type: "Utilization", averageUtilization: 50 } },
                },
            ],
        },
    });
});

test("a policy lets in who is named, and nobody else", async () => {
    const networkPolicy = { namespaces: ["traefik"], cidrs: ["10.0.0.0/16"] };
    expect(await inputsOf("policy", { networkPolicy })).toMatchObject({
        spec: {
            podSelector: { matchLabels: SELECTOR },
            policyTypes: ["Ingress"],
            ingress: [
                {
                    from: [
                        {
                            namespaceSelector: {
                                matchExpressions: [
                                    { key: "kubernetes.io/metadata.name", operator: "In", values: ["traefik"] },
                                ],
                            },
                        },
                        { ipBlock: { cidr: "10.0.0.0/16" } },
                    ],
                    ports: [{ port: "http", protocol: "TCP" }],
                },
            ],
        },
    });
    expect(await inputsOf("policy", { networkPolicy: { cidrs: ["::/0"] } })).toMatchObject({
        spec: { ingress: [{ from: [{ ipBlock: { cidr: "::/0" } }] }] },
    });
});

test("without a budget there is none", async () => {
    expect(await inputsOf("budget", { disruptionBudget: false })).toBeUndefined();
});

test("its outputs, and a revision that is another when the pods are", async () => {
    const revisionOf = async (changes: Partial<ColorWorkloadArgs>) => {
        const recorder = await Recorder.start(() => ({}));
        const { deploymentName, serviceName, servicePort, instances, revision } = new ColorWorkload("shop", {
            ...WORKLOAD,
            ...changes,
        });
        const text = await resolved(revision);
        await recorder.settled();
        return { deploymentName, serviceName, servicePort, instances, revision: text };
    };
    const one = await revisionOf({ instances: 3 });
    expect(one).toEqual({
        deploymentName: "shop-backend-blue",
        serviceName: "shop-backend-blue-v1",
        servicePort: 80,
        instances: 3,
        revision: expect.stringMatching(/^[0-9a-f]{16}$/),
    });
    expect((await revisionOf({ instances: 4 })).revision).toBe(one.revision);
    expect((await revisionOf({ env: { A: "1" } })).revision).not.toBe(one.revision);
});
