import type { Color } from "../../components/release";

/** A way to bring another release of the same app to visitors, on the same cluster. Blue is v1 and serves at first, green is v2. */
export interface Way {
    readonly name: string;
    /** Where visitors ask. */
    readonly url: string;
    /** Makes a color live; resolves when whoever asked for it is told that it is done. */
    makeLive(color: Color): Promise<void>;
    /** When the last change reached the API server, in milliseconds since 1970, known to the second. */
    writtenAt?(): Promise<number>;
    dispose(): Promise<void>;
}

export const RELEASES = { blue: "v1", green: "v2" } as const;
/** Pods of each tier that serve. */
export const PODS = 2;
/** A pod that goes still takes requests for this long, so that the router learns of it in the meantime. */
export const STOP_PAUSE_SECONDS = 5;
/** Flags of the contract app: it ties its visitors by cookie, whether or not the router reads it. */
export const COOKIE_FLAG = "--cookie=1800";
