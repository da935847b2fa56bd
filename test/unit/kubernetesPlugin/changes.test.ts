import { changesOf } from "../../support/kubernetes/plugin/changes";
import { forceNewOf } from "../../support/kubernetes/plugin/forceNew";
import type { Manifest } from "../../support/kubernetes/plugin/manifest";
import { UNKNOWN } from "../../support/plugin/unknown";

const FORCED = ["metadata.name", "metadata.namespace", "spec.selector"];

/** Changes as `<kind> <path>`, with `!` when the object is replaced. */
function changes(live: object, news: object, oldInputs: object = live, forced: readonly string[] = FORCED): string[] {
    const found = changesOf({ ...live }, { ...news }, { ...oldInputs }, forced);
    return found.map(({ kind, path, replaces }) => `${kind} ${path}${replaces ? "!" : ""}`).sort();
}

test("what is the same is no change, in any order of keys", () => {
    const one = { spec: { a: 1, list: [{ x: 1, y: [true] }] } };
    expect(changes(one, { spec: { list: [{ y: [true], x: 1 }], a: 1 } })).toEqual([]);
});

test("values that come, go and change are told by their path", () => {
    const live = { spec: { a: 1, b: { c: "x" }, ports: [{ port: 80 }, { port: 81 }] } };
    const news = { spec: { b: { c: "y", d: 2 }, ports: [{ port: 80, name: "web" }] } };
    expect(changes(live, news)).toEqual([
        "add spec.b.d",
        "add spec.ports[0].name",
        "delete spec.a",
        "delete spec.ports[1]",
        "update spec.b.c",
    ]);
});

test("keys with dots are quoted", () => {
    const labels = (value: string) => ({ metadata: { labels: { "app.kubernetes.io/name": value, "a-b": "x" } } });
    expect(changes(labels("a"), labels("b"))).toEqual(['update metadata.labels["app.kubernetes.io/name"]']);
});

test("a list that becomes a value, or the other way round, is one change", () => {
    expect(changes({ a: [1], b: "x" }, { a: "1", b: { c: 1 } })).toEqual(["update a", "update b"]);
});

test("null is as good as nothing", () => {
    expect(changes({ a: null, b: 1 }, { b: null })).toEqual(["delete b"]);
});

test("empty values that the API server drops are no change, unless they are new", () => {
    const news = { spec: { ingress: [], emptyDir: {}, name: "", count: 0, on: false } };
    expect(changes({ spec: {} }, news, news)).toEqual([]);
    expect(changes({ spec: {} }, { spec: { ingress: [] } }, { spec: {} })).toEqual(["add spec.ingress"]);
    expect(changes({ spec: {} }, { spec: { ingress: [1] } }, { spec: { ingress: [1] } })).toEqual(["add spec.ingress"]);
});

test.each([
    ["1000m", "1"],
    ["0.5", "500m"],
    ["1024Mi", "1Gi"],
    ["1e3", "1000"],
    [1, "1"],
])("quantities %s and %s are the same amount", (now, live) => {
    const pod = (cpu: unknown) => ({ spec: { containers: [{ resources: { limits: { cpu } } }] } });
    expect(changes(pod(live), pod(now))).toEqual([]);
});

test("amounts that differ, and the same text elsewhere, are changes", () => {
    const requests = (memory: string) => ({ resources: { requests: { memory } } });
    expect(changes(requests("1Gi"), requests("1G"))).toEqual(["update resources.requests.memory"]);
    expect(changes({ env: { value: "1000m" } }, { env: { value: "1" } })).toEqual(["update env.value"]);
});

test("another name, namespace or selector replaces the object, however much of it changes", () => {
    expect(changes({ metadata: { name: "a" } }, { metadata: { name: "b" } })).toEqual(["update metadata.name!"]);
    const selector = (app: string) => ({ spec: { selector: { matchLabels: { app } }, replicas: 1 } });
    expect(changes(selector("a"), selector("b"))).toEqual(["update spec.selector.matchLabels.app!"]);
    expect(changes({}, selector("b"))).toEqual(["add spec!"]);
    expect(changes({}, { spec: { replicas: 1 } })).toEqual(["add spec"]);
    expect(changes({ spec: { selectors: 1 } }, { spec: { selectors: 2 } })).toEqual(["update spec.selectors"]);
    expect(changes({ metadata: { name: "a" } }, {})).toEqual(["delete metadata!"]);
});

test("a value that is not known yet changes, and replaces where a change would", () => {
    expect(changes({ spec: { a: 1 } }, { spec: { a: UNKNOWN } })).toEqual(["update spec.a"]);
    expect(changes({ metadata: { name: "a" } }, { metadata: { name: UNKNOWN } })).toEqual(["update metadata.name!"]);
    expect(changes({ spec: {} }, { spec: { a: UNKNOWN } }, { spec: { a: UNKNOWN } })).toEqual(["add spec.a"]);
});

describe("what replaces an object", () => {
    const NEVER = { configMaps: false, secrets: false };
    const forced = (kind: string, more: object = {}, mutable = NEVER) =>
        forceNewOf(
            { apiVersion: kind === "Deployment" ? "apps/v1" : "v1", kind, metadata: {}, ...more } as Manifest,
            mutable,
        )
            .filter((path) => !path.startsWith("metadata."))
            .join(" ");

    test("is its name and namespace, and what its kind cannot change", () => {
        expect(forceNewOf({ apiVersion: "x/v1", kind: "Y", metadata: {} }, NEVER)).toEqual([
            "metadata.name",
            "metadata.namespace",
        ]);
        expect(forced("Deployment")).toBe("spec.selector");
        expect(forced("Service")).toBe("spec.clusterIP");
    });

    test("are the data of config maps and secrets, unless the provider may change them in place", () => {
        expect(forced("ConfigMap")).toBe("binaryData data");
        expect(forced("Secret")).toBe("type stringData data");
        const mutable = { configMaps: true, secrets: true };
        expect(forced("ConfigMap", {}, mutable)).toBe("");
        expect(forced("Secret", {}, mutable)).toBe("type");
        expect(forced("ConfigMap", { immutable: true }, mutable)).toBe("binaryData data");
    });
});
