import { execFileSync } from "node:child_process";
import { once } from "node:events";
import { readdirSync } from "node:fs";
import { request } from "node:http";
import { connect } from "node:net";
import { join } from "node:path";
import { type Answer, BUILD, buildShop, run, SHOP, start, stopServers } from "../support/shopServers";

const TIERS = [
    ["frontend", "/healthz"],
    ["backend", "/api/healthz"],
] as const;

beforeAll(buildShop);
afterEach(stopServers);

describe.each(TIERS)("health of the %s", (tier, path) => {
    test("S20 S21 goes between fit, draining and unfit, always names the release, and goes on serving", async () => {
        const { ask } = await start(tier);
        const page = tier === "frontend" ? "/" : "/api/products";
        const seen: unknown[] = [];
        for (const control of ["", "/drain", "/disable", "/enable"]) {
            if (control) expect((await ask(path + control, { method: "POST" })).status).toBe(200);
            for (const method of ["GET", "HEAD"]) {
                const { status, headers } = await ask(path, { method });
                seen.push([status, headers["x-release"]]);
            }
            expect((await ask(page)).status).toBe(200);
        }
        const twice = (status: number) => [status, status].map((one) => [one, "v1"]);
        expect(seen).toEqual([200, 404, 503, 200].flatMap(twice));
    });

    test("S20 refuses an operator control that came through a router, and other methods", async () => {
        const { ask } = await start(tier);
        const routed = { method: "POST", headers: { "X-Forwarded-For": "10.0.0.9" } };
        for (const control of ["/disable", "/drain"]) {
            expect(await ask(path + control, routed)).toMatchObject({ status: 403, headers: { "x-release": "v1" } });
            expect(await ask(path + control)).toMatchObject({ status: 405, headers: { allow: "POST" } });
        }
        expect((await ask(path, { method: "POST" })).status).toBe(405);
        expect((await ask(`${path}/nothing`, { method: "POST" })).status).toBe(404);
        expect((await ask(path, { headers: { "X-Forwarded-For": "10.0.0.9" } })).status).toBe(200);
    });

    test("refuses to start without a release, and on a port in use", async () => {
        const nameless = run(tier, 1, { RELEASE: "" });
        const { port } = await start(tier);
        const late = run(tier, 1, { RELEASE: "v1", PORT: String(port) });
        expect([await nameless.ended, await late.ended]).toEqual([
            [1, null],
            [1, null],
        ]);
        expect(nameless.written.text).toMatch(/^RELEASE: must be 1 to 40 of .*, got ""; start with RELEASE=v1\n$/);
        expect(late.written.text).toContain(`PORT: ${port} is already in use on 127.0.0.1; allowed: a free port`);
    });
});

describe("API", () => {
    const cases = [
        [1, 2, '{"id":"kettle","quantity":2}', { items: [expect.objectContaining({ id: "kettle" })], total: 69 }],
        [
            2,
            1,
            '{"productId":"kettle","count":2}',
            { lines: [expect.objectContaining({ productId: "kettle" })], total: { amount: 69, currency: "EUR" } },
        ],
    ] as const;

    test.each(cases)("contract %d refuses a page of contract %d, and its orders", async (own, other, order, cart) => {
        const { ask } = await start("backend", own, { RELEASE: "v7", COLOR: "green" });
        const speaks = (contract: number) => ({ headers: { "X-Contract": String(contract) } });
        for (const path of ["/api/products", "/api/cart", "/api/whoami", "/api/slow?ms=0"]) {
            expect((await ask(path, speaks(own))).status).toBe(200);
            const refused = await ask(path, speaks(other));
            expect(refused).toMatchObject({ status: 409, headers: { "x-release": "v7" } });
            expect(refused.body).toContain(
                `this API speaks contract ${own}, the page speaks ${other}; reload the page`,
            );
        }
        const answer = await ask("/api/cart", { method: "POST", body: order });
        expect(JSON.parse(answer.body)).toEqual(cart);
        const orderOfOther = cases[other - 1]?.[2] ?? "";
        expect((await ask("/api/cart", { method: "POST", body: orderOfOther })).status).toBe(400);
        expect((await ask("/api/whoami")).status).toBe(200);
    });

    test("S35 the cart is shared data: both releases read and change the same one", async () => {
        const [v1, v2] = [await start("backend", 1), await start("backend", 2)];
        const cookie = (answer: Answer) => ({ cookie: answer.headers["set-cookie"]?.[0]?.split(";")[0] ?? "" });
        const first = await v1.ask("/api/cart", { method: "POST", body: '{"id":"rope","quantity":1}' });
        const second = await v2.ask("/api/cart", {
            method: "POST",
            body: '{"productId":"rope","count":2}',
            headers: cookie(first),
        });
        const third = await v1.ask("/api/cart", { headers: cookie(second) });
        expect(JSON.parse(third.body).items).toEqual([{ id: "rope", name: "Climbing rope", quantity: 3 }]);
    });

    test("reads a cart that is none as an empty one", async () => {
        const { ask } = await start("backend");
        for (const text of ["rope:0", "rope:-1|x:2", "rope:1e9", "rope:1.5", ":", "__proto__:1", "rope"]) {
            const { body } = await ask("/api/cart", { headers: { cookie: `cart=${text}` } });
            expect([text, JSON.parse(body)]).toEqual([text, { items: [], total: 0 }]);
        }
    });

    test("says who it is, and bounds what it is asked for", async () => {
        const { ask, port, child } = await start("backend", 1, { RELEASE: "v1", COLOR: "blue", TIER: "orders" });
        const me = { release: "v1", color: "blue", tier: "orders", pid: child.pid, port, contract: 1 };
        expect(JSON.parse((await ask("/api/whoami")).body)).toEqual(me);
        expect((await ask("/api/slow?ms=10001")).status).toBe(400);
        expect((await ask("/api/cart", { method: "POST", body: "x".repeat(5000) })).status).toBe(413);
        expect((await ask("/api/cart", { method: "POST", body: "[" })).status).toBe(400);
        expect(await ask("/api/cart", { method: "PUT" })).toMatchObject({
            status: 405,
            headers: { allow: "GET, POST, DELETE" },
        });
        expect((await ask("/api/nothing")).status).toBe(404);
    });
});

