import { appendFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { logSize, tail } from "../../components/haproxy/runtime/logs";
import { Sample } from "../support/sampleInstance";

let sample: Sample;

beforeEach(() => {
    sample = new Sample();
});

afterEach(() => sample.close());

describe("tail", () => {
    const log = () => join(sample.folder, "a.log");

    test("is the last lines, without colors", () => {
        writeFileSync(log(), "one\n\u001b[31mtwo\u001b[0m\nthree\n\n");
        expect(tail(log(), 2)).toBe("two\nthree");
        expect(tail(log(), 9)).toBe("one\ntwo\nthree");
    });

    test("begins where this run's output begins", () => {
        writeFileSync(log(), "older\n");
        const from = logSize(log());
        expect(tail(log(), 9, from)).toBe("");
        appendFileSync(log(), "newer\n");
        expect(tail(log(), 9, from)).toBe("newer");
    });

    test("reads no more than the end of a long log, in whole lines", () => {
        writeFileSync(log(), `${"x".repeat(200_000)}\n${"0123456789\n".repeat(7_000)}`);
        const lines = tail(log(), 100_000).split("\n");
        expect(lines.length).toBeLessThan(6_000);
        expect(new Set(lines)).toEqual(new Set(["0123456789"]));
        writeFileSync(log(), "y".repeat(200_000));
        expect(tail(log(), 5)).toBe(`${"y".repeat(500)}...`);
    });

    test("is empty when there is no log", () => {
        expect(tail(join(sample.folder, "none"), 5)).toBe("");
        expect(logSize(join(sample.folder, "none"))).toBe(0);
    });
});
