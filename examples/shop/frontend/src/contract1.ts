import type { Contract } from "./contract";
import { list, number, record, text } from "./shape";

/** Contract 1: prices are plain numbers, the cart has `items`. */
export const contract1: Contract = {
    number: 1,
    products: (answer) =>
        list(answer, "products").map((one) => {
            const product = record(one, "product");
            return {
                id: text(product.id, "product.id"),
                name: text(product.name, "product.name"),
                about: text(product.about, "product.about"),
                hue: number(product.hue, "product.hue"),
                price: euro(number(product.price, "product.price")),
            };
        }),
    cart: (answer) => {
        const cart = record(answer, "cart");
        const lines = list(cart.items, "cart.items").map((one) => {
            const item = record(one, "item");
            return {
                id: text(item.id, "item.id"),
                name: text(item.name, "item.name"),
                quantity: number(item.quantity, "item.quantity"),
            };
        });
        return { lines, total: euro(number(cart.total, "cart.total")) };
    },
    order: (id, quantity) => ({ id, quantity }),
};

function euro(amount: number) {
    return { amount, currency: "EUR" };
}
