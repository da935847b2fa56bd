import { checkpoint, readCheckpoint } from "../../support/kubernetes/plugin/checkpoint";
import { bare, markSecrets } from "../../support/kubernetes/plugin/secrets";

const secret = (value: unknown) => ({
    "4dabf18193072939515e22adb298388d": "1b47061264138c4ac30d75fd1eb44270",
    value,
});
const OBJECT = { apiVersion: "v1", kind: "ConfigMap", metadata: { name: "a" } };

test("marks are taken off at any depth", () => {
    expect(bare({ a: secret({ b: secret("x") }), c: [secret(1), 2], d: null })).toEqual({
        a: { b: "x" },
        c: [1, 2],
        d: null,
    });
});

test("what comes from a secret is secret; lists as a whole", () => {
    const inputs = { data: { a: secret("x"), b: "y" }, args: ["p", secret("q")], gone: secret(1) };
    expect(markSecrets({ data: { a: "x", b: "y", c: "z" }, args: ["p", "q"], status: 1 }, inputs)).toEqual({
        data: { a: secret("x"), b: "y", c: "z" },
        args: secret(["p", "q"]),
        status: 1,
    });
});

test("a secret object hides all that is in its place", () => {
    expect(markSecrets({ data: { a: "x" } }, { data: secret({ a: "x" }) })).toEqual({ data: secret({ a: "x" }) });
});

test("what a Secret holds is secret, whoever gave it", () => {
    const live = { kind: "Secret", data: { a: "eA==" }, metadata: { name: "s" } };
    expect(markSecrets(live, { kind: "Secret" })).toEqual({ ...live, data: secret({ a: "eA==" }) });
});

test("a checkpoint holds the live object, its inputs and its manager, and no secret in the clear", () => {
    const given = { ...OBJECT, data: { a: secret("hush") } };
    const inputs = { ...OBJECT, data: { a: "hush" } };
    const live = { ...inputs, metadata: { name: "a", uid: "1" } };
    const outputs = checkpoint({ inputs, live, fieldManager: "me" }, given);
    expect(outputs).toMatchObject({ data: { a: secret("hush") }, __inputs: { data: { a: secret("hush") } } });
    expect(readCheckpoint(outputs)).toEqual({ inputs, live, fieldManager: "me" });
});
