import { PRODUCTS } from "./products.mjs";

/**
 * @typedef {import("./products.mjs").Product} Product
 * @typedef {{ product: Product, quantity: number }} Line
 */

/** Most of one product in a cart. */
export const MOST = 99;

/**
 * Reads the cart from the visitor's cookie, e.g. `cart=kettle:2|rope:1`. It lives there, not in the instance, so any
 * instance of any release can answer; both releases therefore have to read the same format (see README, shared data).
 * @param {string} [cookies] the request's Cookie header
 * @returns {Line[]}
 */
export function cartOf(cookies = "") {
    const text = /(?:^|;\s*)cart=([^;]*)/.exec(cookies)?.[1] ?? "";
    const quantities = new Map(text.split("|").map((line) => /** @type {[string, string]} */ (line.split(":"))));
    return [...quantities].flatMap(([id, count]) => {
        const product = PRODUCTS.find((one) => one.id === id);
        const quantity = Number(count);
        return product && quantity >= 1 && quantity <= MOST && Number.isInteger(quantity)
            ? [{ product, quantity }]
            : [];
    });
}

/**
 * The cart with more of one product in it; at most MOST of each.
 * @param {Line[]} lines
 * @param {Product} product
 * @param {number} quantity
 */
export function added(lines, product, quantity) {
    if (!lines.some((line) => line.product === product)) return [...lines, { product, quantity }];
    return lines.map((line) =>
        line.product === product ? { product, quantity: Math.min(line.quantity + quantity, MOST) } : line,
    );
}

/** @param {Line[]} lines */
export function cookieOf(lines) {
    const text = lines.map(({ product, quantity }) => `${product.id}:${quantity}`).join("|");
    return `cart=${text}; Path=/; Max-Age=${lines.length ? 604800 : 0}; SameSite=Lax; HttpOnly`;
}

/** @param {Line[]} lines */
export function totalCents(lines) {
    return lines.reduce((sum, { product, quantity }) => sum + product.cents * quantity, 0);
}
