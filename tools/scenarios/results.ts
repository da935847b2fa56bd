import { relative } from "node:path";

/** A test as jest told of it. */
export interface TestResult {
    /** Path of its file from the root. */
    readonly file: string;
    /** Titles of the `describe` blocks around it, outermost first. */
    readonly groups: readonly string[];
    readonly title: string;
    readonly passed: boolean;
}

/** What `jest --json` writes, as far as it matters here. */
interface JestResults {
    readonly testResults: readonly {
        readonly name: string;
        readonly assertionResults: readonly {
            readonly ancestorTitles: readonly string[];
            readonly title: string;
            readonly status: string;
        }[];
    }[];
}

/** The tests in the text of a results file. */
export function testsIn(text: string, root: string): TestResult[] {
    const { testResults } = JSON.parse(text) as JestResults;
    return testResults.flatMap(({ name, assertionResults }) =>
        assertionResults.map(({ ancestorTitles, title, status }) => ({
            file: relative(root, name),
            groups: ancestorTitles,
            title,
            passed: status === "passed",
        })),
    );
}

/** Numbers of the scenarios that a title names. */
export function scenariosIn(title: string): string[] {
    return title.match(/\bS(0[1-9]|[12]\d|3[0-7])\b/g) ?? [];
}
