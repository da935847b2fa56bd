import { callEach } from "../support/runModule";

const tally = (results: object | undefined, hung = false) =>
    callEach("tools/test/tally.mjs", "tallyOf", [[["unit", "contract"], results, hung]])[0];

const results = {
    success: true,
    numPassedTests: 5,
    numFailedTests: 0,
    numPendingTests: 1,
    numTodoTests: 1,
    numRuntimeErrorTestSuites: 0,
    testResults: [{ name: "/repo/test/unit/a.test.ts" }, { name: "/repo/test/contract/b.test.ts" }],
};

test("a good run has its own counts", () => {
    expect(tally(results)).toEqual({ counts: { passed: 5, failed: 0, skipped: 2 }, problems: [] });
});

test("failed tests and files that do not load are counted", () => {
    const failed = { ...results, success: false, numFailedTests: 2, numRuntimeErrorTestSuites: 1 };
    expect(tally(failed)).toEqual({ counts: { passed: 5, failed: 3, skipped: 2 }, problems: [] });
});

test.each([
    ["no results", undefined, false, "unit, contract: jest ended without results"],
    [
        "a project without tests",
        { ...results, testResults: results.testResults.slice(0, 1) },
        false,
        "contract: no tests were found",
    ],
    ["a failure outside the tests", { ...results, success: false }, false, "unit, contract: failed outside the tests"],
    [
        "jest not ending",
        results,
        true,
        "unit, contract: jest did not end after its last test; a test left something open",
    ],
])("%s counts as one failed", (_name, given, hung, problem) => {
    expect(tally(given, hung)).toMatchObject({ counts: { failed: 1 }, problems: [problem] });
});

test("the last line names the skipped only when there are some", () => {
    const lines = callEach("tools/test/tally.mjs", "summaryLine", [
        [{ passed: 3, failed: 0, skipped: 0 }],
        [{ passed: 3, failed: 1, skipped: 2 }],
    ]);
    expect(lines).toEqual(["3 passed, 0 failed", "3 passed, 1 failed, 2 skipped"]);
});
