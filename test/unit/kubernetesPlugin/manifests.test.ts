import { forces, ignoring, takenOver } from "../../support/kubernetes/plugin/fieldManagers";
import { annotation, at, idOf, type ManagedFields, type Manifest, put } from "../../support/kubernetes/plugin/manifest";
import { isAutonamed, named, unique } from "../../support/kubernetes/plugin/naming";
import { normalise } from "../../support/kubernetes/plugin/normalise";
import { prune } from "../../support/kubernetes/plugin/prune";
import { UNKNOWN } from "../../support/plugin/unknown";

const object = (more: object = {}): Manifest => ({ apiVersion: "v1", kind: "ConfigMap", metadata: {}, ...more });

describe("names", () => {
    test("are kept where the program gives them", () => {
        const given = object({ metadata: { name: "mine" } });
        expect(named(given, { name: "x" })).toBe(given);
        expect(isAutonamed(given)).toBe(false);
        const unknown = object({ metadata: { name: UNKNOWN } });
        expect(named(unknown, { name: "x" })).toBe(unknown);
    });

    test("are made up from Pulumi's own, the same with the same seed, and marked", () => {
        const [first, second] = [1, 2].map(() => named(object(), { name: "x", seed: "s" }));
        expect(first).toEqual(second);
        expect(first?.metadata.name).toMatch(/^x-[0-9a-f]{8}$/);
        expect(isAutonamed(first as Manifest)).toBe(true);
        expect(unique("x-")).not.toBe(unique("x-"));
    });

    test("that were made up before stay", () => {
        const old = named(object(), { name: "x" });
        expect(named(object(), { name: "x", old, seed: "other" }).metadata.name).toBe(old.metadata.name);
        expect(
            named(object(), { name: "x", old: object({ metadata: { name: "given" } }) }).metadata.name,
        ).toBeUndefined();
    });

    test("follow Pulumi's own settings", () => {
        const proposed = { isDisabled: false, proposed: "theirs" };
        expect(named(object(), { name: "x", autonaming: proposed }).metadata.name).toBe("theirs");
        expect(() => named(object(), { name: "x", autonaming: { isDisabled: true, proposed: "" } })).toThrow(
            "disabled",
        );
    });

    test("cannot be left to the API server", () => {
        expect(() => named(object({ metadata: { generateName: "x-" } }), { name: "x" })).toThrow("generateName");
    });

    test("come without a mark where annotations are not known yet", () => {
        const { metadata } = named(object({ metadata: { annotations: UNKNOWN } }), { name: "x" });
        expect(metadata.annotations).toBe(UNKNOWN);
    });
});

describe("comparable objects", () => {
    test("have the texts of a Secret among their data", () => {
        const secret = object({ kind: "Secret", data: { a: "eA==" }, stringData: { b: "y" } });
        expect(normalise(secret)).toEqual(object({ kind: "Secret", data: { a: "eA==", b: "eQ==" } }));
        const unknown = object({ kind: "Secret", stringData: { b: UNKNOWN } });
        expect(normalise(unknown)).toEqual(unknown);
    });

    test("have nothing that only the API server sets", () => {
        const metadata = { name: "a", uid: "1", resourceVersion: "2", generation: 3, managedFields: [] };
        expect(normalise(object({ metadata }))).toEqual(object({ metadata: { name: "a" } }));
    });

    test("have of what is live as much as the program gave", () => {
        const live = { spec: { a: 1, b: 2, list: [{ x: 1, y: 2 }, { x: 3 }, { x: 4 }] }, status: {} };
        expect(prune(live, { spec: { a: 0, list: [{ x: 0 }, {}] }, gone: 1 })).toEqual({
            spec: { a: 1, list: [{ x: 1 }, {}] },
        });
        expect(prune({ a: [1], b: "x" }, { a: "text", b: ["x"] })).toEqual({ a: [1], b: "x" });
    });
});

describe("field managers", () => {
    const fields = (manager: string, operation: "Apply" | "Update", fieldsV1: object, subresource?: string) =>
        ({ manager, operation, fieldsV1, subresource, apiVersion: "v1" }) as ManagedFields;
    const managed = (...managedFields: ManagedFields[]) =>
        object({ metadata: { managedFields }, spec: { replicas: 4 } });
    const created = fields("pulumi-kubernetes", "Update", { "f:spec": { "f:a": {} } });
    const status = fields("controller", "Update", { "f:status": {} }, "status");

    test("what was created belongs to the one that applies, with what it has already", () => {
        const own = fields("me", "Apply", { "f:spec": { "f:b": {} } });
        expect(takenOver(managed(created, status), "me")).toEqual([
            status,
            fields("me", "Apply", { "f:spec": { "f:a": {} } }),
        ]);
        expect(takenOver(managed(own, created), "me")).toEqual([
            fields("me", "Apply", { "f:spec": { "f:a": {}, "f:b": {} } }),
        ]);
        expect(takenOver(managed(own, status), "me")).toBeUndefined();
        const edited = fields("kubectl-edit", "Update", { "f:spec": { "f:c": {} } });
        expect(takenOver(managed(own, edited), "me")).toEqual([
            fields("me", "Apply", { "f:spec": { "f:b": {}, "f:c": {} } }),
        ]);
        expect(takenOver(managed(own, fields("someone", "Update", {})), "me")).toBeUndefined();
    });

    test("an apply takes fields of others only where it is told to, or nobody has any", () => {
        const foreign = fields("someone", "Update", { "f:spec": {} });
        expect(forces(object(), managed(foreign), false)).toBe(false);
        expect(forces(object(), managed(), false)).toBe(true);
        expect(forces(object(), managed(created), true)).toBe(true);
        expect(forces(object(), managed(created), false)).toBe(false);
        const told = object({ metadata: { annotations: { "pulumi.com/patchForce": "true" } } });
        expect(forces(told, managed(foreign), false)).toBe(true);
    });

    test("what is to be ignored is left to whoever has set it, or stays as it is", () => {
        const scaler = fields("scaler", "Update", { "f:spec": { "f:replicas": {} } });
        const own = fields("me", "Apply", { "f:spec": { "f:replicas": {} } });
        const wanted = object({ spec: { replicas: 1, a: 2 } });
        const ignored = (...all: ManagedFields[]) => ignoring(wanted, managed(...all), ["spec.replicas"], "me").spec;
        expect(ignored(scaler)).toEqual({ a: 2 });
        expect(ignored(scaler, own)).toEqual({ a: 2, replicas: 4 });
        expect(ignored()).toEqual({ a: 2, replicas: 4 });
    });
});

test("nested values are read, set and taken away without touching the object", () => {
    const one = object({ metadata: { annotations: { "pulumi.com/waitFor": "x" } } });
    expect(annotation(one, "waitFor")).toBe("x");
    expect(at(one, "metadata", "annotations", "none", "deeper")).toBeUndefined();
    expect(put(one, ["metadata", "labels", "a"], "b").metadata).toMatchObject({ labels: { a: "b" } });
    expect(put(one, ["metadata", "annotations", "pulumi.com/waitFor"], undefined).metadata.annotations).toEqual({});
    expect(put(one, ["spec", "replicas"], undefined)).toBe(one);
    expect(annotation(one, "waitFor")).toBe("x");
    expect(idOf(object({ metadata: { name: "a" } }))).toBe("a");
    expect(idOf(object({ metadata: { name: "a", namespace: "n" } }))).toBe("n/a");
});
