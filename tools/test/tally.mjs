import { sep } from "node:path";

/** How many passed, failed and were skipped. */
export const NONE = { passed: 0, failed: 0, skipped: 0 };

export function add(left, right) {
    return {
        passed: left.passed + right.passed,
        failed: left.failed + right.failed,
        skipped: left.skipped + right.skipped,
    };
}

/**
 * What jest's JSON results say of these projects. Each problem outside the tests counts as one failed: no results (jest
 * crashed), a project without tests, jest not ending (`hung`), and a failure that no test has.
 */
export function tallyOf(projects, results, hung = false) {
    const names = projects.join(", ");
    if (!results) {
        return { counts: { ...NONE, failed: 1 }, problems: [`${names}: jest ended without results`] };
    }
    const ran = (project) => results.testResults.some(({ name }) => name.includes(`${sep}test${sep}${project}${sep}`));
    const problems = projects.filter((project) => !ran(project)).map((project) => `${project}: no tests were found`);
    if (hung) problems.push(`${names}: jest did not end after its last test; a test left something open`);
    const failed = results.numFailedTests + results.numRuntimeErrorTestSuites;
    if (!results.success && failed + problems.length === 0) problems.push(`${names}: failed outside the tests`);
    return {
        counts: {
            passed: results.numPassedTests,
            failed: failed + problems.length,
            skipped: results.numPendingTests + results.numTodoTests,
        },
        problems,
    };
}

/** The line a run ends with. */
export function summaryLine({ passed, failed, skipped }) {
    return `${passed} passed, ${failed} failed${skipped > 0 ? `, ${skipped} skipped` : ""}`;
}
