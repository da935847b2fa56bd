import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { contextDigest } from "../../support/docker/plugin/contextDigest";
import { changed, checked } from "../../support/docker/plugin/inputs";
import { UNKNOWN } from "../../support/plugin/unknown";

let context: string;

beforeEach(() => {
    context = mkdtempSync(join(tmpdir(), "bg-context-"));
    mkdirSync(join(context, "sub"));
    for (const file of ["Dockerfile", "kept", "sub/kept", "sub/a.log"]) writeFileSync(join(context, file), file);
});

afterEach(() => rmSync(context, { recursive: true }));

const digest = () => contextDigest(context, join(context, "Dockerfile"));

/** Whether another content of a file makes another digest. */
function counts(file: string): boolean {
    const before = digest();
    writeFileSync(join(context, file), "other");
    return digest() !== before;
}

test("every file counts, also its name", () => {
    expect(digest()).toBe(digest());
    for (const file of ["Dockerfile", "kept", "sub/kept", "sub/new"]) expect(counts(file)).toBe(true);
});

test.each([
    ["**/*.log", ["kept", "sub/kept"], ["sub/a.log"]],
    ["sub", ["kept"], ["sub/kept", "sub/a.log"]],
    ["*\n!kept", ["kept"], ["sub/kept", "sub/a.log"]],
    ["# sub\n\nsub/?.log", ["kept", "sub/kept"], ["sub/a.log"]],
    ["kep", ["kept", "sub/kept", "sub/a.log"], []],
])("with the list %j of what is left out", (list, counting, ignored) => {
    writeFileSync(join(context, ".dockerignore"), list);
    for (const file of counting) expect([file, counts(file)]).toEqual([file, true]);
    for (const file of ignored) expect([file, counts(file)]).toEqual([file, false]);
});

test("the Dockerfile's own list goes before that of the folder", () => {
    writeFileSync(join(context, ".dockerignore"), "sub");
    writeFileSync(join(context, "Dockerfile.dockerignore"), "kept");
    expect([counts("kept"), counts("sub/kept")]).toEqual([false, true]);
});

test("inputs get the real provider's defaults", () => {
    const { build, buildOnPreview } = checked({ imageName: "a:1", build: { context } }) as Record<string, unknown>;
    expect(buildOnPreview).toBe(false);
    expect(build).toMatchObject({ dockerfile: join(context, "Dockerfile"), contextDigest: digest() });
    expect(build).toHaveProperty("platform", expect.stringMatching(/^linux\//));
    expect(checked({ build: { context: UNKNOWN } }).build).toMatchObject({ dockerfile: UNKNOWN });
    expect(() => checked({ build: { context: join(context, "sub") } })).toThrow("could not open dockerfile");
});

test("credentials are no change", () => {
    const image = (password: string, server = "r") => ({ imageName: "a", registry: { server, password } });
    expect(changed(image("x"), image("y"))).toEqual([]);
    expect(changed(image("x"), image("x", "other"))).toEqual(["registry"]);
    expect(changed({ a: 1 }, { b: 1 })).toEqual(["a", "b"]);
});
