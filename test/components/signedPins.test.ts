import { AlbBlueGreen } from "../../components/aws";
import { signature } from "../../components/common/pins";
import { HaproxyBlueGreen } from "../../components/haproxy";
import { AlbIngress, GatewayBlueGreen, GatewayRoutes } from "../../components/kubernetes";
import { albArgs, albLookUps, albMade } from "../support/albApp";
import { made, typicalArgs } from "../support/haproxyApp";
import { isSecret, Recorder, resolved, unwrapped } from "../support/harness";
import { gatewayArgs, gatewayMade } from "../support/kubernetes/gatewayApp";
import { shopArgs } from "../support/releaseApp";

const SECRET = "a secret of this test, long enough for it";
const SIGNATURE = signature(SECRET, "shop", "v2");
const PIN = `v2.${SIGNATURE}`;
/** The secret in plain, as a careless caller gives it; v1 on blue keeps its plain pins. */
const pins = { secret: SECRET, earlierReleases: ["v1"] };

const { tiers, traffic } = shopArgs();
const pieces = { app: "shop", namespace: "shop", tiers, traffic, blueRelease: "v1", greenRelease: "v2", pins };

type Making = readonly [what: string, start: () => Promise<Recorder>, make: () => unknown];
const MAKING: Making[] = [
    ["HaproxyBlueGreen", () => Recorder.start(made), () => new HaproxyBlueGreen("shop", typicalArgs({ pins }))],
    [
        "AlbBlueGreen",
        () => Recorder.start(albMade, false, albLookUps),
        () => new AlbBlueGreen("shop", albArgs({ pins })),
    ],
    ["GatewayBlueGreen", () => Recorder.start(gatewayMade), () => new GatewayBlueGreen("shop", gatewayArgs({ pins }))],
    [
        "GatewayBlueGreen whose router sets the cookie",
        () => Recorder.start(gatewayMade),
        () => new GatewayBlueGreen("shop", gatewayArgs({ pins, controller: "envoy-gateway" })),
    ],
    [
        "GatewayRoutes",
        () => Recorder.start(() => ({})),
        () => new GatewayRoutes("shop", { ...pieces, gateway: { name: "shop" } }),
    ],
    ["AlbIngress", () => Recorder.start(() => ({})), () => new AlbIngress("shop", { ...pieces, group: "shop" })],
];

/** All that is declared, as text; secrets as they are, or by a word. */
async function declared([, start, make]: Making) {
    const recorder = await start();
    make();
    const all = (await recorder.settled()).map(({ name, inputs }) => ({ name, inputs }));
    const text = (secret: (value: unknown) => unknown) =>
        JSON.stringify(all, (_key, value) => (isSecret(value) ? secret(unwrapped(value)) : value));
    return { revealed: text((value) => value), hidden: text(() => "[secret]"), all };
}

describe.each(MAKING)("%s", (...making) => {
    test("S03 is pinned by the signed value, and by nothing else of a signed release", async () => {
        const text = (await declared(making)).revealed.replaceAll("\\", "");
        expect(text).toContain(PIN);
        expect(text).not.toContain("~");
        // In a query or a header, in a cookie that is looked for or set.
        expect(text).not.toMatch(/(?<!"name":"RELEASE",)"value":"v2"|"values":\["v2"\]|release=v2[^.]/i);
        expect(text).not.toMatch(/v1\.[0-9a-f]{32}/);
    });

    test("neither the secret nor a signature goes out but as a secret", async () => {
        const { hidden } = await declared(making);
        expect(hidden).not.toContain(SECRET);
        expect(hidden).not.toContain(SIGNATURE);
    });
});

test("an instance learns its pin, where it is signed", async () => {
    for (const [index, [role, text]] of [
        ["shop-frontend-green", `"pin":"${PIN}"`],
        ["shop-frontend-green-definition", `{\\\\"name\\\\":\\\\"RELEASE_PIN\\\\",\\\\"value\\\\":\\\\"${PIN}\\\\"}`],
        ["shop-frontend-green-deployment", `{"name":"RELEASE_PIN","value":"${PIN}"}`],
    ].entries()) {
        const { all } = await declared(MAKING[index] as Making);
        const inputs = (name = "") =>
            JSON.stringify(all.find((one) => one.name === name)?.inputs, (_key, value) => unwrapped(value)).replaceAll(
                "\\",
                "\\\\",
            );
        expect(inputs(role)).toContain(text);
        expect(inputs(role?.replace("green", "blue"))).not.toMatch(/"pin"|RELEASE_PIN/);
    }
});

test("S24 the rules of a signed pin tell the release by a tag", async () => {
    const { all } = await declared(MAKING[1] as Making);
    const tags = (name: string) => all.find((one) => one.name === name)?.inputs.tags;
    expect(tags("shop-backend-green-query")).toEqual({ "blue-green:app": "shop", "blue-green:release": "v2" });
    expect(tags("shop-backend-blue-query")).toEqual({ "blue-green:app": "shop" });
});

test("the link is signed", async () => {
    const recorder = await Recorder.start(made);
    const shop = new HaproxyBlueGreen("shop", typicalArgs({ pins }));
    expect(await resolved(shop.greenPreviewUrl)).toBe(`http://127.0.0.1:8080/?release=${PIN}`);
    expect(await resolved(shop.bluePreviewUrl)).toBe("http://127.0.0.1:8080/?release=v1");
    expect(await (shop.greenPreviewUrl as unknown as { isSecret: Promise<boolean> }).isSecret).toBe(true);
    await recorder.settled();
});
