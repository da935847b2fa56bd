/**
 * All checks and tests, one after the other; ends with the line `N passed, N failed`.
 * Run it by `npm test`, which does the set-up first. `--results FOLDER` keeps what jest says of each test.
 */
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import { runForeground } from "../setup/foreground.mjs";
import { add, NONE, summaryLine, tallyOf } from "./tally.mjs";

const ROOT = fileURLToPath(new URL("../..", import.meta.url));
const MINUTE = 60_000;
/** How long jest may go on after its last test. */
const EXIT_MS = 30_000;

const CHECKS = [
    ["biome", "check", "."],
    ["tsc", "--noEmit"],
];

/**
 * Jest projects that run together. Those with real parts run alone. On AWS's stand-in and in a cluster an update mostly waits, and each stack
 * has a cloud or a namespace of its own; who disturbs the cluster that all share runs alone.
 */
const RUNS = [
    { projects: ["unit", "components", "contract"], options: ["--maxWorkers=2"], limit: 10 * MINUTE },
    { projects: ["emulator"], options: ["--runInBand"], limit: 5 * MINUTE },
    { projects: ["engine"], options: ["--runInBand"], limit: 25 * MINUTE },
    { projects: ["dataplane"], options: ["--runInBand"], limit: 35 * MINUTE },
    { projects: ["aws"], options: ["--maxWorkers=2"], limit: 35 * MINUTE },
    { projects: ["browser"], options: ["--runInBand"], limit: 10 * MINUTE },
    { projects: ["cluster"], options: ["--maxWorkers=2"], limit: 25 * MINUTE, needs: 20 * MINUTE },
    { projects: ["clusterFaults"], options: ["--runInBand"], limit: 10 * MINUTE, needs: 6 * MINUTE },
];

/** When all has to be over, in seconds since 1970; none without it. */
const deadline = Number(process.env.TEST_DEADLINE) * 1000 || Number.POSITIVE_INFINITY;

let stopped = false;
for (const signal of ["SIGINT", "SIGTERM"]) process.on(signal, () => (stopped = true));

const title = (text) => console.log(`\n== ${text}`);
const start = ([name, ...args], stop) =>
    runForeground(join(ROOT, "node_modules/.bin", name), args, { cwd: ROOT, stop });

async function runCheck(command) {
    title(command.join(" "));
    const ok = (await start(command, AbortSignal.timeout(5 * MINUTE))) === 0;
    return { ...NONE, passed: ok ? 1 : 0, failed: ok ? 0 : 1 };
}

async function runProjects({ projects, options, limit, needs = 0 }, folder) {
    title(`jest ${projects.join(", ")}`);
    const left = Math.max(0, deadline - Date.now());
    if (left < needs) {
        // They are skipped with this reason, as where no cluster can be had.
        process.env.CLUSTER_MISSING ??= `they need ${needs / MINUTE} minutes, and ${Math.floor(left / MINUTE)} are left for all tests (TEST_DEADLINE)`;
        console.log(`skipped: ${process.env.CLUSTER_MISSING}`);
    }
    const file = join(folder, `${projects[0]}.json`);
    rmSync(file, { force: true });
    const output = ["--json", `--outputFile=${file}`];
    const hang = watchForHang(file);
    await start(
        ["jest", "--selectProjects", ...projects, ...options, ...output],
        AbortSignal.any([hang.signal, AbortSignal.timeout(limit)]),
    );
    hang.forget();
    const { counts, problems } = tallyOf(projects, readResults(file), hang.signal.aborted);
    for (const problem of problems) console.log(problem);
    return counts;
}

/** Aborts when jest has written its results and does not end: something that a test opened is still open. */
function watchForHang(results) {
    const hang = new AbortController();
    let timer;
    const poll = setInterval(() => {
        if (timer === undefined && existsSync(results)) timer = setTimeout(() => hang.abort(), EXIT_MS);
    }, 500);
    const forget = () => {
        clearInterval(poll);
        clearTimeout(timer);
    };
    return { signal: hang.signal, forget };
}

function readResults(file) {
    try {
        return JSON.parse(readFileSync(file, "utf8"));
    } catch {
        return undefined;
    }
}

async function runAll() {
    const { results } = parseArgs({ options: { results: { type: "string" } } }).values;
    const folder = results === undefined ? mkdtempSync(join(tmpdir(), "blue-green-test-")) : resolve(results);
    mkdirSync(folder, { recursive: true });
    let total = NONE;
    try {
        for (const check of CHECKS) if (!stopped) total = add(total, await runCheck(check));
        for (const it of RUNS) if (!stopped) total = add(total, await runProjects(it, folder));
    } finally {
        if (results === undefined) rmSync(folder, { recursive: true, force: true });
    }
    return total;
}

const total = await runAll();
if (stopped) console.log("\nstopped before the end");
console.log(`\n${summaryLine(total)}`);
process.exitCode = stopped ? 130 : total.failed === 0 ? 0 : 1;
