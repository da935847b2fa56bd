import type * as pulumi from "@pulumi/pulumi";
import type { PinArgs } from "../common/pinArgs";
import type { CommandArgs, DrainArgs, GateArgs, SessionArgs, TierArgs, TrafficArgs } from "../release";

/** How the instances of one tier of a release are started, as local processes. */
export interface ProcessArgs {
    /**
     * Program and arguments, without a shell. Each instance gets the environment `RELEASE`, `COLOR`, `TIER`, `HOST` and `PORT`, and listens there.
     *
     * Unit: none (list of words). Default: none, required.
     * Error: "<color>.commands.<tier>.command: must be a program on PATH or a path to one, got ...";
     * "<color>.commands.<tier>.command: must be a list of words, a program and its arguments, got ...".
     */
    command: string[];
    /**
     * Folder to start in.
     *
     * Unit: none (absolute path). Default: none, required.
     * Error: "<color>.commands.<tier>.cwd: must be an absolute path, got ..."; "<color>.commands.<tier>.cwd: must be a folder that exists, got ...".
     */
    cwd: string;
    /**
     * More environment. Nothing but PATH, HOME, USER, LOGNAME, LANG, LC_*, TZ and TMPDIR is inherited from whoever runs Pulumi.
     *
     * Unit: none (names and values; secrets stay secret in the state). Default: none.
     * Error: none.
     */
    env?: pulumi.Input<{ [name: string]: pulumi.Input<string> }>;
}

/** What a color runs. A color without it is off. */
export interface HaproxyReleaseArgs {
    /**
     * The release's id, e.g. a version or a git commit. Browsers see it.
     *
     * Unit: none (1 to 40 of A-Z, a-z, 0-9, dot, _ and -, starting with a letter or digit). Default: none, required.
     * Error: "<color>.release: must be 1 to 40 of A-Z, a-z, 0-9, dot, _ and -, starting with a letter or digit, got ...".
     */
    release: string;
    /**
     * How to start an instance, for every tier.
     *
     * Unit: none (tier names to processes). Default: none, required.
     * Error: "blue.commands.<tier>: is needed, since the app has this tier, got undefined".
     */
    commands: { [tier: string]: ProcessArgs };
}

/** A tier of local processes. */
export interface HaproxyTierArgs extends TierArgs {
    /**
     * Whether a visitor stays on one instance of the tier, by a cookie. It lets a soft-stopped instance keep its visitors.
     *
     * Unit: none (true or false). Default: true.
     * Error: "tiers.<tier>.affinity: must be true or false, got ...".
     */
    affinity?: boolean;
    /**
     * Time that an instance has to become healthy.
     *
     * Unit: seconds, 1 to 3600. Default: 60.
     * Error: "tiers.<tier>.startSeconds: must be a number from 1 to 3600, got ...".
     */
    startSeconds?: number;
    /**
     * Time that an instance has to finish its requests after SIGTERM, before it is killed.
     *
     * Unit: seconds, 0 to 3600. Default: 30.
     * Error: "tiers.<tier>.stopSeconds: must be a number from 0 to 3600, got ...".
     */
    stopSeconds?: number;
}

/** Arguments of {@link HaproxyBlueGreen}. */
export interface HaproxyBlueGreenArgs {
    /**
     * The separately built and scaled parts of the app.
     *
     * Unit: none (names to tiers). Default: none, required.
     * Error: "tiers: exactly one tier has the catch-all path /*, got ...".
     */
    tiers: { [name: string]: HaproxyTierArgs };
    /**
     * What the blue color runs.
     *
     * Unit: none. Default: off.
     * Error: see its fields.
     */
    blue?: HaproxyReleaseArgs;
    /**
     * What the green color runs.
     *
     * Unit: none. Default: off.
     * Error: see its fields; "green.release: the two colors run different releases, got ...".
     */
    green?: HaproxyReleaseArgs;
    /**
     * Who gets what.
     *
     * Unit: none. Default: none, required.
     * Error: see its fields.
     */
    traffic: TrafficArgs;
    /**
     * How a visitor is tied to a release.
     *
     * Unit: none. Default: a cookie `release` for 30 minutes of idle time.
     * Error: see its fields.
     */
    session?: SessionArgs;
    /**
     * Signs the pins, so that nobody reaches a release before it is live without its link.
     *
     * Unit: none. Default: pins are plain release ids.
     * Error: see its fields; "pins.secret: must leave the pins of releases as they are that have visitors, but ...".
     */
    pins?: PinArgs;
    /**
     * When the standby's release may be removed or replaced.
     *
     * Unit: none. Default: when nobody is left on it.
     * Error: see its fields.
     */
    drain?: DrainArgs;
    /**
     * How hard a switch is checked.
     *
     * Unit: none. Default: 20 fresh clients a tier, 60 seconds.
     * Error: see its fields.
     */
    gate?: GateArgs;
    /**
     * Config keys that the commands in the outputs set.
     *
     * Unit: none. Default: the keys of this package's own stacks.
     * Error: none.
     */
    commands?: CommandArgs;
    /**
     * Port of the front door.
     *
     * Unit: TCP port, 1 to 65535. Default: none, required.
     * Error: "port: must be a free port on <address>, but pid ... listens there, got ...".
     */
    port: number;
    /**
     * Address of the front door; `0.0.0.0` for all IPv4 addresses.
     *
     * Unit: none (IPv4 address). Default: `127.0.0.1`.
     * Error: "address: must be an IPv4 address, got ...".
     */
    address?: string;
    /**
     * How visitors reach the front door, for the links in the outputs.
     *
     * Unit: none (URL without path). Default: made from address and port.
     * Error: "publicUrl: must be an http or https URL without a path, got ...".
     */
    publicUrl?: string;
    /**
     * PEM file with certificate and key; the front door speaks TLS with it and marks its cookies `Secure`.
     *
     * Unit: none (absolute path). Default: plain HTTP.
     * Error: "certificateFile: must be an absolute path of letters, digits and . _ / @ + ~ -, got ..."; "certificateFile: must be a PEM file that exists, got ...".
     */
    certificateFile?: string;
    /**
     * Port of the statistics page and of `/status`, on loopback.
     *
     * Unit: TCP port, 1 to 65535. Default: a free one from 21000 to 28999, kept from then on.
     * Error: "statsPort: must be a whole number from 1 to 65535, got ...".
     */
    statsPort?: number;
    /**
     * Folder of this app's own for configuration, sockets, records and logs.
     *
     * Unit: none (absolute path, at most 78 bytes). Default: `~/.local/state/blue-green/<project>/<stack>/<name>`.
     * Error: "stateFolder: must be writable for the user who runs pulumi, but ... is not, got ...".
     */
    stateFolder?: string;
    /**
     * Longest time that an instance may take to answer.
     *
     * Unit: seconds, 1 to 86400. Default: 60.
     * Error: "requestTimeoutSeconds: must be a number from 1 to 86400, got ...".
     */
    requestTimeoutSeconds?: number;
    /**
     * Longest life of connections, websockets for one, that were open when the router was reloaded.
     *
     * Unit: seconds, 10 to 604800. Default: 3600.
     * Error: "connectionDrainSeconds: must be a number from 10 to 604800, got ...".
     */
    connectionDrainSeconds?: number;
}
