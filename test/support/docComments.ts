import { readdirSync, readFileSync } from "node:fs";
import { join, relative } from "node:path";
import ts from "typescript";

/** The repository's root. */
export const ROOT = join(__dirname, "../..");

/** A property of an exported interface, and what its doc comment says. */
export interface DocumentedProperty {
    readonly file: string;
    readonly interface: string;
    readonly property: string;
    /** Text of the comment; empty without one. */
    readonly comment: string;
}

/** Files below a folder whose name ends in one of some ways, relative to the root. Built and installed files do not count. */
export function filesBelow(folder: string, ...endings: readonly string[]): string[] {
    return readdirSync(join(ROOT, folder), { recursive: true, withFileTypes: true })
        .filter((entry) => entry.isFile() && endings.some((ending) => entry.name.endsWith(ending)))
        .map((entry) => relative(ROOT, join(entry.parentPath, entry.name)))
        .filter((file) => !/(^|\/)(node_modules|dist|build|artifacts)\//.test(file))
        .sort();
}

/** The text of a file, by its path from the root. */
export function textOf(file: string): string {
    return readFileSync(join(ROOT, file), "utf8");
}

/** Every property of every exported interface in some files that is named `...Args`. */
export function documentedArgs(files: readonly string[]): DocumentedProperty[] {
    return files.flatMap((file) => {
        const source = ts.createSourceFile(file, textOf(file), ts.ScriptTarget.Latest, true);
        return source.statements.filter(isExportedArgs).flatMap((args) =>
            args.members.map((member) => ({
                file,
                interface: args.name.text,
                property: member.name?.getText(source) ?? "(no name)",
                comment: ts
                    .getJSDocCommentsAndTags(member)
                    .map((doc) => ts.getTextOfJSDocComment(doc.comment) ?? "")
                    .join("\n"),
            })),
        );
    });
}

function isExportedArgs(statement: ts.Statement): statement is ts.InterfaceDeclaration {
    return (
        ts.isInterfaceDeclaration(statement) &&
        statement.name.text.endsWith("Args") &&
        statement.modifiers?.some(({ kind }) => kind === ts.SyntaxKind.ExportKeyword) === true
    );
}

/** The error texts, in quotation marks after `Error:`, that a comment promises. */
export function promisedErrors(comment: string): string[] {
    const [, errors = ""] = comment.replace(/\s+/g, " ").split("Error: ");
    return [...errors.matchAll(/"([^"]+)"/g)].map(([, text = ""]) => text);
}

/** Whether a message is the one that a comment promises: `<word>` and `...` stand for anything. */
export function keepsPromise(promise: string, message: string): boolean {
    const pattern = promise
        .split(/<[a-z]+>|\.\.\./)
        .map((part) => part.replace(/[.*+?^${}()|[\]\\/]/g, "\\$&"))
        .join("[^\\n]+");
    return new RegExp(`^${pattern}$`).test(message);
}
