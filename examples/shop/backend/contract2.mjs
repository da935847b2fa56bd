import { totalCents } from "./cart.mjs";

/** @param {number} cents */
const money = (cents) => ({ amount: cents / 100, currency: "EUR" });

/**
 * Contract 2: money has a currency, the cart has `lines`, ids are called `productId`. A page of contract 1 cannot read it.
 * @type {import("./app.mjs").Contract}
 */
export const contract = {
    number: 2,
    products: (products) => ({
        products: products.map(({ id, cents, ...product }) => ({ productId: id, ...product, price: money(cents) })),
    }),
    cart: (lines) => ({
        lines: lines.map(({ product, quantity }) => ({ productId: product.id, title: product.name, count: quantity })),
        total: money(totalCents(lines)),
    }),
    order: (body) => ({ id: body.productId, quantity: body.count }),
    orderShape: '{"productId": "kettle", "count": 1}',
};
