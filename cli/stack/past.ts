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

/** What `history --json` prints for an update. */
export interface Entry {
    /** When it began, in ISO 8601. */
    readonly at: string;
    readonly by: string;
    /** The command of ours that ran it; null for plain pulumi. */
    readonly command: string | null;
    readonly what: string;
    readonly result: string;
    readonly seconds: number;
    /** Config keys of releases and traffic that differ from the last update that ended well, as [before, after]. */
    readonly changes: Readonly<Record<string, readonly [string, string]>>;
}

/** The message of an update by a command of ours: command, title, who. */
const OURS = /^blue-green (\w+): (.*) \(by ([^()]+)\)$/;

/** What was live before the color that is live now; undefined when nothing ever was. Updates come newest first. */
export function liveBefore(
    updates: readonly Update[],
    { active, ...looked }: Looked & { readonly active: Color },
): Served | undefined {
    return updates
        .filter(endedWell)
        .map((update) => servedIn(update, looked))
        .find((served) => served !== undefined && served.color !== active && served.release !== "");
}

/** What the last update that ended well made live. */
export function lastApplied(updates: readonly Update[], looked: Looked): Served | undefined {
    const last = updates.find(endedWell);
    return last && servedIn(last, looked);
}

/** What the last update meant to make live, however it ended, and by which command; plain pulumi is "pulumi". */
export function lastTried(updates: readonly Update[], looked: Looked): (Served & { command: string }) | undefined {
    const last = updates.find(({ kind }) => kind === "update");
    const served = last && servedIn(last, looked);
    return served && { ...served, command: OURS.exec(last.message)?.[1] ?? "pulumi" };
}

/** All updates with what they changed, newest first. */
export function entriesOf(updates: readonly Update[], looked: Looked): Entry[] {
    return updates.map((update, index) => {
        const before = updates.slice(index + 1).find(endedWell);
        const changes = changesOf(before, update, looked);
        const [, command, title, by] = OURS.exec(update.message) ?? [];
        return {
            at: new Date(update.startedAt).toISOString(),
            by: by ?? (update.author || "unknown"),
            command: command ?? null,
            what: command ? `${command} ${title}` : inWords(update.kind, changes),
            result: update.result,
            seconds: update.seconds,
            changes,
        };
    });
}

function endedWell({ kind, result }: Update): boolean {
    return kind === "update" && result === "succeeded";
}

function servedIn({ config }: Update, { project, keys }: Looked): Served | undefined {
    const color = parseColor(config[fullKey(project, keys.active)] ?? "");
    return color && { color, release: config[fullKey(project, keys.release[color])] ?? "" };
}

function changesOf(before: Update | undefined, after: Update, { project, keys }: Looked): Entry["changes"] {
    const watched = [keys.active, keys.canary, keys.release.blue, keys.release.green].filter((key) => key !== "");
    return Object.fromEntries(
        watched.flatMap((key) => {
            const values = [before, after].map((one) => one?.config[fullKey(project, key)] ?? "") as [string, string];
            return values[0] === values[1] ? [] : [[key, values]];
        }),
    );
}

function inWords(kind: string, changes: Entry["changes"]): string {
    const said = Object.entries(changes).map(([key, [from, to]]) => `${key} ${from || "empty"} -> ${to || "empty"}`);
    return said.length > 0 ? said.join(", ") : `pulumi ${kind === "update" ? "up" : kind}`;
}
