import type { Color } from "./color";
import type { Counted, LiveState, Wanted } from "./transition";

/** A number of what a census counts, in words. */
export function countedText(count: number | undefined, { one, many }: Counted): string {
    return count === undefined ? `an unknown number of ${many}` : `${count} ${count === 1 ? one : many}`;
}

/** Whether a color has got nobody new for so long that whoever is left has had the time to leave. */
export function pastDeadline(live: LiveState, color: Color, { drain }: Pick<Wanted, "drain">, now: number): boolean {
    const since = live.standbySince[color];
    return drain.deadlineMinutes > 0 && since !== undefined && now >= since + drain.deadlineMinutes * 60_000;
}