describe("page server", () => {
    const dist = join(SHOP, "build/1/frontend/dist/assets");
    const NAVIGATION = { headers: { Accept: "text/html,*/*;q=0.8" } };

    test("one build runs under any id: the release is written into the page and every asset's address", async () => {
        const assets = readdirSync(dist).map((name) => `/assets/${name}`);
        for (const RELEASE of ["v1", "2026-11_b.3"]) {
            const { ask } = await start("frontend", 1, { RELEASE, COLOR: "green" });
            const { body, headers } = await ask("/");
            expect(headers).toMatchObject({ "cache-control": "no-cache", "x-release": RELEASE });
            expect(body).toContain(`<meta name="release" content="${RELEASE}">`);
            expect(body).toContain('<meta name="color" content="green">');
            expect(body.match(/name="(release|color)"/g)).toHaveLength(2);
            const named = [...body.matchAll(/(?:src|href)="(\/assets\/[^"]*)"/g)].map(([, address]) => address);
            expect(named.length).toBeGreaterThanOrEqual(2);
            for (const address of named) expect(address).toMatch(new RegExp(`\\.(js|css)\\?release=${RELEASE}$`));
            const map = JSON.parse(/<script type="importmap">(.*)<\/script>/.exec(body)?.[1] ?? "{}").imports;
            expect(map).toEqual(Object.fromEntries(assets.map((path) => [path, `${path}?release=${RELEASE}`])));
            expect(body.indexOf("importmap")).toBeLessThan(body.indexOf('type="module"'));
        }
    });

    test("S17 serves hashed assets for ever, with their type, and has no asset of another release", async () => {
        const [v1, v2] = [await start("frontend", 1), await start("frontend", 2)];
        const script = readdirSync(dist).find((name) => /^Details-.*\.js$/.test(name));
        const found = await v1.ask(`/assets/${script}?release=v1`);
        expect(found).toMatchObject({
            status: 200,
            headers: {
                "content-type": "text/javascript; charset=utf-8",
                "cache-control": "public, max-age=31536000, immutable",
                "x-release": "v1",
            },
        });
        const head = await v1.ask(`/assets/${script}`, { method: "HEAD" });
        expect(head).toMatchObject({ status: 200, body: "", headers: { "content-length": `${found.body.length}` } });
        const missing = await v2.ask(`/assets/${script}`, NAVIGATION);
        expect(missing).toMatchObject({ status: 404, headers: { "cache-control": "no-store" } });
    });

    test("sends navigations to the page, and nothing else", async () => {
        const { ask } = await start("frontend");
        expect((await ask("/products/kettle", NAVIGATION)).body).toContain('<div id="root">');
        expect((await ask("/products/kettle")).status).toBe(404);
        for (const path of ["/api/cart", "/none.js", "/assets/none", "/assets/"]) {
            expect((await ask(path, NAVIGATION)).status).toBe(404);
        }
        expect(await ask("/", { method: "POST" })).toMatchObject({ status: 405, headers: { allow: "GET, HEAD" } });
    });

    test("hands out no file outside the site, however the path is written", async () => {
        const { ask } = await start("frontend");
        const up = ["/../server.mjs", "/%2e%2e/server.mjs", "/..%2fserver.mjs", "/assets/..%5c..%5cserver.mjs"];
        for (const path of [...up, "/assets/../../server.mjs", "//server.mjs", "/.stamp", "/%00", "/%"]) {
            expect([path, (await ask(path)).status]).toEqual([path, 404]);
        }
    });
});

test("SIGTERM: finishes the request in flight, cuts idle connections, exits 0", async () => {
    const { child, ended, port, ask } = await start("backend");
    const silent = connect(port, "127.0.0.1");
    await once(silent, "connect");
    await ask("/api/whoami");
    const sent = request({ host: "127.0.0.1", port, path: "/api/slow?ms=500", headers: { Expect: "100-continue" } });
    sent.flushHeaders();
    await once(sent, "continue");
    sent.end();
    child.kill("SIGTERM");
    const [response] = await once(sent, "response");
    expect(response.statusCode).toBe(200);
    expect(response.headers).toMatchObject({ connection: "close", "x-release": "v1" });
    response.resume();
    expect(await ended).toEqual([0, null]);
});

test("the build leaves alone what has not changed, and refuses a contract it does not know", () => {
    expect(execFileSync(process.execPath, BUILD, { encoding: "utf8" })).toMatch(/^(.*: unchanged\n){4}$/);
    const build = () => execFileSync(process.execPath, [...BUILD, "--contract", "3"], { stdio: "pipe" });
    expect(build).toThrow('--contract: must be one of 1, 2, got "3"');
});
