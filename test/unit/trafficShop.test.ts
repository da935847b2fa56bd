import { execFileSync } from "node:child_process";
import { SHOP_API_PATHS, shopRules, type Visitor } from "../../tools/traffic";
import { browse, faults, Visits } from "../support/visits";

const SIGNATURE = "0123456789abcdef".repeat(2);

/** What the shop itself makes of a page with two assets, and of its API paths, for each contract. */
const SHOP = JSON.parse(
    execFileSync(process.execPath, ["--input-type=module", "--eval", script()], { encoding: "utf8" }),
) as { page: Record<string, string>; signed: Record<string, string>; api: Record<number, Record<string, unknown>> };

function script(): string {
    const shop = "./examples/shop";
    return `
        import { withRelease } from "${shop}/frontend/site.mjs";
        import { PRODUCTS } from "${shop}/backend/products.mjs";
        const metas = '<meta name="release" content="dev" /><meta name="release-pin" content="dev" /><meta name="color" content="" />';
        const html = '<!doctype html><head>' + metas + '</head>'
            + '<script type="module" src="/assets/index-1.js"></script><link rel="stylesheet" href="/assets/index-1.css">';
        const assets = ["/assets/index-1.js", "/assets/index-1.css", "/assets/Details-1.js"];
        const page = {}, signed = {}, api = {};
        for (const number of [1, 2]) {
            const { contract } = await import("${shop}/backend/contract" + number + ".mjs");
            const release = "v" + number;
            page[release] = withRelease(html, assets, { release, pin: release, color: "" });
            signed[release] = withRelease(html, assets, { release, pin: release + ".${SIGNATURE}", color: "" });
            api[number] = {
                "/api/products": contract.products(PRODUCTS),
                "/api/cart": contract.cart([{ product: PRODUCTS[0], quantity: 2 }]),
            };
        }
        console.log(JSON.stringify({ page, signed, api }));`;
}

const visits = new Visits();
const contractOf = (release: string) => Number(release.slice(1));
const visit = (rules = shopRules(contractOf)) => visits.visitor({ rules });

/** The shop's answers; `change` makes them wrong. */
function serve(change: (body: string, tier: string) => string = (body) => body): void {
    visits.server.spoil = (plan, { path, tier }) => {
        const contract = contractOf(plan.release);
        const whoami = { release: plan.release, contract };
        const api = path === "/api/whoami" ? whoami : SHOP.api[contract]?.[path];
        const body = tier === "page" ? SHOP.page[plan.release] : tier === "api" ? JSON.stringify(api) : "";
        plan.body = change(body ?? "", tier);
    };
}

async function callAll(visitor: Visitor): Promise<Record<string, number>> {
    await visitor.page();
    for (const path of SHOP_API_PATHS) await visitor.api(path);
    return faults(visitor);
}

beforeEach(() => visits.open());
afterEach(() => visits.close());

describe("the shop", () => {
    it.each(["v1", "v2"])("is right as it is: %s", async (release) => {
        serve();
        visits.server.share = release === "v2" ? 100 : 0;
        const visitor = visit();
        expect(await callAll(visitor)).toEqual({});
        await browse(visitor);
        expect(visitor.tab).toEqual({
            release,
            pin: release,
            contract: contractOf(release),
            assets: [`/assets/index-1.css?release=${release}`, `/assets/index-1.js?release=${release}`],
            lazyAssets: [`/assets/Details-1.js?release=${release}`],
        });
        const contracts = visits.server.headers.map((headers) => headers["x-contract"]);
        expect(contracts.slice(0, 4)).toEqual([undefined, ...Array(3).fill(String(contractOf(release)))]);
        expect(faults(visitor)).toEqual({});
    });

    it("S03 S16 sends its signed pin with calls and assets", async () => {
        serve((body, tier) => (tier === "page" ? (SHOP.signed.v1 ?? "") : body));
        const visitor = visit();
        expect(await callAll(await browse(visitor))).toEqual({});
        expect(visitor.tab?.assets[1]).toBe(`/assets/index-1.js?release=v1.${SIGNATURE}`);
        const sent = visits.server.headers.flatMap((headers) => headers["x-release"] ?? []);
        expect(new Set(sent)).toEqual(new Set([`v1.${SIGNATURE}`]));
    });

    it("may have releases of unknown contract", async () => {
        serve();
        const visitor = visit(shopRules());
        expect(await callAll(visitor)).toEqual({});
        expect(visits.server.headers.map((headers) => headers["x-contract"]).join("")).toBe("");
        serve((body, tier) => (tier === "api" ? "{}" : body));
        expect(await callAll(visitor)).toEqual({ failed: 3 });
    });

    it.each([
        ["a page of another release behind the same header", "page", 'content="v1"', 'content="v2"', 1],
        ["a page whose assets do not ask for its release", "page", "index-1.css?release=v1", "index-1.css", 1],
        ["a page without assets", "page", '="/assets/', '="assets/', 1],
        ["an instance of another release behind the same header", "api", '"release":"v1"', '"release":"v2"', 1],
        ["the other contract", "api", '"contract":1', '"contract":2', 1],
        ["products of another shape", "api", '"price":', '"cost":', 1],
        ["a cart of another shape", "api", '"items":', '"lines":', 1],
    ])("is wrong with %s", async (_what, tier, right, wrong, failed) => {
        serve((body, of) => (of === tier ? body.replaceAll(right, wrong) : body));
        expect(await callAll(visit())).toEqual({ failed });
    });

    it("is wrong when a page gets the API of the other contract", async () => {
        serve((body, tier) => (tier === "api" ? JSON.stringify(SHOP.api[2]?.["/api/cart"]) : body));
        expect(await callAll(visit())).toEqual({ failed: 3 });
    });
});
