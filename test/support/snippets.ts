import { join } from "node:path";
import ts from "typescript";
import { ROOT, textOf } from "./docComments";

/** A block of code in a text. */
export interface Snippet {
    readonly file: string;
    /** Line of the text at which it begins. */
    readonly line: number;
    readonly code: string;
}

/** The blocks of one language in a text. */
export function snippetsOf(file: string, language: string): Snippet[] {
    const text = textOf(file);
    return [...text.matchAll(new RegExp(`^\`\`\`${language}\\n(.*?)^\`\`\``, "gms"))].map((match) => ({
        file,
        line: text.slice(0, match.index).split("\n").length + 1,
        code: match[1] ?? "",
    }));
}

const OPTIONS: ts.CompilerOptions = {
    target: ts.ScriptTarget.ES2022,
    lib: ["lib.es2023.d.ts"],
    module: ts.ModuleKind.Node16,
    moduleResolution: ts.ModuleResolutionKind.Node16,
    strict: true,
    noEmit: true,
    skipLibCheck: true,
    esModuleInterop: true,
    types: ["node"],
};

/** What the compiler says against snippets, each as a file of its own in the root, from where the package finds itself in dist/. */
export function compilerErrors(snippets: readonly Snippet[]): string[] {
    const files = new Map(snippets.map((one, index) => [join(ROOT, `snippet${index}.ts`), one]));
    const host = ts.createCompilerHost(OPTIONS);
    const { fileExists, readFile, getSourceFile } = host;
    host.fileExists = (name) => files.has(name) || fileExists(name);
    host.readFile = (name) => files.get(name)?.code ?? readFile(name);
    host.getSourceFile = (name, options, ...rest) => {
        const snippet = files.get(name);
        return snippet ? ts.createSourceFile(name, snippet.code, options) : getSourceFile(name, options, ...rest);
    };
    const program = ts.createProgram([...files.keys()], OPTIONS, host);
    return ts.getPreEmitDiagnostics(program).map(({ file, start = 0, messageText }) => {
        const text = ts.flattenDiagnosticMessageText(messageText, " ");
        const snippet = files.get(file?.fileName ?? "");
        if (!file || !snippet) return `${file?.fileName ?? ""}: ${text}`;
        return `${snippet.file}:${snippet.line + file.getLineAndCharacterOfPosition(start).line}: ${text}`;
    });
}
