import type { Releases, Traffic } from "./app";
import type { CommandArgs } from "./args";
import { type Color, other } from "./color";

const KEYS: Required<CommandArgs> = {
    activeKey: "active",
    canaryKey: "canary",
    epochKey: "epoch",
    blueReleaseKey: "blueRelease",
    greenReleaseKey: "greenRelease",
    forceKey: "force",
};

/** The names of the config keys, with the defaults for those not given. */
export function commandKeys(args: CommandArgs = {}): Required<CommandArgs> {
    const given = Object.entries(args).filter(([, key]) => key !== undefined);
    return { ...KEYS, ...Object.fromEntries(given) };
}

/** The config keys behind the arguments that have one, so that a message can name what the operator typed. */
export function argumentKeys(keys: Required<CommandArgs>): Record<string, string> {
    return {
        "traffic.active": keys.activeKey,
        "traffic.canaryPercent": keys.canaryKey,
        "traffic.epoch": keys.epochKey,
        "blue.release": keys.blueReleaseKey,
        "green.release": keys.greenReleaseKey,
        "drain.force": keys.forceKey,
    };
}

/** What the commands need to know of the app. */
export interface CommandContext {
    readonly app: string;
    readonly stack: string;
    readonly releases: Releases;
    readonly traffic: Traffic;
    readonly keys: Required<CommandArgs>;
}

/**
 * The command that makes the standby live; once it ran, the output holds the command that goes back. It names the release, so that it does what
 * it says whatever the config holds by now: a refused retirement leaves an empty release there.
 */
export function switchoverCommand({ app, stack, releases, traffic, keys }: CommandContext): string {
    const target = other(traffic.active);
    const release = releases[target];
    if (release === undefined)
        return say(`${app}: ${target} has no release yet; set ${releaseKey(keys, target)} first`);
    const settings = [`${keys.activeKey}=${target}`, `${keys.canaryKey}=0`];
    if (keys.epochKey) settings.push(`${keys.epochKey}=${traffic.epoch + 1}`);
    settings.push(`${releaseKey(keys, target)}=${release}`);
    return `${update(stack, settings)} && ${say(`${app}: new visitors now get ${release} on ${target}`)}`;
}

/** The command that removes the standby's release. */
export function retireCommand({ app, stack, releases, traffic, keys }: CommandContext): string {
    const standby = other(traffic.active);
    const release = releases[standby];
    if (release === undefined) return say(`${app}: ${standby} has no release; nothing to retire`);
    return `${update(stack, [`${releaseKey(keys, standby)}=`])} && ${say(`${app}: ${release} on ${standby} is retired`)}`;
}

function releaseKey(keys: Required<CommandArgs>, color: Color): string {
    return color === "blue" ? keys.blueReleaseKey : keys.greenReleaseKey;
}

function update(stack: string, settings: readonly string[]): string {
    const sets = settings.map((setting) => `--config ${setting}`).join(" ");
    return `pulumi up --yes --skip-preview --stack ${stack} ${sets}`;
}

function say(text: string): string {
    return `echo "${text}"`;
}
