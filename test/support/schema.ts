import { readFileSync } from "node:fs";
import { join } from "node:path";
import { Analyzer } from "@pulumi/pulumi/provider/experimental/analyzer";
import { getPulumiComponents } from "@pulumi/pulumi/provider/experimental/provider";
import { generateSchema } from "@pulumi/pulumi/provider/experimental/schema";
import * as face from "../../index";

const ROOT = join(__dirname, "../..");

let derived: ReturnType<typeof derive> | undefined;

/** The package's schema for other languages, as Pulumi derives it from the sources. */
export function packageSchema() {
    derived ??= derive();
    return derived;
}

function derive() {
    const components = getPulumiComponents(face).map((component) => component.name);
    const manifest = require(join(ROOT, "package.json"));
    const [, namespace, name] = /^@(.*)\/(.*)$/.exec(manifest.name) ?? [];
    const found = new Analyzer(ROOT, name ?? "", manifest, new Set(components)).analyze();
    return generateSchema(
        name ?? "",
        manifest.version,
        manifest.description,
        found.components,
        found.typeDefinitions,
        found.dependencies,
        namespace,
    );
}

type Schema = Pick<ReturnType<typeof packageSchema>, "name" | "resources" | "types">;
type Property = Schema["types"][string]["properties"] extends Record<string, infer P> | undefined ? P : never;

/** The schema as agreed, without texts. */
export function agreedSchema(): Schema {
    return JSON.parse(readFileSync(join(ROOT, "test/contract/schema.json"), "utf8"));
}

/** Paths of all arguments of a component that may be left out; `<name>` stands for a name that the caller chooses. */
export function optionalArguments(schema: Schema, component: string): string[] {
    const typeOf = (property: Property) => ("$ref" in property ? schema.types[property.$ref.slice(8)] : undefined);
    const below = (property: Property, path: string, optional: boolean): string[] => {
        const { additionalProperties } = property;
        const type = typeOf(property);
        if (type) return within(type.properties, type.required, path);
        if (additionalProperties && typeOf(additionalProperties)) {
            return below(additionalProperties, `${path}.<name>`, false);
        }
        return optional ? [path] : [];
    };
    const within = (properties: Record<string, Property> = {}, required: readonly string[] = [], path = "") =>
        Object.entries(properties).flatMap(([key, property]) =>
            below(property, path ? `${path}.${key}` : key, !required.includes(key)),
        );
    const found = schema.resources[`${schema.name}:index:${component}`];
    return within(found?.inputProperties, found?.requiredInputs);
}
