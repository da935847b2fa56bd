import { createHmac } from "node:crypto";
import * as pulumi from "@pulumi/pulumi";
import { COLORS, type Color, listed, type Mistake, mistake, type PerColor, type Releases } from "../release";
import { RELEASE_ID, type Requirement } from "../release/rules";
import { isPlain } from "./checks";
import type { PinArgs } from "./pinArgs";

/** The secret that signs a color's pins; none where these are plain ids. */
export type PinSecrets = PerColor<{ readonly where: string; readonly secret: pulumi.Input<string> }>;

/** The signature of a color's pin. */
export type Signatures = PerColor<pulumi.Output<string>>;

/**
 * Hex digits of a signature: 128 bits, which nobody guesses. Not base64, since a load balancer ignores letter case; not the whole HMAC, since with
 * the longest release id the cookie's pattern still fits into its 128 characters.
 */
const SIGNATURE_LENGTH = 32;
/** Stand for the signatures where routes are rendered: as long, and of characters that neither an id nor a pattern has. */
const MARKS: { readonly [C in Color]: string } = { blue: "~blue", green: "~green" };
const markOf = (color: Color) => MARKS[color].padEnd(SIGNATURE_LENGTH, "~");

const IDS: Requirement = {
    holds: (value) => Array.isArray(value) && value.every(RELEASE_ID.holds),
    rule: "must be a list of release ids",
};

/** Checks what signs the pins and tells which secret signs those of each color. */
export function pinSecrets(args: PinArgs | undefined, releases: Releases, mistakes: Mistake[]): PinSecrets {
    const { secret, earlierReleases, earlierSecret } = args ?? {};
    const earlier = earlierReleases ?? [];
    if (!IDS.holds(earlier)) mistakes.push(mistake("pins.earlierReleases", IDS.rule, earlier));
    const given = {
        now: secretOf("pins.secret", secret, mistakes),
        before: secretOf("pins.earlierSecret", earlierSecret, mistakes),
    };
    return perColor((color) => {
        const release = releases[color];
        if (release === undefined) return undefined;
        return IDS.holds(earlier) && earlier.includes(release) ? given.before : given.now;
    });
}

function secretOf(where: string, secret: pulumi.Input<string> | undefined, mistakes: Mistake[]) {
    if (secret === undefined || secret === null) return undefined;
    const wrong = isPlain(secret) ? wrongSecret(where, secret) : undefined;
    if (wrong) mistakes.push(wrong);
    return { where, secret };
}

/** What is wrong with a secret, which is never shown. */
function wrongSecret(where: string, secret: unknown): Mistake | undefined {
    if (typeof secret === "string" && secret.length >= 32 && secret.length <= 1024) return undefined;
    const got = typeof secret === "string" ? `one of ${secret.length}` : typeof secret;
    return { where, text: `must be a text of 32 to 1024 characters, got ${got}; make one with: openssl rand -hex 32` };
}

/** The arguments with their secrets marked, so that the state does not show them where the caller gave plain texts. */
export function withSecretPins<T extends { readonly pins?: PinArgs }>(args: T): T {
    const { secret, earlierSecret } = args.pins ?? {};
    if (secret === undefined && earlierSecret === undefined) return args;
    const hidden = {
        ...(secret === undefined ? {} : { secret: pulumi.secret(secret) }),
        ...(earlierSecret === undefined ? {} : { earlierSecret: pulumi.secret(earlierSecret) }),
    };
    return { ...args, pins: { ...args.pins, ...hidden } };
}

/** What signs the release: 32 hex digits. The text that is signed says what it is for, so that the secret serves for nothing else. */
export function signature(secret: string, app: string, release: string): string {
    const text = `@seesaw/blue-green pin 1\n${app}\n${release}`;
    return createHmac("sha256", secret).update(text).digest("hex").slice(0, SIGNATURE_LENGTH);
}

/** Pins as routes are rendered with; a color whose pins are plain ids has none. {@link sealed} puts the signatures in. */
export function markedPins(releases: Releases, secrets: PinSecrets): PerColor<string> {
    return perColor((color) => (secrets[color] ? `${releases[color]}.${markOf(color)}` : undefined));
}

/** The signatures, secret themselves. A secret known only now that is wrong ends the program. */
export function signaturesOf(app: string, releases: Releases, secrets: PinSecrets): Signatures {
    return perColor((color) => {
        const given = secrets[color];
        if (!given) return undefined;
        return pulumi.secret(given.secret).apply((secret) => {
            const wrong = wrongSecret(given.where, secret);
            if (wrong) throw new pulumi.RunError(`${wrong.where}: ${wrong.text}`);
            return signature(secret, app, releases[color] ?? "");
        });
    });
}

/**
 * What pins a visitor to a release: its id, signed where `pins` has a secret for it. For programs that put the pieces together themselves.
 */
export function releasePin(app: string, release: string, pins: PinArgs = {}): pulumi.Output<string> {
    const mistakes: Mistake[] = [];
    const releases = { blue: release };
    const secrets = pinSecrets(pins, releases, mistakes);
    if (mistakes.length > 0) throw new pulumi.RunError(listed(mistakes));
    return pulumi.output(sealed(markedPins(releases, secrets).blue ?? release, signaturesOf(app, releases, secrets)));
}

/** A value with the signatures in place. Only texts that hold one become secret, so that all else stays readable in a plan. */
export function sealed<T>(value: T, signatures: Signatures): T {
    if (COLORS.every((color) => signatures[color] === undefined)) return value;
    return sealedIn(value, signatures) as T;
}

function sealedIn(value: unknown, signatures: Signatures): unknown {
    if (typeof value === "string") return sealedText(value, signatures);
    if (Array.isArray(value)) return value.map((one) => sealedIn(one, signatures));
    if (value === null || typeof value !== "object" || Object.getPrototypeOf(value) !== Object.prototype) return value;
    return Object.fromEntries(Object.entries(value).map(([key, one]) => [key, sealedIn(one, signatures)]));
}

function sealedText(text: string, signatures: Signatures): unknown {
    const colors = COLORS.filter((color) => signatures[color] !== undefined && text.includes(markOf(color)));
    if (colors.length === 0) return text;
    return pulumi
        .all(colors.map((color) => signatures[color] ?? ""))
        .apply((all) => colors.reduce((done, color, at) => done.replaceAll(markOf(color), all[at] ?? ""), text));
}

function perColor<T>(value: (color: Color) => T | undefined): PerColor<T> {
    return Object.fromEntries(
        COLORS.flatMap((color) => {
            const one = value(color);
            return one === undefined ? [] : [[color, one]];
        }),
    );
}
