import { COLORS } from "../../components/release";
import type { StatusReport } from "../live/status";
import { left } from "../output/words";

/** Who stays where they are, whatever happens to new visitors. */
export function stay({ colors }: StatusReport): string[] {
    return COLORS.flatMap((color) => {
        const report = colors[color];
        if (!report?.census || report.census.count === 0) return [];
        const { census, release } = report;
        return [`${color} (${release}) keeps who is on it: ${left(census)}`];
    });
}
