import type { Census } from "../live/census";

/** A number with its noun: `1 visitor`, `2 visitors`. */
export function count(number: number, noun: string): string {
    return `${number} ${noun}${number === 1 ? "" : "s"}`;
}

/** A list as people say it: `a, b and c`. */
export function list(words: readonly string[], last = "and"): string {
    return words.length < 2 ? words.join() : `${words.slice(0, -1).join(", ")} ${last} ${words.at(-1)}`;
}

/** A time as people read it, to the second, in UTC. */
export function time(ms: number): string {
    return `${new Date(ms).toISOString().slice(0, 19).replace("T", " ")} UTC`;
}

/** A span of time in its two largest units. */
export function span(ms: number): string {
    const seconds = Math.max(0, Math.round(ms / 1000));
    const units: [string, number][] = [
        ["d", 86_400],
        ["h", 3600],
        ["min", 60],
        ["s", 1],
    ];
    const first = units.findIndex(([, size]) => seconds >= size);
    if (first < 0) return "0 s";
    let rest = seconds;
    return units
        .slice(first, first + 2)
        .flatMap(([unit, size]) => {
            const many = Math.floor(rest / size);
            rest -= many * size;
            return many > 0 ? [`${many} ${unit}`] : [];
        })
        .join(" ");
}

/** Who is left on a color. */
export function left(census: Census | undefined): string {
    if (!census) return "an unknown number of visitors";
    if (census.unit === "requests") {
        return `${count(census.count, "request")} in the last ${span(census.withinSeconds * 1000)}`;
    }
    const { visitors = census.count, addresses = 0 } = census;
    if (addresses === 0) return count(visitors, "visitor");
    const without = `${addresses === 1 ? "1 address" : `${addresses} addresses`} without cookies`;
    return visitors === 0 ? without : `${count(visitors, "visitor")} and ${without}`;
}
