import { releaseFetch } from "../../components/client";

interface Sent {
    readonly input: unknown;
    readonly init: RequestInit | undefined;
}

/** A page at `href`, and what its `fetch` was asked to send. */
function page(href: string | undefined, baseURI = href) {
    const globals = globalThis as { location?: unknown; document?: unknown };
    delete globals.location;
    delete globals.document;
    if (href) {
        globals.location = { href, origin: new URL(href).origin };
        globals.document = { baseURI };
    }
    const sent: Sent[] = [];
    const base = (async (input: unknown, init?: RequestInit) => {
        sent.push({ input, init });
        return new Response("ok");
    }) as typeof fetch;
    return { base, sent, header: (index = 0) => new Headers(sent[index]?.init?.headers).get("X-Release") };
}

afterEach(() => page(undefined));

test("S16 adds the page's release to a relative API call", async () => {
    const { base, sent, header } = page("https://shop.example/cart?x=1");
    const response = await releaseFetch("v1", base)("/api/cart", { method: "POST", body: "{}" });
    expect(await response.text()).toBe("ok");
    expect(sent[0]).toMatchObject({ input: "/api/cart", init: { method: "POST", body: "{}" } });
    expect(header()).toBe("v1");
});

test.each([
    ["absolute address", "https://shop.example/api/cart"],
    ["URL object", new URL("https://shop.example/api/cart")],
    ["Request", new Request("https://shop.example/api/cart")],
    ["no-scheme address", "//shop.example/api"],
])("S16 adds it to the page's own origin: %s", async (_, input) => {
    const { base, header } = page("https://shop.example/");
    await releaseFetch("v1", base)(input);
    expect(header()).toBe("v1");
});

test.each([
    ["another host", "https://pay.example/charge"],
    ["another scheme", "http://shop.example/api"],
    ["another port", "https://shop.example:8443/api"],
    ["a Request elsewhere", new Request("https://pay.example/charge", { headers: { "X-Key": "1" } })],
    ["not an address", "https://"],
])("tells nothing to %s", async (_, input) => {
    const { base, sent } = page("https://shop.example/");
    await releaseFetch("v1", base)(input);
    expect(sent[0]).toEqual({ input, init: undefined });
});

test("resolves relative calls like the browser: against <base>", async () => {
    const { base, sent } = page("https://shop.example/", "https://cdn.example/app/");
    await releaseFetch("v1", base)("data.json");
    expect(sent[0]?.init).toBeUndefined();
});

test("keeps the other headers, of the options and of a Request", async () => {
    const { base, sent } = page("https://shop.example/");
    const call = releaseFetch("v1", base);
    await call("/api", { headers: [["X-Contract", "2"]] });
    await call(new Request("https://shop.example/api", { headers: { "X-Contract": "1" } }));
    const contracts = sent.map(({ init }) => new Headers(init?.headers).get("X-Contract"));
    expect(contracts).toEqual(["2", "1"]);
});

test("S15 keeps a release the caller asks for, and leaves the caller's options alone", async () => {
    const { base, header } = page("https://shop.example/");
    const init = { headers: { "x-release": "v2" } };
    const call = releaseFetch("v1", base);
    await call("/api", init);
    expect(header()).toBe("v2");
    const plain = { headers: {} };
    await call("/api", plain);
    expect(header(1)).toBe("v1");
    expect(plain).toEqual({ headers: {} });
});

test("adds nothing outside a browser", async () => {
    const { base, sent } = page(undefined);
    await releaseFetch("v1", base)("https://shop.example/api");
    expect(sent[0]?.init).toBeUndefined();
});

test("sends a signed pin as it is", async () => {
    const pin = `v1.5.${"0a".repeat(16)}`;
    const { base, header } = page("https://shop.example/");
    await releaseFetch(pin, base)("/api");
    expect(header()).toBe(pin);
});

test.each(["", "a b", "v1\r\nX: y", "x".repeat(41), `v1.${"0".repeat(33)}${"x".repeat(8)}`])(
    "refuses %j as a release",
    (release) => {
        expect(() => releaseFetch(release)).toThrow(
            /^release: must be a release id of .*got ".*; give the RELEASE_PIN/,
        );
    },
);
