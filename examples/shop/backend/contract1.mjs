import { totalCents } from "./cart.mjs";

/**
 * Contract 1: prices are plain numbers, the cart has `items`.
 * @type {import("./app.mjs").Contract}
 */
export const contract = {
    number: 1,
    products: (products) => products.map(({ cents, ...product }) => ({ ...product, price: cents / 100 })),
    cart: (lines) => ({
        items: lines.map(({ product, quantity }) => ({ id: product.id, name: product.name, quantity })),
        total: totalCents(lines) / 100,
    }),
    order: (body) => ({ id: body.id, quantity: body.quantity }),
    orderShape: '{"id": "kettle", "quantity": 1}',
};
