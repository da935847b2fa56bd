import type { Sample } from "./statistics";

/** One line of the report: what was measured, and beside what, in the same run. */
export interface Figure {
    readonly name: string;
    readonly unit: string;
    readonly ours: Sample;
    readonly beside: Sample;
    /** What it is measured against. */
    readonly floor: string;
    /** Ours divided by the floor; no number when both are 0. */
    readonly ratio: number;
    /** What the ratio should be, or ours where it says so, in words; empty when there is no aim. */
    readonly aim: string;
}

/** Puts a measurement beside its floor. */
export function figure(name: string, unit: string, ours: Sample, floor: string, beside: Sample, aim = ""): Figure {
    return { name, unit, ours, beside, floor, ratio: ours.median / beside.median, aim };
}

/** The report as a table for a terminal. */
export function tableOf(figures: readonly Figure[]): string {
    const rows = figures.map(({ name, unit, ours, beside, floor, ratio, aim }) => [
        name,
        shown(ours, unit),
        `${floor}: ${shown(beside, unit)}`,
        Number.isFinite(ratio) ? ratio.toFixed(2) : "-",
        aim,
    ]);
    const head = ["measured", "ours: median (least to most)", "beside", "ratio", "aim"];
    const widths = head.map((title, column) =>
        Math.max(title.length, ...rows.map((row) => (row[column] ?? "").length)),
    );
    const line = (row: readonly string[]) =>
        row
            .map((cell, column) => cell.padEnd(widths[column] ?? 0))
            .join("  ")
            .trimEnd();
    return [line(head), line(widths.map((width) => "-".repeat(width))), ...rows.map(line)].join("\n");
}

function shown({ median, least, most }: Sample, unit: string): string {
    const digits = median >= 100 ? 0 : 2;
    return `${median.toFixed(digits)} ${unit} (${least.toFixed(digits)} to ${most.toFixed(digits)})`;
}
