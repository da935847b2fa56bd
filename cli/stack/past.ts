import type { Color } from "../../components/release";
import { parseColor } from "../../components/release";
import type { Keys } from "./apps";
import { fullKey, type Update } from "./history";

/** A release on a color at some time. */
export interface Served {
    readonly color: Color;
    readonly release: string;
}

/** Which app's config keys to look at. */
export interface Looked {
    readonly project: string;
    readonly keys: Keys;
}

/** What an update's config said about who is live. */
export function servedIn({ config }: Update, { project, keys }: Looked): Served | undefined {
    const color = parseColor(config[fullKey(project, keys.active)] ?? "");
    return color && { color, release: config[fullKey(project, keys.release[color])] ?? "" };
}

/** What was live before the color that is live now; undefined when nothing ever was. Updates come newest first. */
export function liveBefore(
    updates: readonly Update[],
    { active, ...looked }: Looked & { active: Color },
): Served | undefined {
    const ran = updates.filter(({ kind, result }) => kind === "update" && result === "succeeded");
    return ran
        .map((update) => servedIn(update, looked))
        .find((served) => served !== undefined && served.color !== active && served.release !== "");
}
