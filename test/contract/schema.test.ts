import { readFileSync } from "node:fs";
import { join } from "node:path";
import { load } from "js-yaml";
import { expectGolden } from "../support/golden";
import { packageSchema } from "../support/schema";

const ROOT = join(__dirname, "../..");

/** The schema without its texts, which may get better at any time. */
function shape(): string {
    const { version, description, ...schema } = packageSchema();
    const withoutTexts = (key: string, value: unknown) => (key === "description" ? undefined : value);
    return `${JSON.stringify(schema, withoutTexts, 2)}\n`;
}

test("Pulumi finds the components, and their schema for other languages is as agreed", () => {
    expectGolden(join(__dirname, "schema.json"), shape());
});

test("every argument and output is described, for other languages too", () => {
    const { resources, types } = packageSchema();
    const described = [...Object.values(types), ...Object.values(resources)].flatMap((one) => [
        ...Object.entries(one.properties ?? {}),
        ...Object.entries("inputProperties" in one ? (one.inputProperties ?? {}) : {}),
    ]);
    expect(described.length).toBeGreaterThan(40);
    expect(described.filter(([, { description }]) => !description).map(([name]) => name)).toEqual([]);
});

test("only index tokens, which are all that Pulumi's host accepts", () => {
    const { resources, types } = packageSchema();
    for (const token of [...Object.keys(resources), ...Object.keys(types)])
        expect(token).toMatch(/^blue-green:index:\w+$/);
});

test("nothing private is among the outputs", () => {
    const { properties, required } = packageSchema().resources["blue-green:index:HaproxyBlueGreen"] ?? {};
    expect(Object.keys(properties ?? {}).sort()).toEqual(required);
    for (const name of required ?? []) expect(name).toMatch(/^[a-z][A-Za-z]+$/);
});

test("the plugin file names the runtime", () => {
    expect(load(readFileSync(join(ROOT, "PulumiPlugin.yaml"), "utf8"))).toEqual({ runtime: "nodejs" });
});
