import { parse } from "shell-quote";
import {
    argumentKeys,
    type CommandContext,
    commandKeys,
    cookieAttributes,
    instanceCookie,
    normalise,
    previewUrl,
    retireCommand,
    switchoverCommand,
    visitorCookie,
} from "../../../components/release";
import { shopWith } from "../../support/releaseApp";

const context = (
    values: Readonly<Record<string, unknown>> = {},
    more: Partial<CommandContext> = {},
): CommandContext => {
    const { releases, traffic, mistakes } = normalise("shop", shopWith(values));
    expect(mistakes).toEqual([]);
    return { app: "shop", stack: "prod", releases, traffic, keys: commandKeys(), ...more };
};

const UP = "pulumi up --yes --skip-preview --stack prod";

describe("the switchover command", () => {
    test("S06 makes the standby live, ends the canary, raises the epoch and says so", () => {
        expect(switchoverCommand(context({ "traffic.epoch": 4, "traffic.canaryPercent": 25 }))).toBe(
            `${UP} --config active=green --config canary=0 --config epoch=5 --config greenRelease=v2 && echo "shop: new visitors now get v2 on green"`,
        );
    });

    test("S08 is, after the switch, the command that goes back", () => {
        expect(switchoverCommand(context({ "traffic.active": "green", "traffic.epoch": 5 }))).toBe(
            `${UP} --config active=blue --config canary=0 --config epoch=6 --config blueRelease=v1 && echo "shop: new visitors now get v1 on blue"`,
        );
    });

    test("S26 only says what is missing while the standby has no release", () => {
        expect(switchoverCommand(context({ green: undefined }))).toBe(
            'echo "shop: green has no release yet; set greenRelease first"',
        );
    });

    test("names the caller's own keys, and sets no epoch if there is none", () => {
        const keys = commandKeys({
            activeKey: "shop:live",
            canaryKey: "shop:share",
            epochKey: "",
            greenReleaseKey: "shop:new",
        });
        expect(switchoverCommand(context({}, { keys }))).toBe(
            `${UP} --config shop:live=green --config shop:share=0 --config shop:new=v2 && echo "shop: new visitors now get v2 on green"`,
        );
    });
});

describe("the retire command", () => {
    test.each([
        ["blue", "greenRelease", "v2 on green"],
        ["green", "blueRelease", "v1 on blue"],
    ])("S24 while %s is active empties %s and says so", (active, key, what) => {
        expect(retireCommand(context({ "traffic.active": active }))).toBe(
            `${UP} --config ${key}= && echo "shop: ${what} is retired"`,
        );
    });

    test("only says so when there is nothing to retire", () => {
        expect(retireCommand(context({ green: undefined }))).toBe(
            'echo "shop: green has no release; nothing to retire"',
        );
    });

    test("names the caller's own keys", () => {
        const keys = commandKeys({ blueReleaseKey: "shop:old", greenReleaseKey: "shop:new" });
        expect(retireCommand(context({}, { keys }))).toContain("--config shop:new= &&");
        expect(retireCommand(context({ "traffic.active": "green" }, { keys }))).toContain("--config shop:old= &&");
    });
});

test("both commands are one update and one line for the shell, with no operator but &&", () => {
    for (const command of [switchoverCommand(context()), retireCommand(context())]) {
        expect(parse(command).filter((word) => typeof word !== "string")).toEqual([{ op: "&&" }]);
    }
});

describe("the keys", () => {
    const usual = {
        activeKey: "active",
        canaryKey: "canary",
        epochKey: "epoch",
        blueReleaseKey: "blueRelease",
        greenReleaseKey: "greenRelease",
        forceKey: "force",
    };

    test("have defaults, also for those given as undefined", () => {
        expect(commandKeys()).toEqual(usual);
        expect(commandKeys({ activeKey: undefined, canaryKey: "share" })).toEqual({ ...usual, canaryKey: "share" });
    });

    test("stand behind the arguments that an operator sets", () => {
        expect(argumentKeys(commandKeys({ forceKey: "now" }))).toEqual({
            "traffic.active": "active",
            "traffic.canaryPercent": "canary",
            "traffic.epoch": "epoch",
            "blue.release": "blueRelease",
            "green.release": "greenRelease",
            "drain.force": "now",
        });
    });
});

describe("pins", () => {
    const session = (values: Readonly<Record<string, unknown>> = {}) =>
        normalise("shop", shopWith({ session: values })).app.session;

    test("S03 the preview link asks for a release by the first query name", () => {
        expect(previewUrl("https://shop.test:8443", session({ aliases: true }), "v2")).toBe(
            "https://shop.test:8443/?release=v2",
        );
        expect(previewUrl("http://shop.test", session({ query: "version" }), "v2")).toBe(
            "http://shop.test/?version=v2",
        );
    });

    test("the cookies are named after the pin cookie", () => {
        expect(visitorCookie(session())).toBe("release-visitor");
        expect(instanceCookie(session({ cookie: "pin" }), "backend")).toBe("pin-backend");
    });

    test.each([
        [{}, false, "Path=/; Max-Age=1800; SameSite=Lax; HttpOnly"],
        [{}, true, "Path=/; Max-Age=1800; SameSite=Lax; HttpOnly; Secure"],
        [
            { idleSeconds: 60, sameSite: "None", domain: "shop.test" },
            true,
            "Path=/; Max-Age=60; SameSite=None; HttpOnly; Domain=shop.test; Secure",
        ],
    ])("the attributes for %j over TLS: %s", (values, secure, attributes) => {
        expect(cookieAttributes(session(values), secure)).toBe(attributes);
    });
});
