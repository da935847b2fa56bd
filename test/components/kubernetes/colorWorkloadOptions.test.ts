import { output } from "@pulumi/pulumi";
import { ColorWorkload, type ColorWorkloadArgs } from "../../../components/kubernetes";
import { WORKLOAD } from "../../support/kubernetes/pieces";
import { declaredBy } from "../../support/pieces/declared";

/** Pod and container that some options make. */
async function pod(changes: Partial<ColorWorkloadArgs> = {}) {
    const all = await declaredBy(() => new ColorWorkload("shop-backend-blue", { ...WORKLOAD, ...changes }));
    const deployment = all.find(({ name }) => name === "shop-backend-blue-deployment");
    const { spec } = (deployment?.inputs ?? {}) as {
        spec: { template: { spec: Record<string, unknown> & { containers: Record<string, unknown>[] } } };
    };
    const { containers, ...rest } = spec.template.spec;
    return { ...rest, container: containers[0] ?? {} };
}

const container = (expected: object) => ({ container: expect.objectContaining(expected) });

test.each<[Partial<ColorWorkloadArgs>, object]>([
    [{ port: 3000 }, container({ ports: [{ name: "http", containerPort: 3000, protocol: "TCP" }] })],
    [
        { cpu: "1", cpuLimit: "2", memory: "1Gi" },
        container({ resources: { requests: { cpu: "1", memory: "1Gi" }, limits: { cpu: "2", memory: "1Gi" } } }),
    ],
    [{ command: ["node", "a.js"] }, container({ command: ["node", "a.js"] })],
    [
        { configMaps: ["a"], secrets: ["b"] },
        container({ envFrom: [{ configMapRef: { name: "a" } }, { secretRef: { name: "b" } }] }),
    ],
    [
        { env: { Z: "1", COLOR_THEME: "dark" }, secretEnv: { DB: { secret: "db", key: "url" } } },
        container({
            env: [
                { name: "COLOR", value: "blue" },
                { name: "COLOR_THEME", value: "dark" },
                { name: "HOST", value: "0.0.0.0" },
                { name: "PORT", value: "8080" },
                { name: "RELEASE", value: "v1" },
                { name: "RELEASE_COOKIE", value: "" },
                { name: "TIER", value: "backend" },
                { name: "Z", value: "1" },
                { name: "DB", valueFrom: { secretKeyRef: { name: "db", key: "url" } } },
            ],
        }),
    ],
    [
        { env: output({ Z: "1" }) },
        container({
            env: expect.arrayContaining([
                { name: "Z", value: "1" },
                { name: "RELEASE", value: "v1" },
            ]),
        }),
    ],
    [
        { releaseCookie: "release=v1; Path=/" },
        container({ env: expect.arrayContaining([{ name: "RELEASE_COOKIE", value: "release=v1; Path=/" }]) }),
    ],
    [
        { mounts: { "/etc/app": { configMap: "a" }, "/etc/db.d": { secret: "b" } }, writablePaths: [] },
        {
            volumes: [
                { name: expect.stringMatching(/^etc-app-[0-9a-f]{8}$/), configMap: { name: "a" } },
                { name: expect.stringMatching(/^etc-db-d-[0-9a-f]{8}$/), secret: { secretName: "b" } },
            ],
            ...container({
                volumeMounts: [
                    { name: expect.any(String), mountPath: "/etc/app", readOnly: true },
                    { name: expect.any(String), mountPath: "/etc/db.d", readOnly: true },
                ],
            }),
        },
    ],
    [
        { user: 1000, readOnlyRoot: false },
        container({ securityContext: expect.objectContaining({ runAsUser: 1000, readOnlyRootFilesystem: false }) }),
    ],
    [{ stopPauseSeconds: 10, stopSeconds: 60 }, { terminationGracePeriodSeconds: 70 }],
    [
        { serviceAccount: "shop", serviceAccountToken: true },
        { serviceAccountName: "shop", automountServiceAccountToken: true },
    ],
    [{ pullSecrets: ["registry"] }, { imagePullSecrets: [{ name: "registry" }] }],
    [{ nodeSelector: { pool: "web" } }, { nodeSelector: { pool: "web" } }],
    [{ tolerations: [{ key: "spot", operator: "Exists" }] }, { tolerations: [{ key: "spot", operator: "Exists" }] }],
    [
        { startSeconds: 60 },
        container({ startupProbe: { tcpSocket: { port: "http" }, periodSeconds: 1, failureThreshold: 60 } }),
    ],
    [
        { health: { path: "/h", intervalSeconds: 5, timeoutSeconds: 3, fall: 4, rise: 1 } },
        container({
            readinessProbe: {
                httpGet: { path: "/h", port: "http" },
                periodSeconds: 5,
                timeoutSeconds: 3,
                failureThreshold: 4,
                successThreshold: 1,
            },
        }),
    ],
])("%j makes such a pod", async (changes, expected) => {
    expect(await pod(changes)).toMatchObject(expected);
});

test("without a pause pods get SIGTERM at once", async () => {
    expect((await pod({ stopPauseSeconds: 0 })).container).not.toHaveProperty("lifecycle");
});
