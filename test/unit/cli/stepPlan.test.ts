import fc from "fast-check";
import { Failure } from "../../../cli/failure";
import { duration, shortest } from "../../../cli/steps/duration";
import { percentsOf } from "../../../cli/steps/plan";
import { FakeShop } from "../../support/cli/fakeShop";
import { typed } from "../../support/cli/typed";

const DAY = { least: 1000, most: 24 * 3_600_000 };

/** What a wrong text is answered with; undefined for one that is taken. */
function complaint(read: () => unknown): string | undefined {
    try {
        read();
        return undefined;
    } catch (error) {
        expect(error).toBeInstanceOf(Failure);
        expect((error as Failure).exit).toBe(2);
        return (error as Failure).message;
    }
}

describe("durations", () => {
    test.each([
        ["90s", 90_000],
        ["2m", 120_000],
        ["1.5h", 5_400_000],
        ["24h", 86_400_000],
        ["0.2s", 200],
    ])("%s", (text, ms) => expect(duration("--every", text, { least: 200, most: DAY.most })).toBe(ms));

    test.each(["2", "", "2 m", "2min", "-2m", "1e3s", "25h", "0s", "2M", ".5m", "1m30s"])("%p is refused", (text) => {
        expect(complaint(() => duration("--every", text, DAY))).toBe(
            `--every: must be a duration with its unit, s, m or h, from 1s to 24h, got "${text}"`,
        );
    });

    test("what is written in the shortest way is read back", () => {
        fc.assert(
            fc.property(fc.integer({ min: 1, max: 86_400 }), (seconds) => {
                expect(duration("--every", shortest(seconds * 1000), DAY)).toBe(seconds * 1000);
            }),
        );
    });

    test("any text is a duration in range or one clear line", () => {
        fc.assert(
            fc.property(fc.string(), (text) => {
                const said = complaint(() => expect(duration("--every", text, DAY)).toBeGreaterThanOrEqual(DAY.least));
                if (said !== undefined) expect(said).toMatch(/^--every: must be a duration/);
            }),
        );
    });
});

describe("steps", () => {
    test.each([
        ["5,25,50,100", [5, 25, 50, 100]],
        ["5%, 100 %", [5, 100]],
        ["100", [100]],
    ])("%s", (text, percents) => expect(percentsOf(text)).toEqual(percents));

    test.each([
        ["50,25,100", "--steps: must go up; 25 comes after 50"],
        ["5,5,100", "--steps: must go up; 5 comes after 5"],
        ["5,25,50", "--steps: must end with 100"],
        ["5,101", "--steps: each must be a whole percent from 1 to 100"],
        ["0,100", "--steps: each must be a whole percent from 1 to 100"],
        ["5,,100", "--steps: each must be a whole percent from 1 to 100"],
        ["5.5,100", "--steps: each must be a whole percent from 1 to 100"],
        ["", "--steps: each must be a whole percent from 1 to 100"],
        ["a", "--steps: each must be a whole percent from 1 to 100"],
    ])("%p is refused", (text, message) => {
        expect(complaint(() => percentsOf(text))).toMatch(message);
    });

    test("whatever goes up and ends with 100 is taken as it is, and in no other order", () => {
        const ups = fc.uniqueArray(fc.integer({ min: 1, max: 99 }), { minLength: 1 });
        fc.assert(
            fc.property(ups, (some) => {
                const up = [...some].sort((a, b) => a - b).concat(100);
                expect(percentsOf(up.join(","))).toEqual(up);
                expect(complaint(() => percentsOf([...up].reverse().join(",")))).toMatch("--steps: must go up");
            }),
        );
    });

    test("any text is steps that go up to 100, or one clear line", () => {
        const parts = fc.array(fc.oneof(fc.integer({ min: -5, max: 120 }).map(String), fc.string({ maxLength: 3 })));
        fc.assert(
            fc.property(parts, (some) => {
                const said = complaint(() => {
                    const percents = percentsOf(some.join(","));
                    expect(percents.at(-1)).toBe(100);
                    expect([...percents].sort((a, b) => a - b)).toEqual(percents);
                });
                if (said !== undefined) expect(said).toMatch(/^--steps: (each|must)/);
            }),
        );
    });
});

test.each([
    ["--every 2m", "--every: needs --steps"],
    ["--check-url http://a.test/", "--check-url: needs --steps"],
    ["--max-error-rate 1", "--max-error-rate: needs --steps"],
    ["--no-probe", "--no-probe: needs --steps"],
    ["--steps 5,4,100", "--steps: must go up; 4 comes after 5"],
    ["--steps 5,100 --every 2", "--every: must be a duration"],
    ["--steps 5,100 --every 5s --probe-every 6s", "--probe-every: must be at most the pause of --every, 5s"],
    ["--steps 5,100 --max-error-rate -1", "--max-error-rate: must be a number from 0 to 100 (percentage points)"],
    ["--steps 5,100 --max-latency 0.5", "--max-latency: must be a number from 1 to 1000 (times)"],
    ["--steps 5,100 --min-requests 0", "--min-requests: must be a whole number from 1"],
    ["--steps 5,100 --check-url ftp://key@a.test/", "--check-url: must be an http or https URL"],
    ["--notify hooks.test/secret", "--notify: must be an http or https URL"],
])("switch %s is one clear line, and nothing is changed", async (words, message) => {
    const shop = new FakeShop({ config: { greenRelease: "v2" } });
    const { code, error } = await typed(shop, `switch --yes ${words}`);
    expect([code, error.split("\n").length, shop.ran]).toEqual([2, 2, []]);
    expect(error).toContain(`blue-green: ${message}`);
    expect(error).not.toMatch(/secret|key/);
});
