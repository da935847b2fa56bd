import { differencesOf } from "../../test/support/capabilities";
import { COLUMNS, type Column, SCENARIOS } from "../../test/support/scenarioTable";
import { scenariosIn, type TestResult } from "./results";

const HEAD = `# Scenarios and what proves them

What users must be able to do, and what each target does. A target's scenarios are tests of real updates under load: on HAProxy
with real parts, on Kubernetes in a real cluster with Traefik, on AWS with a model of its services, since the tests have no account.
The suite in \`test/scenarios\` is written once and runs on every target; where a target does something else, the test asserts that instead.

Made from test results; \`CONTRIBUTING.md\` says how. Do not edit it by hand.
`;

/** The page, from the results of all tests. */
export function pageOf(all: readonly TestResult[]): string {
    const tests = [...all].sort((a, b) => compare(a.file, b.file));
    const lines = Object.entries(SCENARIOS).map(([number, title]) => {
        const proofs = tests.filter((test) => proves(test, number));
        const cells = COLUMNS.map((column) => cell(column, number, proofs));
        return `| **${number}** ${title} | ${cells.join(" | ")} |`;
    });
    const names = COLUMNS.map(({ name }) => name);
    const table = [`| scenario | ${names.join(" | ")} |`, `|--|${names.map(() => "--|").join("")}`, ...lines];
    const sections = Object.keys(SCENARIOS).map((number) => section(number, tests));
    return `${HEAD}\n${table.join("\n")}\n\n## The tests\n\n${sections.join("\n")}`;
}

function proves({ groups, title }: TestResult, scenario: string): boolean {
    return [...groups, title].some((one) => scenariosIn(one).includes(scenario));
}

function columnOf({ file }: TestResult): Column | undefined {
    return COLUMNS.findLast(({ files }) => files.test(file));
}

function cell(column: Column, scenario: string, proofs: readonly TestResult[]): string {
    const own = proofs.filter((test) => columnOf(test) === column);
    const passed = own.filter((test) => test.passed).length;
    const count =
        own.length === 0 ? "–" : passed === own.length ? `${passed} passed` : `${passed} of ${own.length} passed`;
    const differences = column.capabilities ? differencesOf(column.capabilities) : [];
    const here = differences.filter(({ scenarios }) => scenarios.includes(scenario)).map(({ instead }) => instead);
    return [`${count}${here.length > 0 ? "." : ""}`, ...here].join(" ");
}

/** The tests of a scenario, a line each; those of a group that is all about it share a line. */
function section(scenario: string, tests: readonly TestResult[]): string {
    const counts = new Map<string, number>();
    for (const test of tests.filter((one) => proves(one, scenario))) {
        const group = test.groups.findIndex((one) => scenariosIn(one).includes(scenario));
        const titles = group < 0 ? [...test.groups, test.title] : [...test.groups.slice(0, group + 1), ""];
        const line = `- \`${test.file}\`: ${titles.join(" › ").replaceAll("|", "\\|")}`;
        counts.set(line, (counts.get(line) ?? 0) + 1);
    }
    const lines = [...counts].map(([line, count]) => line.replace(/ › $/, `: ${count} test${count === 1 ? "" : "s"}`));
    return `**${scenario}**\n\n${(lines.length > 0 ? lines : ["- no test"]).join("\n")}\n`;
}

function compare(a: string, b: string): number {
    return a < b ? -1 : a > b ? 1 : 0;
}
