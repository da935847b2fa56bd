import { mustBeModelled } from "../../support/kubernetes/plugin/awaiting";
import { diffConfig } from "../../support/kubernetes/plugin/config";
import type { Manifest } from "../../support/kubernetes/plugin/manifest";
import { deploymentLacks } from "../../support/kubernetes/plugin/readiness";
import { settingsOf } from "../../support/kubernetes/plugin/settings";
import { wishesOf } from "../../support/kubernetes/plugin/waitFor";
import { UNKNOWN } from "../../support/plugin/unknown";

describe("a Deployment", () => {
    const conditions = [
        { type: "Available", status: "True", reason: "MinimumReplicasAvailable", message: "fine" },
        { type: "Progressing", status: "True", reason: "NewReplicaSetAvailable", message: "done" },
    ];
    const status = { observedGeneration: 2, replicas: 2, updatedReplicas: 2, availableReplicas: 2, conditions };
    const lacks = (changed: object = {}, replicas: number | undefined = 2) =>
        deploymentLacks({
            apiVersion: "apps/v1",
            kind: "Deployment",
            metadata: { generation: 2 },
            spec: { replicas },
            status: { ...status, ...changed },
        });

    test("is ready once all its pods are new and available", () => {
        expect(lacks()).toEqual([]);
        expect(lacks({ replicas: 0, updatedReplicas: 0, availableReplicas: 0 }, 0)).toEqual([]);
    });

    test.each([
        ["the change is not seen", { observedGeneration: 1 }, "the rollout has not begun"],
        ["pods are not available", { availableReplicas: 1 }, "1 of 2 pods are available"],
        ["pods are old", { updatedReplicas: 1 }, "2 of 2 pods are available"],
        ["old pods are left", { replicas: 3 }, "2 of 2 pods are available"],
    ])("is not ready while %s", (_, changed, why) => expect(lacks(changed)).toEqual([why]));

    test("says what its conditions say", () => {
        const late = { type: "Progressing", status: "False", reason: "ProgressDeadlineExceeded", message: "late" };
        const failed = { type: "ReplicaFailure", status: "True", reason: "FailedCreate", message: "quota" };
        expect(lacks({ conditions: [conditions[0], late, failed] })).toEqual([
            "[ProgressDeadlineExceeded] late",
            "[FailedCreate] quota",
        ]);
    });
});

describe("what the stand-in cannot wait for is refused", () => {
    const object = (apiVersion: string, kind: string, annotations = {}): Manifest => ({
        apiVersion,
        kind,
        metadata: { annotations },
    });

    test("unless nobody is to wait", () => {
        const ingress = (annotations?: object) => () =>
            mustBeModelled(object("networking.k8s.io/v1", "Ingress", annotations));
        expect(ingress()).toThrow('set the annotation pulumi.com/skipAwait: "true"');
        expect(ingress({ "pulumi.com/skipAwait": "true" })).not.toThrow();
    });

    test("but not what it can wait for, and what nobody waits for", () => {
        for (const [version, kind] of [
            ["apps/v1", "Deployment"],
            ["v1", "Service"],
            ["x.io/v1", "Ingress"],
        ] as const)
            expect(() => mustBeModelled(object(version, kind))).not.toThrow();
    });

    test("unless the program says what to wait for, as far as the stand-in knows it", () => {
        const waiting = (waitFor: string) => object("batch/v1", "Job", { "pulumi.com/waitFor": waitFor });
        expect(() => mustBeModelled(waiting("condition=Ready"))).not.toThrow();
        expect(() => mustBeModelled(waiting("jsonpath={.spec.list[0]}"))).toThrow("pulumi.com/waitFor");
        expect(() => mustBeModelled(waiting("Ready"))).toThrow("pulumi.com/waitFor");
    });
});

describe("pulumi.com/waitFor", () => {
    const live = {
        metadata: { uid: "7", generation: 2 },
        status: {
            conditions: [
                { type: "Ready", status: "True" },
                { type: "Failed", status: "False" },
            ],
        },
    };
    const unmet = (waitFor: string) => {
        const wishes = wishesOf({
            apiVersion: "v1",
            kind: "X",
            metadata: { annotations: { "pulumi.com/waitFor": waitFor } },
        });
        return wishes?.filter((wish) => !wish.fulfilled(live as unknown as Manifest)).map(({ text }) => text);
    };

    test.each([
        "jsonpath={.metadata.uid}",
        "jsonpath={.metadata.generation}=2",
        "condition=Ready",
        "condition=Failed=false",
        '["condition=Ready", "jsonpath={.metadata.uid}=7"]',
    ])("%s is so", (waitFor) => expect(unmet(waitFor)).toEqual([]));

    test.each([
        "jsonpath={.status.loadBalancer.ingress}",
        "jsonpath={.metadata.uid}=8",
        "condition=Failed",
        "condition=None",
    ])("%s is not so", (waitFor) => expect(unmet(waitFor)).toEqual([waitFor]));
});

describe("the provider's configuration", () => {
    const settings = (variables: Record<string, string>, environment = {}) =>
        settingsOf(
            new Map(Object.entries(variables).map(([name, value]) => [`kubernetes:config:${name}`, value])),
            environment,
        );

    test("is read from the provider, else from the environment", () => {
        expect(settings({})).toMatchObject({ mutable: { configMaps: false, secrets: false }, upserts: false });
        expect(settings({ namespace: "n", kubeconfig: "" })).toMatchObject({ namespace: "n", kubeconfig: undefined });
        expect(settings({}, { PULUMI_K8S_ENABLE_CONFIGMAP_MUTABLE: "true" }).mutable.configMaps).toBe(true);
        const both = settings({ enableConfigMapMutable: "false" }, { PULUMI_K8S_ENABLE_CONFIGMAP_MUTABLE: "true" });
        expect(both.mutable.configMaps).toBe(false);
        expect(settings({ upsertExistingObjects: "true" }).upserts).toBe(true);
    });

    test("is refused where the stand-in does not have it", () => {
        expect(() => settings({ enableServerSideApply: "false" })).toThrow("enableServerSideApply");
        expect(() => settings({ renderYamlToDirectory: "out" })).toThrow("renderYamlToDirectory");
    });

    const kubeconfig = (server: string, token = "t") =>
        JSON.stringify({
            "current-context": "c",
            contexts: [{ name: "c", context: { cluster: "k", user: "u" } }],
            clusters: [{ name: "k", cluster: { server } }],
            users: [{ name: "u", user: { token } }],
        });

    test("that leads to another cluster replaces all that is in it; new credentials do not", () => {
        const olds = { kubeconfig: kubeconfig("https://a") };
        expect(diffConfig(olds, olds)).toEqual({ changed: [], replaces: [] });
        const other = diffConfig(olds, { kubeconfig: kubeconfig("https://b") });
        expect(other).toEqual({ changed: ["kubeconfig"], replaces: ["kubeconfig"] });
        expect(diffConfig(olds, { kubeconfig: kubeconfig("https://a", "new") }).replaces).toEqual([]);
        expect(diffConfig(olds, { kubeconfig: UNKNOWN }).replaces).toEqual(["kubeconfig"]);
        expect(diffConfig({}, { namespace: "n" })).toEqual({ changed: ["namespace"], replaces: [] });
    });
});
