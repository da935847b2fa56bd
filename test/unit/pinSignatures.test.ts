import { isSecret, type Output, output } from "@pulumi/pulumi";
import type { PinArgs } from "../../components/common/pinArgs";
import {
    markedPins,
    pinSecrets,
    releasePin,
    sealed,
    signature,
    signaturesOf,
    withSecretPins,
} from "../../components/common/pins";
import { listed, type Mistake, type Releases } from "../../components/release";
import { resolved } from "../support/harness";

const SECRET = "0123456789abcdef0123456789abcdef";
const OTHER = "fedcba9876543210fedcba9876543210";
const BOTH: Releases = { blue: "v1", green: "v2" };

/** Pins that count, by color; a color whose pins are plain has none. */
async function pinsOf(args: PinArgs | undefined, releases = BOTH): Promise<Record<string, unknown>> {
    const mistakes: Mistake[] = [];
    const secrets = pinSecrets(args, releases, mistakes);
    expect(mistakes).toEqual([]);
    const pins = sealed(markedPins(releases, secrets), signaturesOf("shop", releases, secrets));
    const each = Object.entries(pins).map(async ([color, pin]) => [color, await resolved(output(pin))] as const);
    return Object.fromEntries(await Promise.all(each));
}

function wrongWith(args: unknown): string {
    const mistakes: Mistake[] = [];
    pinSecrets(args as PinArgs, BOTH, mistakes);
    return listed(mistakes);
}

/** A text that changes flips every visitor who has a signed pin. */
test("S12 the signature of a release never changes", () => {
    expect(signature(SECRET, "shop", "v2")).toBe("8e0d2466844c53e7ca1cc45e31117391");
});

test("a signature is 32 hex digits, and another one for each secret, app and release", () => {
    const all = [SECRET, OTHER].flatMap((key) =>
        ["shop", "shop2"].flatMap((app) => ["v1", "v2"].map((release) => signature(key, app, release))),
    );
    expect(new Set(all).size).toBe(8);
    for (const one of all) expect(one).toMatch(/^[0-9a-f]{32}$/);
    expect(signature(SECRET, "a", "b\nc")).not.toBe(signature(SECRET, "a\nb", "d"));
});

test("without a secret pins are plain", async () => {
    expect(await pinsOf(undefined)).toEqual({});
    expect(await pinsOf({})).toEqual({});
    expect(await pinsOf({ earlierReleases: ["v1"] })).toEqual({});
});

test("with one all are signed, but for a color that is off", async () => {
    const [v1, v2] = ["v1", "v2"].map((release) => `${release}.${signature(SECRET, "shop", release)}`);
    expect(await pinsOf({ secret: SECRET })).toEqual({ blue: v1, green: v2 });
    expect(await pinsOf({ secret: output(SECRET) }, { green: "v2" })).toEqual({ green: v2 });
});

test("S12 earlier releases keep what they had: plain pins, or another signature", async () => {
    const before = `v1.${signature(OTHER, "shop", "v1")}`;
    const now = `v2.${signature(SECRET, "shop", "v2")}`;
    expect(await pinsOf({ secret: SECRET, earlierReleases: ["v0", "v1"] })).toEqual({ green: now });
    const changed = { secret: SECRET, earlierReleases: ["v1"], earlierSecret: OTHER };
    expect(await pinsOf(changed)).toEqual({ blue: before, green: now });
    expect(await pinsOf({ earlierReleases: ["v1"], earlierSecret: OTHER })).toEqual({ blue: before });
});

test.each([
    ["", "one of 0"],
    ["short", "one of 5"],
    ["x".repeat(31), "one of 31"],
    ["x".repeat(1025), "one of 1025"],
    [7, "number"],
])("refuses %j as a secret, and does not show it", async (wrong, got) => {
    const text = `must be a text of 32 to 1024 characters, got ${got}; make one with: openssl rand -hex 32`;
    expect(wrongWith({ secret: wrong })).toBe(`pins.secret: ${text}`);
    expect(wrongWith({ earlierSecret: wrong, earlierReleases: ["v1"] })).toBe(`pins.earlierSecret: ${text}`);
});

test.each([["v1"], [7], [["-v"]], [[""]]])("refuses %j as earlier releases", (wrong) => {
    const got = JSON.stringify(wrong);
    expect(wrongWith({ earlierReleases: wrong })).toBe(
        `pins.earlierReleases: must be a list of release ids, got ${got}`,
    );
});

test("only texts with a signature become secret, wherever they are", async () => {
    const secrets = pinSecrets({ secret: SECRET, earlierReleases: ["v1"] }, BOTH, []);
    const { green = "" } = markedPins(BOTH, secrets);
    const held = output({ plain: "a" });
    const value = { n: 1, none: null, list: ["v1", `release=${green}; Path=/`], deep: { pin: green }, held };
    const done = sealed(value, signaturesOf("shop", BOTH, secrets));
    const pin = `v2.${signature(SECRET, "shop", "v2")}`;
    expect(done).toMatchObject({ n: 1, none: null, list: ["v1", expect.anything()] });
    expect(done.held).toBe(held);
    const [, cookie] = done.list as unknown as [string, Output<string>];
    expect([await resolved(cookie), await isSecret(cookie)]).toEqual([`release=${pin}; Path=/`, true]);
    expect(await resolved(done.deep.pin as unknown as Output<string>)).toBe(pin);
    expect(sealed(value, {})).toBe(value);
});

test("what stands for a signature is as long as one, and of no pattern's own characters", () => {
    const { blue = "", green = "" } = markedPins(BOTH, pinSecrets({ secret: SECRET }, BOTH, []));
    for (const one of [blue, green]) expect(one.slice(2)).toMatch(/^\.[~a-z]{32}$/);
    expect(blue.slice(3)).not.toBe(green.slice(3));
});

test("plain texts are hidden from the state", async () => {
    const args: { name: string; pins: PinArgs } = { name: "shop", pins: { secret: SECRET, earlierReleases: ["v1"] } };
    const { pins } = withSecretPins(args);
    expect([await isSecret(output(pins.secret)), pins.earlierReleases]).toEqual([true, ["v1"]]);
    const plain: { name: string; pins?: PinArgs } = { name: "shop" };
    expect(withSecretPins(plain)).toBe(plain);
});

test("a program that puts the pieces together asks for one release's pin", async () => {
    expect(await resolved(releasePin("shop", "v2"))).toBe("v2");
    const pin = releasePin("shop", "v2", { secret: SECRET });
    expect([await resolved(pin), await isSecret(pin)]).toEqual([`v2.${signature(SECRET, "shop", "v2")}`, true]);
    expect(() => releasePin("shop", "v2", { secret: "short" })).toThrow(/^pins.secret: must be a text/);
});
