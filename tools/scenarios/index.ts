/**
 * Writes docs/scenarios.md from what jest said of all tests:
 * `npm test -- --results FOLDER`, then `node --import tsx tools/scenarios/index.ts FOLDER/*.json`.
 */
import { readFileSync, writeFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { pageOf } from "./page";
import { testsIn } from "./results";

const ROOT = resolve(__dirname, "../..");
const files = process.argv.slice(2);

if (files.length === 0) {
    console.error("results: name at least one file that `jest --json --outputFile=FILE` wrote");
    process.exit(2);
}

const tests = files.flatMap((file) => testsIn(readFileSync(file, "utf8"), ROOT));
const others = tests.filter(({ passed }) => !passed);
writeFileSync(join(ROOT, "docs/scenarios.md"), pageOf(tests));
console.log(`docs/scenarios.md: from ${tests.length} tests, ${others.length} of them did not pass`);
for (const { file, title } of others) console.log(`  ${file}: ${title}`);
process.exitCode = others.length === 0 ? 0 : 1;
