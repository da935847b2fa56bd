import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { canaryFigures, isRight, newcomersFor, tolerance } from "../../tools/demo/canary";
import { Narrator } from "../../tools/demo/narrator";
import { parseOptions, UsageError } from "../../tools/demo/options";
import { exitCode, NO_COUNTS, type Outcome, reasons, report, table } from "../../tools/demo/outcome";
import { PulumiLines } from "../../tools/demo/pulumiLines";

describe("options", () => {
    let folder: string;
    beforeAll(() => {
        folder = mkdtempSync(join(tmpdir(), "demo-test-"));
        writeFileSync(join(folder, "old.json"), "old");
    });
    afterAll(() => rmSync(folder, { recursive: true, force: true }));

    it("has defaults that bring 50,000 requests", () => {
        expect(parseOptions([])).toEqual({
            keep: false,
            report: undefined,
            duration: 90,
            visitors: 300,
            leastRequests: 50_000,
        });
    });

    it("takes all of them", () => {
        const file = join(folder, "new.json");
        const args = ["--keep", "--report", file, "--duration=20", "--visitors", "120"];
        expect(parseOptions(args)).toEqual({
            keep: true,
            report: file,
            duration: 20,
            visitors: 120,
            leastRequests: 0,
        });
    });

    it.each([["--help"], ["-h"]])("knows %s", (option) => {
        expect(parseOptions(["--keep", option])).toBeUndefined();
    });

    it.each([
        [["--durations", "9"], "Unknown option '--durations'; allowed: --keep"],
        [["fast"], "Unexpected argument 'fast'"],
        [["--report"], "'--report <value>' argument missing; allowed"],
        [["--keep=yes"], "Option '--keep' does not take an argument; allowed"],
        [["--duration", "--keep"], "Option '--duration' argument is ambiguous; allowed"],
        [["--duration", "0"], '--duration: must be a whole number from 1 to 3600, got "0"'],
        [["--duration", "1e3"], '--duration: must be a whole number from 1 to 3600, got "1e3"'],
        [["--duration", ""], '--duration: must be a whole number from 1 to 3600, got ""'],
        [["--visitors", "2001"], '--visitors: must be a whole number from 1 to 2000, got "2001"'],
        [["--visitors", "12.5"], '--visitors: must be a whole number from 1 to 2000, got "12.5"'],
        [["--report", "/no/such/folder/r.json"], '--report: must be a file that can be written, got "/no/such'],
        [["--report", tmpdir()], "(a folder); name another one"],
        [["--report", ""], '--report: must be a file that can be written, got ""'],
    ])("refuses %j in one line", (args, expected) => {
        const refused = thrown(() => parseOptions(args));
        expect(refused).toBeInstanceOf(UsageError);
        expect(refused.message).toContain(expected);
        expect(refused.message).not.toContain("\n");
    });

    it("finds out about a report that cannot be written, and touches none", () => {
        expect(parseOptions(["--report", join(folder, "old.json")])?.report).toBe(join(folder, "old.json"));
        expect(() => parseOptions(["--report", join(folder, "old.json", "r.json")])).toThrow("ENOTDIR");
    });
});

describe("canary", () => {
    it("allows a point when enough visitors came, else what chance explains", () => {
        expect(tolerance(0.1, 11_000)).toBe(0.01);
        expect(tolerance(0.1, 1000)).toBeCloseTo(3.3 * Math.sqrt(0.09 / 1000), 10);
    });

    it.each([
        [901, 9099, true],
        [1099, 8901, true],
        [899, 9101, false],
        [1101, 8899, false],
        [0, 0, false],
    ])("judges %d of v2 and %d of v1", (v2, v1, right) => {
        expect(isRight(canaryFigures(0.1, "v2", { v1, v2 }))).toBe(right);
    });

    it("counts visitors of every release, also when the canary got none", () => {
        expect(canaryFigures(0.1, "v2", { v1: 2000 })).toMatchObject({ share: 0, visitors: 2000 });
        expect(canaryFigures(0.1, "v2", { v1: 9, v2: 2, v3: 9 })).toMatchObject({ share: 0.1, visitors: 20 });
    });

    it("sends enough visitors for one point to count, fewer only when there is little time", () => {
        expect(newcomersFor(90)).toBe(newcomersFor(60));
        expect(tolerance(0.1, newcomersFor(60))).toBe(0.01);
        expect(newcomersFor(20)).toBeLessThan(newcomersFor(60));
        expect(newcomersFor(1)).toBe(1000);
    });
});

const PASSED: Outcome = {
    counts: { ...NO_COUNTS, requests: 61_234, sessions: 12_345, retried: 2, seconds: 95.04 },
    findings: {
        canary: { wanted: 0.1, share: 0.1012, visitors: 11_500, tolerance: 0.01 },
        switchSeconds: 4.25,
        rollbackSeconds: 3.96,
        drainSeconds: 16.5,
    },
    problems: [],
    steps: [{ title: "Deploy", seconds: 5 }],
    failures: [],
    interrupted: false,
};

