import type { App, Color, PerColor, Releases } from "../../release";

/** One instance as HAProxy knows it. */
export interface Server {
    readonly name: string;
    readonly port: number;
    /** Process id; it tells our instances from strays and does not enter the configuration. */
    readonly pid: number;
}

/** Everything that decides HAProxy's configuration. The default weights are not part of it: they live in the traffic map. */
export interface RouterSpec {
    readonly app: App;
    readonly releases: Releases;
    /** Signed pins; a color without one is pinned by its release id. */
    readonly pins?: PerColor<string>;
    /** Instances a color and tier. */
    readonly servers: PerColor<Readonly<Record<string, readonly Server[]>>>;
    /** The app's state folder, absolute. */
    readonly folder: string;
    readonly listen: { readonly address: string; readonly port: number };
    /** PEM file with certificate and key; TLS is on when it is set. */
    readonly certificateFile?: string;
    readonly statsPort: number;
    /** Tiers whose visitors stay on one instance. */
    readonly sticky: readonly string[];
    /** How long the census remembers a visitor. */
    readonly censusSeconds: number;
    readonly requestTimeoutSeconds: number;
    readonly connectionDrainSeconds: number;
}

/** Longest time that a connection without a request stays open, in seconds. */
export const IDLE_CONNECTION_SECONDS = 15;

/** Files below an app's state folder. */
export function files(folder: string) {
    return {
        config: `${folder}/haproxy.cfg`,
        candidate: `${folder}/haproxy.cfg.new`,
        spec: `${folder}/router.json`,
        map: `${folder}/traffic.map`,
        traffic: `${folder}/traffic.json`,
        process: `${folder}/run/router.json`,
        socket: `${folder}/run/haproxy.sock`,
        master: `${folder}/run/master.sock`,
        peer: `${folder}/run/peer.sock`,
        serverState: `${folder}/run/servers.state`,
        log: `${folder}/logs/router.log`,
    };
}

/** Colors as HAProxy's variable `txn.color` holds them; numbers are cheaper than names on every request. */
export const NUMBER = { blue: 1, green: 2 } as const;

/** Variable of HAProxy's process that holds a color's signed pin. */
export function pinVariable(color: Color): string {
    return `proc.pin_${color}`;
}

/** Name of the HAProxy backend of a release on a tier. Tier names have no dot, so names never collide. */
export function backendName(tier: string, release: string): string {
    return `${tier}.${release}`;
}
