import { type Answer, buildShop, start, stopServers } from "../support/shopServers";

const COOKIE = "release=v1; Path=/; Max-Age=1800; SameSite=Lax; HttpOnly";
const ENV = { RELEASE: "v1", COLOR: "blue", RELEASE_COOKIE: COOKIE };

beforeAll(buildShop);
afterEach(stopServers);

const page = { accept: "text/html,*/*;q=0.8" };
const pinned = (release: string) => ({ cookie: `a=1; release=${release}` });
const cookies = ({ headers }: Answer) => headers["set-cookie"];

test("where the router cannot, the page sets the release cookie, whoever asks", async () => {
    const { ask } = await start("frontend", 1, ENV);
    for (const headers of [page, { ...page, ...pinned("v0") }]) {
        expect(cookies(await ask("/", { headers }))).toEqual([COOKIE]);
        expect(cookies(await ask("/products/kettle", { headers }))).toEqual([COOKIE]);
    }
    const { body } = await ask("/", { headers: page });
    const [, asset = ""] = /src="(\/assets\/[^"]+)"/.exec(body) ?? [];
    expect(cookies(await ask(asset, { headers: pinned("v1") }))).toBeUndefined();
});

test("other answers refresh it for those who have it, beside the app's own cookies", async () => {
    const { ask } = await start("backend", 1, ENV);
    expect(cookies(await ask("/api/products", { headers: pinned("v1") }))).toEqual([COOKIE]);
    for (const headers of [{}, pinned("v0"), pinned("v11")]) {
        expect(cookies(await ask("/api/products", { headers }))).toBeUndefined();
    }
    const order = { method: "POST", body: '{"id":"rope","quantity":1}', headers: pinned("v1") };
    expect(cookies(await ask("/api/cart", order))).toEqual([COOKIE, expect.stringMatching(/^cart=/)]);
});

test("where the router does, the app sets none", async () => {
    const { ask } = await start("frontend", 1, { RELEASE: "v1", COLOR: "blue" });
    expect(cookies(await ask("/", { headers: { ...page, ...pinned("v1") } }))).toBeUndefined();
});
