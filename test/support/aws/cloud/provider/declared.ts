import { readFileSync } from "node:fs";
import { dirname, join } from "node:path";

const AWS = dirname(require.resolve("@pulumi/aws/package.json"));

/** The type of a property, as far as it is checked. */
export type Type =
    | { readonly kind: "string" | "number" | "boolean" | "any" }
    | { readonly kind: "list" | "map"; readonly of: Type }
    | { readonly kind: "object"; readonly shape: () => Shape };

export interface Property {
    readonly type: Type;
    readonly required: boolean;
}

/** Properties by name. */
export type Shape = ReadonlyMap<string, Property>;

const shapes = new Map<string, Shape>();
const texts = new Map<string, string>();

/** The arguments of a resource type, read from the type declarations of `@pulumi/aws`: what the real provider takes. */
export function argumentsOf(type: string): Shape {
    const { file, name } = located(type);
    return shapeIn(file, 0, `${name}Args`);
}

/** The names of the outputs of a resource type. */
export function outputsOf(type: string): ReadonlySet<string> {
    const names = textOf(located(type).file).matchAll(/^ {4}readonly (\w+): pulumi\.Output</gm);
    return new Set([...names].map(([, name = ""]) => name));
}

/** `aws:lb/listenerRule:ListenerRule` is declared in `lb/listenerRule.d.ts`. */
function located(type: string): { file: string; name: string } {
    const [, path = "", name = ""] = type.split(":");
    return { file: `${path}.d.ts`, name };
}

function textOf(file: string): string {
    const known = texts.get(file);
    if (known !== undefined) return known;
    const text = readFileSync(join(AWS, file), "utf8");
    texts.set(file, text);
    return text;
}

function shapeIn(file: string, from: number, name: string): Shape {
    const key = `${file} ${from} ${name}`;
    const known = shapes.get(key);
    if (known) return known;
    const text = textOf(file);
    const start = text.indexOf(`interface ${name} {`, from);
    if (start < 0) throw new Error(`${file} of @pulumi/aws declares no ${name}`);
    const line = text.lastIndexOf("\n", start) + 1;
    const indent = /^ */.exec(text.slice(line, start))?.[0] ?? "";
    const body = text.slice(text.indexOf("{", start) + 1, text.indexOf(`\n${indent}}`, start));
    const shape = parse(body);
    shapes.set(key, shape);
    return shape;
}

/** The declarations are generated: one form for all. */
function parse(body: string): Shape {
    const plain = body
        .replace(/\/\*\*[\s\S]*?\*\//g, "")
        .replace(/pulumi\.Input<|>/g, "")
        .replace(/\s+/g, " ")
        .replace(/\{ \[key: string\]: ([^;]+); \}/g, "map $1")
        .replace(/ \| undefined/g, "");
    const entries = plain.split(";").flatMap((declaration) => {
        const [, name = "", optional, type = ""] = /^ ?(\w+)(\?)?: (.+)$/.exec(declaration) ?? [];
        return name === "" ? [] : [[name, { type: typeOf(type), required: optional === undefined }] as const];
    });
    return new Map(entries);
}

function typeOf(text: string): Type {
    if (text.startsWith("map ")) return { kind: "map", of: typeOf(text.slice(4)) };
    if (text.endsWith("[]")) return { kind: "list", of: typeOf(text.slice(0, -2).replace(/^\((.*)\)$/, "$1")) };
    if (text === "string" || text === "number" || text === "boolean") return { kind: text };
    // A string that may also be given as a resource or a constant.
    if (/^string \| (enums\.[\w.]+|[A-Z]\w+)$/.test(text)) return { kind: "string" };
    const [, namespace, name] = /^inputs\.(\w+)\.(\w+)$/.exec(text) ?? [];
    if (namespace === undefined || name === undefined) return { kind: "any" };
    const file = "types/input.d.ts";
    const from = () => textOf(file).indexOf(`export declare namespace ${namespace} {`);
    return { kind: "object", shape: () => shapeIn(file, from(), name) };
}
