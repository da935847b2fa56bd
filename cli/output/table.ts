import { stripVTControlCharacters } from "node:util";

const GAP = "  ";

/** Rows as aligned columns; the first row is the head. Columns that are empty in every row but the first are left out. */
export function table(rows: readonly (readonly string[])[]): string {
    const [head = [], ...body] = rows;
    const kept = head.map((_, column) => body.some((row) => (row[column] ?? "") !== ""));
    const shown = rows.map((row) => row.filter((_, column) => kept[column]));
    const widths = (shown[0] ?? []).map((_, column) => Math.max(...shown.map((row) => width(row[column] ?? ""))));
    return shown
        .map((row) =>
            row
                .map((cell, column) => cell + " ".repeat((widths[column] ?? 0) - width(cell)))
                .join(GAP)
                .trimEnd(),
        )
        .join("\n");
}

function width(cell: string): number {
    return stripVTControlCharacters(cell).length;
}
