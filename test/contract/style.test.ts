import { dirname, join } from "node:path";
import ts from "typescript";
import { filesBelow, textOf } from "../support/docComments";

const CODE = [".ts", ".tsx", ".mts", ".cts", ".js", ".mjs", ".cjs"];
const components = filesBelow("components", ...CODE);
const stacks = filesBelow("stacks", ...CODE);
const cli = filesBelow("cli", ...CODE);
const tools = filesBelow("tools", ".ts");
const tests = filesBelow("test", ...CODE);
const product = ["index.ts", ...components, ...cli, ...stacks, ...tools];

/** What a file imports, as it is written there; also by `import()`, `require` and `export ... from`. */
function importsOf(file: string): string[] {
    return ts.preProcessFile(textOf(file), true, true).importedFiles.map(({ fileName }) => fileName);
}

/** Imports of some files that are not allowed, as `file: import`. */
function forbidden(files: readonly string[], isForbidden: (imported: string, file: string) => boolean): string[] {
    return files.flatMap((file) =>
        importsOf(file)
            .filter((imported) => isForbidden(imported, file))
            .map((imported) => `${file}: ${imported}`),
    );
}

/** Files whose text matches. */
const matching = (files: readonly string[], text: RegExp) => files.filter((file) => text.test(textOf(file)));

test("the files are found", () => {
    expect(components).toContain("components/release/routes.ts");
    expect(stacks).toContain("stacks/settings.ts");
    expect(tools).toContain("tools/stack/pulumiStack.ts");
    expect(tests).toContain("test/contract/style.test.ts");
    expect(importsOf("components/haproxy/haproxyBlueGreen.ts")).toEqual(
        expect.arrayContaining(["@pulumi/pulumi", "../release"]),
    );
});

test("no file is over 300 lines", () => {
    const lines = (file: string) => textOf(file).split("\n").length - 1;
    expect([...product, ...tests].filter((file) => lines(file) > 300)).toEqual([]);
});

test("the core is pure: it imports its own files only", () => {
    const core = components.filter((file) => file.startsWith("components/release/"));
    expect(core.length).toBeGreaterThan(5);
    expect(forbidden(core, (imported) => !/^\.\/\w+$/.test(imported))).toEqual([]);
    expect(matching(core, /\b(process|globalThis|Buffer|setTimeout)\b[.(]|\bDate\.now\b|\bMath\.random\b/)).toEqual([]);
});

test("components import nothing from stacks, tests and tools", () => {
    const outside = (imported: string, file: string) =>
        imported.startsWith(".") && !join(dirname(file), imported).startsWith("components/");
    expect(forbidden(components, outside)).toEqual([]);
});

test("stacks import nothing from tests and tools", () => {
    const helper = (imported: string, file: string) => /^(test|tools)\//.test(join(dirname(file), imported));
    expect(forbidden([...stacks, "index.ts"], helper)).toEqual([]);
});

test("the command imports nothing from stacks, tests and tools", () => {
    const outside = (imported: string, file: string) =>
        imported.startsWith(".") && !/^(components|cli)\//.test(join(dirname(file), imported));
    expect(cli).toContain("cli/bin.ts");
    expect(forbidden(cli, outside)).toEqual([]);
});

test("only stacks/settings.ts reads Pulumi's config", () => {
    expect(matching(product, /\bpulumi\.Config\b/)).toEqual(["stacks/settings.ts"]);
    expect(matching(product, /import[^;]*\bConfig\b[^;]*"@pulumi\/pulumi"/)).toEqual([]);
});

test("nothing is left to do", () => {
    const examples = filesBelow("examples", ...CODE, ".css", ".html");
    const own = "test/contract/style.test.ts";
    const all = [...product, ...tests, ...examples, ...filesBelow("tools", ".mjs"), ...filesBelow("docs", ".md")];
    expect(
        matching(
            all.filter((file) => file !== own),
            /\b(TODO|FIXME|XXX|HACK)\b/,
        ),
    ).toEqual([]);
});
