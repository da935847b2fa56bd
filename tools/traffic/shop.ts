import { type AppRules, namedAssets, type PageFacts, pageAsAsset } from "./appRules";
import type { Reply } from "./reply";

/** API paths of the sample shop that visitors ask for. */
export const SHOP_API_PATHS = ["/api/products", "/api/cart", "/api/whoami"];

type Json = Record<string, unknown>;
type Shapes = Readonly<Record<string, (body: Json) => boolean>>;

const SHAPES: Readonly<Record<number, Shapes>> = {
    1: {
        "/api/products": (body) => every(body, ({ id, price }) => isText(id) && isNumber(price)),
        "/api/cart": ({ items, total }) => isList(items) && isNumber(total),
        "/api/whoami": ({ contract }) => contract === 1,
    },
    2: {
        "/api/products": ({ products }) =>
            every(products, ({ productId, price }) => isText(productId) && isMoney(price)),
        "/api/cart": ({ lines, total }) => isList(lines) && isMoney(total),
        "/api/whoami": ({ contract }) => contract === 2,
    },
};

/**
 * The sample shop. `contractOf` tells which contract a release's page was built for; the page does not say it. Where it is not
 * known, the page sends no `X-Contract`, and any known shape will do.
 */
export function shopRules(contractOf: (release: string) => number | undefined = () => undefined): AppRules {
    return {
        readPage: (page) => ({ ...readShopPage(page), contract: contractOf(page.release ?? "") }),
        apiHeaders: ({ contract }): Record<string, string> =>
            contract === undefined ? {} : { "x-contract": String(contract) },
        checkApi: (reply, page) => wrongShape(reply, page?.contract ?? contractOf(reply.release ?? "")),
        checkAsset: pageAsAsset,
    };
}

/** The page names its release, and its pin, in its head: the one must be what the header says, the other be in the address of each asset. */
function readShopPage({ body, release }: Reply): PageFacts {
    const named = /<meta name="release" content="([^"]*)">/.exec(body)?.[1];
    if (named !== release) throw new Error(`the page says it is of release ${named}, its X-Release says ${release}`);
    const pin = /<meta name="release-pin" content="([^"]*)">/.exec(body)?.[1] ?? release;
    const imports = /<script type="importmap">(.*?)<\/script>/.exec(body)?.[1];
    const { imports: addresses = {} } = JSON.parse(imports ?? "{}") as { imports?: Record<string, string> };
    // The style sheet is small and takes the same way as the scripts.
    const assets = namedAssets(body).sort((a, b) => Number(isScript(a)) - Number(isScript(b)));
    const lazyAssets = Object.values(addresses).filter((address) => !assets.includes(address));
    const stray = [...assets, ...lazyAssets].find((address) => !address.endsWith(`?release=${pin}`));
    if (assets.length === 0) throw new Error("the page names no assets");
    if (stray !== undefined) throw new Error(`the page asks for ${stray} without its release`);
    return { pin, assets, lazyAssets };
}

/** What is wrong with the body of an API answer, read without trust in its header. */
function wrongShape(reply: Reply, contract: number | undefined): string | undefined {
    const body = JSON.parse(reply.body) as Json;
    const path = reply.path.replace(/\?.*/, "");
    const shapes = contract === undefined ? Object.values(SHAPES) : [SHAPES[contract] ?? {}];
    const checks = shapes.flatMap((shape) => shape[path] ?? []);
    if (checks.length > 0 && !checks.some((fits) => fits(body))) {
        return `not a ${path} of contract ${contract ?? "1 or 2"}: ${reply.body.slice(0, 80)}`;
    }
    if (path === "/api/whoami" && body.release !== reply.release) {
        return `X-Release says ${reply.release}, the instance says it is ${String(body.release)}`;
    }
    return undefined;
}

const isScript = (path: string) => /\.m?js\?/.test(path);
const isText = (value: unknown) => typeof value === "string" && value !== "";
const isNumber = (value: unknown) => typeof value === "number";
const isList = (value: unknown) => Array.isArray(value);

function isMoney(value: unknown): boolean {
    const { amount, currency } = (value ?? {}) as Json;
    return isNumber(amount) && isText(currency);
}

function every(list: unknown, fits: (item: Json) => boolean): boolean {
    return Array.isArray(list) && list.length > 0 && list.every(fits);
}
