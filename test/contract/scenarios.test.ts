import { pageOf } from "../../tools/scenarios/page";
import { scenariosIn } from "../../tools/scenarios/results";
import { differencesOf, HAPROXY } from "../support/capabilities";
import { SCENARIOS } from "../support/scenarioTable";

test("a test that did not pass shows in the table", () => {
    const one = { file: "test/dataplane/x.test.ts", groups: [], title: "S05 switch", passed: true };
    const page = pageOf([one, { ...one, title: "S05 back", passed: false }]);
    expect(page).toContain("| **S05** Switch by one config value | – | 1 of 2 passed | – |");
    expect(page).toContain(
        "**S05**\n\n- `test/dataplane/x.test.ts`: S05 switch\n- `test/dataplane/x.test.ts`: S05 back\n",
    );
    expect(page).toContain("**S06**\n\n- no test\n");
});

test("tests of a group that is all about a scenario share a line", () => {
    const one = { file: "test/unit/x.test.ts", groups: ["a", "S30 stale"], title: "is refused", passed: true };
    const page = pageOf([one, { ...one, title: "is refused by force too" }]);
    expect(page).toContain("**S30**\n\n- `test/unit/x.test.ts`: a › S30 stale: 2 tests\n");
});

test("what is different names scenarios that exist, and the reference target differs in nothing", () => {
    expect(differencesOf(HAPROXY)).toEqual([]);
    const inverse = Object.fromEntries(
        Object.entries(HAPROXY).map(([key, value]) => [key, typeof value === "boolean" ? !value : "none"]),
    );
    const differences = differencesOf(inverse as unknown as typeof HAPROXY);
    expect(differences).toHaveLength(Object.keys(HAPROXY).length);
    for (const { scenarios } of differences) {
        for (const scenario of scenarios) expect(Object.keys(SCENARIOS)).toContain(scenario);
    }
});

test("scenario numbers are found wherever a title has them", () => {
    expect(scenariosIn("S23 taper off; S24 its visitors land")).toEqual(["S23", "S24"]);
    expect(scenariosIn("S3 S00 S38 XS05 S051")).toEqual([]);
});
