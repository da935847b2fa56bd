import { ask, freshAddress } from "../../components/gate/http";
import { type LiveStatus, liveStatus } from "../../components/gate/status";
import type { PerColor } from "../../components/release";
import type { App } from "../stack/apps";
import { type Census, readCensus } from "./census";
import { type NumbersSource, numbersOf } from "./numbers";

/** What a fresh client met at the front door on one tier. */
export interface Met {
    readonly status?: number;
    readonly release?: string;
    readonly error?: string;
}

/** Reads what is live. */
export interface LiveReader {
    /** What the router says of itself; undefined when it does not answer. */
    status(app: App): Promise<LiveStatus | undefined>;
    census(app: App, status: LiveStatus, now: number): Promise<PerColor<Census>>;
    /** Where the numbers of its router come from; undefined where nobody counts. */
    numbers(app: App): NumbersSource | undefined;
    /** Since when, in milliseconds since 1970, a color has got no new visitors. */
    standbySince(app: App): PerColor<number>;
    /** What a fresh client meets on each tier, by name. */
    frontDoor(app: App): Promise<Record<string, Met>>;
}

/** The real ones. */
export const liveReader: LiveReader = {
    status: ({ source }) => liveStatus(source),
    census: readCensus,
    numbers: numbersOf,
    standbySince({ folder, since }) {
        if (folder !== undefined) {
            const { readLive } =
                require("../../components/haproxy/runtime/traffic") as typeof import("../../components/haproxy/runtime/traffic");
            return readLive(folder)?.standbySince ?? {};
        }
        const known = Object.entries(since).filter(([, text]) => text !== "");
        return Object.fromEntries(known.map(([color, text]) => [color, Date.parse(text)]));
    },
    async frontDoor({ url, via, tiers }) {
        const met = tiers.map(async ({ name, healthPath }): Promise<[string, Met]> => {
            try {
                const { status, headers } = await ask(`${url}${healthPath}`, {
                    via,
                    localAddress: freshAddress(url, via),
                    timeoutMs: 2000,
                });
                const said = headers["x-release"];
                return [name, { status, release: typeof said === "string" ? said : undefined }];
            } catch (error) {
                return [name, { error: (error as Error).message }];
            }
        });
        return Object.fromEntries(await Promise.all(met));
    },
};
