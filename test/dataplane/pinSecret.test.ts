import { statSync } from "node:fs";
import { signature } from "../../components/common/pins";
import { files } from "../../components/haproxy/config/spec";
import { freshClient } from "../../tools/traffic";
import { changesPlanned } from "../support/engineStack";
import { haproxy } from "../support/haproxyTarget";
import { TestStack } from "../support/testStack";
import { expectContent, load, ownAddresses, stopClean, visitor } from "../support/traffic";

const SECRET = "a secret of this test, long enough for it";
const LATER = "another secret of this test, long enough, too";
const SIGNATURE = signature(SECRET, "shop", "v2");
const PIN = `v2.${SIGNATURE}`;
const HTML = { accept: "text/html" };

/** Everything that somebody without the link may try. */
const FORGED = ["v2", "v2.", `v2.${"0".repeat(32)}`, `v1.${SIGNATURE}`, PIN.toUpperCase(), PIN.slice(0, -1), `${PIN}0`];
const ways = (pin: string): [string, Record<string, string>][] => [
    [`/?release=${pin}`, HTML],
    ["/", { ...HTML, cookie: `release=${pin}` }],
    ["/api/x", { "x-release": pin }],
    [`/api/x?release=${pin}`, {}],
];

let stack: TestStack;

beforeAll(async () => {
    stack = await TestStack.create({ ...haproxy.base, startSeconds: "20" });
});

afterAll(() => stack?.dispose());

const secret = (key: string, value: string) =>
    stack.pulumi.must(["config", "set", "--secret", "--stack", stack.pulumi.name, key, value]);

/** What a fresh client gets. */
const asked = (path: string, headers: Record<string, string>) => freshClient(stack.url, path, headers, ownAddresses());

test("S03 S12 S26 a secret is not set over the heads of visitors, and with their release named nobody moves", async () => {
    const traffic = await load(stack.url);
    const before = await stack.facts();
    await secret("pinSecret", SECRET);
    const { code, stdout } = await stack.up({});
    expect(code).not.toBe(0);
    expect(stdout).toMatch(
        /pins\.secret: must leave the pins .* those of v1 on blue .*add v1 to pins\.earlierReleases/,
    );
    expect(stdout).not.toContain(SECRET);
    expect(await stack.facts()).toEqual(before);
    await stack.mustUp({ earlierReleases: "v1", greenRelease: "v2" });
    expect((await stopClean(traffic)).byRelease.v2).toBeUndefined();
});

test("S03 only who has the link reaches what is not live", async () => {
    for (const forged of FORGED)
        for (const [path, headers] of ways(forged)) {
            const { status, release } = await asked(path, headers);
            expect({ forged, path, headers, status, release }).toMatchObject({ status: 200, release: "v1" });
        }
    for (const [path, headers] of ways(PIN)) expect(await asked(path, headers)).toMatchObject({ release: "v2" });
    const { headers } = await asked(`/?release=${PIN}`, HTML);
    expect(headers["set-cookie"]?.filter((cookie) => cookie.startsWith("release="))).toEqual([
        expect.stringContaining(`release=${PIN};`),
    ]);

    const guest = visitor(stack.url, { pinOf: () => PIN });
    await guest.page({ ask: "v2" });
    await guest.asset();
    await guest.api("/api/whoami");
    await guest.page();
    expect([guest.release, guest.tab?.pin]).toEqual(["v2", PIN]);
    expectContent(guest);
});

test("neither the secret nor a signature is told by plan, state or outputs", async () => {
    const { stdout: plan } = await stack.pulumi.must([
        ...["preview", "--diff", "--stack", stack.pulumi.name],
        // What a preview is given stays in the config.
        ...["--config", "greenRelease=v3", "--config", "force=true"],
    ]);
    const { stdout: state } = await stack.pulumi.must(["stack", "export", "--stack", stack.pulumi.name]);
    const { stdout: outputs } = await stack.pulumi.must(["stack", "output", "--stack", stack.pulumi.name]);
    expect(plan).toContain("shop-router");
    expect(state).toContain("shop-router");
    for (const text of [plan, state, outputs]) {
        expect(text).not.toContain(SECRET);
        expect(text).not.toContain(SIGNATURE);
        expect(text).not.toContain(signature(SECRET, "shop", "v3"));
    }
    const { stdout: link } = await stack.pulumi.must([
        ...["stack", "output", "greenPreviewUrl", "--show-secrets", "--stack", stack.pulumi.name],
    ]);
    expect(link.trim()).toBe(`${stack.url}/?release=${PIN}`);
    const { config, spec } = files(stack.folder);
    for (const file of [config, spec]) expect(statSync(file).mode & 0o777).toBe(0o600);
});

test("S05 S08 S12 switch and rollback go on as ever", async () => {
    const traffic = await load(stack.url);
    await stack.mustUp({ active: "green", greenRelease: "v2", force: "false" });
    await stack.mustUp({ active: "blue" });
    await stack.mustUp({ active: "green" });
    const { byRelease } = await stopClean(traffic);
    expect(byRelease.v2?.newVisitors).toBeGreaterThan(0);
});

test("S12 S24 nobody moves when the secret is changed, and later releases are signed by the new one", async () => {
    await stack.mustUp({ blueRelease: "", force: "true" });
    const traffic = await load(stack.url);
    await secret("pinSecret", LATER);
    await secret("earlierPinSecret", SECRET);
    await stack.mustUp({ earlierReleases: "v2", blueRelease: "v3", force: "false" });
    expect(await changesPlanned(stack.pulumi)).toEqual([]);
    await stopClean(traffic);
    expect(await asked("/api/x", { "x-release": `v3.${signature(SECRET, "shop", "v3")}` })).toMatchObject({
        release: "v2",
    });
    expect(await asked("/api/x", { "x-release": `v3.${signature(LATER, "shop", "v3")}` })).toMatchObject({
        release: "v3",
    });
});