describe("outcome", () => {
    it("passes when nothing went wrong", () => {
        expect(reasons(PASSED)).toEqual([]);
        expect(exitCode(PASSED)).toBe(0);
        const lines = table(PASSED).split("\n");
        expect(lines[0]).toBe("  requests       61,234  in 95.0 s");
        expect(lines[6]).toBe("  canary share  10.12 %  of 11,500 new visitors; allowed 9.00 % to 11.00 %");
        expect(lines[7]).toMatch(/^ {2}switch {10}4\.3 s {2}/);
        expect(lines.at(-1)).toBe("  verdict        passed");
    });

    it.each([
        ["failed", { counts: { ...PASSED.counts, failed: 1 } }, "failed is 1, must be 0"],
        ["flipped", { counts: { ...PASSED.counts, flipped: 1200 } }, "flipped is 1,200, must be 0"],
        ["skewed", { counts: { ...PASSED.counts, skewed: 3 } }, "skewed is 3, must be 0"],
        [
            "the canary",
            { findings: { canary: { wanted: 0.1, share: 0.1201, visitors: 11_500, tolerance: 0.01 } } },
            "canary share is 12.01 %, must be 9.00 % to 11.00 %",
        ],
        ["a step", { failures: ["the command ended with exit code 255"] }, "the command ended with exit code 255"],
    ])("fails for %s", (_, change, reason) => {
        const outcome = { ...PASSED, ...change };
        expect(reasons(outcome)).toEqual([reason]);
        expect(exitCode(outcome)).toBe(1);
        expect(table(outcome)).toContain("failed");
        expect(report(outcome)).toMatchObject({ verdict: "failed", reasons: [reason] });
    });

    it("says that it was interrupted, before anything was measured too", () => {
        const outcome = { ...PASSED, counts: NO_COUNTS, findings: {}, interrupted: true };
        expect(exitCode(outcome)).toBe(130);
        expect(table(outcome)).toMatch(/canary share +- {2}not measured/);
        expect(report(outcome)).toMatchObject({ verdict: "interrupted", canaryShare: null, switchSeconds: null });
    });

    it("reports what scripts rely on", () => {
        expect(report(PASSED)).toMatchObject({
            verdict: "passed",
            requests: 61_234,
            sessions: 12_345,
            failed: 0,
            flipped: 0,
            skewed: 0,
            retried: 2,
            canaryShare: 0.1012,
            switchSeconds: 4.25,
            rollbackSeconds: 3.96,
        });
    });
});

describe("Pulumi's output in short", () => {
    const STACK = "pulumi:pulumi:Stack blue-green-demo-1";
    const OUTPUT = [
        "Updating (demo-1):",
        ` +  ${STACK} creating (0s) `,
        ` +  ${STACK} creating (1s) warning: using pulumi-resource-pulumi-nodejs from $PATH`,
        "@ updating....",
        " +  pulumi-nodejs:dynamic/blue-green:StateFolder shop-folder creating (0s) ",
        " +  pulumi-nodejs:dynamic/blue-green:StateFolder shop-folder created (0.01s) ",
        ` +  ${STACK} creating (2s) frontend blue: 2 of 2 instances healthy (0 s)`,
        ` +  ${STACK} creating frontend blue: starting 2 instances of v1`,
        `    ${STACK} running shop: all defaults moved`,
        " ~  blue-green:index:HaproxyBlueGreen shop updated (0s) [diff: ~traffic]",
        " ~  pulumi-nodejs:dynamic/blue-green:ReleasePlan shop-plan updated (0.01s) [diff: ~epoch]",
        " ~  pulumi-nodejs:dynamic/blue-green:SwitchGate shop-gate updated (0.19s) [diff: ~weights]",
        ` +  ${STACK} created (3s) 1 warning; 9 messages`,
        `    ${STACK}  2 warnings; 6 messages`,
        "Diagnostics:",
        `  pulumi:pulumi:Stack (blue-green-demo-1):`,
        `    ${STACK} running shop: all defaults moved`,
    ];

    it("is what the resources tell, once, and which of them changed", () => {
        const lines = new PulumiLines();
        expect(OUTPUT.flatMap((line) => lines.short(line) ?? [])).toEqual([
            "frontend blue: 2 of 2 instances healthy (0 s)",
            "frontend blue: starting 2 instances of v1",
            "shop: all defaults moved",
        ]);
        expect(lines.summary()).toBe("created: shop-folder; updated: shop-plan, shop-gate");
    });
});

describe("narrator", () => {
    const environment = process.env;
    beforeAll(() => {
        process.env = { ...environment, TERM: "xterm", NO_COLOR: "1" };
    });
    afterAll(() => {
        process.env = environment;
    });

    function paper(terminal: Partial<{ isTTY: boolean; columns: number }> = {}) {
        const written: string[] = [];
        return { written, narrator: new Narrator({ ...terminal, write: (text: string) => written.push(text) }) };
    }

    it("writes plain lines where there is no terminal", () => {
        const { written, narrator } = paper();
        narrator.follow(() => "7 requests");
        narrator.command("pulumi up");
        narrator.still();
        expect(written).toEqual(["  $ pulumi up\n"]);
    });

    it("keeps the live line below what it prints, and shorter than the terminal", () => {
        const { written, narrator } = paper({ isTTY: true, columns: 10 });
        narrator.follow(() => "1234567890");
        narrator.note("one");
        narrator.note("two");
        narrator.still();
        expect(written.join("")).toBe("  one\n  1234567\r\u001b[2K  two\n  1234567\r\u001b[2K");
    });
});

function thrown(action: () => unknown): Error {
    try {
        action();
    } catch (error) {
        return error as Error;
    }
    throw new Error("nothing was thrown");
}
